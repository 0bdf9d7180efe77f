#include "routes.hxx"

#include <chrono>
#include <cstddef>
#include <exception>
#include <iostream>
#include <memory>
#include <string>
#include <utility>

#include <odb/exceptions.hxx>

#include <odb_alkey/http.hxx>

#include "forms.hxx"
#include "html.hxx"
#include "http-error.hxx"
#include "server-timing.hxx"

using httplib::Request;
using httplib::Response;
using std::chrono::microseconds;
using std::chrono::steady_clock;

namespace blog
{
  namespace
  {
    const char content_type[] = "text/html; charset=utf-8";

    // Sends the content as it is. cpp-httplib would compress it as well as it
    // can, which takes longer than all the rest, and both forms would have the
    // same entity tag.
    //
    void set_content (Response& r, std::string s, const char* type)
    {
      std::size_t size (s.size ());
      auto shared (std::make_shared<std::string> (std::move (s)));

      r.set_content_provider (
        size, type,
        [shared] (std::size_t offset, std::size_t n, httplib::DataSink& to)
        { return to.write (shared->data () + offset, n); });
    }

    // How a page is to be shown.
    //
    struct view
    {
      explicit view (const Request& q)
          : fragments (parse_show_fragments (q.params)),
            after (parse_after (q.params))
      {
      }

      // True if the page shows nothing that differs between two requests.
      //
      bool plain () const
      {
        return !fragments && after == 0;
      }

      bool fragments;
      unsigned long after;
    };

    // The header tells where the fragments come from. The body tells it only
    // if it is asked to.
    //
    void send (const Request& q, Response& r, page p, write_watch& w)
    {
      view v (q);
      write_report report;

      if (v.after != 0 && w.find (v.after, report))
        p.notice = html::report (report);

      set_content (r, html::document (p, v.fragments), content_type);

      if (!p.fragments.empty ())
        r.set_header ("Server-Timing", timings (p.fragments));

      w.remember (p.fragments);
    }

    void send_error (Response& r, int status, const std::string& message)
    {
      r.status = status;
      r.set_content (html::error (status, message), content_type);
    }

    // After a POST the browser goes to a page that it can load again, which
    // shows what the write with this number has changed.
    //
    void go_to (Response& r, const std::string& path, unsigned long after)
    {
      r.set_redirect (path + "?after=" + std::to_string (after), 303);
    }

    std::string name_of (unsigned long article)
    {
      return "Article " + std::to_string (article);
    }

    std::string path_of (unsigned long article)
    {
      return "/articles/" + std::to_string (article);
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

    // A client that has the page as it is now gets no body, and the database
    // is not asked. The tag is strong: equal tags mean equal bytes. So there
    // is none if the article has changed while the page was made, or if the
    // page shows more than the article.
    //
    void send_article (const Request& q, Response& r, const pages& p,
                       write_watch& w)
    {
      unsigned long n (id (q));

      if (!view (q).plain ())
      {
        send (q, r, p.article (n), w);
        return;
      }

      // Keep it, but ask each time.
      //
      r.headers.erase ("Cache-Control");
      r.set_header ("Cache-Control", "private, no-cache");

      odb_alkey::key k (p.article_key (n));

      if (client_has (q, k))
      {
        r.status = 304;
        r.set_header ("Server-Timing", timing ("page", microseconds (0),
                                               "browser " + k.str ()));
      }
      else
        send (q, r, p.article (n), w);

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

    // A request that cpp-httplib refuses by itself has an answer without a
    // body.
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

    void add_pages (httplib::Server& s, const pages& p, write_watch& w)
    {
      s.Get ("/",
             retried ([&p, &w] (const Request& q, Response& r)
                      { send (q, r, p.list (parse_search (q.params)), w); }));

      s.Get (R"(/articles/(\d{1,9}))",
             retried ([&p, &w] (const Request& q, Response& r)
                      { send_article (q, r, p, w); }));

      s.Get (R"(/authors/([^/]+))",
             retried ([&p, &w] (const Request& q, Response& r)
                      { send (q, r, p.author (q.matches[1]), w); }));

      s.Get (R"(/articles/(\d{1,9})/edit)",
             retried ([&p, &w] (const Request& q, Response& r)
                      { send (q, r, p.edit_article (id (q)), w); }));

      s.Get ("/articles/new", retried ([&p, &w] (const Request& q, Response& r)
                                       { send (q, r, p.new_article (), w); }));
    }

    void add_edits (httplib::Server& s, edits& e, write_watch& w)
    {
      s.Post ("/articles",
              retried (
                [&e, &w] (const Request& q, Response& r)
                {
                  std::string author (parse_line (q.params, "author"));
                  article_form f (parse_article (q.params));
                  unsigned long a (0);

                  unsigned long n (w.report (
                    [&]
                    {
                      a = e.add_article (author, f);
                      return name_of (a) + " was published.";
                    }));
                  go_to (r, path_of (a), n);
                }));

      s.Post (R"(/articles/(\d{1,9}))",
              retried (
                [&e, &w] (const Request& q, Response& r)
                {
                  unsigned long a (id (q));
                  article_form f (parse_article (q.params));
                  bool back (parse_roll_back (q.params));

                  unsigned long n (w.report (
                    [&]
                    {
                      e.edit_article (a, f, back);
                      return name_of (a) +
                             (back ? " was edited, and that was rolled back."
                                   : " was edited.");
                    }));
                  go_to (r, path_of (a), n);
                }));

      s.Post (R"(/articles/(\d{1,9})/comments)",
              retried (
                [&e, &w] (const Request& q, Response& r)
                {
                  unsigned long a (id (q));
                  comment_form f (parse_comment (q.params));

                  unsigned long n (w.report (
                    [&]
                    {
                      e.add_comment (a, f);
                      return name_of (a) + " has a new comment by " + f.by +
                             '.';
                    }));
                  go_to (r, path_of (a), n);
                }));

      s.Post (R"(/articles/(\d{1,9})/erase)",
              retried (
                [&e, &w] (const Request& q, Response& r)
                {
                  unsigned long a (id (q));

                  unsigned long n (w.report (
                    [&]
                    {
                      e.erase_article (a);
                      return name_of (a) + " was erased.";
                    }));
                  go_to (r, "/", n);
                }));
    }

    // Browsers may keep it for an hour.
    //
    void add_style_sheet (httplib::Server& s, const std::string& css)
    {
      s.Get (html::style_sheet,
             [css] (const Request&, Response& r)
             {
               if (css.empty ())
               {
                 r.status = 404;
                 return;
               }

               r.headers.erase ("Cache-Control");
               r.set_header ("Cache-Control", "max-age=3600");
               set_content (r, css, "text/css; charset=utf-8");
             });
    }

    // Each answer tells how many statements it took, and how long:
    //
    //   Server-Timing: sql;desc="0", total;dur=0.31
    //
    void add_totals (httplib::Server& s, statement_counter& c)
    {
      // A request has one thread.
      //
      static thread_local steady_clock::time_point begin;

      s.set_pre_routing_handler (
        [&c] (const Request&, Response&)
        {
          c.reset ();
          begin = steady_clock::now ();
          return httplib::Server::HandlerResponse::Unhandled;
        });

      s.set_post_routing_handler (
        [&c] (const Request&, Response& r)
        {
          std::string list (r.get_header_value ("Server-Timing"));
          microseconds total (std::chrono::duration_cast<microseconds> (
            steady_clock::now () - begin));

          r.headers.erase ("Server-Timing");
          r.set_header ("Server-Timing",
                        list + (list.empty () ? "" : ", ") + "sql;desc=\"" +
                          std::to_string (c.count ()) + "\", " +
                          timing ("total", total, ""));

          // It would be that of the page (RFC 9110, 8.6).
          //
          if (r.status == 304)
            r.headers.erase ("Content-Length");
        });
    }
  }

  void add_routes (httplib::Server& s, const pages& p, edits& e,
                   write_watch& w, statement_counter& c,
                   const std::string& style_sheet)
  {
    add_totals (s, c);
    add_pages (s, p, w);
    add_edits (s, e, w);
    add_style_sheet (s, style_sheet);
    s.set_exception_handler (&failed);
    s.set_error_handler (httplib::Server::HandlerWithResponse (&refused));
  }
}
