#include "sample.hxx"

#include <memory>

#include <odb/database.hxx>
#include <odb/schema-catalog.hxx>
#include <odb/transaction.hxx>

#include <schema/blog/article-odb.hxx>
#include <schema/blog/author-odb.hxx>
#include <schema/blog/comment-odb.hxx>

namespace blog
{
  void add_sample (odb::database& db)
  {
    odb::transaction t (db.begin ());

    // For a SELECT, execute () returns the number of rows.
    //
    if (db.execute ("SELECT 1 FROM sqlite_master LIMIT 1") != 0)
      return;

    odb::schema_catalog::create_schema (db, "", false);

    auto ada (std::make_shared<author> (
      "Ada", "Writes about engines, and what they might do."));
    auto grace (std::make_shared<author> (
      "Grace", "Writes about compilers, and things found in relays."));
    db.persist (ada);
    db.persist (grace);

    auto engine (std::make_shared<article> (
      ada, "An engine that weaves numbers",
      "It weaves algebraical patterns\njust as the loom weaves flowers and "
      "leaves."));
    auto moth (std::make_shared<article> (
      grace, "A moth in the relay",
      "The first actual case of a bug being found.\nIt is in the log book."));
    auto notes (std::make_shared<article> (
      ada, "Notes on the notes",
      "They became longer than what they annotate."));
    db.persist (engine);
    db.persist (moth);
    db.persist (notes);

    comment c (moth, "Ada", "What did it compute?");
    review r (engine, "Charles", "She understands it better than I do.", 5);
    db.persist (c);
    db.persist (r);
    t.commit ();
  }
}
