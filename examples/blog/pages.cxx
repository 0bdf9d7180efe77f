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
    typedef odb::query<article_id> id_query;
    typedef odb::query<article_summary> summary_query;
    typedef odb::query<comment> comment_query;

    // Part of every key: what another version of the program has stored does
    // not look like this one's. To be changed with the HTML.
    //
    const int layout (1);

    // Nobody asks for what is out of date; what nobody asks for goes.
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

    // Of an article that is not there any more it is empty.
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

    auto teaser_of (unsigned long id)
    {
      return args (one<article> (id), "teaser", layout);
    }

    // Of a fragment that has to be rendered.
    //
    source source_of (const odb_alkey::key& k)
    {
      return k.storable () ? source::miss : source::unstorable;
    }
  }

  pages::pages (odb::database& db, odb_alkey::key_generator k,
                odb_alkey::cache& c)
      : db_ (db), cache_key_ (k), cache_ (c)
  {
  }

  template <typename Arguments, typename Render>
  void pages::add (page& p, const char* name, const Arguments& a,
                   Render render) const
  {
    std::size_t n (p.fragments.size ());
    p.fragments.push_back (used_fragment {name, source::hit, ""});

    std::vector<odb_alkey::key> keys;
    odb_alkey::fetch_options o;
    o.keys = &keys;

    p.body += cache_.fetch (
      a, lifetime,
      [&]
      {
        p.fragments[n].source = source_of (keys.front ());
        return render ();
      },
      o);
    p.fragments[n].key = keys.front ().str ();
  }

  // What is searched for comes from outside: as text () it is never taken for
  // an identifier, whatever it looks like.
  //
  page pages::list (const std::string& search) const
  {
    page p {"Articles", html::search_form (search), {}};
    p.reference = html::search_reference (search);

    add (p, "list",
         args (all<blog::article> (), "list", text (search), layout),
         [&] { return html::list (teasers (p, find_ids (db_, search))); });

    // Does not name the articles, or it would depend on them.
    //
    add (p, "latest", args (all<comment> (), "latest", layout),
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
    std::vector<decltype (teaser_of (0))> wanted;

    for (unsigned long id : ids)
      wanted.push_back (teaser_of (id));

    std::vector<source> sources (ids.size (), source::hit);
    std::vector<odb_alkey::key> keys;
    odb_alkey::fetch_options o;
    o.keys = &keys;

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

    for (std::size_t i (0); i != ids.size (); ++i)
      p.fragments.push_back (used_fragment {
        "teaser/" + std::to_string (ids[i]), sources[i], keys[i].str ()});

    return v;
  }

  // Comments touch their article, so that it alone is enough for them too.
  // Its author's name is the author's id, which is part of the article.
  //
  page pages::article (unsigned long id) const
  {
    page p {"Article " + std::to_string (id), "", {}};

    add (p, "article", args (one<blog::article> (id), "article", layout),
         [&]
         {
           odb::transaction t (db_.begin ());
           return html::article (*find_article (db_, id));
         });

    add (p, "comments", args (one<blog::article> (id), "comments", layout),
         [&]
         {
           odb::transaction t (db_.begin ());
           return html::comments (
             objects (db_.query<comment> ((comment_query::article == id) +
                                          "ORDER BY" + comment_query::id)));
         });

    p.body += html::article_forms (id);
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
    page p {"Articles of " + name, "", {}};

    add (p, "author", args (one<blog::author> (name), "author", layout),
         [&]
         {
           odb::transaction t (db_.begin ());
           std::shared_ptr<blog::author> a (db_.find<blog::author> (name));

           if (a == nullptr)
             throw http_error (404, "There is no author " + name + ".");

           return html::author (*a,
                                values (db_.query<article_summary> (
                                  summary_query::article::author == name)));
         });

    return p;
  }

  page pages::edit_article (unsigned long id) const
  {
    odb::transaction t (db_.begin ());

    return page {"Edit article " + std::to_string (id),
                 html::edit_form (*find_article (db_, id)),
                 {}};
  }

  page pages::new_article () const
  {
    odb::transaction t (db_.begin ());

    return page {"New article",
                 html::new_form (objects (db_.query<blog::author> ())),
                 {}};
  }
}
