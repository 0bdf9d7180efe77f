#ifndef ODB_ALKEY_KEYS_DECISION_HXX
#define ODB_ALKEY_KEYS_DECISION_HXX

#include <cstddef>
#include <cstdint>
#include <forward_list>
#include <vector>

#include <odb_alkey/changes/database-recorder.hxx>
#include <odb_alkey/detail/argument-lists.hxx>
#include <odb_alkey/detail/identifier-view.hxx>
#include <odb_alkey/detail/stamp.hxx>
#include <odb_alkey/identifier.hxx>
#include <odb_alkey/key.hxx>
#include <odb_alkey/support/counters.hxx>
#include <odb_alkey/tokens/reading.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    class token_store;
  }

  namespace keys
  {
    // The stamp for arguments that are identifiers. A value that is computed
    // for them is loaded in an open transaction, which limits how new it is.
    // Else it is loaded after the key was made, which is no limit, unless the
    // key has objects as well, which were loaded earlier.
    //
    struct identifier_stamp
    {
      bool limited = false;
      detail::stamp limit;
    };

    // Makes keys of the versions that were read, by the rules of the protocol.
    //
    // It looks at the open transactions when it is made, before the caller is
    // told of keys, because that may end transactions and begin others.
    //
    class decision
    {
    public:
      explicit decision (changes::database_recorder&);

      // Appends the identifiers whose versions have to be read. False if the
      // key is unique in any case, because an open transaction has written one
      // of them.
      //
      bool wants (const detail::argument_view&,
                  std::vector<detail::identifier_view>&);

      // A key that is unique. The second counts the reason.
      //
      static key unique ();
      static key unique (support::counter& why);

      // Makes the key from the versions that begin at this one, and tells what
      // it counts as.
      //
      key made_of (const detail::argument_view&, const tokens::reading&,
                   std::size_t first, support::counter*& as) const;

    private:
      detail::identifier_view in_place_of (const detail::identifier_view&);
      support::counter* unstorable (const detail::argument_view&,
                                    const tokens::reading&,
                                    std::size_t first) const;

      tokens::token_store& store_;
      support::counters& counters_;
      const changes::database_recorder::open_transactions open_;
      const identifier_stamp open_stamp_;
      const std::uint64_t lag_;
      std::forward_list<identifier> instead_;
    };
  }
}

#endif // ODB_ALKEY_KEYS_DECISION_HXX
