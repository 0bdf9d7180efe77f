#!/usr/bin/env bash
# Runs this checkout's HEAD on a machine that has nothing installed: a bare
# debootstrap tree with git in it, as root.
#
#   tests/fresh.sh RELEASE [COMMAND...]
#
# RELEASE is bookworm or trixie. Each COMMAND is run by bash in a clone, one
# after the other; without any these are: examples/run.sh --tour, tests/run.sh.
#
# Takes root, or sudo, debootstrap, and a right to make mounts; and Debian's
# mirror from the system's own sources, or from the variable MIRROR. Where it
# lacks one of these it says so and returns 77. The bare tree is kept in
# ~/.cache/odb_alkey-fresh, for the next time: remove it to have a new one.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/odb_alkey-fresh

# The exit code where it cannot be done, as automake has it.
impossible=77

say ()
{
  printf 'fresh: %s\n' "$*"
}

fail ()
{
  printf 'fresh: %s\n' "$*" >&2
  exit 1
}

cannot ()
{
  printf 'fresh: %s\n' "$*" >&2
  exit $impossible
}

# Where the system's own Debian packages come from. apt knows, however that is
# written, once it has read the lists, which images come without.
mirror ()
{
  # shellcheck disable=SC2016 # the variable is apt's
  apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' \
          'Origin: Debian' 'Label: Debian' 'Component: main' 2>/dev/null |
    grep -m 1 -E '^(https?|file):' || true
}

# True if the mirror $2 has the release $1. It asks as debootstrap does.
has_release ()
{
  local file=${2%/}/dists/$1/Release
  case $file in
    file:*) [[ -e ${file#file:} ]] ;;
    *) wget -q --tries=3 --timeout=20 -O /dev/null "$file" ;;
  esac
}

# Tries all that takes rights which root may lack in a container: mounts, and
# the nodes of devices. A mount is gone with the namespace.
check_rights ()
{
  mkdir -p "$temporary/rights"/{proc,dev}
  # shellcheck disable=SC2016 # the inner shell's variables
  unshare --mount --pid --fork --kill-child bash -c '
    mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" &&
      mknod "$0/null" c 1 3 && : >"$0/null"' \
    "$temporary/rights" >"$temporary/log" 2>&1 ||
    cannot "mounts and devices cannot be made here:" \
           "$(tail -n 1 "$temporary/log")"
}

# Makes the bare tree of $1, as a tar file that is complete or not there.
make_bare ()
{
  local release=$1 from=${MIRROR:-$(mirror)}
  command -v debootstrap >/dev/null ||
    cannot "debootstrap is missing: apt-get install debootstrap"
  [[ $from ]] ||
    cannot "no Debian mirror in this system's sources: run apt-get update," \
           "or set MIRROR to one's URL."
  has_release "$release" "$from" ||
    cannot "$from, where this system's packages come from, does not answer" \
           "or does not have $release: set MIRROR to the URL of one that does."

  say "making a bare $release from $from"
  # Its mounts vanish with it, so that removing the tree is always safe.
  unshare --mount debootstrap --variant=minbase --include=git "$release" \
          "$temporary/bare" "$from" >"$temporary/log" 2>&1 || {
    tail -n 20 "$temporary/log" | sed 's/^/  | /' >&2
    fail "debootstrap could not make $release."
  }

  # Package lists would hide a forgotten apt-get update, as would packages.
  rm -rf "$temporary"/bare/var/lib/apt/lists/* \
         "$temporary"/bare/var/cache/apt/*.bin \
         "$temporary"/bare/var/cache/apt/archives/*.deb

  # Services are refused, as in containers.
  printf '#!/bin/sh\nexit 101\n' >"$temporary/bare/usr/sbin/policy-rc.d"
  chmod 755 "$temporary/bare/usr/sbin/policy-rc.d"

  mkdir -p "$cache"
  tar -C "$temporary/bare" -cf "$cache/$release.tar.part" .
  mv "$cache/$release.tar.part" "$cache/$release.tar"
  rm -rf "$temporary/bare"
}

# Runs $1 in the clone in the tree. Namespaces of its own for mounts and
# processes make the end simple: whatever it mounted or left running is gone
# with it, and nothing of the machine's is under the tree when that is removed.
inside ()
{
  # shellcheck disable=SC2016 # the inner shell's variables
  unshare --mount --pid --fork --kill-child bash -c '
    set -e
    mount -t proc proc "$0/proc"
    mount --rbind /dev "$0/dev"
    exec env -i HOME=/root TERM="${TERM-dumb}" \
         PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
         ${http_proxy:+http_proxy="$http_proxy"} \
         ${https_proxy:+https_proxy="$https_proxy"} \
         chroot "$0" bash -c "cd /root/odb_alkey && $1"' \
    "$temporary/tree" "$1" </dev/null &
  child=$!
  local status=0
  wait "$child" || status=$?
  child=''
  return $status
}

child=''

clean_up ()
{
  # The first process of a namespace ignores all but this one.
  if [[ $child ]]; then
    disown "$child"
    kill -KILL "$child"
  fi
  rm -rf --one-file-system "$temporary" ||
    { sleep 1; rm -rf --one-file-system "$temporary"; }
}

main ()
{
  local release=${1-} commands=("${@:2}")
  case $release in
    bookworm|trixie) ;;
    *) echo "usage: ${0##*/} bookworm|trixie [COMMAND...]" >&2; exit 2 ;;
  esac
  ((${#commands[@]})) || commands=('examples/run.sh --tour' 'tests/run.sh')

  ((EUID == 0)) || {
    { command -v sudo >/dev/null && sudo true; } ||
      cannot "this takes root, or a sudo that allows it."
    exec sudo env XDG_CACHE_HOME="${cache%/*}" MIRROR="${MIRROR-}" \
         bash "$top/tests/fresh.sh" "$@"
  }

  temporary=$(mktemp -d)
  trap clean_up EXIT
  trap 'exit 130' INT TERM

  check_rights
  [[ -e $cache/$release.tar ]] || make_bare "$release"
  mkdir "$temporary/tree"
  tar -C "$temporary/tree" -xf "$cache/$release.tar"
  cp /etc/resolv.conf "$temporary/tree/etc/resolv.conf"
  echo '127.0.0.1 localhost' >"$temporary/tree/etc/hosts"

  [[ -z $(git -C "$top" status --porcelain) ]] ||
    say "what is not committed is left out"
  git clone -q --no-hardlinks "file://$top" "$temporary/tree/root/odb_alkey"
  say "$release, $(git -C "$top" log -1 --format='%h %s')"

  local command begin took results=() failed=0
  for command in "${commands[@]}"; do
    printf '\nfresh: %s: %s\n' "$release" "$command"
    begin=$SECONDS
    if inside "$command"; then
      results+=("passed")
    else
      results+=("FAILED ($?)")
      failed=1
    fi
    took=$((SECONDS - begin))
    results[-1]+=", $((took / 60)) min $((took % 60)) s: $command"
  done

  echo
  for command in "${results[@]}"; do say "$release: $command"; done
  return $failed
}

main "$@"
