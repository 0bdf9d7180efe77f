#ifndef ODB_ALKEY_CHANGES_CHANGE_SET_HXX
#define ODB_ALKEY_CHANGES_CHANGE_SET_HXX

#include <cstddef>
#include <string>
#include <unordered_set>
#include <vector>

#include <odb_alkey/detail/identifier-view.hxx>
#include <odb_alkey/identifier.hxx>
#include <odb_alkey/support/keyed-hash.hxx>

namespace odb_alkey
{
  namespace changes
  {
    // The identifiers that a transaction has written, each once, in the order
    // in which they were written first. Used by one thread at a time.
    //
    class change_set
    {
    public:
      // A row that is written changes the token of its object, that of its
      // table, and that of everything. A sweep changes its own token instead
      // of an object's. An identifier without a token of its own changes the
      // other two.
      //
      void insert (const identifier&);

      // True if a key that is made from this identifier would show what the
      // transaction has written: it is in the set, or it is a row of a table
      // that was swept.
      //
      bool covers (const detail::identifier_view&) const;

      bool empty () const noexcept
      {
        return order_.empty ();
      }

      // Pointers into the set, in the order of insertion.
      //
      const std::vector<const std::string*>& identifiers () const noexcept
      {
        return order_;
      }

    private:
      void add (const std::string&);

      std::unordered_set<std::string, support::keyed_hash> set_;
      std::vector<const std::string*> order_;
      std::string last_table_;
    };
  }
}

#endif // ODB_ALKEY_CHANGES_CHANGE_SET_HXX
