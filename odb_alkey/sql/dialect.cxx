#include <odb_alkey/sql/dialect.hxx>

namespace odb_alkey
{
  namespace sql
  {
    constexpr const char* const dialect::no_keywords[] = {nullptr};

    namespace
    {
      const char* const sqlite_catalogue[] = {"SQLITE_MASTER", "SQLITE_SCHEMA",
                                              "SQLITE_TEMP_MASTER",
                                              "SQLITE_TEMP_SCHEMA", nullptr};

      const char* const sqlite_harmless[] = {"PRAGMA", "VACUUM", "REINDEX",
                                             nullptr};

      constexpr dialect sqlite () noexcept
      {
        dialect d;

        d.in_process = true;
        d.ended_by = dialect::failures::operations;
        d.retries_commit = true;
        d.savepoint_begins = true;
        d.names_transactions = true;

        d.skips_byte_order_marks = true;
        d.end_closes_comments = true;

        d.literal_prefixes = "X";

        d.backquotes = true;
        d.brackets = true;
        d.named_parameters = true;
        d.letters_beyond_ascii = true;
        d.text_as_name = true;
        d.catalogue_tables = sqlite_catalogue;

        d.harmless = sqlite_harmless;
        d.has_analyze = true;
        return d;
      }

      const char* const pgsql_catalogue[] = {
        "PG_ATTRIBUTE", "PG_CLASS", "PG_INHERITS", "PG_NAMESPACE", nullptr};

      const char* const pgsql_harmless[] = {
        "SHOW",       "RESET",   "DECLARE",  "FETCH",  "MOVE",
        "CLOSE",      "LISTEN",  "UNLISTEN", "NOTIFY", "LOCK",
        "DEALLOCATE", "COMMENT", "GRANT",    "REVOKE", "CHECKPOINT",
        "VACUUM",     "REINDEX", "CLUSTER",  nullptr};

      constexpr dialect pgsql () noexcept
      {
        dialect d;

        // An error that was caught leaves the transaction open, and useless:
        // its COMMIT is a rollback.
        //
        d.ended_by = dialect::failures::none;

        d.nests_comments = dialect::answer::yes;
        d.carriage_return_ends_comment = dialect::answer::yes;

        d.backslash_may_escape = true;
        d.half_characters = dialect::halves::escapes;
        d.dollar_quotes = true;
        d.continues_literals = true;
        d.literal_prefixes = "NXBE";
        d.escape_prefix = 'E';

        // Names have 63 bytes. The last character may have four, of which
        // there is room for three.
        //
        d.letters_beyond_ascii = true;
        d.folds_names = true;
        d.cuts_names = 60;
        d.catalogue_schema = "pg_catalog";
        d.catalogue_tables = pgsql_catalogue;

        d.reads_ahead = true;
        d.harmless = pgsql_harmless;
        d.into = dialect::destination::table;
        d.inherits_tables = true;
        d.has_analyze = true;
        d.quotes_options = true;
        d.has_copy = true;
        return d;
      }

      const char* const mysql_harmless[] = {
        "SHOW", "USE", "KILL", "CHECKSUM", "HELP", "DEALLOCATE", nullptr};

      const char* const mysql_harmless_but_commit[] = {
        "OPTIMIZE", "CHECK", "FLUSH",  "LOCK",
        "UNLOCK",   "GRANT", "REVOKE", nullptr};

      // MySQL and MariaDB.
      //
      constexpr dialect mysql () noexcept
      {
        dialect d;

        d.ended_by = dialect::failures::statements;
        d.begin_commits = true;
        d.commits_implicitly = true;

        d.hash_comments = true;
        d.dashes_want_space = true;
        d.executes_comments = true;

        d.backslash_may_escape = true;
        d.double_quotes_may_be_text = true;
        d.half_characters = dialect::halves::all;
        d.literal_prefixes = "NXB";
        d.introduces_literals = true;

        d.backquotes = true;

        d.harmless = mysql_harmless;
        d.harmless_but_commit = mysql_harmless_but_commit;
        d.into = dialect::destination::variable;
        d.joins_targets = true;
        d.write_modifiers = true;
        d.has_analyze = true;
        d.analyze_executes = true;
        d.has_load = true;
        d.has_rename = true;
        d.sets_for_statement = true;
        d.set_changes_reading = true;
        return d;
      }

      // It may be Oracle or SQL Server, or one that is compatible with them.
      //
      constexpr dialect other () noexcept
      {
        dialect d;

        d.ended_by = dialect::failures::operations;

        d.nests_comments = dialect::answer::unsure;
        d.carriage_return_ends_comment = dialect::answer::unsure;

        d.backslash_may_escape = true;
        d.literal_prefixes = "N";
        d.unknown_prefixes = true;

        d.backquotes = true;
        d.brackets = true;
        d.may_double_brackets = true;

        d.semicolons_optional = true;
        d.targets_aliases = true;
        return d;
      }
    }

    // Constants, so that they are there before any object of the program.
    //
    constexpr dialect dialect::sqlite (sql::sqlite ());
    constexpr dialect dialect::pgsql (sql::pgsql ());
    constexpr dialect dialect::mysql (sql::mysql ());
    constexpr dialect dialect::other (sql::other ());
  }
}
