#include <odb_alkey/changes/database-recorder.hxx>

#include <odb_alkey/detail/identifier-view.hxx>

#include <algorithm>
#include <atomic>
#include <utility>

#include <odb/connection.hxx>
#include <odb/database.hxx>
#include <odb/exceptions.hxx>
#include <odb/transaction.hxx>

#include <odb_alkey/changes/connection-tracer.hxx>
#include <odb_alkey/changes/database-tracer.hxx>
#include <odb_alkey/changes/registry.hxx>
#include <odb_alkey/exception.hxx>
#include <odb_alkey/support/random.hxx>
#include <odb_alkey/tokens/token-store.hxx>
#include <odb_alkey/tokens/version.hxx>

namespace odb_alkey
{
  namespace changes
  {
    namespace
    {
      std::uint64_t next_number () noexcept
      {
        static std::atomic<std::uint64_t> next (1);
        return next.fetch_add (1, std::memory_order_relaxed);
      }

      sql::verb verb_of (detail::change c) noexcept
      {
        return c == detail::change::insert   ? sql::verb::insert
               : c == detail::change::update ? sql::verb::update
                                             : sql::verb::erase;
      }

      const sql::dialect& dialect_of (const odb::database& db) noexcept
      {
        static const struct
        {
          odb::database_id id;
          const sql::dialect& dialect;
        } all[] = {{odb::id_sqlite, sql::dialect::sqlite},
                   {odb::id_pgsql, sql::dialect::pgsql},
                   {odb::id_mysql, sql::dialect::mysql}};

        for (const auto& a : all)
          if (a.id == db.id ())
            return a.dialect;

        return sql::dialect::other;
      }
    }

    database_recorder::database_recorder (
      odb::database& db, std::shared_ptr<tokens::token_store> s)
        : recorder (db), number_ (next_number ()), store_ (std::move (s)),
          catalog_ (tables (), dialect_of (db))
    {
    }

    database_recorder::~database_recorder () = default;

    void database_recorder::bind ()
    {
      if (!registry::instance ().bind (database (), *this))
        throw exception ("a plugin is already bound to this database: use "
                         "that one, or destroy it first");

      try
      {
        tracer_ = &database_tracer::install (database (), *this);
      }
      catch (...)
      {
        registry::instance ().unbind (database (), *store_);
        throw;
      }
    }

    void database_recorder::unbind () noexcept
    {
      tracer_->release ();
      registry::instance ().unbind (database (), *store_);
    }

    bool database_recorder::in_transaction () const noexcept
    {
      return odb::transaction::has_current () &&
             &odb::transaction::current ().database () == &database ();
    }

    connection_tracer*
    database_recorder::tracer_of (odb::transaction& t) const noexcept
    {
      return &t.database () == &database ()
               ? connection_tracer::of (t.connection ())
               : nullptr;
    }

    connection_tracer* database_recorder::current () const noexcept
    {
      if (!odb::transaction::has_current ())
        return nullptr;

      return tracer_of (odb::transaction::current ());
    }

    transaction_changes& database_recorder::changes ()
    {
      odb::transaction& t (odb::transaction::current ());

      if (&t.database () != &database () && tracer_ != nullptr)
        tracer_->check_transaction (t.database ());

      connection_tracer* tracer (connection_tracer::of (t.connection ()));

      if (tracer == nullptr)
      {
        // The transaction is older than the plugin, or the user has set a
        // tracer on the connection since. From here on it is seen.
        //
        tracer = &registry::instance ().tracer (t.connection ());
        tracer->install (t.connection ());
      }

      return tracer->start_recording (*this, t);
    }

    bool database_recorder::has_parents (const std::string& table) const
    {
      return catalog_.classes ().has_parents (table);
    }

    void database_recorder::record (const identifier& i)
    {
      changes ().write (i);
    }

    void database_recorder::begin_operation (const void* object,
                                             const std::string& table,
                                             detail::change c,
                                             detail::row_id id)
    {
      changes ().begin_operation (object, table, verb_of (c), id);
    }

    void database_recorder::end_operation (const void* object)
    {
      changes ().end_operation (object);
    }

    void database_recorder::record (const std::vector<identifier>& v)
    {
      for (const identifier& i : v)
        record (i);
    }

    // Adds the parents of what changes, unless they were added before in this
    // transaction.
    //
    void database_recorder::find_parents (const identifier& i,
                                          std::vector<identifier>& to)
    {
      if (i.what () != identifier::kind::object &&
          i.what () != identifier::kind::sweep)
        return;

      const known_classes& classes (catalog_.classes ());
      std::string table (i.table_name ());

      if (!classes.has_parents (table) || !changes ().climb (i))
        return;

      detail::class_registration::climber climb (
        i.what () == identifier::kind::object ? classes.climber (table)
                                              : nullptr);

      if (climb == nullptr ||
          !climb (*this, i.str ().substr (i.str ().find ('#') + 1), to))
        classes.add_parents (table, to);
    }

    // This is no recursion, which long chains would make too deep.
    //
    void database_recorder::record_parents (std::vector<identifier> v)
    {
      for (std::size_t n (0); n != v.size (); ++n)
      {
        identifier i (v[n]);
        record (i);
        find_parents (i, v);
      }
    }

    void database_recorder::know_parents (const identifier& i)
    {
      changes ().climb (i);
    }

    void database_recorder::touch (std::vector<identifier> v,
                                   const std::vector<identifier>& parents)
    {
      if (in_transaction ())
      {
        record (v);
        record_parents (parents);
        return;
      }

      if (odb::transaction::has_current () && tracer_ != nullptr)
        tracer_->check_transaction (odb::transaction::current ().database ());

      for (const identifier& i : parents)
      {
        v.push_back (i);
        catalog_.classes ().add_parents (i.table_name (), v);
      }

      std::shared_ptr<change_set> set (std::make_shared<change_set> ());

      for (const identifier& i : v)
        set->insert (i);

      tokens::token_store::identifiers i (set, &set->identifiers ());
      std::uint64_t nonce (support::random_nonce ());

      if (store_->reset_now (i, nonce))
        return;

      if (store_->environment ().options.when_unavailable ==
          when_unavailable::refuse)
        throw redis_unavailable ("Redis did not confirm a touch, and the "
                                 "option when_unavailable is refuse");

      store_->reset_later (i, nonce);
      store_->outlast_leases (i);
    }

    std::shared_ptr<const detail::transaction_outcome>
    database_recorder::outcome ()
    {
      return changes ().outcome ();
    }

    detail::stamp database_recorder::snapshot (bool& changes) const noexcept
    {
      connection_tracer* t (nullptr);

      // ODB loads in the current transaction only, so there mostly is one, and
      // it would be in vain to ask first.
      //
      try
      {
        t = tracer_of (odb::transaction::current ());
      }
      catch (const odb::not_in_transaction&)
      {
      }

      changes = t != nullptr && t->changes () != nullptr;

      if (t == nullptr || !t->open ())
        return detail::stamp ();

      // The object may come from the result of a query in another transaction,
      // which is not current any more.
      //
      detail::stamp r (t->snapshot ());
      const std::vector<open_transaction>& all (of_this_thread ());

      if (all.size () > 1)
        for (const open_transaction& o : all)
          if (o.recorder == number_ && o.tracer->serial () == o.serial &&
              o.tracer != t && o.tracer->used ())
            r = tokens::older (r, o.tracer->snapshot ());

      return r;
    }

    bool database_recorder::written (const identifier& i) const
    {
      connection_tracer* t (current ());

      return t != nullptr && t->changes () != nullptr &&
             t->changes ()->written (
               detail::view (i.str ().data (), i.str ().size ()));
    }

    // The thread's open transactions, of all databases.
    //
    std::vector<database_recorder::open_transaction>&
    database_recorder::of_this_thread ()
    {
      thread_local std::vector<open_transaction> v;
      return v;
    }

    void database_recorder::opened (connection_tracer& t)
    {
      std::vector<open_transaction>& v (of_this_thread ());

      v.erase (std::remove_if (v.begin (), v.end (),
                               [this] (const open_transaction& o) {
                                 return o.recorder == number_ &&
                                        o.tracer->serial () != o.serial;
                               }),
               v.end ());

      v.push_back (open_transaction {number_, &t, t.serial ()});
    }

    database_recorder::open_transactions::open_transactions (
      database_recorder& r)
    {
      const connection_tracer* current (r.current ());

      if (r.in_transaction () && (current == nullptr || !current->open ()))
        unseen_ = true;

      // A transaction that is not current and has executed nothing yet is left
      // out: its reads are still to come. It may even be none, since BEGIN may
      // have failed.
      //
      for (const open_transaction& o : of_this_thread ())
      {
        if (o.recorder == r.number_ && o.tracer->serial () == o.serial &&
            (o.tracer == current || o.tracer->used ()))
          tracers_.push_back (o.tracer);
      }
    }

    bool database_recorder::open_transactions::written (
      const detail::identifier_view& v) const
    {
      return std::any_of (tracers_.begin (), tracers_.end (),
                          [&v] (const connection_tracer* t) {
                            return t->changes () != nullptr &&
                                   t->changes ()->written (v);
                          });
    }

    bool database_recorder::open_transactions::wrote () const noexcept
    {
      return std::any_of (tracers_.begin (), tracers_.end (),
                          [] (const connection_tracer* t)
                          { return t->changes () != nullptr; });
    }

    detail::stamp
    database_recorder::open_transactions::oldest () const noexcept
    {
      if (unseen_ || tracers_.empty ())
        return detail::stamp ();

      detail::stamp r (tracers_.front ()->snapshot ());

      for (const connection_tracer* t : tracers_)
        r = tokens::older (r, t->snapshot ());

      return r;
    }
  }
}
