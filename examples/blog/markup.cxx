#include "markup.hxx"

namespace blog
{
  namespace html
  {
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

    std::string element (const char* name, const char* classes,
                         const std::string& text)
    {
      std::string s (std::string ("<") + name);

      if (*classes != '\0')
        s += std::string (" class=\"") + classes + '"';

      return s + '>' + escape (text) + "</" + name + '>';
    }

    std::string link (const std::string& href, const std::string& text,
                      const char* classes)
    {
      std::string s ("<a href=\"" + escape (href) + '"');

      if (*classes != '\0')
        s += std::string (" class=\"") + classes + '"';

      return s + '>' + escape (text) + "</a>";
    }

    std::string link_to_article (unsigned long id, const std::string& text)
    {
      return link ("/articles/" + std::to_string (id), text);
    }

    std::string link_to_author (const std::string& name)
    {
      return link ("/authors/" + encode (name), name);
    }

    std::string paragraph (const std::string& text)
    {
      return element ("p", "text mb-0", text) + '\n';
    }

    std::string code (const std::string& text, const std::string& title)
    {
      return "<code class=\"text-body\" title=\"" + escape (title) + "\">" +
             escape (text) + "</code>";
    }

    std::string plural (std::size_t n, const std::string& noun)
    {
      return std::to_string (n) + ' ' + noun + (n == 1 ? "" : "s");
    }

    std::string card (const std::string& content)
    {
      return "<div class=\"card shadow-sm mb-4\"><div class=\"card-body\">\n" +
             content + "</div></div>\n";
    }
  }
}
