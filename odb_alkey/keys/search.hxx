#ifndef ODB_ALKEY_KEYS_SEARCH_HXX
#define ODB_ALKEY_KEYS_SEARCH_HXX

#include <cstddef>
#include <vector>

#include <odb_alkey/detail/argument-lists.hxx>
#include <odb_alkey/detail/identifier-view.hxx>
#include <odb_alkey/detail/key-maker.hxx>
#include <odb_alkey/detail/recycled.hxx>
#include <odb_alkey/keys/decision.hxx>

namespace odb_alkey
{
  namespace keys
  {
    // Makes the keys of several arguments, and finds their values: in this
    // process, and then in Redis.
    //
    //   search s (recorder, arguments, found);
    //   s.look_near ();
    //   if (!s.done ())
    //     s.ask ();
    //
    class search
    {
    public:
      search (changes::database_recorder&, const detail::argument_lists&,
              detail::key_maker::found&);

      // Takes values that the process has itself, by keys that need no answer
      // of Redis.
      //
      void look_near ();

      // True if no key is left.
      //
      bool done () const noexcept;

      // Reads the tokens, and the entries of the values that the process does
      // not have, in one round trip, and one more for those that have changed.
      // Tells the keys that are left.
      //
      void ask ();

    private:
      // The views of a list of arguments begin with the first one. What is
      // asked for has an entry that is read; of what is local the process has
      // a value.
      //
      struct state
      {
        enum kind
        {
          asked,
          local,
          written,
          taken
        };

        std::size_t first;
        kind now;
      };

      // near: uses what the process has itself.
      //
      void ask (bool near);
      bool take (std::size_t index, key&, support::counter& as);
      void tell (std::size_t index, key&, support::counter& as,
                 const char* stored, std::size_t size);

      tokens::token_store& store_;
      decision decision_;
      const detail::argument_lists& all_;
      detail::key_maker::found& to_;
      const bool near_;
      detail::recycled<std::vector<detail::identifier_view>, detail::key_maker>
        views_;
      detail::recycled<std::vector<state>, search> states_;
    };
  }
}

#endif // ODB_ALKEY_KEYS_SEARCH_HXX
