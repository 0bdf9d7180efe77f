#ifndef ODB_ALKEY_KEY_GENERATOR_HXX
#define ODB_ALKEY_KEY_GENERATOR_HXX

#include <odb_alkey/detail/argument.hxx>
#include <odb_alkey/detail/key-maker.hxx>
#include <odb_alkey/key.hxx>

namespace odb_alkey
{
  class plugin;

  namespace detail
  {
    template <typename... A>
    key make_key (const detail::key_maker& m, const A&... a)
    {
      detail::arguments to (m.tables ());
      add_all (to, a...);
      return m.make (to);
    }
  }

  // Makes keys, as a callable that is handed to whoever needs keys and no
  // more than that.
  //
  //   odb_alkey::key_generator cache_key (alkey);
  //   odb_alkey::key k (cache_key (u, "profile", page));
  //
  // Arguments may be: objects of tracked classes, pointers to them (raw,
  // shared, unique, weak and ODB's lazy ones, which are not loaded for it),
  // one<T> (id), all<T> (), everything (), identifiers; strings, of which
  // those that are a whole, valid identifier count as that (text (s) never
  // does); numbers, bool, enumerators, times; nullables and optionals; pairs,
  // tuples, ranges and maps of such; and whatever has an operator<<. Equal
  // arguments give equal text and different ones never do.
  //
  // Costs one round trip to Redis, however many objects there are, and a
  // second one if a token has to be created. Never throws because of Redis or
  // of what a string holds; the key is not storable then.
  //
  // A cheap value. Any thread may use it, while the plugin exists.
  //
  class key_generator
  {
  public:
    explicit key_generator (const plugin&) noexcept;

    template <typename... A>
    key operator() (const A&... a) const
    {
      return detail::make_key (*maker_, a...);
    }

  private:
    const detail::key_maker* maker_;
  };
}

#endif // ODB_ALKEY_KEY_GENERATOR_HXX
