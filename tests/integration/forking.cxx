// Children of a fork: what was made before it serves both.

#include <algorithm>
#include <cstdint>
#include <string>

#include <boost/test/unit_test.hpp>

#include <tests/support/await.hxx>
#include <tests/support/child.hxx>
#include <tests/support/two-processes.hxx>

using odb_alkey::one;
using std::chrono::milliseconds;
using tests::in_child;

namespace
{
  struct fixture: tests::two_processes
  {
    bool storable (const shelf& s)
    {
      return alkey->cache_key (one<shelf> (s.id)).storable ();
    }

    // Waits until the library's thread has tried in vain once more, so that it
    // sleeps for a while. The allocators of sanitizers do not survive a fork
    // at the moment at which a thread begins.
    //
    void await_thread ()
    {
      auto failures = [this]
      {
        const odb_alkey::stats n (alkey->stats ());
        return n.unavailable + n.errors;
      };

      const std::uint64_t before (failures ());
      tests::await ("the thread", [&] { return failures () != before; });
    }

    // Connections that the server has, the asking one not counted.
    //
    std::size_t clients ()
    {
      std::string list (redis.command ({"CLIENT", "LIST"}).str ());
      return static_cast<std::size_t> (
               std::count (list.begin (), list.end (), '\n')) -
             1;
    }
  };
}

BOOST_FIXTURE_TEST_SUITE (forking, fixture)

BOOST_AUTO_TEST_CASE (both_go_on_with_connections_of_their_own)
{
  BOOST_TEST (storable (x));
  std::size_t before (clients ());

  // The child's, and the one that the parent asks over.
  //
  BOOST_TEST (in_child (
                [this, before]
                {
                  std::string t (alkey->token (x));
                  alkey->touch<shelf> (x.id);
                  return alkey->token (x) != t && storable (y) &&
                         clients () == before + 2;
                }) == 0);

  BOOST_TEST (storable (x));
  BOOST_TEST (alkey->stats ().unavailable == 0U);
}

BOOST_AUTO_TEST_CASE (a_child_of_an_outage_finds_out_by_itself_when_it_is_over)
{
  redis.stop ();
  odb_alkey::options o (options ());
  o.command_timeout = o.connect_timeout = milliseconds (50);
  o.budget = milliseconds (100);
  renew (o);
  BOOST_TEST (!storable (x));
  BOOST_TEST (alkey->stats ().down == 1U);
  await_thread ();

  BOOST_TEST (in_child (
                [this]
                {
                  // It only asks for keys, as handlers do.
                  //
                  bool down (alkey->stats ().down == 1);
                  tests::await ("Redis is back",
                                [this] { return storable (x); });
                  return down;
                },
                [this] { redis.resume (); }) == 0);

  BOOST_TEST (alkey->flush (tests::patience) == 0U);
  BOOST_TEST (storable (x));
}

// Both do it, which costs misses and does no harm. A child that relied on its
// parent could not know when.
//
BOOST_AUTO_TEST_CASE (a_child_remembers_what_is_pending)
{
  std::string before (reader->token (x));
  redis.command ({"CONFIG", "SET", "maxmemory", "1"});
  commit ([this] { db->update (x); });
  await_thread ();

  BOOST_TEST (in_child (
                [this, &before]
                {
                  if (storable (x))
                    return false;

                  redis.command ({"CONFIG", "SET", "maxmemory", "0"});

                  if (alkey->flush (tests::patience) != 0)
                    return false;

                  // The parent may be about to do the same.
                  //
                  tests::await ("both of them",
                                [this] { return storable (x); });
                  return alkey->token (x) != before;
                }) == 0);

  BOOST_TEST (alkey->flush (tests::patience) == 0U);
  BOOST_TEST (storable (x));
}

BOOST_AUTO_TEST_SUITE_END ()
