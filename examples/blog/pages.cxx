#include "pages.hxx"

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <odb/database.hxx>
#include <odb/transaction.hxx>

#include <schema/blog/article-odb.hxx>
#include <schema/blog/article-summary-odb.hxx>
#include <schema/blog/author-odb.hxx>
#include <schema/blog/comment-odb.hxx>

#include "find.hxx"
#include "html.hxx"
#include "http-error.hxx"

using odb_alkey::all;
using odb_alkey::args;
using odb_alkey::one;
using odb_alkey::text;

namespace blog
{
  namespace
  {
    using std::chrono::steady_clock;

    typedef odb::query<article_id> id_query;
    typedef odb::query<article_summary> summary_query;
    typedef odb::query<comment> comment_query;

    // Part of every key: what another version of the program has stored does
    // not look like this one's. To be changed with the HTML.
    //
    const int layout (2);

    // A fragment that is out of date is never asked for, since its key has
    // changed. This time ends the life of those that are not asked for.
    //
    const std::chrono::minutes lifetime (10);

    // Those that match, while the transaction lasts.
    //
    template <typename T>
    std::vector<T> values (odb::result<T> r)
    {
      return std::vector<T> (r.begin (), r.end ());
    }

    template <typename T>
    std::vector<std::shared_ptr<T>> objects (odb::result<T> r)
    {
      std::vector<std::shared_ptr<T>> v;

      for (auto i (r.begin ()); i != r.end (); ++i)
        v.push_back (i.load ());

      return v;
    }

    // A pattern for SQL's LIKE, escaped by '!'.
    //
    std::string containing (const std::string& s)
    {
      std::string pattern ("%");

      for (char c : s)
      {
        if (c == '%' || c == '_' || c == '!')
          pattern += '!';
        pattern += c;
      }

      return pattern + '%';
    }

    // Those whose title contains something, in a transaction that is over
    // when they are returned.
    //
    std::vector<unsigned long> find_ids (odb::database& db,
                                         const std::string& search)
    {
      std::vector<unsigned long> ids;
      odb::transaction t (db.begin ());

      for (const article_id& a : db.query<article_id> (
             id_query::title.like (containing (search), "!")))
        ids.push_back (a.id);

      return ids;
    }

    // A teaser is empty if its article is not there any more.
    //
    std::vector<std::string>
    render_teasers (odb::database& db, const std::vector<unsigned long>& ids)
    {
      std::map<unsigned long, std::string> by_id;
      odb::transaction t (db.begin ());

      for (const article_summary& a : db.query<article_summary> (
             summary_query::article::id.in_range (ids.begin (), ids.end ())))
        by_id[a.id] = html::teaser (a);

      std::vector<std::string> v;

      for (unsigned long id : ids)
        v.push_back (std::move (by_id[id]));

      return v;
    }

    arguments teaser_of (unsigned long id)
    {
      return args (one<article> (id), "teaser", layout);
    }

    // Tells where a fragment comes from that has to be rendered.
    //
    source source_of (const odb_alkey::key& k)
    {
      return k.storable () ? source::miss : source::unstorable;
    }

    source source_of (odb_alkey::fetch_result r, const odb_alkey::key& k)
    {
      return r == odb_alkey::fetch_result::hit      ? source::hit
             : r == odb_alkey::fetch_result::shared ? source::waited
                                                    : source_of (k);
    }

    std::chrono::microseconds since (steady_clock::time_point begin)
    {
      return std::chrono::duration_cast<std::chrono::microseconds> (
        steady_clock::now () - begin);
    }
  }

  pages::pages (odb::database& db, odb_alkey::key_generator k,
                odb_alkey::cache& c)
      : db_ (db), cache_key_ (k), cache_ (c)
  {
  }

  template <typename Render>
  std::string pages::fragment (page& p, const char* name,
                               const std::string& label, const arguments& a,
                               Render render) const
  {
    std::size_t n (p.fragments.size ());
    p.fragments.push_back (
      used_fragment {name, label, a, source::hit, "", {}});

    std::vector<odb_alkey::key> keys;
    odb_alkey::fetch_result result;
    odb_alkey::fetch_options o;
    o.keys = &keys;
    o.result = &result;

    steady_clock::time_point begin (steady_clock::now ());
    std::string content (cache_.fetch (a, lifetime, render, o));

    used_fragment& f (p.fragments[n]);
    f.source = source_of (result, keys.front ());
    f.key = keys.front ().str ();
    f.took = since (begin);
    return html::fragment (name, content);
  }

  // The words that are searched for come from outside: as text () it is never
  // taken for an identifier, whatever it looks like.
  //
  page pages::list (const std::string& search) const
  {
    page p {"Articles", html::list_heading (search)};
    p.reference = html::search_reference (search);

    p.body += fragment (
      p, "list", search.empty () ? "list" : "list of '" + search + "'",
      args (all<blog::article> (), "list", text (search), layout),
      [&] { return html::list (teasers (p, find_ids (db_, search))); });

    // Does not name the articles, or it would depend on them.
    //
    p.aside = fragment (p, "latest", "latest comments",
                        args (all<comment> (), "latest", layout),
                        [&]
                        {
                          odb::transaction t (db_.begin ());
                          return html::latest (objects (db_.query<comment> (
                            "ORDER BY" + comment_query::id + "DESC LIMIT 5")));
                        });

    return p;
  }

  // All in one round trip, and not in the transaction that found the ids: that
  // would stay open while Redis is asked, and what it shows may be older than
  // the keys, so that it could not be stored. Here, too, the keys come first,
  // and what is loaded for them afterwards.
  //
  std::vector<std::string>
  pages::teasers (page& p, const std::vector<unsigned long>& ids) const
  {
    std::vector<arguments> wanted;

    for (unsigned long id : ids)
      wanted.push_back (teaser_of (id));

    std::vector<source> sources (ids.size (), source::hit);
    std::vector<odb_alkey::key> keys;
    odb_alkey::fetch_options o;
    o.keys = &keys;

    steady_clock::time_point begin (steady_clock::now ());
    std::vector<std::string> v (cache_.fetch_many (
      wanted, lifetime,
      [&] (const std::vector<std::size_t>& missing)
      {
        std::vector<unsigned long> m;

        for (std::size_t i : missing)
        {
          m.push_back (ids[i]);
          sources[i] = source_of (keys[i]);
        }

        return render_teasers (db_, m);
      },
      o));

    // They came together.
    //
    std::chrono::microseconds took (since (begin));

    for (std::size_t i (0); i != ids.size (); ++i)
      p.fragments.push_back (used_fragment {
        html::teaser_name (ids[i]), "teaser " + std::to_string (ids[i]),
        wanted[i], sources[i], keys[i].str (), took});

    return v;
  }

  // Comments touch their article, so that it alone is enough for them too.
  // Its author's name is the author's id, which is part of the article.
  //
  page pages::article (unsigned long id) const
  {
    std::string label ("article " + std::to_string (id));
    page p {"Article " + std::to_string (id), "", html::article_forms (id)};

    p.body = fragment (p, "article", label,
                       args (one<blog::article> (id), "article", layout),
                       [&]
                       {
                         odb::transaction t (db_.begin ());
                         return html::article (*find_article (db_, id));
                       });

    p.body += fragment (
      p, "comments", "comments on " + label,
      args (one<blog::article> (id), "comments", layout),
      [&]
      {
        odb::transaction t (db_.begin ());
        return html::comments (objects (db_.query<comment> (
          (comment_query::article == id) + "ORDER BY" + comment_query::id)));
      });

    return p;
  }

  odb_alkey::key pages::article_key (unsigned long id) const
  {
    return cache_key_ (one<blog::article> (id), "page", layout);
  }

  // Articles touch their author. They show no number of comments here: those
  // touch the article, and it does not go further up than that.
  //
  page pages::author (const std::string& name) const
  {
    page p {"Articles of " + name, html::heading ("Articles of " + name)};

    p.body += fragment (
      p, "author", "author " + name,
      args (one<blog::author> (name), "author", layout),
      [&]
      {
        odb::transaction t (db_.begin ());
        std::shared_ptr<blog::author> a (db_.find<blog::author> (name));

        if (a == nullptr)
          throw http_error (404, "There is no author " + name + ".");

        return html::author (*a, values (db_.query<article_summary> (
                                   summary_query::article::author == name)));
      });

    return p;
  }

  page pages::edit_article (unsigned long id) const
  {
    std::string title ("Edit article " + std::to_string (id));
    odb::transaction t (db_.begin ());

    return page {title, html::heading (title) +
                          html::edit_form (*find_article (db_, id))};
  }

  page pages::new_article () const
  {
    odb::transaction t (db_.begin ());

    return page {"New article",
                 html::heading ("New article") +
                   html::new_form (objects (db_.query<blog::author> ()))};
  }
}
