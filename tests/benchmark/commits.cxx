// The cost of a commit against the same one with one round trip to Redis by
// hand.
//
#include <tests/benchmark/commits.hxx>

#include <tests/benchmark/wire.hxx>
#include <tests/benchmark/world.hxx>

#include "rows-odb.hxx"

namespace benchmarks
{
  raw_script::raw_script (const redis_server& server,
                          const odb_alkey::redis::script& s,
                          const std::vector<std::string>& keys)
      : redis_ (server.url ()),
        call_ (evalsha (server, s, keys, {"1234567890123456"}))
  {
    redis_.load (s.source);
  }

  void raw_script::run ()
  {
    redis_.run (call_);
  }

  std::vector<std::string> keys_of_update ()
  {
    return {"{alkey}:alkey:plain_row#1", "{alkey}:alkey:plain_row#*",
            "{alkey}:alkey:*#*"};
  }

  namespace
  {
    void commit_on (benchmark::State& state, world& w)
    {
      commits<plain_row, tracked_row> (state,
                                       {*w.db, *w.bare, *w.alkey, w.redis});
    }

    void commit (benchmark::State& state)
    {
      commit_on (state, committing ());
    }

    void commit_full (benchmark::State& state)
    {
      static setting s;
      s.synchronous = "FULL";
      static world w (s);
      commit_on (state, w);
    }

    BENCHMARK (commit)->Arg (1)->Arg (64)->UseRealTime ();
    BENCHMARK (commit_full)->Arg (1)->Arg (16)->UseRealTime ();
  }
}
