#ifndef ODB_ALKEY_DETAIL_TRANSACTION_OUTCOME_HXX
#define ODB_ALKEY_DETAIL_TRANSACTION_OUTCOME_HXX

#include <atomic>

namespace odb_alkey
{
  namespace detail
  {
    enum class ending
    {
      open,
      committed,
      rolled_back,
      unknown
    };

    // How a transaction has ended so far. Objects that it wrote share this,
    // and any thread may use them later.
    //
    struct transaction_outcome
    {
      std::atomic<ending> how {ending::open};
    };
  }
}

#endif // ODB_ALKEY_DETAIL_TRANSACTION_OUTCOME_HXX
