#include "html.hxx"

#include <odb/lazy-ptr.hxx>

#include <schema/blog/article-odb.hxx>
#include <schema/blog/author-odb.hxx>

#include "markup.hxx"
#include "script.hxx"

namespace blog
{
  namespace html
  {
    const char style_sheet[] = "/bootstrap.css";

    namespace
    {
      // Bootstrap lacks the first two rules; the others make the page readable
      // where Bootstrap is not there, and give way where it is.
      //
      const char style[] = ".text{white-space:pre-wrap}"
                           "#made:empty{display:none}"
                           "body{font:16px/1.5 sans-serif;margin:1em}"
                           "label{display:block}"
                           "nav *,#made span{margin-right:1em}"
                           "input,textarea{max-width:100%}"
                           "code,h1{overflow-wrap:anywhere}";

      std::string stars (const comment& c)
      {
        const review* r (dynamic_cast<const review*> (&c));
        std::string s;

        for (unsigned short i (0); r != nullptr && i != r->stars (); ++i)
          s += "&#9733;";

        return s.empty () ? s
                          : "<span class=\"text-warning\">" + s + "</span>";
      }

      std::string fragment_table (const std::vector<used_fragment>& v)
      {
        std::string s (
          "<table class=\"table table-sm small\" id=\"fragments\">\n"
          "<caption class=\"caption-top\">Fragments of this page, and what "
          "the cache had under their keys</caption>\n"
          "<thead><tr class=\"text-nowrap\"><th>fragment</th>"
          "<th>cache</th><th>key</th></tr></thead>\n<tbody>\n");

        for (const used_fragment& f : v)
          s += "<tr><td class=\"text-nowrap\">" + escape (f.name) +
               "</td><td>" + word (f.source) + "</td><td>" +
               code (f.key, f.key) + "</td></tr>\n";

        return s + "</tbody></table>\n";
      }

      std::string fragments (const page& p, bool show)
      {
        if (p.fragments.empty ())
          return std::string ();

        return show
                 ? fragment_table (p.fragments)
                 : "<p class=\"small text-muted border-top pt-3\">Each box "
                   "with a key on it is a fragment, which Redis keeps under "
                   "that key: a hit came from there, and a miss was made by "
                   "SQL. " +
                     link (p.reference + "show=fragments", "Show whole keys") +
                     "</p>\n";
      }

      std::string columns (const page& p)
      {
        return "<div class=\"row\">\n<div class=\"col-lg-8\">\n" + p.body +
               "</div>\n<div class=\"col-lg-4\">\n" + p.aside +
               "</div>\n</div>\n";
      }
    }

    std::string heading (const std::string& text)
    {
      return element ("h1", "h3 mb-3", text) + '\n';
    }

    // Fragments.
    //
    std::string fragment (const std::string& name, const std::string& content)
    {
      return "<section class=\"card shadow-sm mb-4\" data-fragment=\"" + name +
             "\">\n" + content + "</section>\n";
    }

    std::string teaser_name (unsigned long id)
    {
      return "teaser-" + std::to_string (id);
    }

    std::string teaser (const article_summary& a)
    {
      return "<li class=\"list-group-item py-3\" data-fragment=\"" +
             teaser_name (a.id) + "\">" + link_to_article (a.id, a.title) +
             "\n<div class=\"text-muted\">by " + link_to_author (a.author) +
             ", " + plural (a.comments, "comment") + "</div></li>\n";
    }

    std::string list (const std::vector<std::string>& teasers)
    {
      if (teasers.empty ())
        return "<p class=\"card-body mb-0\">No articles.</p>\n";

      std::string s ("<ul class=\"list-group list-group-flush\">\n");

      for (const std::string& t : teasers)
        s += t;

      return s + "</ul>\n";
    }

    std::string latest (const comment_ptrs& v)
    {
      std::string s ("<div class=\"card-body\">\n" +
                     element ("h2", "h5", "Latest comments") +
                     "\n<ul class=\"list-unstyled mb-0\">\n");

      for (const std::shared_ptr<comment>& c : v)
      {
        unsigned long id (c->article ().object_id<blog::article> ());
        s += "<li>" + escape (c->by ()) + " on " +
             link_to_article (id, "article " + std::to_string (id)) + ' ' +
             stars (*c) + "</li>\n";
      }

      return s + "</ul>\n</div>\n";
    }

    std::string article (const blog::article& a)
    {
      return "<div class=\"card-body\">\n" + element ("h1", "h3", a.title ()) +
             "\n<p class=\"text-muted\">by " +
             link_to_author (a.author ().object_id<blog::author> ()) +
             "</p>\n" + paragraph (a.text ()) + "</div>\n";
    }

    std::string comments (const comment_ptrs& v)
    {
      std::string s ("<div class=\"card-body\">\n" +
                     element ("h2", "h5", "Comments") + '\n');

      if (v.empty ())
        s +=
          "<p class=\"text-muted mb-0\">Nobody has said anything yet.</p>\n";

      for (const std::shared_ptr<comment>& c : v)
        s += "<div class=\"mt-3\">" + element ("b", "", c->by ()) + ' ' +
             stars (*c) + '\n' + paragraph (c->text ()) + "</div>\n";

      return s + "</div>\n";
    }

    std::string author (const blog::author& a, const summaries& v)
    {
      std::string s ("<div class=\"card-body\">\n" + paragraph (a.about ()) +
                     "<ul class=\"mt-3 mb-0\">\n");

      for (const article_summary& i : v)
        s += "<li>" + link_to_article (i.id, i.title) + "</li>\n";

      return s + "</ul>\n</div>\n";
    }

    std::string search_reference (const std::string& search)
    {
      return search.empty () ? "?" : "?q=" + encode (search) + '&';
    }

    // Whole documents.
    //
    std::string document (const page& p, bool show_fragments)
    {
      return std::string ("<!doctype html>\n<html lang=\"en\">\n<head>\n"
                          "<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
                          "content=\"width=device-width, initial-scale=1\">\n"
                          "<link rel=\"icon\" href=\"data:,\">\n") +
             element ("title", "", p.title) + "\n<style>" + style +
             "</style>\n<link rel=\"stylesheet\" href=\"" + style_sheet +
             "\">\n</head>\n<body class=\"bg-light text-break\">\n"
             "<nav class=\"bg-dark py-2 mb-4\"><div class=\"container d-flex "
             "gap-3\">" +
             "<b class=\"text-white\">odb_alkey</b>" +
             link ("/", "Articles", "link-light text-decoration-none") +
             link ("/articles/new", "Write one",
                   "link-light text-decoration-none") +
             "</div></nav>\n<main class=\"container\">\n"
             "<p class=\"d-flex flex-wrap align-items-center gap-2 small "
             "text-muted\" id=\"made\"></p>\n" +
             p.notice + columns (p) + fragments (p, show_fragments) +
             "</main>\n<script>" + script + "</script>\n</body>\n</html>\n";
    }

    std::string error (int status, const std::string& message)
    {
      std::string title ("Error " + std::to_string (status));

      return document (
        page {title, heading (title) + card (paragraph (message))}, false);
    }
  }
}
