#!/usr/bin/env bash
# Feeds the parsers with what libFuzzer makes up, for as long as one likes:
#
#   tests/fuzz/run.sh [SECONDS] [TARGET...]
#
# Each target, or each of those that are named, runs for SECONDS (60 without
# it). The inputs that a target has found are kept in build/fuzz/corpus, so that the next
# run goes on from there. An input that is found to be wrong is kept in
# build/fuzz/findings: the target takes it as an argument, to try it again.
# Returns 1 if there is one, and 77 where libFuzzer is missing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

sources=tests/fuzz
out=build/fuzz

# Runs the target $1; returns 1 with what it said if something was found.
run_target ()
{
  local name=$1 corpus=$out/corpus/$1 log=$out/$1.log status=0
  local dictionary=$sources/$name.dict arguments=()
  case $name in # these read the same language as another one
    peer) dictionary=$sources/replies.dict ;;
    statements-sqlite) dictionary=$sources/statements.dict ;;
  esac
  [[ ! -e $dictionary ]] || arguments+=(-dict="$dictionary")
  mkdir -p "$corpus" "$out/findings"

  "$out/$sources/fuzz-$name" -max_total_time="$seconds" -timeout=20 \
    -print_final_stats=1 -artifact_prefix="$out/findings/$name-" \
    "${arguments[@]}" "$corpus" "$sources/corpus/$name" >"$log" 2>&1 ||
    status=1

  local runs
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  if ((status)); then
    printf '%-18s %9s runs, FOUND something (%s):\n' \
           "$name" "${runs:-0}" "$log"
    grep -E '^does not hold|ERROR|Test unit written' "$log" ||
      tail -n 20 "$log"
  else
    printf '%-18s %9s runs, found nothing\n' "$name" "${runs:-0}"
  fi
  return $status
}

main ()
{
  local seconds=60
  if [[ ${1-} =~ ^[0-9]+$ ]]; then
    seconds=$1
    shift
  fi

  local names=("$@") name
  if ((${#names[@]} == 0)); then
    for name in "$sources"/corpus/*/; do
      names+=("$(basename "$name")")
    done
  fi

  # libFuzzer takes a time of zero for no bound.
  ((seconds)) || {
    echo "${0##*/}: SECONDS is at least 1" >&2
    exit 2
  }
  for name in "${names[@]}"; do
    [[ -e $sources/$name.cxx ]] || {
      echo "usage: ${0##*/} [SECONDS] [TARGET...]" >&2
      exit 2
    }
  done

  cmake --preset fuzz
  grep -q '^ODB_ALKEY_HAS_LIBFUZZER:INTERNAL=1' "$out/CMakeCache.txt" || {
    echo "SKIPPED: clang++ has no libFuzzer here"
    exit 77
  }
  cmake --build "$out" --parallel "$(nproc)" --target "${names[@]/#/fuzz-}"

  local failed=0
  for name in "${names[@]}"; do
    run_target "$name" || failed=1
  done
  return $failed
}

main "$@"
