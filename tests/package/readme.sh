#!/usr/bin/env bash
# The README shows the quick start; this checks that it is the program that is
# compiled, or, with --write, puts it there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# Each file follows a marker, in a fenced block.
#
expected ()
{
  awk -v dir=examples/quick-start '
    /^<!-- quick-start:/ {
      print
      file = $0
      sub (/^<!-- quick-start:/, "", file)
      sub (/ -->.*/, "", file)
      inside = file != "end"
      if (inside) {
        print "```cpp"
        while ((getline line < (dir "/" file)) > 0)
          print line
        print "```"
      }
      next
    }
    !inside
  ' README.md
}

if [ "${1:-}" = --write ]; then
  text=$(expected)
  printf '%s\n' "$text" > README.md
elif ! diff <(expected) README.md; then
  echo "README.md shows another quick start than examples/quick-start:" \
       "run tests/package/readme.sh --write" >&2
  exit 1
fi
