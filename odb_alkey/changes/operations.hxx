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
    // brackets what it executes for an object by callbacks, but the closing
    // one does not come if the operation throws, and the transaction may go
    // on. So statements within a bracket are noted, and count as writes of
    // the object once it has closed; all that is left counts as writes of
    // unknown rows.
    //
    // Used by one thread at a time.
    //
    class operations
    {
    public:
      // A callback before ODB inserts, updates or erases the object, which is
      // of the class with this table. What it finds open for the same object
      // has failed, and what was noted for that, and within it, is given up to
      // the set. Returns how many statements that were.
      //
      std::size_t begin (const void* object, const std::string& table,
                         sql::verb, detail::row_id, change_set&);

      // The one after it. What is open within has failed.
      //
      std::size_t end (const void* object, change_set&);

      // The table of the innermost operation if that may have issued it: if
      // it writes only rows that belong to objects of the class, and an
      // object's row only once and as the operation does. Null else: it may
      // be a callback of the user's.
      //
      const std::string* note (const statement_ptr&);

      // The table of the object whose id the innermost operation makes; null
      // if it does not. As it was given.
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

      // All has failed that is open.
      //
      std::size_t give_up (change_set&);

      // Whether a statement that is noted would change it.
      //
      bool covers (const detail::identifier_view&) const;

    private:
      struct operation
      {
        const void* object;
        const std::string* table;
        sql::verb verb;
        detail::row_id id;
        std::size_t first; // Of its notes.
      };

      std::size_t find (const void* object) const noexcept;
      std::size_t cut (std::size_t first, std::size_t note, change_set&);

      std::vector<operation> open_;
      std::vector<statement_ptr> notes_;
    };
  }
}

#endif // ODB_ALKEY_CHANGES_OPERATIONS_HXX
