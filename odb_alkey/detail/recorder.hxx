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

    // Tells whether the id of an object that is about to be written is known,
    // or the database is to make it.
    //
    enum class row_id
    {
      known,
      to_come
    };

    // Records the writes of the transactions of one database, and tells how
    // old their snapshots are. This is all that the code of persistent classes
    // knows of a plugin.
    //
    // Any thread may use it, in its own transactions.
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

      // Returns the one that is bound to a database, or null. Throws
      // odb_alkey::exception if the database was moved from one that has a
      // recorder, or is attached to it.
      //
      static recorder* of (odb::database&);

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

      // True if objects of the class with this table, or of a class derived
      // from it, have parents.
      //
      virtual bool has_parents (const std::string& table) const = 0;

      // Add to the writes of the current transaction. Require one on the
      // database.
      //
      virtual void record (const identifier&) = 0;
      virtual void record (const std::vector<identifier>&) = 0;

      // Adds the parents of an object, and the parents of these, over any
      // number of levels. To find those, each parent is loaded once in a
      // transaction.
      //
      virtual void record_parents (std::vector<identifier>) = 0;

      // Tells that all parents of this object were recorded, so that it need
      // not be loaded to find them.
      //
      virtual void know_parents (const identifier&) = 0;

      // These enclose ODB's operation on an object of the class with this
      // table. A statement that is executed in between and succeeds counts as
      // a write of this object, and of no other one. Require a transaction on
      // the database.
      //
      virtual void begin_operation (const void* object,
                                    const std::string& table, change,
                                    row_id) = 0;
      virtual void end_operation (const void* object) = 0;

      // Changes these and the parents with the current transaction, or at once
      // if there is none. In that case the parents of the parents cannot be
      // loaded, and all objects of their classes change. Throws
      // redis_unavailable if that fails and the options say to refuse.
      //
      virtual void touch (std::vector<identifier>,
                          const std::vector<identifier>& parents) = 0;

      // Returns the outcome of the current transaction, which is open so far.
      // Requires one on the database.
      //
      virtual std::shared_ptr<const transaction_outcome> outcome () = 0;

      // Returns how old the data is that the current transaction loads, except
      // for its own writes. Sets changes to true if it has written anything.
      //
      virtual stamp snapshot (bool& changes) const noexcept = 0;

      // True if the current transaction has written it.
      //
      virtual bool written (const identifier&) const = 0;

    private:
      odb::database& db_;
      table_names tables_;
    };
  }
}

#endif // ODB_ALKEY_DETAIL_RECORDER_HXX
