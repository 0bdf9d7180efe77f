// this class is tracked, but what ODB generated for it is not known here:
// include its x-odb.hxx
//
#ifdef FIXED
  #include "snippet.hxx"
#else
  #include <odb_alkey/plugin.hxx>

  #include "model.hxx"
#endif

void unknown_pointer (odb_alkey::plugin& alkey)
{
  alkey.cache_key (std::shared_ptr<user> ());
}
