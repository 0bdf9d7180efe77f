#include <odb_alkey/detail/identity.hxx>

#include <odb_alkey/exception.hxx>

namespace odb_alkey
{
  namespace detail
  {
    void unknown_table (const std::type_info& t)
    {
      std::string name (type_name (t));

      throw exception ("the table of class " + name +
                       " is not known: in a program that is built for several "
                       "databases call alkey.maps<" +
                       name +
                       ", odb::id_...> () at start-up, in a source that "
                       "includes the header generated for that database");
    }
  }
}
