#ifndef ODB_ALKEY_DETAIL_IDENTIFIER_VIEW_HXX
#define ODB_ALKEY_DETAIL_IDENTIFIER_VIEW_HXX

#include <cstddef>
#include <cstring>
#include <string>

#include <odb_alkey/identifier.hxx>

namespace odb_alkey
{
  namespace detail
  {
    // Append or return the bytes, with those that are not plain as %XX.
    //
    void escape (std::string& to, const char* data, std::size_t size);
    std::string escape (const std::string& bytes);

    // Appends the identifier of an object of this escaped table without its
    // id.
    //
    void append_object (std::string& to, const std::string& table);

    // Returns the name of a table as identifiers have it, from the name that
    // ODB generates for SQL: "app"."Users" becomes app.Users, and `users` or
    // [users] become users.
    //
    std::string escape_table (const char* sql_name);

    // The parts of a valid identifier, which is stored elsewhere.
    //
    struct identifier_view
    {
      const char* text;
      std::size_t size;
      std::size_t hash; // Position of '#'.

      // The name of the table, behind "alkey:".
      //
      const char* table () const noexcept
      {
        return text + 6;
      }

      std::size_t table_size () const noexcept
      {
        return hash - 6;
      }

      bool wildcard () const noexcept
      {
        return text[size - 1] == '*' || text[size - 1] == '!';
      }

      bool sweep () const noexcept
      {
        return text[size - 1] == '!';
      }

      bool every_table () const noexcept
      {
        return text[hash - 1] == '*';
      }
    };

    inline bool same_table (const identifier_view& a,
                            const identifier_view& b) noexcept
    {
      return a.hash == b.hash &&
             std::memcmp (a.table (), b.table (), a.table_size ()) == 0;
    }

    // Returns the parts. Requires a valid identifier.
    //
    identifier_view view (const char* text, std::size_t size) noexcept;

    // True if an identifier of this size has a token. It has one up to 2,048
    // bytes, so that longer ids do not fill Redis.
    //
    inline bool has_own_token (std::size_t size) noexcept
    {
      return size <= 2048;
    }

    // Returns the identifier whose token is used for one that has none: its
    // table, or everything if the name of the table is too long as well.
    //
    identifier stands_for (const identifier_view&);
  }
}

#endif // ODB_ALKEY_DETAIL_IDENTIFIER_VIEW_HXX
