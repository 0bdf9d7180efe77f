#include "write-watch.hxx"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <thread>

#include <odb/database.hxx>
#include <odb/transaction.hxx>

#include <schema/blog/article-odb.hxx>
#include <schema/blog/article-summary-odb.hxx>
#include <schema/blog/author-odb.hxx>
#include <schema/blog/comment-odb.hxx>

using odb_alkey::all;
using odb_alkey::everything;
using odb_alkey::one;

namespace blog
{
  namespace
  {
    // This many fit on a page.
    //
    const std::size_t max_fragments (40);
    const std::size_t max_reports (100);

    // A commit returns before Redis has confirmed its tokens, which it does
    // soon afterwards.
    //
    const std::chrono::milliseconds patience (500);
  }

  write_watch::write_watch (odb::database& db, odb_alkey::plugin& a,
                            odb_alkey::cache& c)
      : db_ (db), alkey_ (a), cache_ (c)
  {
  }

  // Those seen last are at the end.
  //
  void write_watch::remember (const std::vector<used_fragment>& v)
  {
    std::lock_guard<std::mutex> l (mutex_);

    for (const used_fragment& f : v)
    {
      fragments_.erase (std::remove_if (fragments_.begin (), fragments_.end (),
                                        [&f] (const fragment& g)
                                        { return g.label == f.label; }),
                        fragments_.end ());
      fragments_.push_back (fragment {f.label, f.made_of});
    }

    while (fragments_.size () > max_fragments)
      fragments_.pop_front ();
  }

  unsigned long
  write_watch::report (const std::function<std::string ()>& write)
  {
    std::deque<fragment> fragments;
    {
      std::lock_guard<std::mutex> l (mutex_);
      fragments = fragments_;
    }

    std::vector<token> t (tokens ());
    std::vector<std::string> before (settled (t));
    std::vector<state> states;

    for (const fragment& f : fragments)
      states.push_back (look (f));

    write_report r;
    r.sentence = write ();

    std::vector<std::string> after (settled (t));

    for (std::size_t i (0); i != t.size (); ++i)
      if (before[i].empty () || after[i].empty ())
        r.known = false;
      else if (before[i] != after[i])
        r.tokens.push_back (changed_token {t[i].name, before[i], after[i]});

    for (std::size_t i (0); i != fragments.size (); ++i)
      if (states[i].hit)
        (look (fragments[i]).key == states[i].key ? r.hits : r.misses)
          .push_back (fragments[i].label);

    std::sort (r.misses.begin (), r.misses.end ());
    std::sort (r.hits.begin (), r.hits.end ());

    std::lock_guard<std::mutex> l (mutex_);
    reports_.emplace_back (++last_, std::move (r));

    if (reports_.size () > max_reports)
      reports_.pop_front ();

    return last_;
  }

  bool write_watch::find (unsigned long number, write_report& r) const
  {
    std::lock_guard<std::mutex> l (mutex_);

    for (const auto& i : reports_)
      if (i.first == number)
      {
        r = i.second;
        return true;
      }

    return false;
  }

  // Returns the tokens of the objects that lists show, and of all tables.
  //
  std::vector<write_watch::token> write_watch::tokens () const
  {
    odb_alkey::plugin& a (alkey_);
    std::vector<token> v;
    odb::transaction t (db_.begin ());

    for (const article_id& i : db_.query<article_id> ())
    {
      unsigned long id (i.id);
      v.push_back (token {"one<article> (" + std::to_string (id) + ")",
                          [&a, id]
                          {
                            return a.token (one<article> (id));
                          }});
    }

    for (const author& i : db_.query<author> ())
    {
      std::string name (i.name ());
      v.push_back (token {"one<author> (\"" + name + "\")", [&a, name]
                          {
                            return a.token (one<author> (name));
                          }});
    }

    t.commit ();
    v.push_back (token {"all<article> ()", [&a]
                        {
                          return a.token (all<article> ());
                        }});
    v.push_back (token {"all<author> ()", [&a]
                        {
                          return a.token (all<author> ());
                        }});
    v.push_back (token {"all<comment> ()", [&a]
                        {
                          return a.token (all<comment> ());
                        }});
    v.push_back (token {"everything ()", [&a]
                        {
                          return a.token (everything ());
                        }});
    return v;
  }

  // A token is another one with each call while a commit that changes it is
  // in flight, or if Redis does not answer. One that stays so is empty.
  //
  std::vector<std::string>
  write_watch::settled (const std::vector<token>& tokens) const
  {
    auto end (std::chrono::steady_clock::now () + patience);
    std::vector<std::string> v;

    for (const token& t : tokens)
    {
      std::string last (t.value ()), next (t.value ());

      while (last != next && std::chrono::steady_clock::now () < end)
      {
        std::this_thread::sleep_for (std::chrono::milliseconds (1));
        last = t.value ();
        next = t.value ();
      }

      v.push_back (last == next ? next : std::string ());
    }

    return v;
  }

  write_watch::state write_watch::look (const fragment& f) const
  {
    std::vector<odb_alkey::key> keys;
    odb_alkey::fetch_options o;
    o.keys = &keys;

    std::string html;
    bool hit (cache_.lookup (f.made_of, html, o));
    return state {hit, keys.front ().str ()};
  }
}
