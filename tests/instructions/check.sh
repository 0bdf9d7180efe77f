#!/usr/bin/env bash
# Counts instructions and allocations of the paths that only compute, and fails
# if one takes more than its bound. Time would depend on what else the machine does;
# this does not.
#
#   check.sh PROGRAM
set -euo pipefail

directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT

# A thread of the library that asks for Redis in the background has dumps of its
# own, where no one looks.
valgrind --quiet --tool=callgrind --instr-atstart=no --separate-threads=yes \
         --callgrind-out-file="$directory/counts" "$1" >"$directory/paths"

# The least that was counted in a dump of that name.
counted ()
{
  awk -v name="$1" '
    FNR == 1 { found = 0 }
    $0 == "desc: Trigger: Client Request: " name { found = 1 }
    found && $1 == "totals:" && (least == "" || $2 < least) { least = $2 }
    END { print least }' "$directory"/counts.*-01
}

status=0
printf '%-32s %12s %8s %12s %8s\n' path instructions bound allocations bound
while read -r path times bound allocations most; do
  total=$(counted "$path")
  each=$((${total:?"$path was not counted"} / times))
  printf '%-32s %12d %8d %12d %8d' "$path" "$each" "$bound" "$allocations" \
         "$most"
  if ((each > bound || allocations > most)); then
    printf '  too many'
    status=1
  fi
  echo
done <"$directory/paths"

[[ -s $directory/paths ]] || status=1
if ((status)); then
  echo "Find what was added: valgrind --tool=callgrind, callgrind_annotate." \
       "A bound is raised in paths.cxx, for a reason." >&2
fi
exit $status
