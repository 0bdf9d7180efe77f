#ifndef TESTS_FAULT_STRESS_READER_HXX
#define TESTS_FAULT_STRESS_READER_HXX

#include <vector>

#include <tests/fault/stress/page.hxx>
#include <tests/fault/stress/user.hxx>
#include <tests/fault/stress/worker.hxx>

namespace stress
{
  // Caches pages in every order and isolation that applications do it in.
  //
  class reader
  {
  public:
    reader (premises&, style, std::uint64_t seed);

    // Until the board says to stop.
    //
    void run ();

  private:
    // The key comes first, and a hit needs no database.
    //
    void key_first ();

    // The same within a transaction that may be older than the key.
    //
    void key_first_in_transaction ();

    // Several pages of items at once: their keys first, or by objects that
    // were loaded some time ago.
    //
    void many ();

    // Keys of objects that were just loaded, before or after the transaction
    // ended that has loaded them.
    //
    void object_first ();

    // Keys of objects that were loaded some time ago.
    //
    void objects_kept ();

    // A token, which says nothing to be judged: it must come at once.
    //
    void ask_for_token ();

    const page& any_page ();
    void keep (const page&, const contents&);
    isolation any_isolation ();
    editions load_now (const page&);
    void use (const page&, const contents&, const user::way&);

    worker worker_;
    std::unique_ptr<user> user_;

    // Of each page, some that were loaded in the last seconds.
    //
    std::vector<std::vector<contents>> kept_;
  };

  // As many threads that read until the board says to stop.
  //
  void read (const setting&, style, unsigned threads, std::uint64_t seed);
}

#endif // TESTS_FAULT_STRESS_READER_HXX
