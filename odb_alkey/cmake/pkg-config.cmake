# Installs odb_alkey.pc, for builds without CMake.
#
# A program must not have two releases of ODB.
#
string (REGEX MATCH "[0-9]+$" odb_minor "${ODB_INTERFACE_VERSION}")
math (EXPR odb_minor "${odb_minor} + 1")
string (REGEX REPLACE "[0-9]+$" "${odb_minor}" odb_next
        "${ODB_INTERFACE_VERSION}")
set (pc_requires "libodb >= ${ODB_INTERFACE_VERSION}, libodb < ${odb_next}")
set (pc_libs)
set (pc_requires_private hiredis)
set (pc_libs_private "${CMAKE_THREAD_LIBS_INIT}")

if (tls STREQUAL redis/tls.cxx)
  string (APPEND pc_requires_private " hiredis_ssl openssl")
endif ()

# A program that takes a static library takes all of these, without that it
# has to ask for --static.
#
get_target_property (type odb_alkey TYPE)

if (type STREQUAL "STATIC_LIBRARY")
  string (APPEND pc_requires " ${pc_requires_private}")
  set (pc_libs "${pc_libs_private}")
  set (pc_requires_private)
  set (pc_libs_private)
endif ()

# Directories may be absolute; then nothing is relative to the prefix.
#
foreach (directory IN ITEMS LIBDIR INCLUDEDIR)
  string (TOLOWER "pc_${directory}" variable)

  if (IS_ABSOLUTE "${CMAKE_INSTALL_${directory}}")
    set (${variable} "${CMAKE_INSTALL_${directory}}")
  else ()
    set (${variable} "\${prefix}/${CMAKE_INSTALL_${directory}}")
  endif ()
endforeach ()

if (IS_ABSOLUTE "${CMAKE_INSTALL_LIBDIR}")
  set (pc_prefix "${CMAKE_INSTALL_PREFIX}")
else ()
  file (RELATIVE_PATH pc_prefix
        "/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/")
  string (REGEX REPLACE "/$" "" pc_prefix "${pc_prefix}")
  set (pc_prefix "\${pcfiledir}/${pc_prefix}")
endif ()

configure_file ("${CMAKE_CURRENT_SOURCE_DIR}/cmake/odb_alkey.pc.in"
                "${CMAKE_CURRENT_BINARY_DIR}/odb_alkey.pc" @ONLY)

install (FILES "${CMAKE_CURRENT_BINARY_DIR}/odb_alkey.pc"
  DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
