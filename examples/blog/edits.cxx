#include "edits.hxx"

#include <memory>
#include <string>
#include <vector>

#include <odb/sqlite/database.hxx>
#include <odb/transaction.hxx>

#include <schema/blog/article-odb.hxx>
#include <schema/blog/author-odb.hxx>
#include <schema/blog/comment-odb.hxx>

#include "find.hxx"
#include "http-error.hxx"

namespace blog
{
  edits::edits (odb::sqlite::database& db): db_ (db) {}

  unsigned long edits::add_article (const std::string& author,
                                    const article_form& f)
  {
    odb::transaction t (db_.begin_immediate ());
    std::shared_ptr<blog::author> w (db_.find<blog::author> (author));

    if (w == nullptr)
      throw http_error (400, "There is no author " + author + ".");

    article a (w, f.title, f.text);
    db_.persist (a);
    t.commit ();
    return a.id ();
  }

  void edits::edit_article (unsigned long id, const article_form& f,
                            bool roll_back)
  {
    odb::transaction t (db_.begin_immediate ());
    std::shared_ptr<article> a (find_article (db_, id));
    a->title (f.title);
    a->text (f.text);
    db_.update (*a);

    if (roll_back)
      t.rollback ();
    else
      t.commit ();
  }

  // The comments are erased one by one: a foreign key that cascades would
  // erase them where ODB does not see it.
  //
  void edits::erase_article (unsigned long id)
  {
    typedef odb::query<comment> query;

    odb::transaction t (db_.begin_immediate ());
    std::shared_ptr<article> a (find_article (db_, id));

    odb::result<comment> r (db_.query<comment> (query::article == id));
    std::vector<std::shared_ptr<comment>> comments;

    for (auto i (r.begin ()); i != r.end (); ++i)
      comments.push_back (i.load ());

    for (const std::shared_ptr<comment>& c : comments)
      db_.erase (*c);

    db_.erase (*a);
    t.commit ();
  }

  void edits::add_comment (unsigned long article, const comment_form& f)
  {
    odb::transaction t (db_.begin_immediate ());
    std::shared_ptr<blog::article> a (find_article (db_, article));

    if (f.stars == 0)
    {
      comment c (a, f.by, f.text);
      db_.persist (c);
    }
    else
    {
      review r (a, f.by, f.text, f.stars);
      db_.persist (r);
    }

    t.commit ();
  }
}
