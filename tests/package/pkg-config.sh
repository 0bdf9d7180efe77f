#!/usr/bin/env bash
# Builds the program in consumer/ by hand, with what pkg-config tells of an
# installation, and runs it. The installation is moved before: pkg-config finds
# it where it is.
#
# ODB_PREFIX is that of the ODB to use, and STANDARD is that of the program.
#
#   tests/package/pkg-config.sh PREFIX BUILD STANDARD COMPILER [FLAG...]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
prefix=$1 build=$2 standard=$3 compiler=$4
shift 4

fail ()
{
  printf 'pkg-config: %s\n' "$*" >&2
  exit 1
}

rm -rf "$build"
mkdir -p "$build/generated"
cp -R "$prefix" "$build/prefix"
prefix=$build/prefix

file=$(find "$prefix" -name odb_alkey.pc)
[[ -n $file ]] || fail "no odb_alkey.pc is installed"
export PKG_CONFIG_PATH=${file%/*}:${ODB_PREFIX:-/usr}/lib/pkgconfig

[[ $(pkg-config --variable=prefix odb_alkey) -ef $prefix ]] ||
  fail "the prefix is $(pkg-config --variable=prefix odb_alkey)"
license=$(find "$prefix" -path '*doc*' -name LICENSE)
if [[ -z $license ]] || ! cmp "$license" "$here/../../LICENSE"; then
  fail "the licence is not installed"
fi

read -ra cflags < <(pkg-config --cflags odb_alkey libodb-sqlite)
read -ra includes < <(pkg-config --cflags-only-I odb_alkey)
read -ra libs < <(pkg-config --libs odb_alkey libodb-sqlite sqlite3)
library=$(cd "$(pkg-config --variable=libdir odb_alkey)" && pwd)

# Everything that users include, as the CMake project does.
for header in "$prefix"/include/odb_alkey/*.hxx; do
  printf '#include <odb_alkey/%s>\n' "${header##*/}"
done >"$build/generated/public-headers.hxx"

"${ODB_PREFIX:-/usr}/bin/odb" --std "c++$standard" --database sqlite \
    --generate-query --generate-schema --schema-format embedded "${includes[@]}" \
    --output-dir "$build/generated" "$here/consumer/person.hxx"

"$compiler" -std="c++$standard" "$@" "${cflags[@]}" -I "$here/consumer" \
  -I "$build/generated" -o "$build/consumer" \
  "$here"/consumer/*.cxx "$build"/generated/*.cxx \
  "${libs[@]}" -Wl,-rpath,"$library:${ODB_PREFIX:-/usr}/lib"

bash "$here/run-consumer.sh" "$build/consumer"
