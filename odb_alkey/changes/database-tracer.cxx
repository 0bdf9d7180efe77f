#include <odb_alkey/changes/database-tracer.hxx>

#include <typeinfo>

#include <strings.h>

#include <odb/connection.hxx>
#include <odb/database.hxx>
#include <odb/statement.hxx>

#include <odb_alkey/changes/connection-tracer.hxx>
#include <odb_alkey/changes/registry.hxx>

namespace odb_alkey
{
  namespace detail
  {
    namespace
    {
      bool word (const char* text, const char* word, std::size_t size,
                 bool alone) noexcept
      {
        if (strncasecmp (text, word, size) != 0)
          return false;

        char next (text[size]);
        return next == '\0' || next == ';' || (!alone && next == ' ');
      }
    }

    transaction_statement classify (const char* text) noexcept
    {
      switch (*text)
      {
      case 'B':
      case 'b':
        if (word (text, "BEGIN", 5, false))
          return transaction_statement::begin;
        break;
      case 'S':
      case 's':
        if (word (text, "START TRANSACTION", 17, false))
          return transaction_statement::begin;
        break;
      case 'C':
      case 'c':
        if (word (text, "COMMIT", 6, true))
          return transaction_statement::commit;
        break;
      case 'R':
      case 'r':
        if (word (text, "ROLLBACK", 8, true))
          return transaction_statement::rollback;
        break;
      }

      return transaction_statement::none;
    }

    database_tracer::database_tracer (odb::database& db)
        : db_ (db), user_ (db.tracer ())
    {
      db_.tracer (this);
    }

    database_tracer::~database_tracer ()
    {
      // The user may have set another one since.
      //
      if (db_.tracer () == this)
        db_.tracer (user_);
    }

    odb::tracer* database_tracer::user_tracer (odb::database& db) noexcept
    {
      odb::tracer* t (db.tracer ());

      if (t != nullptr && typeid (*t) == typeid (database_tracer))
        return static_cast<database_tracer*> (t)->user_;

      return t;
    }

    void database_tracer::statement (odb::connection& c, const char* text)
    {
      if (classify (text) != transaction_statement::begin)
        return;

      connection_tracer& t (registry::instance ().tracer (c));
      t.install (c);
      t.begin (c);
    }

    void database_tracer::prepare (odb::connection& c, const odb::statement& s)
    {
      if (user_ != nullptr)
        user_->prepare (c, s);
    }

    void database_tracer::execute (odb::connection& c, const odb::statement& s)
    {
      statement (c, s.text ());

      if (user_ != nullptr)
        user_->execute (c, s);
    }

    void database_tracer::execute (odb::connection& c, const char* s)
    {
      statement (c, s);

      if (user_ != nullptr)
        user_->execute (c, s);
    }

    void database_tracer::deallocate (odb::connection& c,
                                      const odb::statement& s)
    {
      if (user_ != nullptr)
        user_->deallocate (c, s);
    }
  }
}
