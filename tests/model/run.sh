#!/bin/bash
# Checks the model of the invalidation protocol with spin.
#
#   run.sh                the small configurations and every variant, for CI
#   run.sh --long         larger configurations of the protocol alone
#   run.sh --trace PATH   the shortest counterexample of one variant, told as
#                         a story; PATH as listed, such as broken/no-fence.pml
#
# Needs spin 6.5, a C compiler and awk. Exits with 1 unless every result is
# the expected one.

set -uo pipefail

model=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Each check has the expected result; how many commits, readers and losses of
# Redis there are; and the variants that go into the protocol, if any. G1 and G2
# stand for an assertion that must fail in a broken variant, reached for one
# that must fail to show that something good can happen.

small ()
{
  check holds    2 2 0
  check holds    3 1 0
  check holds    1 2 1
  check holds    2 1 1
  check holds    1 2 0 expiring.pml
  check holds    2 1 0 expiring.pml
  check holds    1 1 1 expiring.pml
  check holds    1 2 0 allkeys.pml
  check holds    2 1 0 allkeys.pml

  check G2       1 1 0 broken/no-fence.pml
  check G2       1 1 0 broken/in-flight-ignored.pml
  check G2       1 1 0 broken/no-stamp.pml
  check G2       1 1 0 broken/stamp-after-snapshot.pml
  check G2       1 1 0 broken/reset-to-fence.pml
  check G2       2 1 0 broken/reset-clears-all.pml
  check G2       2 1 0 broken/counter.pml
  check G2       1 1 0 broken/reset-when-unknown.pml
  check G2       1 1 0 broken/commit-outlasts-fence.pml
  check G2       1 1 0 broken/missing-is-zero.pml
  check G1       1 2 0 broken/fence-expires.pml
  check G2       1 1 0 broken/table-bound-in-flight.pml
  check G1       1 2 0 broken/sweep-not-read.pml
  check G2       1 1 0 broken/many-keep-their-tokens.pml
  check G1       2 2 0 broken/many-drop-fences.pml
  check G2       1 1 1 broken/no-new-epoch.pml
  check G2       1 1 1 broken/no-quarantine.pml
  check G2       1 1 1 broken/quarantine-keeps-epoch.pml
  check G1       1 2 1 broken/ahead-is-believed.pml
  check G1       1 2 0 broken/allkeys-without-own-fence.pml
  check G2       2 1 0 allkeys.pml broken/allkeys-bare-fence.pml

  check reached  1 1 0 reachable/store.pml
  check reached  1 2 0 reachable/hit.pml
  check reached  1 1 0 reachable/store-after-heal.pml
  check reached  1 1 1 reachable/store-after-loss.pml
  check reached  1 1 0 reachable/first-fill.pml
}

long ()
{
  check holds    1 1 2
  check holds    1 3 0
  check holds    2 2 0 allkeys.pml
  check holds    3 1 1
  check holds    3 2 0
  check holds    2 2 1
}

# Makes a verifier of the protocol with the variants in it. A model that should
# hold is searched depth first, which needs less memory; what is not, breadth
# first, which finds the shortest counterexample. Of few processes that is so
# soon that optimising the verifier would take longer.

build ()    # expected commits readers losses variant...
{
  local search=-DBFS optimise=-O0 sizes="-DCOMMITS=$2 -DREADERS=$3 -DLOSSES=$4" variant
  [ "$1" = holds ] && search=$depth_first
  [ $(($2 + $3 + $4)) -gt 2 ] && optimise=-O1
  awk -f "$model/include.awk" "$model/protocol.pml" > model.pml || return
  for variant in "${@:5}"
  do
    awk -f "$model/redefine.awk" "$model/$variant" model.pml > next.pml &&
      mv next.pml model.pml || return
  done

  # shellcheck disable=SC2086 # options, several in a word
  spin -a $sizes model.pml &&
    "${CC:-cc}" $optimise -w -DSAFETY -DVECTORSZ=512 $search -o pan pan.c
}

# The result, from what the verifier printed. Only a search that was complete
# and found nothing counts as holding, and only the assertions that are meant
# count as broken or reached.

result ()
{
  case $(< pan.out) in
    *"assertion violated ((made_at[key]"*) echo "G1" ;;
    *"assertion violated ((value+1)>="*) echo "G2" ;;
    *"assertion violated (stored[key]"*) echo "stale hit" ;;
    *"assertion violated  !("*) echo "reached" ;;
    *"not completed"* | *"too small"*)
      echo "incomplete" ;;
    *"errors: 0"*) echo "holds" ;;
    *) echo "error" ;;
  esac
}

check ()    # expected commits readers losses variant...
{
  local expected=$1 found states seconds TIMEFORMAT=%U
  [ -z "$wanted" ] || { trace "$@"; return; }
  rm -f pan pan.out
  seconds=$({ time { build "$@" && nice ./pan -w24; } > pan.out 2>&1; } 2>&1)
  found=$(result)
  states=$(awk '/states, stored/ { printf "%d", $1 }' pan.out)
  printf '%-8s %-10s %9s %6.1f  %d %d %d  %s\n' "$expected" "$found" \
    "${states:--}" "$seconds" "$2" "$3" "$4" "${*:5}"
  if [ "$found" != "$expected" ]
  then
    failures=$((failures + 1))
    sed 's/^/    /' pan.out
  fi
}

# Prints what happens in the counterexample, a column for each process.

trace ()    # the arguments of check
{
  [ "$1" != holds ] && [ "${*: -1}" = "$wanted" ] || return 0
  build "$@" && ./pan > pan.out && [ -e model.pml.trail ] || exit
  spin -t "-DCOMMITS=$2" "-DREADERS=$3" "-DLOSSES=$4" model.pml |
    sed '/^spin: trail ends/,$d'
  exit 0
}

cd "$work" || exit
depth_first='-DMEMLIM=1900'
failures=0
wanted=

case ${1-} in
  --trace)
    wanted=${2:?which variant?}
    small
    echo "run.sh: $wanted is no variant that has a counterexample" >&2
    exit 2 ;;
  "" | --long) ;;
  *)
    sed -n '2,/^$/s/^# \{0,1\}//p' "$model/run.sh" >&2
    exit 2 ;;
esac

printf '%-8s %-10s %9s %6s  %s\n' \
  expected found states "CPU s" "commits, readers, losses, variants"
if [ -z "${1-}" ]
then
  small
else
  depth_first='-DCOLLAPSE -DMEMLIM=12000'
  long
fi

[ "$failures" = 0 ] || { echo "$failures unexpected" >&2; exit 1; }
