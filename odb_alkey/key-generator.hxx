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

  // Makes keys. It is a callable for code that needs keys and nothing else of
  // the plugin.
  //
  //   odb_alkey::key_generator cache_key (alkey);
  //   odb_alkey::key k (cache_key (u, "profile", page));
  //
  // An argument may be: an object of a tracked class, or a pointer to one
  // (raw, shared, unique, weak, or lazy, which is not loaded); one<T> (id),
  // all<T> (), everything (), an identifier; a string, which counts as an
  // identifier if it is a whole, valid one (text (s) never does); a number,
  // bool, an enumerator, a time; a nullable or an optional; a pair, a tuple, a
  // range or a map of these; and any other type that has an operator<<. Equal
  // arguments give equal keys, and different arguments never do.
  //
  // Making a key costs one round trip to Redis, however many objects there
  // are, and a second one if a token has to be created. If Redis does not
  // answer, the key is not storable. Neither that nor the bytes of a string
  // make it throw. In a program that is built for several databases it throws
  // odb_alkey::exception if the table of a class is not known: see
  // plugin::maps ().
  //
  // It is cheap to copy. Any thread may use it, while the plugin exists.
  //
  class key_generator
  {
  public:
    explicit key_generator (const plugin&) noexcept;

    // Returns the key of these arguments.
    //
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
