#include "html.hxx"

#include "forms.hxx"
#include "markup.hxx"

namespace blog
{
  namespace html
  {
    namespace
    {
      std::string label (const std::string& text, const std::string& field)
      {
        return "<label class=\"form-label d-block mb-3\">" + text + ' ' +
               field + "</label>\n";
      }

      std::string line_field (const char* text, const char* name,
                              const std::string& value)
      {
        return label (text, std::string ("<input class=\"form-control\" "
                                         "name=\"") +
                              name + "\" value=\"" + escape (value) +
                              "\" maxlength=\"" + std::to_string (max_line) +
                              "\" required>");
      }

      // The parser drops the first line feed.
      //
      std::string text_field (const char* text, const std::string& value)
      {
        return label (text, "<textarea class=\"form-control\" name=\"text\" "
                            "rows=\"5\" maxlength=\"" +
                              std::to_string (max_text) + "\" required>\n" +
                              escape (value) + "</textarea>");
      }

      std::string button (const char* classes, const std::string& text,
                          const std::string& attributes = "")
      {
        return std::string ("<button class=\"btn ") + classes + '"' +
               attributes + '>' + text + "</button>\n";
      }

      std::string post_form (const std::string& action,
                             const std::string& content)
      {
        return "<form method=\"post\" action=\"" + action + "\">\n" + content +
               "</form>\n";
      }
    }

    std::string list_heading (const std::string& search)
    {
      return "<div class=\"d-sm-flex align-items-center "
             "justify-content-between mb-3\">\n" +
             element ("h1", "h3 mb-2 mb-sm-0", "Articles") +
             "\n<form class=\"input-group w-auto\" action=\"/\">"
             "<input class=\"form-control\" name=\"q\" value=\"" +
             escape (search) +
             "\" placeholder=\"Words of a title\" aria-label=\"Words of a "
             "title\">" +
             button ("btn-outline-secondary", "Search") + "</form>\n</div>\n";
    }

    std::string article_forms (unsigned long id)
    {
      std::string path ("/articles/" + std::to_string (id));

      return card (
               element ("h2", "h5", "Change this article") +
               "\n<p class=\"small text-muted\">The fragments that show it "
               "will have other keys then, and no others will.</p>\n" +
               "<div class=\"d-flex gap-2\">" +
               link (path + "/edit", "Edit", "btn btn-primary") +
               post_form (path + "/erase",
                          button ("btn-outline-danger", "Erase")) +
               "</div>\n") +
             card (element ("h2", "h5", "Say something") + '\n' +
                   post_form (
                     path + "/comments",
                     line_field ("Your name", "by", "") +
                       label ("Stars, if it is a review",
                              "<input class=\"form-control\" name=\"stars\" "
                              "type=\"number\" min=\"1\" max=\"5\">") +
                       text_field ("Comment", "") +
                       button ("btn-outline-primary", "Comment")));
    }

    std::string edit_form (const blog::article& a)
    {
      return card (post_form (
        "/articles/" + std::to_string (a.id ()),
        line_field ("Title", "title", a.title ()) +
          text_field ("Text", a.text ()) + "<div class=\"d-flex gap-2\">\n" +
          button ("btn-primary", "Save", " name=\"then\" value=\"save\"") +
          button ("btn-outline-secondary", "Save, and roll back",
                  " name=\"then\" value=\"roll back\"") +
          "</div>\n"));
    }

    std::string new_form (const author_ptrs& v)
    {
      std::string s ("<select class=\"form-select\" name=\"author\">\n");

      for (const std::shared_ptr<blog::author>& a : v)
        s += element ("option", "", a->name ()) + '\n';

      return card (post_form (
        "/articles",
        label ("Author", s + "</select>") + line_field ("Title", "title", "") +
          text_field ("Text", "") + button ("btn-primary", "Publish")));
    }
  }
}
