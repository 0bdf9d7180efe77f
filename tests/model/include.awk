# Prints a model with the files that it includes in their place, so that it is
# one file in which any definition can be replaced:
#
#   awk -f include.awk protocol.pml

FNR == 1 {
  folder = FILENAME
  sub (/[^\/]*$/, "", folder)
}

/^#include "/ {
  split ($0, part, "\"")
  file = folder part[2]
  while ((result = (getline line < file)) > 0) print line
  if (result < 0)
  {
    print "include.awk: there is no " file > "/dev/stderr"
    exit 1
  }
  close (file)
  next
}

{ print }
