#ifndef ODB_ALKEY_CHANGES_TEXT_STATEMENTS_HXX
#define ODB_ALKEY_CHANGES_TEXT_STATEMENTS_HXX

#include <typeinfo>

#include <odb/forward.hxx>

namespace odb_alkey
{
  namespace changes
  {
    // Tells statements that the user has given as text from prepared ones,
    // which are ODB's own or those of queries.
    //
    // With some databases ODB makes a statement object of a text as well.
    // Nothing but the name of its type tells it from others: odb::statement
    // knows its text only, a tracer's prepare () is called for all, and the
    // type itself is in a library that the program may not have.
    //
    // Used by one thread at a time.
    //
    class text_statements
    {
    public:
      // A null pointer is a text of which ODB has made no object.
      //
      bool contain (const odb::statement*) noexcept;

    private:
      // There are few types, and mostly the last one comes again.
      //
      const std::type_info* last_type_ = nullptr;
      bool last_is_text_ = false;
    };
  }
}

#endif // ODB_ALKEY_CHANGES_TEXT_STATEMENTS_HXX
