#include "html.hxx"

#include "markup.hxx"

namespace blog
{
  namespace html
  {
    namespace
    {
      // A token is an epoch, a slash and a version, of which the end changes.
      //
      std::string short_token (const std::string& t)
      {
        const std::size_t shown (6);

        return t.size () <= shown
                 ? t
                 : "\xe2\x80\xa6" + t.substr (t.size () - shown);
      }

      std::string badges (const char* title, const char* classes,
                          const std::vector<std::string>& labels)
      {
        if (labels.empty ())
          return std::string ();

        std::string s;

        for (const std::string& l : labels)
          s += "<li class=\"d-inline-block me-1 mb-1\">" +
               element ("span",
                        (std::string ("badge fw-normal ") + classes).c_str (),
                        l) +
               "</li>\n";

        return element ("h2", "h6", title) +
               "\n<ul class=\"list-unstyled mb-3\">\n" + s + "</ul>\n";
      }

      std::string token_table (const write_report& r)
      {
        if (!r.known)
          return "<p class=\"mb-0\">The tokens are not known: Redis does "
                 "not answer, or a commit is in flight.</p>\n";

        if (r.tokens.empty ())
          return "<p class=\"mb-0\">No token has changed.</p>\n";

        std::string s ("<table class=\"table table-sm mb-0\">\n"
                       "<thead><tr><th>Token of</th><th>before</th>"
                       "<th>after</th></tr></thead>\n<tbody>\n");

        for (const changed_token& t : r.tokens)
          s += "<tr><td>" + code (t.name, t.name) + "</td><td>" +
               code (short_token (t.before), t.before) + "</td><td>" +
               code (short_token (t.after), t.after) + "</td></tr>\n";

        return s + "</tbody></table>\n";
      }

      std::string summary (const write_report& r)
      {
        return r.known
                 ? "This changed " + plural (r.tokens.size (), "token") +
                     ", and " + std::to_string (r.misses.size ()) + " of " +
                     plural (r.misses.size () + r.hits.size (), "fragment") +
                     " in the cache."
                 : std::string ();
      }
    }

    std::string report (const write_report& r)
    {
      std::string fragments (
        badges ("Turned from hits into misses", "text-bg-danger", r.misses) +
        badges ("Still hits", "text-bg-success", r.hits));

      return "<section class=\"card shadow-sm border-primary mb-4\" "
             "id=\"report\">\n<div class=\"card-header text-bg-primary\">" +
             element ("b", "", r.sentence) + ' ' +
             element ("span", "", summary (r)) +
             "</div>\n<div class=\"card-body\"><div class=\"row g-3\">\n"
             "<div class=\"col-lg-6\">" +
             token_table (r) + "</div>\n<div class=\"col-lg-6\">" +
             (r.known && fragments.empty ()
                ? "<p>Nothing was in the cache.</p>"
                : fragments) +
             "</div>\n</div></div>\n</section>\n";
    }
  }
}
