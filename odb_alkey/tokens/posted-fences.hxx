#ifndef ODB_ALKEY_TOKENS_POSTED_FENCES_HXX
#define ODB_ALKEY_TOKENS_POSTED_FENCES_HXX

#include <memory>
#include <vector>

#include <odb_alkey/redis/deadline.hxx>
#include <odb_alkey/tokens/batch.hxx>
#include <odb_alkey/tokens/lease-waits.hxx>

namespace odb_alkey
{
  namespace redis
  {
    class connection;
  }

  namespace tokens
  {
    class script_runner;

    // Fences of one transaction that are sent while it goes on, and whose
    // replies are taken when its COMMIT is due.
    //
    //   posted_fences p (runner);
    //   p.post (batch);               // and more of them
    //   …                             // the database executes a statement
    //   bool counts (p.settle (deadline));
    //   p.outlast_leases ();
    //
    // A connection is used only while something is written to it or read from
    // it. Its next user takes the replies that are there by then.
    //
    // Used by one thread at a time.
    //
    class posted_fences
    {
    public:
      // The runner must outlive it, and its connections.
      //
      explicit posted_fences (script_runner&);

      // Sends the fence of a batch, whose identifiers nobody changes any more:
      // another thread may read them. Waits for nothing: returns false if no
      // connection is idle, or if Redis is not known to have the script.
      //
      bool post (const batch&) noexcept;

      // Waits for the replies. Returns true if Redis has confirmed all.
      //
      bool settle (redis::deadline) noexcept;

      // Waits for the end of the leases that the replies tell of.
      //
      void outlast_leases () noexcept;

    private:
      class answers;
      class posted;

      bool take (const redis::connection*, redis::deadline);

      script_runner& scripts_;
      const std::shared_ptr<answers> answers_;

      // The connections that have been used, by their addresses.
      //
      std::vector<const redis::connection*> on_;
    };
  }
}

#endif // ODB_ALKEY_TOKENS_POSTED_FENCES_HXX
