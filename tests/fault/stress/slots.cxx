#include <tests/fault/stress/slots.hxx>

#include <odb_alkey/tokens/key-text.hxx>

namespace stress
{
  namespace
  {
    // Of the text of a key: what it begins with, which ends with the epoch.
    //
    const std::size_t head = 6 + 16;
  }

  slots::slots (const std::string& redis_url)
      : redis_ (redis_url), slots_ (pages ().size ())
  {
  }

  void slots::know (const page& p, const odb_alkey::key& k)
  {
    std::string& name (slots_[p.number].name);

    if (name.empty () && k.storable ())
      name = odb_alkey::detail::slot_key (
        "alkey:", odb_alkey::tokens::arguments_of (k.str ()));
  }

  void slots::spoil (const page& p)
  {
    const slot& s (slots_[p.number]);

    if (!s.name.empty ())
      redis_.command (
        {"EVAL",
         "local key = string.match (redis.call ('GET', KEYS[1]) or '', "
         "                          '^%S+ ') "
         "if key then "
         "  redis.call ('SET', KEYS[1], key .. 'spoilt', 'KEEPTTL') "
         "end",
         "1", s.name});
  }

  bool slots::set_back (const page& p)
  {
    slot& s (slots_[p.number]);

    if (s.name.empty ())
      return false;

    odb_alkey::redis::reply r (redis_.command ({"GET", s.name}));

    if (!r.string ())
      return false;

    std::string held (r.str ());
    held.resize (held.find (' '));
    bool back (held.compare (0, head, s.newest, 0, head) == 0 &&
               held < s.newest);
    s.newest = held;
    return back;
  }
}
