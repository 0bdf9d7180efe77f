#!/usr/bin/env bash
# Compiles each header of a directory alone.
#
#   tests/package/headers-alone.sh DIRECTORY COMPILER [ARGUMENT...]
set -euo pipefail
directory=$1
shift

failed=0
found=0

for header in "$directory"/*.hxx; do
  found=1
  "$@" -I "${directory%/*}" -x c++ - <<<"#include <${directory##*/}/${header##*/}>" || {
    printf 'headers-alone: %s does not compile alone\n' "${header##*/}" >&2
    failed=1
  }
done

[[ $found == 1 ]] || failed=1
exit $failed
