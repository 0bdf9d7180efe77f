# Writes a C++ source that holds the Lua scripts and their SHA-1, so that a
# process needs no files and no round trip to learn it. Those that read or write
# tokens stand behind the prelude. Those of values do not, which know nothing of
# tokens and the origin.
#
#   cmake -D SOURCES=<dir> -D OUTPUT=<file> -P embed-scripts.cmake
#
set (prelude "")

foreach (part IN ITEMS clock fences origin tokens commits answer)
  file (READ "${SOURCES}/prelude/${part}.lua" source)
  string (APPEND prelude "${source}\n")
endforeach ()

set (text "#include <odb_alkey/tokens/scripts.hxx>

namespace odb_alkey
{
  namespace tokens
  {
    namespace scripts
    {
")

foreach (name IN ITEMS read fence reset unfence store remove near)
  file (READ "${SOURCES}/${name}.lua" source)

  if (NOT name MATCHES "^(store|remove)$")
    string (PREPEND source "${prelude}")
  endif ()

  string (SHA1 sha1 "${source}")
  string (APPEND text
"      const redis::script ${name} = {\"${name}\", \"${sha1}\",
R\"lua(${source})lua\"};
")
endforeach ()

string (APPEND text "    }
  }
}
")

file (WRITE "${OUTPUT}.new" "${text}")
execute_process (COMMAND "${CMAKE_COMMAND}" -E copy_if_different
                 "${OUTPUT}.new" "${OUTPUT}")
file (REMOVE "${OUTPUT}.new")
