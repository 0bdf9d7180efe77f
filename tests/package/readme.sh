#!/usr/bin/env bash
# The README quotes code that is compiled and tested; this checks that it is
# the same, or, with --write, puts it there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# What is quoted follows a marker, in a fenced block: a file, or what it has
# between each "// README: NAME" and "// README: end".
#
#   <!-- quote:examples/quick-start/main.cxx -->
#   <!-- quote:tests/integration/readme.cxx NAME -->
#
expected ()
{
  awk '
    function quote (file, name,    line, inside, indent, lines) {
      inside = name == ""
      indent = 1
      print "```cpp"
      while ((getline line < file) > 0) {
        if (name != "" && line ~ /^ *\/\/ README: /) {
          inside = line ~ (": " name "$")
          indent = match (line, /[^ ]/)
          if (inside && lines)
            print ""
        } else if (inside) {
          print line ~ /[^ ]/ ? substr (line, indent) : ""
          ++lines
        }
      }
      close (file)
      print "```"
      if (!lines)
        print "nothing to quote: " file " " name
    }

    /^<!-- quote:/ {
      print
      end = $2 == "quote:end"
      if (!end)
        quote (substr ($2, 7), $3 == "-->" ? "" : $3)
      inside = !end
      next
    }
    !inside
  ' README.md
}

if [ "${1:-}" = --write ]; then
  text=$(expected)
  printf '%s\n' "$text" > README.md
elif ! diff <(expected) README.md; then
  echo "README.md quotes something else than what is compiled:" \
       "run tests/package/readme.sh --write" >&2
  exit 1
fi
