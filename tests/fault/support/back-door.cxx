#include <tests/fault/support/back-door.hxx>

#include <sstream>
#include <stdexcept>

#include <unistd.h>

#include <odb_alkey/exception.hxx>
#include <odb_alkey/redis/url.hxx>
#include <odb_alkey/tokens/key-text.hxx>

#include <tests/support/redis-server.hxx>

namespace workload
{
  namespace
  {
    // The size of the beginning of a key's text, which ends with the epoch.
    //
    const std::size_t head = 6 + 16;

    const int attempts = 11;
  }

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

  back_door::back_door (const std::string& redis_url, board& b)
      : endpoint_ (odb_alkey::redis::parse_url (redis_url)), counts_ (b),
        entries_ (pages ().size ())
  {
  }

  odb_alkey::redis::reply
  back_door::command (const std::vector<std::string>& words)
  {
    for (int n (1);; ++n)
      try
      {
        if (connection_ == nullptr || connection_->broken ())
          connection_.reset (new odb_alkey::redis::connection (
            endpoint_, talk::patient, talk::late ()));

        return talk::ask (*connection_, words);
      }
      catch (const odb_alkey::redis_unavailable&)
      {
        if (n == attempts)
          throw;
      }
  }

  bool back_door::find (const std::string& key, value& v)
  {
    odb_alkey::redis::reply r (command ({"GET", "value:" + key}));

    if (!r.string ())
      return false;

    v = parsed (r.str ());
    return true;
  }

  void back_door::store (const std::string& key, const value& v)
  {
    // Longer than anything is outdated here, and not for ever.
    //
    command ({"SET", "value:" + key, text (v), "PX", "20000"});
  }

  std::string back_door::token (const std::string& identifier)
  {
    return command ({"GET", "{alkey}:" + identifier}).str ();
  }

  void back_door::evict (subject s)
  {
    odb_alkey::redis::reply r (
      command ({"EVAL",
                "if redis.call ('PTTL', KEYS[1]) > 0 then "
                "  return redis.call ('DEL', KEYS[1]) "
                "end "
                "return 0",
                "1", "{alkey}:" + identifier (s)}));

    if (r.number () == 1)
      counts_.add (count::evictions);
  }

  void back_door::lose (chance& random)
  {
    command ({"EVAL",
              "for _, key in ipairs (redis.call ('KEYS', ARGV[1])) do "
              "  redis.call ('DEL', key) "
              "end",
              "0", random.one_in (4) ? "{alkey}:origin" : "{alkey}:*"});
    counts_.add (count::losses);
  }

  void back_door::disconnect ()
  {
    command ({"CLIENT", "KILL", "TYPE", "normal"});
    counts_.add (count::disconnections);
  }

  void back_door::know_entry (const page& p, const odb_alkey::key& k)
  {
    std::string& name (entries_[p.number].name);

    if (name.empty () && k.storable ())
      name = odb_alkey::tokens::entry_key (
        "alkey:", odb_alkey::tokens::arguments_of (k.str ()));
  }

  void back_door::spoil (const page& p)
  {
    const entry& e (entries_[p.number]);

    if (!e.name.empty ())
      command ({"EVAL",
                "local key = string.match (redis.call ('GET', KEYS[1]) or '', "
                "                          '^%S+ ') "
                "if key then "
                "  redis.call ('SET', KEYS[1], key .. 'spoilt', 'KEEPTTL') "
                "end",
                "1", e.name});
  }

  bool back_door::set_back (const page& p)
  {
    entry& e (entries_[p.number]);

    if (e.name.empty ())
      return false;

    odb_alkey::redis::reply r (command ({"GET", e.name}));

    if (!r.string ())
      return false;

    std::string held (r.str ());
    held.resize (held.find (' '));
    bool back (held.compare (0, head, e.newest, 0, head) == 0 &&
               held < e.newest);
    e.newest = held;
    return back;
  }
}
