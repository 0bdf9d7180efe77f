#ifndef ODB_ALKEY_CHANGES_AUTOCOMMIT_WRITES_HXX
#define ODB_ALKEY_CHANGES_AUTOCOMMIT_WRITES_HXX

#include <memory>

#include <odb_alkey/changes/change-set.hxx>
#include <odb_alkey/changes/statement-cache.hxx>
#include <odb_alkey/sql/dialect.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    class token_store;
  }

  namespace changes
  {
    class transaction_changes;

    // The writes on one connection outside of a transaction that ODB knows.
    //
    // Each statement may have committed by itself, or it may be part of a
    // transaction that was begun as text, or unseen: since BEGIN and COMMIT
    // may fail, nothing tells for sure. So the writes are fenced with each
    // statement, and again with everything that may commit them, until that
    // cannot be any more.
    //
    // Used by one thread at a time.
    //
    class autocommit_writes
    {
    public:
      // A statement is about to be sent that writes.
      //
      void add (tokens::token_store&, const statement_meaning&);

      bool empty () const noexcept
      {
        return set_.empty ();
      }

      // Something is about to be sent that may commit them: fences them.
      // Returns them as changes whose outcome is not known. Throws
      // redis_unavailable if that failed and the options say to refuse.
      //
      std::shared_ptr<transaction_changes>
      committing (const std::shared_ptr<tokens::token_store>&) const;

      // BEGIN or COMMIT is about to be sent, and what it may commit is fenced.
      // Forget the writes, unless they may be committed later.
      //
      void begin (const sql::dialect&, bool was_open) noexcept;
      void commit (const sql::dialect&) noexcept;

      // Forgets all.
      //
      void clear () noexcept;

      // Forgets them if they are this store's.
      //
      void forget (const tokens::token_store&) noexcept;

    private:
      change_set set_;
      const tokens::token_store* store_ = nullptr;

      // True if nothing was added since the last BEGIN.
      //
      bool old_ = false;
    };
  }
}

#endif // ODB_ALKEY_CHANGES_AUTOCOMMIT_WRITES_HXX
