#include <odb_alkey/changes/text-statements.hxx>

#include <cstring>

#include <odb/statement.hxx>

namespace odb_alkey
{
  namespace changes
  {
    bool text_statements::contain (const odb::statement* s) noexcept
    {
      if (s == nullptr)
        return true;

      const std::type_info& t (typeid (*s));

      if (&t != last_type_)
      {
        last_type_ = &t;
        last_is_text_ =
          std::strstr (t.name (), "generic_statement") != nullptr;
      }

      return last_is_text_;
    }
  }
}
