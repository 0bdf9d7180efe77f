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
      // A written row changes its object, its table and everything; a sweep
      // changes the sweep, the table and everything; a row without an id
      // changes its table and everything. One without a token of its own
      // changes those that stand for it.
      //
      void insert (const identifier&);

      // Whether a key made from this identifier would show what the
      // transaction has written: the same, or a row of a table that was
      // swept.
      //
      bool covers (const detail::identifier_view&) const;

      bool empty () const noexcept
      {
        return order_.empty ();
      }

      // In the order of insertion; pointers into the set.
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
