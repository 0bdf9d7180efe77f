#include <odb_alkey/sql/reader.hxx>

#include <utility>

#include <strings.h>

namespace odb_alkey
{
  namespace sql
  {
    bool reader::same (const std::string& a, const std::string& b) noexcept
    {
      return strcasecmp (a.c_str (), b.c_str ()) == 0;
    }

    bool reader::skip (const char* keyword) noexcept
    {
      if (!(**this).is (keyword))
        return false;

      next ();
      return true;
    }

    bool reader::skip (char symbol) noexcept
    {
      if (!(**this).is (symbol))
        return false;

      next ();
      return true;
    }

    bool
    reader::is_any (std::initializer_list<const char*> keywords) const noexcept
    {
      for (const char* k : keywords)
        if ((**this).is (k))
          return true;

      return false;
    }

    void
    reader::skip_any (std::initializer_list<const char*> keywords) noexcept
    {
      while (is_any (keywords))
        next ();
    }

    void reader::skip_parentheses () noexcept
    {
      unsigned depth (0);

      do
      {
        if ((**this).is ('('))
          ++depth;
        else if ((**this).is (')'))
          --depth;

        next ();
      } while (depth != 0 && !at_end ());
    }

    bool reader::name_here () const noexcept
    {
      const token& t (**this);

      // PostgreSQL's U&"…" is written in escapes. SQLite takes a literal for
      // a name where there has to be one.
      //
      return t.what == token::kind::quoted ||
             (t.what == token::kind::word && !ahead ().is ('&')) ||
             (t.what == token::kind::text && dialect_ == dialect::sqlite);
    }

    std::string reader::take_name ()
    {
      std::string r ((**this).value);

      if ((**this).what == token::kind::word && dialect_ == dialect::pgsql)
        fold (r);

      next ();
      return r;
    }

    bool reader::read (name& n)
    {
      std::size_t begin (at_);

      if (!name_here ())
        return false;

      n.schema.clear ();
      n.table = take_name ();

      while (skip ('.'))
      {
        // MySQL's DELETE may list them as users.*
        //
        if (skip ('*'))
          return true;

        if (!name_here ())
        {
          at_ = begin;
          return false;
        }

        n.schema = std::move (n.table);
        n.table = take_name ();
      }

      return true;
    }

    bool reader::read_list (std::vector<name>& to)
    {
      do
      {
        name n;
        if (ahead ().what == token::kind::word ||
            ahead ().what == token::kind::quoted)
          skip ("ONLY");

        if (!read (n))
          return false;

        to.push_back (std::move (n));
        skip ('*'); // PostgreSQL: and its descendants.
      } while (skip (','));

      return true;
    }

    void reader::read_alias (reference& r)
    {
      if (skip ("AS") ||
          (name_here () &&
           !is_any ({"SET",           "WHERE",     "ON",      "USING",
                     "JOIN",          "LEFT",      "RIGHT",   "INNER",
                     "CROSS",         "OUTER",     "NATURAL", "FULL",
                     "STRAIGHT_JOIN", "PARTITION", "USE",     "FORCE",
                     "IGNORE",        "ORDER",     "LIMIT",   "FOR",
                     "RETURNING"})))
      {
        if (name_here ())
          r.alias = take_name ();
      }
    }

    bool reader::read_references (std::vector<reference>& to)
    {
      bool expected (true);
      unsigned lists (0);

      for (; !at_stop ();)
      {
        if (expected)
        {
          if ((**this).is ('('))
          {
            const token& first (ahead ());

            if (!first.is ("SELECT") && !first.is ("WITH") &&
                !first.is ("VALUES"))
            {
              ++lists;
              next ();
              continue;
            }

            reference derived;
            skip_parentheses ();
            read_alias (derived);
            to.push_back (std::move (derived));
          }
          else
          {
            reference r;
            skip_any ({"LATERAL", "ONLY"});

            if (!read (r.name))
              return false;

            skip ('*');
            read_alias (r);
            to.push_back (std::move (r));
          }

          expected = false;
        }
        else if ((**this).is ('('))
          skip_parentheses ();
        else if ((**this).is (')'))
        {
          if (lists == 0)
            return true;

          --lists;
          next ();
        }
        else if (is_any ({"SET", "WHERE", "ORDER", "LIMIT", "RETURNING"}))
          return true;
        else
        {
          expected = (**this).is (',') || is_any ({"JOIN", "STRAIGHT_JOIN"});

          // LEFT JOIN and its like end with JOIN; USING of a DELETE is left
          // to the caller.
          //
          if ((**this).is ("USING") && !ahead ().is ('('))
            return true;

          next ();
        }
      }

      return !expected;
    }
  }
}
