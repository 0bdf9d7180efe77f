#ifndef TESTS_FAULT_SUPPORT_HAZARDS_HXX
#define TESTS_FAULT_SUPPORT_HAZARDS_HXX

#include <cstdint>
#include <string>

#include <odb/forward.hxx>
#include <odb/tracer.hxx>

#include <tests/fault/support/board.hxx>
#include <tests/fault/support/chance.hxx>
#include <tests/fault/support/worker.hxx>

namespace workload
{
  // Stops or ends a writer in the middle of its commits, or lets Redis lose
  // everything then: when the plugin has fenced and COMMIT is about to be
  // sent, and when COMMIT is done and the plugin has not reset yet. It also
  // measures them.
  //
  class hazards: public odb::tracer
  {
  public:
    // slot is the writer's on the board.
    //
    hazards (const setting&, unsigned slot, std::uint64_t seed);

    // ODB points to it.
    //
    hazards (const hazards&) = delete;
    hazards& operator= (const hazards&) = delete;

    // To be called before the first write of a transaction, so that its
    // callback is called before the plugin's.
    //
    void attach (odb::transaction&);

    // commit () of this plugin's database is about to be called; these
    // subjects were written.
    //
    void committing (const odb_alkey::plugin&, std::uint64_t subjects);

    // commit () threw or the writer is past it. The first says whether its
    // COMMIT was done.
    //
    bool over ();

    // Redis has been told of everything.
    //
    void settled ();

    void execute (odb::connection&, const char* statement) override;
    void execute (odb::connection&, const odb::statement&) override;

  private:
    static void called (unsigned short event, void* key,
                        unsigned long long data);

    void committed ();
    void wait_at (step);
    void linger ();
    void maybe_pause ();
    void maybe_evict ();
    void maybe_lose ();
    [[noreturn]] void die_of (count);

    const setting& given_;
    board& counts_;
    board::commit& commit_;
    std::atomic<std::uint64_t>& unsettled_;
    chance random_;
    back_door redis_;
    bool lost_ = false;

    // Of the present commit.
    //
    const odb_alkey::plugin* alkey_ = nullptr;
    std::uint64_t fences_ = 0;
    std::uint64_t retries_ = 0;
    bool marked_ = false;
    bool done_ = false;
    bool trapped_ = false;
    board::clock::time_point mark_;
  };
}

#endif // TESTS_FAULT_SUPPORT_HAZARDS_HXX
