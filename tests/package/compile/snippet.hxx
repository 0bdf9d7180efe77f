#include <odb_alkey/plugin.hxx>

#include "model-odb.hxx"

// Is the first expression if all snippets are FIXED, and else the second, with
// which a snippet must not compile.
//
#undef EITHER
#ifdef FIXED
  #define EITHER(right, wrong) right
#else
  #define EITHER(right, wrong) wrong
#endif
