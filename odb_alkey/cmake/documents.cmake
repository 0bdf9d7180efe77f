# Installs README.md and the guide. In the source tree their links lead to
# files of the source tree. Those to files that are installed are changed to
# lead there; of the others the text is left.
#
set (guide "${CMAKE_INSTALL_DOCDIR}/guide")
set (documents "${CMAKE_CURRENT_BINARY_DIR}/documents")
set (sources "\\.\\./\\.\\./(examples|odb_alkey|schema|tests)/")

file (GLOB pages CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/guide/*.md")
file (GLOB pictures CONFIGURE_DEPENDS
      "${CMAKE_CURRENT_SOURCE_DIR}/guide/pictures/*.svg")
set_property (DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
              "${PROJECT_SOURCE_DIR}/README.md" ${pages})

# The marks of quotations are for the test that checks them.
#
set (marks "<!-- quote:[^>]*-->\n")

foreach (page IN LISTS pages)
  get_filename_component (name "${page}" NAME)
  file (READ "${page}" text)
  string (REGEX REPLACE "${marks}" "" text "${text}")
  string (REGEX REPLACE "\\[([^]]*)\\]\\(${sources}[^)]*\\)" "\\1"
          text "${text}")
  string (REPLACE "](../../" "](../" text "${text}")
  file (WRITE "${documents}/guide/${name}" "${text}")
endforeach ()

# README.md may show pictures of other folders.
#
file (READ "${PROJECT_SOURCE_DIR}/README.md" text)
string (REGEX MATCHALL "\\((examples|schema|tests)/[^)]*\\.(svg|png)\\)"
        others "${text}")

foreach (other IN LISTS others)
  string (REGEX REPLACE "[()]" "" picture "${other}")
  get_filename_component (name "${picture}" NAME)
  list (APPEND pictures "${PROJECT_SOURCE_DIR}/${picture}")
  string (REPLACE "${other}" "(guide/pictures/${name})" text "${text}")
endforeach ()

string (REGEX REPLACE "${marks}" "" text "${text}")
string (REPLACE "](odb_alkey/guide/" "](guide/" text "${text}")
string (REPLACE "]: odb_alkey/guide/" "]: guide/" text "${text}")
string (REGEX REPLACE
        "\\[([^]]*)\\]\\((examples|odb_alkey|schema|tests)/[^)]*\\)" "\\1"
        text "${text}")
file (WRITE "${documents}/README.md" "${text}")

install (FILES "${documents}/README.md"
  DESTINATION "${CMAKE_INSTALL_DOCDIR}")
install (DIRECTORY "${documents}/guide/" DESTINATION "${guide}"
  FILES_MATCHING PATTERN "*.md")
install (FILES ${pictures} DESTINATION "${guide}/pictures")
