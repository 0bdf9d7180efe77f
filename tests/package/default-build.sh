#!/usr/bin/env bash
# Builds the library as a user does without a preset and a build type, and
# installs it: without warnings that are errors, and without what is for
# debuggers.
#
#   tests/package/default-build.sh CMAKE SOURCE BUILD PREFIX CMAKE-ARGUMENT...
set -euo pipefail
cmake=$1 source=$2 build=$3 prefix=$4
shift 4
unset CXXFLAGS LDFLAGS CMAKE_BUILD_TYPE

rm -rf "$build" "$prefix"
"$cmake" -S "$source" -B "$build" -D ODB_ALKEY_TESTS=OFF \
         -D ODB_ALKEY_EXAMPLES=OFF -D CMAKE_EXPORT_COMPILE_COMMANDS=ON "$@"

commands=$build/compile_commands.json
! grep -E -m 1 -e '-Werror| -g[ 0-9]' "$commands" || {
  echo "default-build: the compiler is told this" >&2
  exit 1
}
grep -q -e ' -O' "$commands" || {
  echo "default-build: the library is not optimised" >&2
  exit 1
}

"$cmake" --build "$build"
"$cmake" --install "$build" --prefix "$prefix"

archive=$(find "$prefix" -name 'libodb_alkey.a')
! readelf -SW "$archive" | grep -m 1 -F .debug_info || {
  echo "default-build: the archive has debug information" >&2
  exit 1
}
echo "the archive has $(stat -c %s "$archive") bytes"
