#include <tests/fault/stress/values.hxx>

#include <sstream>
#include <stdexcept>

#include <unistd.h>

namespace stress
{
  value::value (const editions& e, const std::string& s)
      : shown (e), maker (getpid ()),
        made (board::clock::now ().time_since_epoch ().count ()), story (s)
  {
  }

  std::string text (const value& v)
  {
    std::ostringstream s;
    s << v.maker << ' ' << v.made;

    for (std::uint64_t e : v.shown)
      s << ' ' << e;

    s << '|' << v.story;
    return s.str ();
  }

  value parsed (const std::string& text)
  {
    std::size_t end (text.find ('|'));

    if (end == std::string::npos)
      throw std::runtime_error ("this is no value: " + text);

    value v;
    std::istringstream s (text.substr (0, end));
    s >> v.maker >> v.made;

    for (std::uint64_t e; s >> e;)
      v.shown.push_back (e);

    v.story = text.substr (end + 1);
    return v;
  }

  values::values (const std::string& redis_url): redis_ (redis_url) {}

  bool values::find (const std::string& key, value& v)
  {
    odb_alkey::redis::reply r (redis_.command ({"GET", "value:" + key}));

    if (!r.string ())
      return false;

    v = parsed (r.str ());
    return true;
  }

  void values::store (const std::string& key, const value& v)
  {
    // Longer than anything is outdated here, and not for ever.
    //
    redis_.command ({"SET", "value:" + key, text (v), "PX", "20000"});
  }

  std::string values::tokens (const std::vector<std::string>& identifiers)
  {
    std::string s;

    for (const std::string& i : identifiers)
      s += "  " + i + " = " + redis_.command ({"GET", "alkey:" + i}).str () +
           '\n';

    return s;
  }
}
