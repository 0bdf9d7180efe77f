#ifndef ODB_ALKEY_HTTP_HXX
#define ODB_ALKEY_HTTP_HXX

#include <string>

#include <odb_alkey/key.hxx>

// Conditional requests (RFC 9110, section 13) for any HTTP server, because
// they take and return strings.
//
//   odb_alkey::key k (alkey.cache_key (odb_alkey::one<article> (id), "page"));
//
//   if (odb_alkey::not_modified (request.header ("If-None-Match"), k))
//     return response (304).header ("ETag", k.etag ());
//
//   return response (200, render (id)).header ("ETag", k.etag ());
//
// The key is made before the page is loaded, so that the page is never older
// than its entity tag. A client that has the page already costs no query of
// the database. There is no Last-Modified on purpose: it counts seconds, and
// cannot tell two versions of the same second apart.
//
// Any thread may call these functions.

namespace odb_alkey
{
  // True if the answer to a GET or HEAD request with this If-None-Match may be
  // 304 (Not Modified), since the client has what the key stands for. The
  // value of the header is a list of entity tags, strong or weak, or a star,
  // which matches everything that exists. A malformed list counts up to its
  // first mistake.
  //
  // The tag of a key that is not storable is unique, so that only the star
  // matches it. An object that does not exist has a key as well, and the star
  // would match it: check for the star first if that can happen.
  //
  bool not_modified (const std::string& if_none_match, const key&);
}

#endif // ODB_ALKEY_HTTP_HXX
