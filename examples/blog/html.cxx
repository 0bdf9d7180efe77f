#include "html.hxx"

#include <odb/lazy-ptr.hxx>

#include <schema/blog/article-odb.hxx>
#include <schema/blog/author-odb.hxx>

#include "forms.hxx"

namespace blog
{
  namespace html
  {
    namespace
    {
      const char style[] =
        "body{font:16px/1.5 sans-serif;max-width:50em;margin:2em auto;"
        "padding:0 1em}"
        "nav a{margin-right:1em}"
        ".text{white-space:pre-wrap}"
        "form{margin:1em 0}"
        "label{display:block}"
        "input,textarea{width:100%;"
        "box-sizing:border-box}"
        "footer,table{margin-top:3em;font-size:80%}"
        "table{border-collapse:collapse;width:100%}"
        "caption,th,td{text-align:left;padding:.2em .5em;"
        "border-bottom:1px solid #ccc;vertical-align:top}"
        "code{word-break:break-all}"
        ".hit{color:#070}.miss{color:#a00}.unstorable{color:#850}";

      std::string link (const std::string& href, const std::string& text)
      {
        return "<a href=\"" + escape (href) + "\">" + escape (text) + "</a>";
      }

      std::string link_to_article (unsigned long id, const std::string& text)
      {
        return link ("/articles/" + std::to_string (id), text);
      }

      // Whatever is not unreserved as %XX (RFC 3986, 2.3).
      //
      std::string encode (const std::string& text)
      {
        static const char hex[] = "0123456789ABCDEF";
        std::string r;

        for (char c : text)
        {
          unsigned char u (static_cast<unsigned char> (c));

          if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
              (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '~')
            r += c;
          else
          {
            r += '%';
            r += hex[u >> 4];
            r += hex[u & 15];
          }
        }

        return r;
      }

      std::string link_to_author (const std::string& name)
      {
        return link ("/authors/" + encode (name), name);
      }

      std::string tag (const char* name, const std::string& text)
      {
        return std::string ("<") + name + '>' + escape (text) + "</" + name +
               ">\n";
      }

      std::string text (const std::string& s)
      {
        return "<p class=\"text\">" + escape (s) + "</p>\n";
      }

      std::string stars (const comment& c)
      {
        const review* r (dynamic_cast<const review*> (&c));
        std::string s;

        for (unsigned short i (0); r != nullptr && i != r->stars (); ++i)
          s += "&#9733;";

        return s;
      }

      // Fields of forms.
      //
      std::string line_field (const char* label, const char* name,
                              const std::string& value)
      {
        return std::string ("<label>") + label + " <input name=\"" + name +
               "\" value=\"" + escape (value) + "\" maxlength=\"" +
               std::to_string (max_line) + "\"></label>\n";
      }

      std::string text_field (const char* label, const std::string& value)
      {
        // The parser drops the first line feed.
        //
        return std::string ("<label>") + label +
               " <textarea name=\"text\" rows=\"6\" maxlength=\"" +
               std::to_string (max_text) + "\">\n" + escape (value) +
               "</textarea></label>\n";
      }

      std::string post_form (const std::string& action,
                             const std::string& fields,
                             const std::string& button)
      {
        return "<form method=\"post\" action=\"" + action + "\">\n" + fields +
               "<button>" + button + "</button>\n</form>\n";
      }

      std::string fragment_table (const std::vector<used_fragment>& v)
      {
        std::string s (
          "<table>\n<caption>Fragments of this page, and what the "
          "cache had under their keys</caption>\n"
          "<tr><th>fragment</th><th>cache</th><th>key</th></tr>\n");

        for (const used_fragment& f : v)
        {
          std::string w (word (f.source));
          s += "<tr><td>" + escape (f.name) + "</td><td class=\"" + w + "\">" +
               w + "</td><td><code>" + escape (f.key) + "</code></td></tr>\n";
        }

        return s + "</table>\n";
      }

      std::string fragments (const page& p, bool show)
      {
        if (p.fragments.empty ())
          return std::string ();

        return show ? fragment_table (p.fragments)
                    : "<footer>" +
                        link (p.reference + "show=fragments",
                              "How this page is made") +
                        "</footer>\n";
      }
    }

    std::string escape (const std::string& text)
    {
      std::string r;
      r.reserve (text.size ());

      for (char c : text)
      {
        switch (c)
        {
        case '&':
          r += "&amp;";
          break;
        case '<':
          r += "&lt;";
          break;
        case '>':
          r += "&gt;";
          break;
        case '"':
          r += "&quot;";
          break;
        case '\'':
          r += "&#39;";
          break;
        default:
          r += c;
        }
      }

      return r;
    }

    // Fragments.
    //
    std::string teaser (const article_summary& a)
    {
      return "<li>" + link_to_article (a.id, a.title) + " by " +
             link_to_author (a.author) +
             ", comments: " + std::to_string (a.comments) + "</li>\n";
    }

    std::string list (const std::vector<std::string>& teasers)
    {
      if (teasers.empty ())
        return "<p>No articles.</p>\n";

      std::string s ("<ul>\n");

      for (const std::string& t : teasers)
        s += t;

      return s + "</ul>\n";
    }

    std::string latest (const comment_ptrs& v)
    {
      std::string s ("<h2>Latest comments</h2>\n<ul>\n");

      for (const std::shared_ptr<comment>& c : v)
      {
        unsigned long id (c->article ().object_id<blog::article> ());
        s += "<li>" + escape (c->by ()) + " on " +
             link_to_article (id, "article " + std::to_string (id)) + ' ' +
             stars (*c) + "</li>\n";
      }

      return s + "</ul>\n";
    }

    std::string article (const blog::article& a)
    {
      return tag ("h2", a.title ()) + "<p>by " +
             link_to_author (a.author ().object_id<blog::author> ()) +
             "</p>\n" + text (a.text ());
    }

    std::string comments (const comment_ptrs& v)
    {
      std::string s ("<h3>Comments</h3>\n");

      for (const std::shared_ptr<comment>& c : v)
        s += "<p><b>" + escape (c->by ()) + "</b> " + stars (*c) + "</p>\n" +
             text (c->text ());

      return s;
    }

    std::string author (const blog::author& a, const summaries& v)
    {
      std::string s (text (a.about ()) + "<ul>\n");

      for (const article_summary& i : v)
        s += "<li>" + link_to_article (i.id, i.title) + "</li>\n";

      return s + "</ul>\n";
    }

    std::string search_reference (const std::string& search)
    {
      return search.empty () ? "?" : "?q=" + encode (search) + '&';
    }

    // Forms.
    //
    std::string search_form (const std::string& search)
    {
      return "<form><input name=\"q\" value=\"" + escape (search) +
             "\" placeholder=\"in a title\"><button>Search</button></form>\n";
    }

    std::string article_forms (unsigned long id)
    {
      std::string path ("/articles/" + std::to_string (id));

      return "<h3>Say something</h3>\n" +
             post_form (
               path + "/comments",
               line_field ("Your name", "by", "") +
                 "<label>Stars, if it is a review <input name=\"stars\" "
                 "type=\"number\" min=\"1\" max=\"5\"></label>\n" +
                 text_field ("Comment", ""),
               "Comment") +
             "<p>" + link (path + "/edit", "Edit this article") + "</p>\n" +
             post_form (path + "/erase", "", "Erase this article");
    }

    std::string edit_form (const blog::article& a)
    {
      return "<form method=\"post\" action=\"/articles/" +
             std::to_string (a.id ()) + "\">\n" +
             line_field ("Title", "title", a.title ()) +
             text_field ("Text", a.text ()) +
             "<button name=\"then\" value=\"save\">Save</button>\n"
             "<button name=\"then\" value=\"roll back\">Save, and roll back"
             "</button>\n</form>\n";
    }

    std::string new_form (const author_ptrs& v)
    {
      std::string s ("<label>Author <select name=\"author\">\n");

      for (const std::shared_ptr<blog::author>& a : v)
        s += tag ("option", a->name ());

      return post_form ("/articles",
                        s + "</select></label>\n" +
                          line_field ("Title", "title", "") +
                          text_field ("Text", ""),
                        "Publish");
    }

    // Whole documents.
    //
    std::string document (const page& p, bool show_fragments)
    {
      return "<!doctype html>\n<html lang=\"en\">\n<head>\n"
             "<meta charset=\"utf-8\">\n" +
             tag ("title", p.title) + "<style>" + style +
             "</style>\n</head>\n<body>\n<nav>" + link ("/", "Articles") +
             link ("/articles/new", "Write one") + "</nav>\n" +
             tag ("h1", p.title) + p.body + fragments (p, show_fragments) +
             "</body>\n</html>\n";
    }

    std::string error (int status, const std::string& message)
    {
      page p {"Error " + std::to_string (status),
              "<p>" + escape (message) + "</p>\n",
              {}};
      return document (p, false);
    }
  }
}
