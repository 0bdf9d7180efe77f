#ifndef ODB_ALKEY_DETAIL_IDENTIFIER_VIEW_HXX
#define ODB_ALKEY_DETAIL_IDENTIFIER_VIEW_HXX

#include <cstddef>
#include <string>

#include <odb_alkey/identifier.hxx>

namespace odb_alkey
{
  namespace detail
  {
    // Appends the bytes, those that are not plain as %XX. With the dot
    // escaped as well it is a part of a table's name.
    //
    void escape (std::string& to, const char* data, std::size_t size);
    std::string escape (const std::string& bytes);

    // The identifier of an object of this escaped table, but for its id.
    //
    void append_object (std::string& to, const std::string& table);

    // The table's name as identifiers hold it, made from the one that ODB
    // generates for SQL: "app"."Users", `users` or [users] become app.Users
    // and users.
    //
    std::string escape_table (const char* sql_name);

    // Where the parts of a valid identifier are.
    //
    struct identifier_view
    {
      const char* text;
      std::size_t size;
      std::size_t hash; // Position of '#'.

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

    // Requires a valid identifier.
    //
    identifier_view view (const char* text, std::size_t size) noexcept;

    // True if an identifier of this size has a token, which is up to 2,048
    // bytes: longer ids must not fill Redis.
    //
    inline bool has_own_token (std::size_t size) noexcept
    {
      return size <= 2048;
    }

    // The identifier whose token stands for one that has none: that of its
    // table, or of everything if the table is as long.
    //
    identifier stands_for (const identifier_view&);
  }
}

#endif // ODB_ALKEY_DETAIL_IDENTIFIER_VIEW_HXX
