#ifndef TESTS_FAULT_STRESS_HAZARDS_HXX
#define TESTS_FAULT_STRESS_HAZARDS_HXX

#include <cstdint>
#include <string>

#include <odb/forward.hxx>
#include <odb/tracer.hxx>

#include <tests/fault/stress/board.hxx>
#include <tests/fault/stress/chance.hxx>
#include <tests/fault/stress/disturbance.hxx>

namespace stress
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
    hazards (board&, const std::string& redis_url, unsigned slot,
             std::uint64_t seed);

    // ODB points to it.
    //
    hazards (const hazards&) = delete;
    hazards& operator= (const hazards&) = delete;

    // To be called before the first write of a transaction, so that its
    // callback is called before the plugin's.
    //
    void attach (odb::transaction&);

    // commit () is about to be called; these subjects were written.
    //
    void committing (std::uint64_t subjects);

    // commit () threw or the writer is past it.
    //
    void over ();

    void execute (odb::connection&, const char* statement) override;
    void execute (odb::connection&, const odb::statement&) override;

  private:
    static void called (unsigned short event, void* key,
                        unsigned long long data);

    void committed ();
    void maybe_pause ();
    void maybe_evict ();
    void maybe_lose ();
    [[noreturn]] void die_of (count);

    board& counts_;
    board::commit& commit_;
    chance random_;
    disturbance disturbance_;
    bool lost_ = false;
  };

  // SIGKILL, to oneself.
  //
  [[noreturn]] void die ();
}

#endif // TESTS_FAULT_STRESS_HAZARDS_HXX
