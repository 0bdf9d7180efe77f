#ifndef ODB_ALKEY_HTTP_HXX
#define ODB_ALKEY_HTTP_HXX

#include <string>

#include <odb_alkey/key.hxx>

// Conditional requests (RFC 9110, 13), for any server: they work on strings.
//
//   odb_alkey::key k (alkey.cache_key (odb_alkey::one<article> (id), "page"));
//
//   if (odb_alkey::not_modified (request.header ("If-None-Match"), k))
//     return response (304).header ("ETag", k.etag ());
//
//   return response (200, render (id)).header ("ETag", k.etag ());
//
// Made before the page is loaded, the key answers for what is sent with it,
// and the client that has it costs no database. There is no Last-Modified on
// purpose: its seconds cannot tell two versions of one second apart.

namespace odb_alkey
{
  // Whether a GET or HEAD with this If-None-Match may be answered by 304 (Not
  // Modified): the client has what the key stands for. The header's value is
  // a list of entity tags, strong or weak, or a star, which whatever exists
  // matches; of a list that is malformed counts what comes before.
  //
  // Never for a key that is not storable, but for the star: its tag is equal
  // to no other. What is not there has a key as well: where that may be, the
  // star is not for this function to answer.
  //
  bool not_modified (const std::string& if_none_match, const key&);
}

#endif // ODB_ALKEY_HTTP_HXX
