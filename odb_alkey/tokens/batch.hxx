#ifndef ODB_ALKEY_TOKENS_BATCH_HXX
#define ODB_ALKEY_TOKENS_BATCH_HXX

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <odb_alkey/options.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    // The identifiers of one transaction. They are shared, since a reset may
    // have to be sent again after the transaction is gone.
    //
    typedef std::shared_ptr<const std::vector<const std::string*>> identifiers;

    // Some of the identifiers of a transaction, which one call of a script
    // writes. Each batch has a nonce of its own, so that the fence of one
    // never depends on what happened to another.
    //
    struct batch
    {
      // Identifiers of one call: Redis serves nobody else during the call.
      //
      static const std::size_t largest = 1000;

      tokens::identifiers identifiers;
      std::size_t begin;
      std::size_t end;
      std::uint64_t nonce;

      // Redis has confirmed the fences.
      //
      bool fenced = false;

      // There are so many rows that the sweeps of their tables have the
      // fences, and not the rows.
      //
      bool by_table = false;

      // A sweep that is fenced as well, unless it is empty.
      //
      std::string sweep = std::string ();

      std::size_t size () const noexcept
      {
        return end - begin;
      }

      // The sweeps of the tables that have rows in the batch, except for
      // sweeps that are in the batch themselves.
      //
      std::vector<std::string> sweeps () const;

      // The identifiers that are not rows.
      //
      std::vector<const std::string*> without_rows () const;
    };

    enum class rows
    {
      by_name,
      by_table
    };

    // Tells how the rows of a transaction are fenced that writes this many
    // identifiers.
    //
    inline rows how_to_fence (std::size_t count, const options& o)
    {
      return count > o.max_row_fences ? rows::by_table : rows::by_name;
    }

    // Divides the identifiers of a transaction, and leaves out those before
    // the first one. The borders of the batches and their nonces do not depend
    // on the first one, so that a reset finds the fences of several calls.
    //
    std::vector<batch> divide (const identifiers&, std::uint64_t nonce, rows,
                               bool fenced = false, std::size_t first = 0);
  }
}

#endif // ODB_ALKEY_TOKENS_BATCH_HXX
