#include "grammar.hxx"

#include <algorithm>
#include <cstdlib>
#include <sstream>
#include <stdexcept>

namespace differential
{
  namespace
  {
    const unsigned deepest = 24;

    std::string without_tildes (std::string s)
    {
      for (char& c : s)
        if (c == '~')
          c = ' ';

      return s;
    }

    // Characters that have a name.
    //
    const char* character (const std::string& name)
    {
      static const std::map<std::string, const char*> known {
        {"nl", "\n"},    {"t", "\t"},
        {"r", "\r"},     {"v", "\v"},
        {"f", "\f"},     {"xa0", "\xa0"},
        {"xbf", "\xbf"}, {"x95", "\x95"},
        {"xe9", "\xe9"}, {"bom", "\xef\xbb\xbf"},
        {"p", "\x01"},   {"then", "\x02"}};

      auto i (known.find (name));
      return i != known.end () ? i->second : nullptr;
    }

    // Returns the text in the braces that begin at i; i is behind them then.
    //
    std::string in_braces (const std::string& word, std::size_t& i)
    {
      std::size_t end (word.find ('}', i));

      if (end == std::string::npos)
        throw std::invalid_argument ("a brace is not closed: " + word);

      std::string r (word, i + 1, end - i - 1);
      i = end + 1;
      return r;
    }
  }

  grammar::grammar (const std::string& rules)
  {
    std::istringstream lines (rules);
    std::string name, alternatives;

    for (std::string line; std::getline (lines, line);)
    {
      if (line.empty () || line[0] == '#')
        continue;

      if (line[0] == ' ')
      {
        alternatives += line;
        continue;
      }

      if (!name.empty ())
        add (name, alternatives);

      std::size_t colon (line.find (':'));
      name = line.substr (0, colon);
      alternatives = line.substr (colon + 1);
    }

    add (name, alternatives);
    check ();
  }

  void grammar::add (const std::string& name, const std::string& alternatives)
  {
    rule& r (rules_[name]);

    if (!r.empty ())
      throw std::invalid_argument ("there are two rules " + name);

    std::istringstream words (alternatives);
    r.push_back (alternative {1, {}});

    for (std::string word; words >> word;)
    {
      if (word == "|")
        r.push_back (alternative {1, {}});
      else if (word.size () > 1 && word.back () == '*' &&
               word.find_first_not_of ("0123456789*") == std::string::npos)
        r.back ().weight =
          static_cast<unsigned> (std::strtoul (word.c_str (), nullptr, 10));
      else
        r.back ().words.push_back (word);
    }
  }

  class grammar::expansion
  {
  public:
    expansion (const grammar& g, chance& c, memory& m)
        : grammar_ (g), chance_ (c), remembered_ (m)
    {
    }

    std::string rule (const std::string& name)
    {
      const grammar::rule& r (grammar_.rules_.at (name));
      ++depth_;
      std::string s;

      for (const std::string& w : choose (r).words)
      {
        std::string part (word (w));

        if (!part.empty () && !s.empty ())
          s += ' ';

        s += part;
      }

      --depth_;
      return s;
    }

  private:
    const alternative& choose (const grammar::rule& r)
    {
      if (depth_ > deepest)
        return r.front ();

      std::size_t total (0);
      for (const alternative& a : r)
        total += a.weight;

      std::size_t n (chance_.below (total));
      std::size_t i (0);

      for (; n >= r[i].weight; ++i)
        n -= r[i].weight;

      return r[i];
    }

    std::string word (const std::string& w)
    {
      std::string s;

      for (std::size_t i (0); i != w.size ();)
      {
        if (w[i] == '{')
          s += braces (in_braces (w, i));
        else
        {
          std::size_t end (std::min (w.find ('{', i), w.size ()));
          s += without_tildes (w.substr (i, end - i));
          i = end;
        }
      }

      return s;
    }

    std::string braces (const std::string& s)
    {
      if (const char* c = character (s))
        return c;

      if (s[0] == '?')
        return chance_.percent (50) ? s.substr (1) : std::string ();

      if (s.back () == '?')
        return chance_.percent (50) ? rule (s.substr (0, s.size () - 1))
                                    : std::string ();

      std::size_t number (s.find ('#'));

      if (number == std::string::npos)
        return rule (s);

      auto known (remembered_.find (s));

      if (known == remembered_.end ())
        known = remembered_.emplace (s, rule (s.substr (0, number))).first;

      return known->second;
    }

    const grammar& grammar_;
    chance& chance_;
    unsigned depth_ = 0;
    memory& remembered_;
  };

  // A name that no rule has would come to light only when it is chosen.
  //
  void grammar::check () const
  {
    for (const auto& r : rules_)
      for (const alternative& a : r.second)
        for (const std::string& w : a.words)
          for (std::size_t i (0); (i = w.find ('{', i)) != std::string::npos;)
          {
            std::string s (in_braces (w, i));

            if (character (s) != nullptr || s[0] == '?')
              continue;

            s = s.substr (0, s.find_first_of ("?#"));

            if (rules_.count (s) == 0)
              throw std::invalid_argument ("there is no rule " + s + " for " +
                                           r.first);
          }
  }

  std::string grammar::text (const std::string& name, chance& c) const
  {
    memory m;
    return text (name, c, m);
  }

  std::string grammar::text (const std::string& name, chance& c,
                             memory& m) const
  {
    return expansion (*this, c, m).rule (name);
  }
}
