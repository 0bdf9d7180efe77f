#ifndef TESTS_FAULT_STRESS_WRITER_HXX
#define TESTS_FAULT_STRESS_WRITER_HXX

#include <cstdint>
#include <map>
#include <memory>

#include <odb/transaction.hxx>

#include <tests/fault/stress/hazards.hxx>
#include <tests/fault/stress/user.hxx>
#include <tests/fault/stress/worker.hxx>

namespace stress
{
  // Changes the stock in every way that ODB and the plugin offer, commits or
  // rolls back, and then uses the cache itself. May be killed at any time.
  //
  class writer
  {
  public:
    writer (const setting&, style, unsigned slot, std::uint64_t seed);

    // Until the board says to calm down or to stop.
    //
    void run ();

  private:
    void write ();
    void change (bool doomed);
    bool choose (subject&);
    void commit (odb::transaction&);

    void change_item (subject, bool doomed);
    void change_box (subject);

    // All rows, in SQL that says nothing of rows.
    //
    void change_all ();

    // The ledger's number after this write.
    //
    std::uint64_t record (subject);

    // Uses pages of what the open transaction has written; the page of
    // something that was written, by its identifier, once it is committed; and
    // the page of the item that was written last, made of the object as it is
    // in memory.
    //
    void use_uncommitted ();
    void use_written ();
    void use_object (const char* when);

    hazards hazards_;
    premises premises_;
    worker worker_;
    std::unique_ptr<user> user_;

    // Of the present transaction.
    //
    std::uint64_t written_ = 0;
    std::map<subject, std::uint64_t> editions_;
    subject last_ = 0;
    std::shared_ptr<item> object_;
  };
}

#endif // TESTS_FAULT_STRESS_WRITER_HXX
