#include <odb_alkey/support/random.hxx>

#include <random>

#include <odb_alkey/support/fork.hxx>
#include <odb_alkey/support/hexadecimal.hxx>

namespace odb_alkey
{
  namespace support
  {
    namespace
    {
      struct generator
      {
        unsigned generation;
        std::mt19937_64 engine;

        explicit generator (unsigned g): generation (g)
        {
          std::random_device d;
          std::seed_seq s {d (), d (), d (), d (), d (), d (), d (), d ()};
          engine.seed (s);
        }
      };
    }

    std::uint64_t random_bits () noexcept
    {
      unsigned now (fork_generation ());
      thread_local generator g (now);

      if (g.generation != now)
        g = generator (now);

      return g.engine ();
    }

    char* write_unique (char* to) noexcept
    {
      to = write_hexadecimal (to, random_bits ());
      return write_hexadecimal (to, random_bits ());
    }

    void append_unique (std::string& to)
    {
      char digits[2 * 16];
      write_unique (digits);
      to.append (digits, sizeof (digits));
    }

    std::uint64_t random_nonce () noexcept
    {
      // Nonce 0 belongs to no commit: it is that of a quarantine.
      //
      for (;;)
      {
        std::uint64_t n (random_bits () >> 11);

        if (n != 0)
          return n;
      }
    }

    std::uint64_t nonce_after (std::uint64_t nonce, std::size_t n) noexcept
    {
      const std::uint64_t most ((std::uint64_t (1) << 53) - 1);
      return (nonce - 1 + n) % most + 1;
    }
  }
}
