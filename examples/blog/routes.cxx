#include "routes.hxx"

#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include <odb/exceptions.hxx>

#include <odb_alkey/http.hxx>

#include "forms.hxx"
#include "html.hxx"
#include "http-error.hxx"

using httplib::Request;
using httplib::Response;

namespace blog
{
  namespace
  {
    const char content_type[] = "text/html; charset=utf-8";

    // In their order. A field for each would be the same to HTTP (RFC 9110,
    // 5.3), but cpp-httplib does not always keep the order of equal fields.
    // Keys hold no spaces, so that it can be taken apart again.
    //
    std::string list (const std::vector<used_fragment>& v)
    {
      std::string r;

      for (const used_fragment& f : v)
      {
        if (!r.empty ())
          r += ", ";

        r += f.name + ' ' + word (f.source) + ' ' + f.key;
      }

      return r;
    }

    // The header tells how the fragments were come by, as the page itself does
    // only if it is asked to:
    //
    //   Fragments: article hit alkey;…, comments hit alkey;…
    //
    void send (const Request& q, Response& r, const page& p)
    {
      r.set_content (html::document (p, parse_show_fragments (q.params)),
                     content_type);

      if (!p.fragments.empty ())
        r.set_header ("Fragments", list (p.fragments));
    }

    void send_error (Response& r, int status, const std::string& message)
    {
      r.status = status;
      r.set_content (html::error (status, message), content_type);
    }

    // After a POST the browser goes to a page that it can load again.
    //
    void go_to (Response& r, const std::string& path)
    {
      r.set_redirect (path, 303);
    }

    void go_to_article (Response& r, unsigned long id)
    {
      go_to (r, "/articles/" + std::to_string (id));
    }

    // From a path that matched \d{1,9}, which fits everywhere.
    //
    unsigned long id (const Request& q)
    {
      return std::stoul (q.matches[1]);
    }

    // A star asks whether there is an article at all, which a key does not
    // know.
    //
    bool client_has (const Request& q, const odb_alkey::key& k)
    {
      std::string tags (q.get_header_value ("If-None-Match"));

      return tags.find_first_not_of ("* \t") != std::string::npos &&
             odb_alkey::not_modified (tags, k);
    }

    // Whoever has the page as it is now gets none, and the database is not
    // asked. The tag is strong: equal tags mean equal bytes, so that there is
    // none if the article has changed while the page was made, or if the page
    // shows how that was done.
    //
    void send_article (const Request& q, Response& r, const pages& p)
    {
      unsigned long n (id (q));

      if (parse_show_fragments (q.params))
      {
        send (q, r, p.article (n));
        return;
      }

      // Keep it, but ask each time.
      //
      r.headers.erase ("Cache-Control");
      r.set_header ("Cache-Control", "private, no-cache");

      odb_alkey::key k (p.article_key (n));

      if (client_has (q, k))
        r.status = 304;
      else
        send (q, r, p.article (n));

      if (r.status == 304 || p.article_key (n).str () == k.str ())
        r.set_header ("ETag", k.etag ());
    }

    // A transaction that lost against another one can be tried again.
    //
    template <typename Handler>
    httplib::Server::Handler retried (Handler h)
    {
      return [h] (const Request& q, Response& r)
      {
        for (int tries (1);; ++tries)
        {
          try
          {
            h (q, r);
            return;
          }
          catch (const odb::recoverable&)
          {
            if (tries == 5)
              throw;
          }
        }
      };
    }

    void failed (const Request& q, Response& r, std::exception_ptr e)
    {
      try
      {
        std::rethrow_exception (e);
      }
      catch (const http_error& x)
      {
        send_error (r, x.status, x.what ());
      }
      catch (const odb::recoverable& x)
      {
        std::cerr << q.method << ' ' << q.path << ": " << x.what () << '\n';
        send_error (r, 503, "The database is busy. Try again.");
      }
      catch (const std::exception& x)
      {
        std::cerr << q.method << ' ' << q.path << ": " << x.what () << '\n';
        send_error (r, 500, "Something is wrong here; the log says what.");
      }
    }

    // What cpp-httplib refuses by itself has no body.
    //
    httplib::Server::HandlerResponse refused (const Request& q, Response& r)
    {
      if (r.body.empty ())
        send_error (r, r.status,
                    r.status == 404 ? "There is nothing at " + q.path + "."
                    : r.status == 413
                      ? std::string ("That is more than fits in a form here.")
                      : std::string ("This request cannot be answered."));

      return httplib::Server::HandlerResponse::Handled;
    }

    void add_pages (httplib::Server& s, const pages& p)
    {
      s.Get ("/",
             retried ([&p] (const Request& q, Response& r)
                      { send (q, r, p.list (parse_search (q.params))); }));

      s.Get (R"(/articles/(\d{1,9}))",
             retried ([&p] (const Request& q, Response& r)
                      { send_article (q, r, p); }));

      s.Get (R"(/authors/([^/]+))",
             retried ([&p] (const Request& q, Response& r)
                      { send (q, r, p.author (q.matches[1])); }));

      s.Get (R"(/articles/(\d{1,9})/edit)",
             retried ([&p] (const Request& q, Response& r)
                      { send (q, r, p.edit_article (id (q))); }));

      s.Get ("/articles/new", retried ([&p] (const Request& q, Response& r)
                                       { send (q, r, p.new_article ()); }));
    }

    void add_edits (httplib::Server& s, edits& e)
    {
      s.Post ("/articles",
              retried (
                [&e] (const Request& q, Response& r)
                {
                  go_to_article (
                    r, e.add_article (parse_line (q.params, "author"),
                                      parse_article (q.params)));
                }));

      s.Post (R"(/articles/(\d{1,9}))",
              retried (
                [&e] (const Request& q, Response& r)
                {
                  e.edit_article (id (q), parse_article (q.params),
                                  parse_roll_back (q.params));
                  go_to_article (r, id (q));
                }));

      s.Post (R"(/articles/(\d{1,9})/comments)",
              retried (
                [&e] (const Request& q, Response& r)
                {
                  e.add_comment (id (q), parse_comment (q.params));
                  go_to_article (r, id (q));
                }));

      s.Post (R"(/articles/(\d{1,9})/erase)",
              retried (
                [&e] (const Request& q, Response& r)
                {
                  e.erase_article (id (q));
                  go_to (r, "/");
                }));
    }

    // Each answer tells how many statements it took:
    //
    //   Statements: 0
    //
    void count_statements (httplib::Server& s, statement_counter& c)
    {
      s.set_pre_routing_handler (
        [&c] (const Request&, Response&)
        {
          c.reset ();
          return httplib::Server::HandlerResponse::Unhandled;
        });

      s.set_post_routing_handler (
        [&c] (const Request&, Response& r)
        {
          r.set_header ("Statements", std::to_string (c.count ()));

          // It would be that of the page (RFC 9110, 8.6).
          //
          if (r.status == 304)
            r.headers.erase ("Content-Length");
        });
    }
  }

  void add_routes (httplib::Server& s, const pages& p, edits& e,
                   statement_counter& c)
  {
    count_statements (s, c);
    add_pages (s, p);
    add_edits (s, e);
    s.set_exception_handler (&failed);
    s.set_error_handler (httplib::Server::HandlerWithResponse (&refused));
  }
}
