# Runs the ODB compiler on annotated headers.
#
#   odb_compile (<target> <header>…
#     DATABASE sqlite|pgsql|mysql|…
#     [MULTI_DATABASE dynamic]
#     [OUTPUT_DIRECTORY <dir>] [INCLUDE_PREFIX <prefix>]
#     [OPTIONS <option>…])
#
# Makes <target>, an object library of what is generated: the code registers
# the database's schema by itself, and from a static library the linker would
# drop it. Link it to the program, which then also finds <header>-odb.hxx.
#
# MULTI_DATABASE dynamic is for a program that uses several databases, or
# chooses one when it runs: DATABASE then may name several. <header>-odb.hxx
# is what they have in common, <header>-odb-<database>.hxx is for sources that
# need one of them, such as those that call odb_alkey::plugin::maps ().
#
# odb reads the headers in the standard that CMAKE_CXX_STANDARD names, or as
# C++14. The compiler of ODB 2.4 knows no later one.
#
# odb writes no dependency file, so the headers that each header includes are
# asked of the C++ compiler: a touched one generates again.
#
function (odb_compile target)
  cmake_parse_arguments (PARSE_ARGV 1 arg ""
                         "MULTI_DATABASE;OUTPUT_DIRECTORY;INCLUDE_PREFIX"
                         "DATABASE;OPTIONS")

  # Suffixes of what is generated for one header.
  #
  set (parts odb)

  if (NOT arg_MULTI_DATABASE)
    list (LENGTH arg_DATABASE count)

    if (NOT count EQUAL 1)
      message (FATAL_ERROR
        "odb_compile (${target}): DATABASE takes one, such as sqlite; several "
        "take MULTI_DATABASE dynamic.")
    endif ()

    set (database_flags --database ${arg_DATABASE})
  elseif (arg_MULTI_DATABASE STREQUAL "dynamic" AND arg_DATABASE)
    set (database_flags --multi-database dynamic --database common)

    foreach (database IN LISTS arg_DATABASE)
      list (APPEND database_flags --database ${database})
      list (APPEND parts odb-${database})
    endforeach ()
  else ()
    message (FATAL_ERROR
      "odb_compile (${target}): MULTI_DATABASE can be dynamic, with at least "
      "one DATABASE.")
  endif ()

  if (NOT ODB_COMPILER)
    message (FATAL_ERROR
      "The ODB compiler (odb) was not found, which generates ${target}: "
      "install the package odb.")
  endif ()

  if (ODB_COMPILER_PROBLEM)
    message (FATAL_ERROR ${ODB_COMPILER_PROBLEM})
  endif ()

  set (standard 14)

  if (DEFINED CMAKE_CXX_STANDARD AND ODB_VERSION VERSION_GREATER_EQUAL 2.5)
    set (standard ${CMAKE_CXX_STANDARD})
  endif ()

  if (NOT arg_OUTPUT_DIRECTORY)
    set (arg_OUTPUT_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}/${target}")
  endif ()

  file (MAKE_DIRECTORY "${arg_OUTPUT_DIRECTORY}")

  set (includes
       "$<TARGET_PROPERTY:${target},INCLUDE_DIRECTORIES>")
  set (include_flags
       "$<$<BOOL:${includes}>:-I$<JOIN:${includes},$<SEMICOLON>-I>>")
  set (prefix)

  if (arg_INCLUDE_PREFIX)
    set (prefix --include-prefix "${arg_INCLUDE_PREFIX}")
  endif ()

  set (sources)
  set (header_dirs)

  foreach (header IN LISTS arg_UNPARSED_ARGUMENTS)
    get_filename_component (path "${header}" ABSOLUTE)
    get_filename_component (name "${header}" NAME_WE)
    set (generated "${arg_OUTPUT_DIRECTORY}/${name}-odb")
    set (outputs)

    foreach (part IN LISTS parts)
      set (output "${arg_OUTPUT_DIRECTORY}/${name}-${part}")
      list (APPEND outputs "${output}.cxx" "${output}.hxx" "${output}.ixx")
      list (APPEND sources "${output}.cxx")
    endforeach ()

    add_custom_command (
      OUTPUT ${outputs}
      COMMAND "${ODB_COMPILER}" --std c++${standard} ${database_flags}
              --generate-query --generate-schema --schema-format embedded
              ${arg_OPTIONS} ${prefix} ${include_flags}
              --output-dir "${arg_OUTPUT_DIRECTORY}" "${path}"
      COMMAND "${CMAKE_CXX_COMPILER}" -std=c++${standard} -x c++ -w
              ${include_flags} -MM -MT "${generated}.cxx" -MF "${generated}.d" "${path}"
      DEPENDS "${path}"
      DEPFILE "${generated}.d"
      COMMENT "Generating ${name}-odb.cxx"
      COMMAND_EXPAND_LISTS
      VERBATIM)

    # Generated sources include the header by this prefix, or by its name.
    #
    if (NOT arg_INCLUDE_PREFIX)
      get_filename_component (header_dir "${path}" DIRECTORY)
      list (APPEND header_dirs "${header_dir}")
    endif ()
  endforeach ()

  add_library (${target} OBJECT ${sources})
  list (REMOVE_DUPLICATES header_dirs)
  target_include_directories (${target} PUBLIC
    "${arg_OUTPUT_DIRECTORY}" ${header_dirs})

  foreach (database IN LISTS arg_DATABASE)
    target_link_libraries (${target} PUBLIC ODB::${database})
  endforeach ()

  if (NOT DEFINED CMAKE_CXX_STANDARD)
    set_target_properties (${target} PROPERTIES CXX_STANDARD 14)
  endif ()

  # ODB generates these sources, so their warnings are not ours to mend.
  #
  target_compile_options (${target} PRIVATE -w)
endfunction ()
