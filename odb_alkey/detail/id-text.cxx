#include <odb_alkey/detail/id-text.hxx>

#include <odb_alkey/exception.hxx>
#include <odb_alkey/support/escapes.hxx>

namespace odb_alkey
{
  namespace detail
  {
    std::uint64_t read_integer (const std::string& text) noexcept
    {
      bool negative (text[0] == '-');
      std::uint64_t n (0);

      for (std::size_t i (negative ? 1 : 0); i < text.size (); ++i)
        n = n * 10 + static_cast<std::uint64_t> (text[i] - '0');

      return negative ? 0 - n : n;
    }

    void no_text_of_null (const std::type_info& id)
    {
      throw exception ("an id of type " + type_name (id) +
                       " is null, so that it names no object: use "
                       "odb_alkey::all<T> () for a key that changes when "
                       "objects are made");
    }

    std::string unescape (const std::string& text)
    {
      std::string r;
      support::append_unescaped (r, text);
      return r;
    }
  }
}
