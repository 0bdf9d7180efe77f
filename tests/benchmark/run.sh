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

# Repetitions of everything are mixed at random, so that what is compared sees
# the same machine. Options that are given come later and win.
measured=build/release/benchmarks.json
plots=()
options=(--benchmark_repetitions=25 --benchmark_min_time=0.05
         --benchmark_enable_random_interleaving=true
         --benchmark_display_aggregates_only=true
         --benchmark_out="$measured")
for o; do
  case $o in
    --plots) plots=(tests/benchmark) ;;
    --benchmark_out=*) measured=${o#*=} options+=("$o") ;;
    *) options+=("$o") ;;
  esac
done

bash odb_alkey/dependencies.sh tests

if [[ -z ${CMAKE_CXX_COMPILER_LAUNCHER-} ]] && command -v ccache >/dev/null
then
  export CMAKE_CXX_COMPILER_LAUNCHER=ccache
fi

# Standard output has nothing but the table.
{
  cmake --preset release
  cmake --build build/release --target benchmarks --parallel "$(nproc)"
  build/release/tests/benchmark/benchmarks "${options[@]}"
} >&2

exec python3 tests/benchmark/report.py "$measured" ${plots[@]+"${plots[@]}"}
