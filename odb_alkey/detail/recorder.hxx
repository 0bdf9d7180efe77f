#ifndef ODB_ALKEY_DETAIL_RECORDER_HXX
#define ODB_ALKEY_DETAIL_RECORDER_HXX

#include <memory>
#include <string>
#include <vector>

#include <odb/forward.hxx>

#include <odb_alkey/detail/stamp.hxx>
#include <odb_alkey/detail/table-names.hxx>
#include <odb_alkey/identifier.hxx>

namespace odb_alkey
{
  namespace detail
  {
    struct transaction_outcome;

    // How an operation of ODB changes the row of an object.
    //
    enum class change
    {
      insert,
      update,
      erase
    };

    // Whether the id of an object that is about to be written is known, or
    // the database makes it.
    //
    enum class row_id
    {
      known,
      to_come
    };

    // Records what the transactions of one database write, and tells how old
    // their snapshots are: all that the code of persistent classes knows of a
    // plugin.
    //
    // Any thread may use it, within its own transactions.
    //
    class recorder
    {
    public:
      explicit recorder (odb::database& db): db_ (db) {}
      virtual ~recorder ();

      // Shared by address.
      //
      recorder (const recorder&) = delete;
      recorder& operator= (const recorder&) = delete;

      // The one that is bound to a database, or null.
      //
      static recorder* of (odb::database&) noexcept;

      table_names& tables () noexcept
      {
        return tables_;
      }

      const table_names& tables () const noexcept
      {
        return tables_;
      }

      odb::database& database () const noexcept
      {
        return db_;
      }

      // Whether objects of the class with this table, or of one derived from
      // it, have parents.
      //
      virtual bool has_parents (const std::string& table) const = 0;

      // Adds to what the current transaction has written. Requires one on the
      // database.
      //
      virtual void record (const identifier&) = 0;
      virtual void record (const std::vector<identifier>&) = 0;

      // The same for those that an object belongs to: what they belong to
      // themselves, over any number of levels, is loaded and changes as well,
      // each object once in a transaction.
      //
      virtual void record_parents (std::vector<identifier>) = 0;

      // All parents of this object were recorded: it need not be loaded.
      //
      virtual void know_parents (const identifier&) = 0;

      // Around ODB's operation on an object of the class with this table: each
      // statement that is executed in between counts as a write of the object,
      // and no more, if it succeeds. Require a transaction likewise.
      //
      virtual void begin_operation (const void* object,
                                    const std::string& table, change,
                                    row_id) = 0;
      virtual void end_operation (const void* object) = 0;

      // The same with the current transaction, or at once if there is none.
      // Then nothing can load the parents of the parents: any object of their
      // classes counts as changed. Throws redis_unavailable if that fails and
      // the options say to refuse.
      //
      virtual void touch (std::vector<identifier>,
                          const std::vector<identifier>& parents) = 0;

      // The outcome of the current transaction, when it is known. Requires one
      // on the database.
      //
      virtual std::shared_ptr<const transaction_outcome> outcome () = 0;

      // How old the data is that the current transaction loads, except for its
      // own writes; changes tells whether it has written anything.
      //
      virtual stamp snapshot (bool& changes) const noexcept = 0;

      // Whether the current transaction has written it.
      //
      virtual bool written (const identifier&) const = 0;

    private:
      odb::database& db_;
      table_names tables_;
    };
  }
}

#endif // ODB_ALKEY_DETAIL_RECORDER_HXX
