#!/usr/bin/env bash
# An ODB compiler of another version than the headers is refused when CMake
# configures, with a message that names both.
#
#   tests/package/odb-mismatch.sh CMAKE BUILD CMAKE-ARGUMENT...
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cmake=$1 build=$2
shift 2

rm -rf "$build"
mkdir -p "$build"

refused ()
{
  local version=$1 message=$2 said
  shift 2
  printf '#!/bin/sh\necho "%s"\n' "$version" >"$build/odb"
  chmod +x "$build/odb"

  said=$("$cmake" -S "$here/consumer" -B "$build/tree" \
                  -D "ODB_COMPILER=$build/odb" "$@" 2>&1) && {
    echo "odb-mismatch: a compiler of version '$version' is accepted" >&2
    exit 1
  }

  # CMake breaks lines.
  [[ $(tr -s ' \n' ' ' <<<"$said") == *"$message"* ]] || {
    printf 'odb-mismatch: "%s" is not in\n%s\n' "$message" "$said" >&2
    exit 1
  }
}

refused 'ODB object-relational mapping (ORM) compiler for C++ 9.1.0' \
        'is version 9.1.0, and the headers in' "$@"
refused 'an object database' 'does not tell its version' "$@"
