# Finds libodb, the libraries of its databases, and the ODB compiler.
#
#   find_package (ODB REQUIRED COMPONENTS sqlite)
#
# Targets: ODB::odb, and ODB::<component> for each component, one of sqlite,
# pgsql, mysql, boost and qt. Variables: ODB_VERSION, such as 2.4.0,
# ODB_INTERFACE_VERSION, such as 2.4, which is that of programs, and
# ODB_COMPILER, the compiler, if it is there.
#
# An ODB of your own is found by its prefix, -D CMAKE_PREFIX_PATH=/opt/odb.
#
include (FindPackageHandleStandardArgs)
find_package (Threads REQUIRED)

find_path (ODB_INCLUDE_DIR odb/database.hxx)
find_library (ODB_LIBRARY odb)
find_program (ODB_COMPILER odb)
mark_as_advanced (ODB_INCLUDE_DIR ODB_LIBRARY ODB_COMPILER)

# Sets a variable to the version that the headers of a library tell, such as
# 2.4.0 or 2.6.0-b.3.
#
function (_odb_version_of header variable)
  file (STRINGS "${header}" lines REGEX "^#define LIBODB_[A-Z_]*VERSION_STR ")
  string (REGEX REPLACE "^.*VERSION_STR +\"([^\"]*)\".*$" "\\1" version "${lines}")
  set (${variable} "${version}" PARENT_SCOPE)
endfunction ()

set (ODB_VERSION)
set (ODB_INTERFACE_VERSION)

if (ODB_INCLUDE_DIR)
  _odb_version_of ("${ODB_INCLUDE_DIR}/odb/version.hxx" ODB_VERSION)
  string (REGEX MATCH "^[0-9]+\\.[0-9]+" ODB_INTERFACE_VERSION "${ODB_VERSION}")
endif ()

# Two versions of ODB may be installed. Without this check the first sign of a
# wrong pair would be an error in generated code. Only odb_compile () needs the
# compiler, and tells of the problem.
#
set (ODB_COMPILER_PROBLEM)

if (ODB_COMPILER AND ODB_INTERFACE_VERSION)
  execute_process (COMMAND "${ODB_COMPILER}" --version
                   OUTPUT_VARIABLE _odb_version ERROR_VARIABLE _odb_version)

  if (NOT _odb_version MATCHES "[ ](([0-9]+\\.[0-9]+)[^ \n]*)")
    set (ODB_COMPILER_PROBLEM
      "${ODB_COMPILER} does not tell its version: is it the ODB compiler? It is "
      "set as ODB_COMPILER.")
  elseif (NOT CMAKE_MATCH_2 STREQUAL ODB_INTERFACE_VERSION)
    set (ODB_COMPILER_PROBLEM
      "The ODB compiler ${ODB_COMPILER} is version ${CMAKE_MATCH_1}, and the "
      "headers in ${ODB_INCLUDE_DIR} are of version ${ODB_VERSION}: set "
      "CMAKE_PREFIX_PATH to the prefix of the one that you mean, or "
      "ODB_COMPILER, ODB_INCLUDE_DIR and ODB_LIBRARY, in an empty build "
      "directory.")
  endif ()
endif ()

if (ODB_INCLUDE_DIR AND ODB_LIBRARY AND NOT TARGET ODB::odb)
  add_library (ODB::odb UNKNOWN IMPORTED GLOBAL)
  set_target_properties (ODB::odb PROPERTIES
    IMPORTED_LOCATION "${ODB_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${ODB_INCLUDE_DIR}"
    INTERFACE_LINK_LIBRARIES Threads::Threads)
endif ()

# The headers of a component include this header of the database's client
# library. The component's Debian package does not depend on it.
#
set (_odb_client_sqlite sqlite3.h "" sqlite3)
set (_odb_client_pgsql libpq-fe.h postgresql pq)
set (_odb_client_mysql mysql.h "mariadb;mysql" mariadb)
set (_odb_client_mysqlclient mysql.h "mysql" mysqlclient)

foreach (_component IN LISTS ODB_FIND_COMPONENTS)
  find_path (ODB_${_component}_INCLUDE_DIR odb/${_component}/version.hxx)
  find_library (ODB_${_component}_LIBRARY odb-${_component})
  mark_as_advanced (ODB_${_component}_INCLUDE_DIR ODB_${_component}_LIBRARY)

  set (_includes "${ODB_${_component}_INCLUDE_DIR}")
  set (_libraries ODB::odb)
  set (_complete TRUE)

  # It may be in another prefix.
  #
  if (ODB_${_component}_INCLUDE_DIR)
    _odb_version_of (
      "${ODB_${_component}_INCLUDE_DIR}/odb/${_component}/version.hxx"
      _odb_version)

    if (NOT _odb_version MATCHES "^${ODB_INTERFACE_VERSION}([.-]|$)")
      message (WARNING
        "libodb-${_component} in ${ODB_${_component}_INCLUDE_DIR} is version "
        "${_odb_version}, and libodb is version ${ODB_VERSION}.")
      set (_complete FALSE)
    endif ()
  endif ()

  if (DEFINED _odb_client_${_component})
    set (_client ${_odb_client_${_component}})

    # Debian's is built with MariaDB's client and Ubuntu's with MySQL's, and
    # both may be here: their types differ, so that it takes the right one.
    #
    if (_component STREQUAL "mysql" AND ODB_mysql_LIBRARY)
      file (STRINGS "${ODB_mysql_LIBRARY}" _needed
            REGEX "^libmysqlclient\\.so" LIMIT_COUNT 1)

      if (_needed)
        set (_client ${_odb_client_mysqlclient})
      endif ()
    endif ()

    list (GET _client 0 _header)
    list (GET _client -1 _library)
    set (_suffixes ${_client})
    list (REMOVE_AT _suffixes 0 -1)

    find_path (ODB_${_component}_CLIENT_INCLUDE_DIR ${_header}
               PATH_SUFFIXES ${_suffixes})
    find_library (ODB_${_component}_CLIENT_LIBRARY ${_library})
    mark_as_advanced (ODB_${_component}_CLIENT_INCLUDE_DIR
                      ODB_${_component}_CLIENT_LIBRARY)
    list (APPEND _includes "${ODB_${_component}_CLIENT_INCLUDE_DIR}")
    list (APPEND _libraries "${ODB_${_component}_CLIENT_LIBRARY}")

    # The headers of 2.6 include mysql/mysql.h, and earlier ones mysql.h if they
    # are told to. MariaDB has the long one in Debian's package
    # libmariadb-dev-compat.
    #
    set (_odb_short TRUE)

    if (_component STREQUAL "mysql" AND ODB_mysql_INCLUDE_DIR)
      file (STRINGS "${ODB_mysql_INCLUDE_DIR}/odb/mysql/mysql.hxx" _odb_short
            REGEX "LIBODB_MYSQL_INCLUDE_SHORT" LIMIT_COUNT 1)
    endif ()

    if (NOT _odb_short)
      find_path (ODB_mysql_CLIENT_PARENT_DIR mysql/mysql.h)
      mark_as_advanced (ODB_mysql_CLIENT_PARENT_DIR)
      list (APPEND _includes "${ODB_mysql_CLIENT_PARENT_DIR}")

      if (NOT ODB_mysql_CLIENT_PARENT_DIR)
        set (_complete FALSE)
      endif ()
    endif ()

    if (NOT ODB_${_component}_CLIENT_INCLUDE_DIR OR
        NOT ODB_${_component}_CLIENT_LIBRARY)
      set (_complete FALSE)
    endif ()
  endif ()

  if (ODB_${_component}_LIBRARY AND ODB_${_component}_INCLUDE_DIR AND
      _complete)
    set (ODB_${_component}_FOUND TRUE)

    if (NOT TARGET ODB::${_component})
      add_library (ODB::${_component} UNKNOWN IMPORTED GLOBAL)
      set_target_properties (ODB::${_component} PROPERTIES
        IMPORTED_LOCATION "${ODB_${_component}_LIBRARY}"
        INTERFACE_INCLUDE_DIRECTORIES "${_includes}"
        INTERFACE_LINK_LIBRARIES "${_libraries}")

      # Its headers include one that MariaDB warns of.
      #
      if (_component STREQUAL "mysql")
        set_target_properties (ODB::mysql PROPERTIES
          INTERFACE_COMPILE_OPTIONS
            "$<$<COMPILE_LANG_AND_ID:CXX,GNU,Clang>:-Wno-cpp>")

        if (_odb_short)
          set_target_properties (ODB::mysql PROPERTIES
            INTERFACE_COMPILE_DEFINITIONS LIBODB_MYSQL_INCLUDE_SHORT)
        endif ()
      endif ()
    endif ()
  endif ()
endforeach ()

find_package_handle_standard_args (ODB
  REQUIRED_VARS ODB_LIBRARY ODB_INCLUDE_DIR
  VERSION_VAR ODB_VERSION
  HANDLE_COMPONENTS)
