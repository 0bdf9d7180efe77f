#ifndef ODB_ALKEY_SQL_DIALECT_HXX
#define ODB_ALKEY_SQL_DIALECT_HXX

#include <cstddef>

namespace odb_alkey
{
  namespace sql
  {
    // The facts in which databases differ. Code asks for a fact, and never
    // which database it is. Another database is one more entry in dialect.cxx,
    // its number in ODB in changes/database-recorder.cxx, and its tests.
    //
    // The defaults are those of a database that does nothing unusual. An entry
    // sets the facts that are different.
    //
    struct dialect
    {
      // A list of keywords in capitals, with a null pointer at its end.
      //
      typedef const char* const* keywords;
      static const char* const no_keywords[];

      // Unsure: it depends on the database, its version or its settings, so
      // that a text in which it matters is not understood.
      //
      enum class answer
      {
        no,
        yes,
        unsure
      };

      // The failures that may end a transaction without ODB's knowledge, so
      // that whatever follows commits by itself. The end of an operation on an
      // object shows that it succeeded. Nothing shows that for other
      // statements.
      //
      enum class failures
      {
        none,
        operations, // Any error may, but an operation shows its failure.
        statements  // A deadlock does. A statement that takes locks may meet
                    // one.
      };

      // The meaning of SELECT … INTO, or of RETURNING … INTO.
      //
      enum class destination
      {
        parameter, // INTO :1
        table,     // It creates the table.
        variable   // INTO @a, or a file.
      };

      // In some encodings a byte that looks like a backslash or a backquote is
      // the second half of a character.
      //
      enum class halves
      {
        none,
        escapes, // This matters for a backslash that escapes.
        all      // It matters for every backslash and backquote.
      };

      // ---- Its connections and transactions.

      // It executes in the process of the program, so that an answer cannot
      // get lost.
      //
      bool in_process = false;

      failures ended_by = failures::none;

      // BEGIN commits the transaction that is open. Elsewhere it fails then,
      // or is ignored.
      //
      bool begin_commits = false;

      // A COMMIT that fails leaves the transaction open.
      //
      bool retries_commit = false;

      // The first SAVEPOINT begins a transaction if none is open, and its
      // RELEASE commits it.
      //
      bool savepoint_begins = false;

      // Most statements that are not about rows commit what came before.
      //
      bool commits_implicitly = false;

      // BEGIN TRANSACTION x
      //
      bool names_transactions = false;

      // ---- Comments and white space.

      bool hash_comments = false;          // # …
      bool dashes_want_space = false;      // Two dashes alone begin none.
      bool skips_byte_order_marks = false; // They are white space.
      bool executes_comments = false;      // /*! … */, by some versions.
      bool end_closes_comments = false;    // The end of the text does.

      answer nests_comments = answer::no;
      answer carriage_return_ends_comment = answer::no;

      // ---- Literals.

      // A setting may make a backslash escape in '…'.
      //
      bool backslash_may_escape = false;

      // A setting may make "…" a literal, in which a backslash may escape too.
      //
      bool double_quotes_may_be_text = false;

      halves half_characters = halves::none;

      bool dollar_quotes = false; // $a$ … $a$

      // 'a' and 'b' on two lines are one literal.
      //
      bool continues_literals = false;

      // The letters that may stand before a literal and belong to it: N'…'.
      //
      const char* literal_prefixes = "";

      // The one of them behind which a backslash always escapes, or '\0'.
      //
      char escape_prefix = '\0';

      bool introduces_literals = false; // _utf8'…'

      // Other words may belong to a literal, and change where it ends.
      //
      bool unknown_prefixes = false;

      // ---- Names.

      bool backquotes = false; // `a`
      bool brackets = false;   // [a]

      // A closing bracket may be doubled inside of such a name.
      //
      bool may_double_brackets = false;

      // $a, @a, :a and #a are parameters.
      //
      bool named_parameters = false;

      // All bytes beyond ASCII are letters. Elsewhere the encoding decides.
      //
      bool letters_beyond_ascii = false;

      // A literal is taken for a name where only a name can stand.
      //
      bool text_as_name = false;

      // Names without quotes are folded to lower case, and all are compared
      // exactly then. Elsewhere settings and file systems decide whether case
      // matters.
      //
      bool folds_names = false;

      // Names of this many bytes, or of more, may have been cut there; 0 if
      // none are.
      //
      std::size_t cuts_names = 0;

      // The tables that hold the definitions of all tables: those of this
      // schema, if it is not null, and those with these names.
      //
      const char* catalogue_schema = nullptr;
      keywords catalogue_tables = no_keywords;

      // ---- Statements.

      // It reads the text to its end before it executes any of it.
      //
      bool reads_ahead = false;

      // Nothing has to stand between statements.
      //
      bool semicolons_optional = false;

      // The first words of statements that change no row, and of those that
      // change none but commit.
      //
      keywords harmless = no_keywords;
      keywords harmless_but_commit = no_keywords;

      destination into = destination::parameter;

      // The target of an UPDATE or DELETE may be an alias that FROM declares,
      // or a query that WITH names.
      //
      bool targets_aliases = false;

      // UPDATE a JOIN b SET …, DELETE a.*, b.* FROM …
      //
      bool joins_targets = false;

      // INSERT IGNORE, UPDATE LOW_PRIORITY, DELETE QUICK
      //
      bool write_modifiers = false;

      // ONLY t, ONLY (t), t *
      //
      bool inherits_tables = false;

      bool has_analyze = false;

      // ANALYZE may also execute the statement that it explains.
      //
      bool analyze_executes = false;

      // EXPLAIN ("analyze") …
      //
      bool quotes_options = false;

      bool has_copy = false;   // COPY t FROM …
      bool has_load = false;   // LOAD DATA INFILE … INTO TABLE t
      bool has_rename = false; // RENAME TABLE a TO b

      // SET STATEMENT a = 1 FOR SELECT …
      //
      bool sets_for_statement = false;

      // SET may change how the rest of the text is read.
      //
      bool set_changes_reading = false;

      // The entries. The last one stands for a database of which nothing is
      // known.
      //
      static const dialect sqlite;
      static const dialect pgsql;
      static const dialect mysql;
      static const dialect other;
    };
  }
}

#endif // ODB_ALKEY_SQL_DIALECT_HXX
