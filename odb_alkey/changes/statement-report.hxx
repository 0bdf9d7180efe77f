#ifndef ODB_ALKEY_CHANGES_STATEMENT_REPORT_HXX
#define ODB_ALKEY_CHANGES_STATEMENT_REPORT_HXX

namespace odb_alkey
{
  namespace tokens
  {
    class token_store;
  }

  namespace changes
  {
    struct statement_meaning;

    // Counts and logs a statement that is not understood, or that writes to a
    // class whose callback is missing.
    //
    void report (tokens::token_store&, const statement_meaning&) noexcept;
  }
}

#endif // ODB_ALKEY_CHANGES_STATEMENT_REPORT_HXX
