#ifndef TESTS_FAULT_STRESS_FETCH_PAGE_HXX
#define TESTS_FAULT_STRESS_FETCH_PAGE_HXX

#include <chrono>
#include <cstddef>
#include <utility>
#include <vector>

#include <odb_alkey/cache.hxx>

#include <tests/fault/stress/page.hxx>
#include <tests/fault/stress/user.hxx>

#include "stock-odb.hxx"

namespace stress
{
  // Longer than anything is outdated here.
  //
  const std::chrono::seconds time_to_live (60);

  const char name_of_items[] = "items";

  // A page by the arguments that its key is made of, see key_of ().
  //
  template <typename F>
  value fetch_page (odb_alkey::cache& c, const page& p, const contents* of,
                    const F& compute, const odb_alkey::fetch_options& o)
  {
    using odb_alkey::all;
    using odb_alkey::args;
    using odb_alkey::one;

    bool keyed (of != nullptr && of->keyed);

    switch (p.what)
    {
    case page::kind::items:
      return keyed ? c.fetch (args (name_of_items, of->items), time_to_live,
                              compute, o)
                   : c.fetch (args (name_of_items, ids (p)), time_to_live,
                              compute, o);
    case page::kind::box:
      return keyed ? c.fetch (args ("box", of->box), time_to_live, compute, o)
                   : c.fetch (args ("box", one<box> (box_id (p.subjects[0]))),
                              time_to_live, compute, o);
    case page::kind::table:
      return c.fetch (args ("table", all<item> ()), time_to_live, compute, o);
    case page::kind::catalogue:
      return keyed ? c.fetch (args ("catalogue", all<item> (), of->items[0]),
                              time_to_live, compute, o)
                   : c.fetch (args ("catalogue", all<item> (),
                                    one<item> (item_id (0))),
                              time_to_live, compute, o);
    case page::kind::everything:
      break;
    }

    return c.fetch (args ("everything", odb_alkey::everything ()),
                    time_to_live, compute, o);
  }

  // All by objects, or all by identifiers.
  //
  template <typename F>
  std::vector<value> fetch_pages (odb_alkey::cache& c,
                                  const std::vector<user::request>& wanted,
                                  const F& compute)
  {
    using odb_alkey::args;

    if (!wanted.empty () && wanted.front ().of != nullptr)
    {
      typedef decltype (wanted.front ().of->items) items;
      std::vector<decltype (args (name_of_items,
                                  std::declval<const items&> ()))>
        all;

      for (const user::request& r : wanted)
        all.push_back (args (name_of_items, r.of->items));

      return c.fetch_many (all, time_to_live, compute);
    }

    std::vector<decltype (args (name_of_items, one_items ()))> all;

    for (const user::request& r : wanted)
      all.push_back (args (name_of_items, ids (*r.what)));

    return c.fetch_many (all, time_to_live, compute);
  }
}

#endif // TESTS_FAULT_STRESS_FETCH_PAGE_HXX
