#!/bin/bash
# Checks the model of the invalidation protocol with spin.
#
#   run.sh                the small configurations and every variant, for CI
#   run.sh --long         larger configurations, which take hours
#   run.sh --trace PATH   the shortest counterexample of one variant, told as
#                         a story; PATH as listed, such as broken/no-fence.pml
#
# Either of the first two takes parts of checks.sh as well, and runs those only:
# run.sh near early
#
# Needs spin 6.5, a C compiler and awk. Exits with 1 unless every result is
# the expected one.

set -uo pipefail

model=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# shellcheck disable=SC1091 # it stands beside this file
. "$model/checks.sh"

# A check of the protocol, and one of the clocks. A size is a definition of the
# model in small letters, such as nears=1.

check ()    # expected commits readers losses [size or variant]...
{
  local processes=$(($2 + $3 + $4))
  examine protocol.pml "$1" "$2 $3 $4 ${*:5}" \
    "commits=$2" "readers=$3" "losses=$4" "${@:5}"
}

check_timing ()    # expected [size or variant]...
{
  local processes=2
  examine timing.pml "$1" "clocks ${*:2}" "${@:2}"
}

examine ()    # file expected title [size or variant]...
{
  local file=$1 expected=$2 title=$3 sizes=() variants=() word
  for word in "${@:4}"
  do
    case $word in
      *=*) sizes+=("-D${word^^}") ;;
      *) variants+=("$word") ;;
    esac
  done

  if [ -z "$wanted" ]
  then
    report
  elif [ "$expected" != holds ] && [ "${*: -1}" = "$wanted" ]
  then
    trace
    exit
  fi
}

# Makes a verifier. A model that should hold is searched depth first, which
# needs less memory; what is not, breadth first, which finds the shortest
# counterexample. Of few processes that is so soon that optimising the verifier
# would take longer.

build ()
{
  local search=-DBFS optimise=-O0 variant
  [ "$expected" = holds ] && search=$depth_first optimise=-O1
  [ "$processes" -gt 3 ] && optimise=-O1
  awk -f "$model/include.awk" "$model/$file" > model.pml || return
  for variant in "${variants[@]}"
  do
    awk -f "$model/redefine.awk" "$model/$variant" model.pml > next.pml &&
      mv next.pml model.pml || return
  done

  # shellcheck disable=SC2086 # options, several in a word
  spin -a "${sizes[@]}" model.pml &&
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
    *"assertion violated  !(commit_is_sent)"*) echo "G1" ;;
    *"assertion violated  !("*) echo "reached" ;;
    *"not completed"* | *"too small"*)
      echo "incomplete" ;;
    *"errors: 0"*) echo "holds" ;;
    *) echo "error" ;;
  esac
}

report ()
{
  local found states seconds TIMEFORMAT=%U
  rm -f pan pan.out
  seconds=$({ time { build && nice ./pan -w24; } > pan.out 2>&1; } 2>&1)
  found=$(result)
  states=$(awk '/states, stored/ { printf "%d", $1 }' pan.out)
  printf '%-8s %-10s %9s %6.1f  %s\n' \
    "$expected" "$found" "${states:--}" "$seconds" "$title"
  if [ "$found" != "$expected" ]
  then
    failures=$((failures + 1))
    sed 's/^/    /' pan.out
  fi
}

# Prints what happens in the counterexample, a column for each process.

trace ()
{
  build && ./pan > pan.out && [ -e model.pml.trail ] || return
  spin -t "${sizes[@]}" model.pml | sed '/^spin: trail ends/,$d'
}

cd "$work" || exit
depth_first='-DMEMLIM=1900'
size=small
failures=0
wanted=

case ${1-} in
  --trace)
    wanted=${2:?which variant?}
    for part in "${parts[@]}"; do "small_$part"; done
    echo "run.sh: $wanted is no variant that has a counterexample" >&2
    exit 2 ;;
  --long)
    shift
    size=long
    depth_first='-DCOLLAPSE -DMEMLIM=12000' ;;
  -*)
    sed -n '2,/^$/s/^# \{0,1\}//p' "$model/run.sh" >&2
    exit 2 ;;
esac

printf '%-8s %-10s %9s %6s  %s\n' \
  expected found states "CPU s" "commits, readers, losses, sizes, variants"
[ $# -gt 0 ] && parts=("$@")
for part in "${parts[@]}"; do "${size}_$part" || exit; done

[ "$failures" = 0 ] || { echo "$failures unexpected" >&2; exit 1; }
