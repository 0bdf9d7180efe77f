#include "pages.hxx"

#include <memory>
#include <string>
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
using odb_alkey::one;
using odb_alkey::text;

namespace blog
{
  namespace
  {
    typedef odb::query<article_summary> summary_query;
    typedef odb::query<comment> comment_query;

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
  }

  pages::pages (odb::database& db, odb_alkey::key_generator k,
                fragment_cache& c)
      : db_ (db), cache_key_ (k), cache_ (c)
  {
  }

  template <typename Render>
  void pages::add (page& p, const char* name, const odb_alkey::key& k,
                   Render render) const
  {
    std::string html;
    source s (source::unstorable);

    if (!k.storable ())
    {
      html = render ();
    }
    else if (cache_.find (k.str (), html))
    {
      s = source::hit;
    }
    else
    {
      html = render ();
      cache_.store (k.str (), html);
      s = source::miss;
    }

    p.body += html;
    p.fragments.push_back (used_fragment {name, s, k.str ()});
  }

  // What is searched for comes from outside: as text () it is never taken for
  // an identifier, whatever it looks like.
  //
  page pages::list (const std::string& search) const
  {
    page p {"Articles", html::search_form (search), {}};

    add (p, "list", cache_key_ (all<blog::article> (), "list", text (search)),
         [&]
         {
           odb::transaction t (db_.begin ());
           return html::list (values (db_.query<article_summary> (
             summary_query::article::title.like (containing (search), "!"))));
         });

    // Does not name the articles, or it would depend on them.
    //
    add (p, "latest", cache_key_ (all<comment> (), "latest"),
         [&]
         {
           odb::transaction t (db_.begin ());
           return html::latest (objects (db_.query<comment> (
             "ORDER BY" + comment_query::id + "DESC LIMIT 5")));
         });

    return p;
  }

  // Comments touch their article, so that it alone is enough for them too.
  // Its author's name is the author's id, which is part of the article.
  //
  page pages::article (unsigned long id) const
  {
    page p {"Article " + std::to_string (id), "", {}};

    add (p, "article", cache_key_ (one<blog::article> (id), "article"),
         [&]
         {
           odb::transaction t (db_.begin ());
           return html::article (*find_article (db_, id));
         });

    add (p, "comments", cache_key_ (one<blog::article> (id), "comments"),
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

  // Articles touch their author. They show no number of comments here: those
  // touch the article, and it does not go further up than that.
  //
  page pages::author (const std::string& name) const
  {
    page p {"Articles of " + name, "", {}};

    add (p, "author", cache_key_ (one<blog::author> (name), "author"),
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
