#include <odb_alkey/tokens/near-list.hxx>

#include <algorithm>
#include <cstring>

#include <odb_alkey/support/decimal.hxx>
#include <odb_alkey/support/escapes.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    namespace
    {
      // The scripts write no longer list, with its space and its '='.
      //
      const std::size_t longest_text (4096 - 2);

      bool of_name (char c)
      {
        return support::alphanumeric (c) ||
               (c != '\0' && std::strchr ("_.~+@%-", c) != nullptr);
      }
    }

    const int near_list::shortest;
    const int near_list::longest;

    struct near_list::entry
    {
      const char* name = nullptr;
      std::size_t name_size = 0;
      std::uint64_t length = 0;
      std::uint64_t closed = 0;

      // Reads an entry. Returns the position behind it, or null if there is
      // none here.
      //
      const char* read (const char* i, const char* end) noexcept
      {
        name = i;
        i = std::find_if_not (i, end, of_name);
        name_size = static_cast<std::size_t> (i - name);
        closed = 0;

        if (name_size == 0 || i == end || *i != ':')
          return nullptr;

        const char* n (++i);
        i = support::read_decimal (n, end, length);

        if (i == n || i - n > 2 || length < shortest || length > longest)
          return nullptr;

        if (i == end || *i != ':')
          return i;

        n = ++i;
        i = support::read_decimal (n, end, closed);
        return i != n && i - n <= 16 && closed != 0 ? i : nullptr;
      }
    };

    bool near_list::parse (const char* text, std::size_t size,
                           near_list& r) noexcept
    {
      entry e;
      const char* const end (text + size);

      if (size > longest_text)
        return false;

      for (const char* i (text);; ++i)
      {
        i = e.read (i, end);

        if (i == nullptr || (i != end && *i != ','))
          return false;

        if (i == end)
          break;
      }

      r.text_ = text;
      r.size_ = size;
      return true;
    }

    near_list::entry near_list::find (const char* table,
                                      std::size_t size) const noexcept
    {
      const char* const end (text_ + size_);

      for (const char* i (text_); i != end;)
      {
        entry e;
        i = e.read (i, end);

        if (e.name_size == size && std::memcmp (e.name, table, size) == 0)
          return e;

        if (i != end)
          ++i;
      }

      return entry ();
    }

    near_list::milliseconds near_list::lease (const char* table,
                                              std::size_t size) const noexcept
    {
      entry e (find (table, size));
      return milliseconds (e.closed == 0 ? e.length : 0);
    }

    near_list::milliseconds near_list::wait (const char* table,
                                             std::size_t size) const noexcept
    {
      return milliseconds (find (table, size).length);
    }

    near_list::milliseconds near_list::wait () const noexcept
    {
      const char* const end (text_ + size_);
      std::uint64_t r (0);

      for (const char* i (text_); i != end;)
      {
        entry e;
        i = e.read (i, end);
        r = std::max (r, e.length);

        if (i != end)
          ++i;
      }

      return milliseconds (r);
    }

    std::uint64_t near_list::closed (const char* table,
                                     std::size_t size) const noexcept
    {
      return find (table, size).closed;
    }
  }
}
