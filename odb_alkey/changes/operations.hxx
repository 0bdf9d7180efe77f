#ifndef ODB_ALKEY_CHANGES_OPERATIONS_HXX
#define ODB_ALKEY_CHANGES_OPERATIONS_HXX

#include <cstddef>
#include <string>
#include <vector>

#include <odb_alkey/changes/change-set.hxx>
#include <odb_alkey/changes/statement-cache.hxx>
#include <odb_alkey/detail/identifier-view.hxx>
#include <odb_alkey/detail/recorder.hxx>

namespace odb_alkey
{
  namespace changes
  {
    // The operations on objects that are in progress in a transaction. ODB
    // calls back before and after the statements that it executes for an
    // object. The second call does not come if the operation throws, and the
    // transaction may go on all the same. So the statements in between are
    // noted. They count as writes of the object once the second call comes. If
    // it does not, they count as writes of unknown rows.
    //
    // A bulk operation calls back before it for each of its objects, executes
    // one statement, and calls back after it for each in the same order.
    //
    // Used by one thread at a time.
    //
    class operations
    {
    public:
      // ODB is about to insert, update or erase the object, which is of the
      // class with this table. An operation that is still open for the same
      // object has failed, and so have those within it: the statements that
      // were noted for them are added to the set, as writes of unknown rows.
      // Returns how many these were.
      //
      std::size_t begin (const void* object, const std::string& table,
                         sql::verb, detail::row_id, change_set&);

      // ODB has done so. Operations that are still open within it have failed,
      // unless they are of the same bulk operation.
      //
      std::size_t end (const void* object, change_set&);

      // Notes a statement of the innermost operation, and returns the
      // operation's table. Returns null if it may be a statement of the user's
      // callback instead. An operation writes only rows that belong to objects
      // of its class, and writes the object's own row once, in its own way.
      //
      const std::string* note (const statement_ptr&);

      // The table of the innermost operation, by the address that was given,
      // if the database makes the id of its object; else null.
      //
      const std::string* row_to_come () const noexcept
      {
        return !open_.empty () && open_.back ().id == detail::row_id::to_come
                 ? open_.back ().table
                 : nullptr;
      }

      bool any () const noexcept
      {
        return !open_.empty ();
      }

      // All operations that are open have failed.
      //
      std::size_t give_up (change_set&);

      // True if a statement that is noted may change it.
      //
      bool covers (const detail::identifier_view&) const;

    private:
      struct operation
      {
        const void* object;
        const std::string* table;
        sql::verb verb;
        detail::row_id id;
        std::size_t first; // The position of its first note.
      };

      std::size_t find (const void* object) const noexcept;
      bool bulk (std::size_t from) const noexcept;
      std::size_t cut (std::size_t first, std::size_t note, change_set&);

      std::vector<operation> open_;
      std::vector<statement_ptr> notes_;
    };
  }
}

#endif // ODB_ALKEY_CHANGES_OPERATIONS_HXX
