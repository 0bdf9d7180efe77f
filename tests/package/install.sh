#!/usr/bin/env bash
# Installs a build into a prefix that has nothing else in it.
#
#   tests/package/install.sh CMAKE BUILD PREFIX
set -euo pipefail
cmake=$1 build=$2 prefix=$3

rm -rf "$prefix"
"$cmake" --install "$build" --prefix "$prefix"

# Sources and scripts are not to be installed, nor is the transport.
strangers=$(find "$prefix" \( -name '*.cxx' -o -name '*.lua' -o -name '*.sh' \
                               -o -path '*odb_alkey/redis*' \
                               -o -type d -empty \) -print)
[[ -z $strangers ]] || {
  printf 'install: does not belong there: %s\n' "$strangers" >&2
  exit 1
}
