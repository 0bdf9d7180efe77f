#ifndef TESTS_SUPPORT_PROXY_FLOW_HXX
#define TESTS_SUPPORT_PROXY_FLOW_HXX

#include <chrono>
#include <cstddef>
#include <deque>
#include <string>

namespace tests
{
  namespace proxying
  {
    typedef std::chrono::steady_clock::time_point instant;

    // Where the value of RESP 2, or the record of TLS, that starts at begin
    // ends; npos if some of it is missing. Anything else is taken for
    // a line, as an inline command is.
    //
    std::size_t resp_end (const std::string&, std::size_t begin);

    // The bytes that go through a proxy in one direction of one connection.
    // They are received, admitted when their time has come, passed value by
    // value, and sent.
    //
    // One thread may use it.
    //
    class flow
    {
    public:
      // Receives all that has come, and returns its size. An error is an end.
      //
      std::size_t receive (int fd, instant now);

      // Admits what was received until then. Returns true if something is
      // left, which was received at left.
      //
      bool admit (instant until, instant& left);

      // The size of the value that comes next; 0 if there is no whole one.
      // The rest that an end has cut off counts as one.
      //
      std::size_t next () const;
      bool next_contains (const std::string& text) const;
      void pass ();

      // Passes the last value so many times again.
      //
      void repeat (unsigned times);

      // Sends at most so many bytes of what was passed and returns how many
      // went. If the receiver is gone, so is what was there for it.
      //
      std::size_t send (int fd, std::size_t most);

      // Forgets everything; returns false if there was nothing.
      //
      bool drop ();

      // Passed and not sent; received and not sent.
      //
      std::size_t ready () const
      {
        return ready_.size ();
      }

      std::size_t kept () const
      {
        return received_size_ + admitted_.size () + ready_.size ();
      }

      // The receiver takes no more at the moment, or is gone.
      //
      bool blocked () const
      {
        return blocked_;
      }

      bool refused () const
      {
        return refused_;
      }

      // The sender has closed; and everything was sent.
      //
      bool ended () const
      {
        return ended_;
      }

      bool done () const
      {
        return ended_ && kept () == 0;
      }

      // The proxy slows it down by this: nothing is to be sent before.
      //
      instant resume;

    private:
      struct chunk
      {
        instant received;
        std::string bytes;
      };

      std::deque<chunk> received_;
      std::size_t received_size_ = 0;
      std::string admitted_;
      std::string ready_;
      std::string last_;
      bool ended_ = false;
      bool blocked_ = false;
      bool refused_ = false;
    };
  }
}

#endif // TESTS_SUPPORT_PROXY_FLOW_HXX
