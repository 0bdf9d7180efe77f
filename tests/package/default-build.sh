#!/usr/bin/env bash
# Builds and installs the library as the README says, that is without a preset
# and a build type: without warnings that are errors, and without what is for
# debuggers. It goes to HOME/odb_alkey.
#
#   tests/package/default-build.sh SOURCE HOME
#
# CMake takes the compiler and the generator from the environment.
set -euo pipefail
source=$1
export HOME=$2
unset CXXFLAGS LDFLAGS CMAKE_BUILD_TYPE
export CMAKE_EXPORT_COMPILE_COMMANDS=ON

rm -rf "$HOME"
mkdir -p "$HOME/source"
tar -C "$source" --anchored --exclude='./build*' --exclude=./.git -c . |
  tar -C "$HOME/source" -x
cd "$HOME/source"

# quote: install
cmake -B build -D ODB_ALKEY_TESTS=OFF -D ODB_ALKEY_EXAMPLES=OFF
cmake --build build --parallel
cmake --install build --prefix ~/odb_alkey
# quote: end

commands=build/compile_commands.json
! grep -E -m 1 -e '-Werror| -g[ 0-9]' "$commands" || {
  echo "default-build: the compiler is told this" >&2
  exit 1
}
grep -q -e ' -O' "$commands" || {
  echo "default-build: the library is not optimised" >&2
  exit 1
}

archive=$(find ~/odb_alkey -name 'libodb_alkey.a')
! readelf -SW "$archive" | grep -m 1 -F .debug_info || {
  echo "default-build: the archive has debug information" >&2
  exit 1
}
echo "the archive has $(stat -c %s "$archive") bytes"
