#include "arguments-node.hxx"

#include <chrono>
#include <deque>
#include <list>
#include <map>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include <boost/optional.hpp>

#include <odb/nullable.hxx>

#include "arguments-text.hxx"

using namespace tests;

namespace tests
{
  std::string text_of (const node& n)
  {
    return text (n);
  }
}

namespace odb_alkey
{
  namespace detail
  {
    void argument<node, category::unknown>::write (arguments& to,
                                                   const node& n)
    {
      using namespace std::chrono;

      switch (n.what)
      {
      case tag::integer:
        return write_integer (to, n);
      case tag::floating:
        return n.pick (2) == 0 ? add (to, n.number / 4.0)
                               : add (to, static_cast<float> (n.number) / 4);
      case tag::boolean:
        return add (to, n.number != 0);
      case tag::null:
        return n.pick (2) == 0 ? add (to, nullptr)
                               : add (to, std::shared_ptr<node> ());
      case tag::string:
        return write_string (to, n);
      case tag::identifier:
        return n.pick (2) == 0 ? add (to, n.text)
                               : add (to, odb_alkey::identifier (n.text));
      case tag::first_enum:
        return add (to, static_cast<first_enum> (n.number));
      case tag::second_enum:
        return add (to, static_cast<second_enum> (n.number));
      case tag::first_printer:
        return add (to, first_printer {n.text});
      case tag::second_printer:
        return add (to, second_printer {n.text});
      case tag::duration:
        return write_duration (to, n);
      case tag::time_point:
        return add (to, system_clock::time_point (seconds (n.number)));
      case tag::range:
        return write_range (to, n);
      case tag::unordered:
        return write_unordered (to, n);
      case tag::tuple:
        return write_tuple (to, n);
      case tag::map:
        return write_map (to, n);
      case tag::nullable:
        return write_nullable (to, n);
      }
    }

    void argument<node, category::unknown>::write_integer (arguments& to,
                                                           const node& n)
    {
      switch (n.pick (n.number < 0 ? 3 : 5))
      {
      case 0:
        return add (to, n.number);
      case 1:
        return add (to, static_cast<long long> (n.number));
      case 2:
        return add (to, static_cast<signed char> (n.number));
      case 3:
        return add (to, static_cast<unsigned char> (n.number));
      default:
        return add (to, static_cast<unsigned long> (n.number));
      }
    }

    void argument<node, category::unknown>::write_string (arguments& to,
                                                          const node& n)
    {
      bool null (n.text.find ('\0') != std::string::npos);

      switch (n.pick (null ? 2 : 3))
      {
      case 0:
        if (n.text.size () == 1)
          return add (to, n.text[0]);
        return add (to, n.text);
      case 1:
        return add (to, odb_alkey::text (n.text));
      default:
        return add (to, n.text.c_str ());
      }
    }

    void argument<node, category::unknown>::write_duration (arguments& to,
                                                            const node& n)
    {
      using namespace std::chrono;

      if (n.pick (2) == 0)
        add (to, nanoseconds (milliseconds (n.number)));
      else if (n.number % 1000 == 0)
        add (to, duration<short> (n.number / 1000));
      else
        add (to, milliseconds (n.number));
    }

    void argument<node, category::unknown>::write_range (arguments& to,
                                                         const node& n)
    {
      switch (n.pick (3))
      {
      case 0:
        return add (to, n.parts);
      case 1:
        return add (to, std::list<node> (n.parts.begin (), n.parts.end ()));
      default:
        return add (to, std::deque<node> (n.parts.begin (), n.parts.end ()));
      }
    }

    void argument<node, category::unknown>::write_unordered (arguments& to,
                                                             const node& n)
    {
      std::vector<node> v (n.parts);
      std::shuffle (v.begin (), v.end (), *n.choice);

      add (to, std::unordered_multiset<node, hash_reference, same_reference> (
                 v.begin (), v.end (),
                 static_cast<std::size_t> (1 + n.pick (100))));
    }

    void argument<node, category::unknown>::write_tuple (arguments& to,
                                                         const node& n)
    {
      const std::vector<node>& p (n.parts);

      switch (p.size ())
      {
      case 0:
        return add (to, std::tuple<> ());
      case 1:
        return add (to, std::tuple<node> (p[0]));
      case 2:
        return n.pick (2) == 0 ? add (to, std::make_pair (p[0], p[1]))
                               : add (to, std::tie (p[0], p[1]));
      default:
        return add (to, std::make_tuple (p[0], p[1], p[2]));
      }
    }

    void argument<node, category::unknown>::write_map (arguments& to,
                                                       const node& n)
    {
      std::vector<std::pair<node, node>> v;
      for (std::size_t i (0); i != n.parts.size (); i += 2)
        v.emplace_back (n.parts[i], n.parts[i + 1]);

      std::shuffle (v.begin (), v.end (), *n.choice);

      if (n.pick (2) == 0)
        add (to, std::map<node, node, less_text> (v.begin (), v.end ()));
      else
        add (to,
             std::unordered_map<node, node, hash_reference, same_reference> (
               v.begin (), v.end (),
               static_cast<std::size_t> (1 + n.pick (100))));
    }

    void argument<node, category::unknown>::write_nullable (arguments& to,
                                                            const node& n)
    {
      switch (n.pick (3))
      {
      case 0:
        return add (to, boost::optional<node> (n.parts[0]));
      case 1:
        return add (to, odb::nullable<node> (n.parts[0]));
      default:
        return add (to, std::make_shared<node> (n.parts[0]));
      }
    }
  }
}
