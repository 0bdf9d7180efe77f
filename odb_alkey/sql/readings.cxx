#include <odb_alkey/sql/analyser.hxx>

#include <cstddef>

// Queries, and the statements that explain others.

namespace odb_alkey
{
  namespace sql
  {
    bool analyser::reads ()
    {
      if (at_->is ("WITH"))
        with ();
      else if (at_.is_any ({"SELECT", "VALUES", "TABLE"}))
        rest ();
      else if (at_->is ('('))
      {
        at_.next ();
        nested ({"SELECT", "VALUES", "TABLE", "WITH"});
        expect (at_.skip (')'));
        rest ();
      }
      else if (at_.is_any ({"EXPLAIN", "DESCRIBE", "DESC"}))
        explain ();
      else if (at_->is ("ANALYZE") && dialect_.has_analyze)
        analyze ();
      else
        return false;

      return true;
    }

    // WITH a (n) AS (SELECT …), b AS (DELETE …) UPDATE …
    //
    void analyser::with ()
    {
      at_.next ();

      // RECURSIVE may be a name.
      //
      if (!at_.ahead ().is ("AS") && !at_.ahead ().is ('('))
        at_.skip ("RECURSIVE");

      do
        with_name ();
      while (!given_up_ && at_.skip (','));

      if (given_up_)
        return;

      if (dialect_.targets_aliases)
        nested ({"SELECT", "VALUES", "TABLE"});
      else
        nested ({"SELECT", "VALUES", "TABLE", "INSERT", "REPLACE", "UPDATE",
                 "DELETE", "MERGE"});

      if (verb_ != verb::none)
        verb_ = verb::other;
    }

    void analyser::with_name ()
    {
      bool named (at_.at_name ());
      at_.next ();

      if (at_->is ('('))
        at_.skip_parentheses ();

      named = named && at_.skip ("AS");
      at_.skip_any ({"NOT", "MATERIALIZED"});

      expect (named && at_.skip ('('));
      nested ({"SELECT", "VALUES", "TABLE", "WITH", "INSERT", "UPDATE",
               "DELETE", "MERGE"});
      expect (at_.skip (')'));
    }

    // EXPLAIN ANALYZE executes the statement that it explains. It is not read
    // beyond EXECUTE, since the name that follows may be one of the verbs.
    //
    void analyser::explain ()
    {
      const std::initializer_list<const char*> verbs {
        "SELECT", "VALUES", "WITH",  "INSERT", "REPLACE",
        "UPDATE", "DELETE", "MERGE", "CREATE", "REFRESH"};
      bool executes (false);
      at_.next ();

      for (; !at_.at_stop (); at_.next ())
      {
        executes =
          executes || at_.is_any ({"ANALYZE", "ANALYSE"}) ||
          (dialect_.quotes_options && at_->what == lexeme::kind::quoted);

        if (at_.is_any (verbs) || at_->is ("EXECUTE"))
          break;
      }

      if (executes)
        nested (verbs);
      else if (dialect_.semicolons_optional)
        rest ();
      else
        while (!at_.at_stop ())
          at_.next ();
    }

    // ANALYZE makes statistics. In MariaDB it may be another EXPLAIN ANALYZE.
    //
    void analyser::analyze ()
    {
      at_.next ();

      if (!dialect_.analyze_executes)
      {
        rest ();
        return;
      }

      if (at_.skip ("FORMAT"))
      {
        expect (at_.skip ('='));
        at_.next ();
      }

      at_.skip_any ({"NO_WRITE_TO_BINLOG", "LOCAL"});

      if (at_->is ("TABLE"))
      {
        commits_implicitly ();
        rest ();
      }
      else
        nested ({"SELECT", "VALUES", "WITH", "INSERT", "REPLACE", "UPDATE",
                 "DELETE"});
    }
  }
}
