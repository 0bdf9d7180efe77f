#ifndef ODB_ALKEY_TOKENS_NEAR_LIST_HXX
#define ODB_ALKEY_TOKENS_NEAR_LIST_HXX

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace odb_alkey
{
  namespace tokens
  {
    // The tables whose tokens processes may use for some milliseconds without
    // asking, as the origin lists them. Points into the parsed text:
    //
    //   users:5,settings:50:1700
    //
    // Behind the name is the length in milliseconds. A tick behind that means
    // that the table is being taken off the list: its tokens are not leased
    // any more, but commits still wait for the leases that there are.
    //
    class near_list
    {
    public:
      typedef std::chrono::milliseconds milliseconds;

      // The lengths that a list may have.
      //
      static const int shortest = 1;
      static const int longest = 50;

      static milliseconds longest_wait () noexcept
      {
        return milliseconds (longest);
      }

      // Returns false if the text is not such a list.
      //
      static bool parse (const char* text, std::size_t size,
                         near_list&) noexcept;

      bool any () const noexcept
      {
        return size_ != 0;
      }

      // For how long a token of the table may be used without asking. 0 if
      // the table is not listed, or is being taken off.
      //
      milliseconds lease (const char* table, std::size_t size) const noexcept;

      // How long a commit that writes the table has to wait. 0 if the table is
      // not listed.
      //
      milliseconds wait (const char* table, std::size_t size) const noexcept;

      // How long a commit has to wait that may have written any table.
      //
      milliseconds wait () const noexcept;

      // The tick of the call that has begun to take the table off, or 0.
      //
      std::uint64_t closed (const char* table,
                            std::size_t size) const noexcept;

    private:
      struct entry;

      entry find (const char* table, std::size_t size) const noexcept;

      const char* text_ = nullptr;
      std::size_t size_ = 0;
    };
  }
}

#endif // ODB_ALKEY_TOKENS_NEAR_LIST_HXX
