#include <tests/support/cluster-view.hxx>

#include <algorithm>
#include <sstream>

namespace tests
{
  namespace
  {
    bool flagged (const std::string& flags, const std::string& flag)
    {
      return (',' + flags + ',').find (',' + flag + ',') != std::string::npos;
    }

    // "0-5460" or "5462".
    //
    std::pair<unsigned, unsigned> range (const std::string& s)
    {
      const std::string::size_type p (s.find ('-'));
      auto number = [] (const std::string& n)
      {
        return static_cast<unsigned> (std::stoul (n));
      };
      return {number (s),
              number (p == std::string::npos ? s : s.substr (p + 1))};
    }
  }

  // A line is: id, address, flags, primary, time of a ping and of a pong,
  // epoch, state of the link, slots.
  //
  cluster_view::cluster_view (const std::string& reply)
  {
    std::istringstream lines (reply);

    for (std::string line; std::getline (lines, line);)
    {
      std::istringstream words (line);
      std::string id, address, flags, ping, pong, epoch, link;
      member m;
      words >> id >> address >> flags >> m.of >> ping >> pong >> epoch >> link;

      for (std::string s; words >> s;)
      {
        if (s[0] != '[')
          m.slots.push_back (range (s));
      }

      m.primary = flagged (flags, "master");
      m.failed = flagged (flags, "fail");
      m.suspected = m.failed || flagged (flags, "fail?");
      m.connected = link == "connected";
      incomplete = incomplete || flagged (flags, "handshake") ||
                   flagged (flags, "noaddr");
      members.emplace (id, std::move (m));
    }
  }

  bool cluster_view::agrees_with (const cluster_view& v) const
  {
    typedef std::map<std::string, member>::value_type entry;
    return members.size () == v.members.size () &&
           std::equal (members.begin (), members.end (), v.members.begin (),
                       [] (const entry& x, const entry& y)
                       {
                         return x.first == y.first &&
                                x.second.primary == y.second.primary &&
                                x.second.of == y.second.of &&
                                x.second.slots == y.second.slots;
                       });
  }

  std::string cluster_view::owner (unsigned slot) const
  {
    for (const auto& m : members)
    {
      if (m.second.has (slot))
        return m.first;
    }

    return "";
  }

  bool cluster_view::member::has (unsigned slot) const
  {
    return std::any_of (slots.begin (), slots.end (),
                        [slot] (const std::pair<unsigned, unsigned>& r)
                        { return r.first <= slot && slot <= r.second; });
  }

  unsigned cluster_view::member::count () const
  {
    unsigned n (0);

    for (const std::pair<unsigned, unsigned>& r : slots)
      n += r.second - r.first + 1;

    return n;
  }
}
