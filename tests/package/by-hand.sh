#!/usr/bin/env bash
# Builds the quick start without CMake, as the guide says, with an installation
# that pkg-config finds, and runs it.
#
#   tests/package/by-hand.sh PREFIX BUILD
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
prefix=$1 build=$2

rm -rf "$build"
mkdir -p "$build"
cp "$here"/../../examples/quick-start/{user.hxx,main.cxx} "$build"
file=$(find "$prefix" -name odb_alkey.pc)
export PKG_CONFIG_PATH=${file%/*}:${PKG_CONFIG_PATH:-}
cd "$build"

# shellcheck disable=SC2046,SC2035 # several words; no name begins with a dash
{
  # quote: build
  odb --std c++14 -d sqlite -q -s --schema-format embedded \
      $(pkg-config --cflags-only-I odb_alkey) user.hxx
  g++ -std=c++14 *.cxx \
      $(pkg-config --cflags --libs odb_alkey libodb-sqlite sqlite3)
  # quote: end
}

bash "$here/run-consumer.sh" "$build/a.out"
