#!/usr/bin/env bash
# Measures what the library costs against doing the same by hand, and prints a
# table in Markdown. On a fresh Debian or Ubuntu it first installs what is
# missing.
#
#   tests/benchmark/run.sh [--plots] [OPTION-OF-GOOGLE-BENCHMARK...]
#
# --plots also writes keys.svg and commits.svg next to this script. The program
# starts its own Redis and databases. See README.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

options=()
for o; do
  case $o in
    --plots) options+=(--plots=tests/benchmark) ;;
    *) options+=("$o") ;;
  esac
done

bash odb_alkey/dependencies.sh tests

if [[ -z ${CMAKE_CXX_COMPILER_LAUNCHER-} ]] && command -v ccache >/dev/null
then
  export CMAKE_CXX_COMPILER_LAUNCHER=ccache
fi

# What is said here is not part of the table.
{
  cmake --preset release
  cmake --build build/release --target benchmarks --parallel "$(nproc)"
} >&2

exec build/release/tests/benchmark/benchmarks "${options[@]}"
