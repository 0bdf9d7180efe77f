#!/usr/bin/env bash
# Two versions of ODB are told apart when CMake configures: the compiler's and
# that of the headers, and the one that the installed library was built with.
# The messages name both.
#
#   tests/package/odb-mismatch.sh CMAKE BUILD SOURCE PREFIX ODB CMAKE-ARGUMENT...
#
# SOURCE is the tree of the library, PREFIX is where it is installed, and ODB is
# the prefix of the ODB that it was built with.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cmake=$1 build=$2 source=$3 prefix=$4 odb=$5
shift 5

rm -rf "$build"
mkdir -p "$build/other/include/odb" "$build/other/lib" "$build/bin"

# Configures the project in consumer/, which has to fail with the message $1.
refused ()
{
  local message=$1 said
  shift
  said=$("$cmake" -S "$here/consumer" -B "$build/tree" "$@" 2>&1) && {
    echo "odb-mismatch: CMake does not say '$message'" >&2
    exit 1
  }

  # CMake breaks lines.
  [[ $(tr -s ' \n' ' ' <<<"$said") == *"$message"* ]] || {
    printf 'odb-mismatch: "%s" is not in\n%s\n' "$message" "$said" >&2
    exit 1
  }
  rm -rf "$build/tree"
}

compiler ()
{
  printf '#!/bin/sh\necho "%s"\n' "$1" >"$build/bin/odb"
  chmod +x "$build/bin/odb"
}

compiler 'ODB object-relational mapping (ORM) compiler for C++ 9.1.0'
refused 'is version 9.1.0, and the headers in' \
        -D "ODB_COMPILER=$build/bin/odb" -D "ODB_ALKEY_DIR=$source" \
        -D "ODB_ROOT=$odb" "$@"
compiler 'an object database'
refused 'does not tell its version' \
        -D "ODB_COMPILER=$build/bin/odb" -D "ODB_ALKEY_DIR=$source" \
        -D "ODB_ROOT=$odb" "$@"

echo '#define LIBODB_VERSION_STR "9.1.0"' >"$build/other/include/odb/version.hxx"
touch "$build/other/include/odb/database.hxx" "$build/other/lib/libodb.so"
refused 'and here is ODB 9.1.0' \
        -D "CMAKE_PREFIX_PATH=$prefix" -D "ODB_ROOT=$build/other" "$@"
