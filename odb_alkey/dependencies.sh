#!/usr/bin/env bash
# Installs what is missing for building and using odb_alkey:
#
#   odb_alkey/dependencies.sh [library|examples|tests|all]
#
# library (the default) is what building the library takes, examples and
# tests add what running those takes, all is everything. When nothing is
# missing it does nothing and prints nothing, so other scripts call it every
# time. Knows Debian 12, Debian 13 and Ubuntu 24.04, for root or for a user
# with sudo; anywhere else it only checks that the tools are there.
set -euo pipefail

usage ()
{
  echo "usage: ${0##*/} [library|examples|tests|all]"
}

say ()
{
  printf 'dependencies: %s\n' "$*"
}

fail ()
{
  printf 'dependencies: %s\n' "$@" >&2
  exit 1
}

# ID and version as in "debian-12". Testing and unstable have no version.
distribution ()
{
  # shellcheck disable=SC1091
  (. /etc/os-release && echo "${ID-}-${VERSION_ID-}") 2>/dev/null || true
}

# The Debian packages for $1 on $2, one per line. A database is added by
# naming its runtime and its client's headers, on which ODB's package does
# not depend.
packages ()
{
  printf '%s\n' cmake g++ libhiredis-dev libodb-dev libxxhash-dev \
         ninja-build odb pkg-config

  # The g++ that odb runs, where it is neither the default nor a dependency.
  # TLS is in where hiredis has it.
  case $2 in
    debian-13) printf '%s\n' g++-13 libssl-dev ;;
    ubuntu-24.04) printf '%s\n' g++-12 libssl-dev ;;
  esac

  case $1 in
    examples|tests|all)
      # The blog works without Bootstrap, but then its pages are plain.
      printf '%s\n' curl libcpp-httplib-dev libjs-bootstrap5 redis-server
      printf '%s\n' libodb-sqlite-dev libsqlite3-dev
      ;;&
    tests|all)
      # libboost-test-dev has boost_unit_test_framework. spin writes C, which
      # the gcc that comes with g++ compiles. clang's sanitizers are in a
      # package of their own, and llvm has what names the lines of their
      # reports.
      printf '%s\n' clang clang-format libbenchmark-dev \
             libboost-serialization-dev libboost-test-dev libclang-rt-dev \
             llvm nlohmann-json3-dev openssl procps python3 spin valgrind

      # A script drives the blog in a browser, which Ubuntu has as a snap only.
      # The test is skipped without it.
      case $2 in
        debian-*) printf '%s\n' chromium chromium-driver python3 ;;
      esac

      # MariaDB's core has the server without a service. PostgreSQL's version
      # differs from one distribution to the other.
      printf '%s\n' libodb-pgsql-dev libpq-dev postgresql
      printf '%s\n' libodb-mysql-dev mariadb-server-core

      # Whichever client ODB's package was built with; the other one's headers
      # would go without a warning.
      case $2 in
        ubuntu-*) echo libmysqlclient-dev ;;
        *) echo libmariadb-dev ;;
      esac
      ;;
  esac
}

# Those of the packages $@ that are not installed, one per line.
missing ()
{
  local installed
  installed=$(dpkg-query -W -f '${db:Status-Abbrev}${Package}\n' "$@" \
                         2>/dev/null | sed -n 's/^.i.//p') || true
  printf '%s\n' "$@" | grep -vxF -f <(printf '%s\n' "$installed") || true
}

as_root ()
{
  if ((EUID == 0)); then "$@"; else sudo "$@"; fi
}

# apt-get without questions; waits for another one that holds the lock.
apt_get ()
{
  as_root env DEBIAN_FRONTEND=noninteractive \
          apt-get -q -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 \
          "$@" >>"$log" 2>&1 </dev/null
}

has_candidate ()
{
  [[ $(LC_ALL=C apt-cache policy "$1") == *'Candidate: '[^\(]* ]]
}

# Fails with the sentences $@ after the end of apt's output.
fail_with_log ()
{
  tail -n 20 "$log" | sed 's/^/  | /' >&2
  fail "$@"
}

bullseye_source=/etc/apt/sources.list.d/odb-alkey-bullseye.sources
bullseye_pins=/etc/apt/preferences.d/odb-alkey

# Makes Debian 11's libodb available on Debian 12, which has the compiler but
# not the runtime. It comes from wherever the system's own packages come,
# since a mirror of our choice may be out of reach. The pins keep everything
# else of Debian 11 away.
add_bullseye ()
{
  local uri='' at='' file='' key=''

  # apt itself says which URI, and in which file it is configured: that reads
  # sources.list and deb822 .sources alike.
  # shellcheck disable=SC2016 # the variables are apt's
  IFS='|' read -r uri at < <(
    apt-get indextargets --format '$(REPO_URI)|$(SOURCESENTRY)' \
      'Created-By: Packages' 'Origin: Debian' 'Codename: bookworm' \
      'Component: main') || true
  [[ $uri ]] ||
    fail_with_log \
      "no reachable apt source of this system has Debian 12's main section," \
      "so there is no mirror to take libodb from. Mend what apt says above" \
      "(network, sources), or add a source that has libodb-dev, such as" \
      "Debian 11's (bullseye main), and run again."

  # A keyring that is named for the mirror, in either format, in the stanza
  # or line with its URI; without one apt's trusted keys apply.
  file=${at%:*}
  if [[ $file == *.sources ]]; then
    key=$(awk -v uri="${uri%/}" -v RS='' 'index ($0, uri)' "$file" |
            sed -n 's/^Signed-By:[[:space:]]*\(\/.*\)$/\1/Ip' | head -n 1)
  else
    key=$(grep -vE '^[[:space:]]*#' "$file" | grep -F "${uri%/}" |
            sed -n 's/.*signed-by=\(\/[^] ]*\).*/\1/p' | head -n 1) || true
  fi

  say "adding Debian 11 as a source, for libodb only ($bullseye_source)"
  printf '%s\n' 'Package: *' 'Pin: release n=bullseye' 'Pin-Priority: -10' \
         '' 'Package: libodb-* libodb*' 'Pin: release n=bullseye' \
         'Pin-Priority: 500' |
    as_root tee "$bullseye_pins" >/dev/null
  printf '%s\n' '# Written by odb_alkey/dependencies.sh: libodb, which' \
         "# Debian 12 lacks. See also $bullseye_pins." \
         'Types: deb' "URIs: $uri" 'Suites: bullseye' 'Components: main' \
         ${key:+"Signed-By: $key"} |
    as_root tee "$bullseye_source" >/dev/null

  apt_get update || true
  if ! has_candidate libodb-dev; then
    # A source that cannot be read would break every later apt-get update.
    as_root rm -f "$bullseye_source" "$bullseye_pins"
    fail_with_log "libodb-dev could not be found: Debian 12 lacks it, and" \
      "$uri gave none for Debian 11 (bullseye)." \
      "Add a source that does, such as an archive of old releases, and run" \
      "again."
  fi
}

# Installs the packages $@ on the distribution $1.
install_packages ()
{
  local distribution=$1
  shift

  ((EUID == 0)) || command -v sudo >/dev/null ||
    fail "missing: $*." "Run this as root, or install sudo."
  as_root true || fail "missing: $*." "sudo refuses: run this as root."

  temporary=$(mktemp -d)
  log=$temporary/apt.log
  trap clean_up EXIT
  trap 'exit 130' INT TERM

  say "installing $*"
  apt_get update || say "apt-get update had errors; trying with what it has"
  [[ $distribution != debian-12 ]] || has_candidate libodb-dev ||
    add_bullseye

  hold_servers
  # Removes nothing: MySQL, which somebody may use here, excludes MariaDB.
  apt_get install -y --no-install-recommends --no-remove "$@" || {
    local left
    left=$(missing "$@")
    fail_with_log "could not install: ${left//$'\n'/ }." \
      "Mend what apt says above (network, sources, disk, rights; packages" \
      "that exclude these; on Ubuntu the universe section), or install them" \
      "by hand, and run again."
  }
  try_odb
}

# Installing a server starts it, on a port that is not ours to take: examples
# and tests start private ones. Containers refuse by a policy already. Ours is
# for these servers only, while we run: it allows everything as soon as we are
# gone, even if we had no time to remove it.
policy=/usr/sbin/policy-rc.d

hold_servers ()
{
  [[ ! -e $policy ]] || return 0
  cat >"$temporary/policy" <<END
#!/bin/sh
case \$1 in redis*|postgresql*) [ ! -d /proc/$$ ] || exit 101 ;; esac
exit 0
END
  held=true
  as_root install -m 755 "$temporary/policy" "$policy"
}

held=false

clean_up ()
{
  ! $held || as_root rm -f "$policy"
  rm -rf "$temporary"
}

# odb runs a g++ of its own choice, which no dependency names, and finds out
# only when it is used.
try_odb ()
{
  cat >"$temporary/try.hxx" <<'END'
#include <odb/core.hxx>
#pragma db object
struct try_odb
{
  #pragma db id
  int id;
};
END
  odb -d sqlite --std c++14 -o "$temporary" "$temporary/try.hxx" \
      >>"$log" 2>&1 ||
    fail_with_log "the packages are installed, but odb cannot compile." \
      "It runs the g++ of the version it was built with: install that one."
}

# Where the packages' names are not known, checks for the things themselves.
check_tools ()
{
  local commands='odb cmake ninja g++ pkg-config'
  local modules='hiredis libodb libxxhash'
  local headers=''
  case $1 in
    examples|tests|all)
      commands+=' redis-server curl'
      modules+=' libodb-sqlite sqlite3'
      headers+=' httplib.h'
      ;;&
    tests|all)
      commands+=' clang++ clang-format openssl spin valgrind'
      commands+=' initdb postgres mariadbd'
      modules+=' libodb-pgsql libpq libodb-mysql'
      headers+=' benchmark/benchmark.h boost/test/unit_test.hpp'
      headers+=' boost/archive/text_oarchive.hpp nlohmann/json.hpp'
      ;;
  esac

  # Servers are not on everybody's path.
  local absent=() name PATH=$PATH:/usr/sbin:/usr/libexec
  for name in /usr/lib/postgresql/*/bin; do PATH+=:$name; done
  for name in $commands; do
    command -v "$name" >/dev/null || absent+=("$name")
  done
  for name in $modules; do
    pkg-config --exists "$name" 2>/dev/null || absent+=("$name.pc")
  done
  for name in $headers; do
    echo "#include <$name>" | g++ -E -x c++ - >/dev/null 2>&1 ||
      absent+=("<$name>")
  done
  ((${#absent[@]} == 0)) ||
    fail "this is not Debian 12, Debian 13 or Ubuntu 24.04, so nothing was" \
         "installed. Missing here: ${absent[*]}." \
         "Install ODB 2.4 or later (compiler, libodb, libodb-sqlite for" \
         "examples and tests, libodb-pgsql and libodb-mysql for tests)," \
         "hiredis (1.0 or later with its SSL part, and OpenSSL, for TLS) and" \
         "xxHash with their headers and pkg-config files, then run again."
}

main ()
{
  local what=${1:-library} on wanted
  case $what in
    library|examples|tests|all) ;;
    -h|--help) usage; return ;;
    *) usage >&2; exit 2 ;;
  esac
  (($# < 2)) || { usage >&2; exit 2; }

  on=$(distribution)
  case $on in
    debian-12|debian-13|ubuntu-24.04) ;;
    *) check_tools "$what"; return ;;
  esac

  mapfile -t wanted < <(packages "$what" "$on")
  mapfile -t wanted < <(missing "${wanted[@]}")
  ((${#wanted[@]} == 0)) || install_packages "$on" "${wanted[@]}"
}

main "$@"
