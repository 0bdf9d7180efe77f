#!/usr/bin/env bash
# Runs the blog of examples/blog; on a fresh Debian or Ubuntu it first installs
# what is missing. See usage () below.
set -euo pipefail
called_in=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage ()
{
  cat <<'END'
usage: examples/run.sh [--tour] [--port PORT] [--run BLOG]

Installs what is missing (on Debian and Ubuntu, as root or by sudo), builds
the blog in build/examples, runs it and prints its address. Ctrl-C ends it.

  --tour       run it on a new database, drive it over HTTP through a story of
               hits and misses, check that the story is true, and end
  --port PORT  listen there, on 127.0.0.1, instead of at any port that is free
  --run BLOG   run this program, and do not install or build anything

In the environment:

  REDIS_URL    the Redis to use; without it a private one is started, and
               ended with the blog
  BLOG_DB      the SQLite database to use and to keep, made if it is not there;
               without it, and for the tour, a temporary one
  BLOG_CSS     the file with Bootstrap's style sheet; without it, that of
               Debian's package libjs-bootstrap5
END
}

say ()
{
  printf '=== %s\n' "$*"
}

fail ()
{
  printf 'run.sh: %s\n' "$*" >&2
  exit 1
}

build ()
{
  local directory=build/examples
  say "building the blog in $directory"
  cmake -S . -B "$directory" -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo \
        -DODB_ALKEY_TESTS=OFF -DODB_ALKEY_INSTALL=OFF \
        -Wno-dev >"$temporary/cmake.log" 2>&1 || {
    cat "$temporary/cmake.log" >&2
    fail "could not configure; what CMake says is above." \
         "If $directory is from elsewhere, remove it."
  }
  cmake --build "$directory" --target blog ||
    fail "could not build; what the compiler says is above."
  blog=$directory/examples/blog/blog
}

# In a session of its own, so that Ctrl-C does not take it from under the blog.
start_redis ()
{
  local socket=$temporary/redis.sock
  say "starting a private Redis at $socket"
  setsid redis-server --port 0 --unixsocket "$socket" --unixsocketperm 700 \
         --save '' --appendonly no --daemonize no --dir "$temporary" \
         --logfile "$temporary/redis.log" >/dev/null &
  redis_pid=$!

  # There is nothing to wait for until it listens.
  until [[ $(redis-cli -s "$socket" ping 2>/dev/null) == PONG ]]; do
    kill -0 "$redis_pid" 2>/dev/null || {
      cat "$temporary/redis.log" >&2
      fail "redis-server ended; what it says is above."
    }
    sleep 0.05
  done
  export REDIS_URL=unix://$socket
}

# The blog prints its address when it listens, and nothing else to standard
# output; what it has to say goes to standard error.
start_blog ()
{
  say "starting the blog on $1"
  mkfifo "$temporary/address"
  "$blog" "$1" "$port" >"$temporary/address" &
  blog_pid=$!
  read -r address <"$temporary/address" || fail "the blog could not start."
}

# Ends the process $1 and waits for it.
end ()
{
  [[ $1 ]] || return 0
  kill "$1" 2>/dev/null || true
  wait "$1" 2>/dev/null || true
}

clean_up ()
{
  trap '' HUP INT TERM
  end "$blog_pid"
  end "$redis_pid"
  rm -rf "$temporary"
}

main ()
{
  local tour=false port=0 blog='' address database
  while (($#)); do
    case $1 in
      --tour) tour=true ;;
      --port)
        (($# > 1)) || { usage >&2; exit 2; }
        port=$2
        shift
        ;;
      --run)
        (($# > 1)) || { usage >&2; exit 2; }
        case $2 in
          /*) blog=$2 ;;
          *) blog=$called_in/$2 ;;
        esac
        shift
        ;;
      -h|--help) usage; return ;;
      *) usage >&2; exit 2 ;;
    esac
    shift
  done

  # Not in TMPDIR: the path of a unix socket must be short.
  blog_pid='' redis_pid=''
  temporary=$(mktemp -d /tmp/odb-alkey-blog-XXXXXX)
  trap clean_up EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM

  if [[ ! $blog ]]; then
    bash odb_alkey/dependencies.sh examples
    build
  fi

  if [[ ${REDIS_URL-} ]]; then
    say "using the Redis of REDIS_URL"
  else
    start_redis
  fi

  database=$temporary/blog.db
  if ! $tour && [[ ${BLOG_DB-} ]]; then
    case $BLOG_DB in
      /*) database=$BLOG_DB ;;
      *) database=$called_in/$BLOG_DB ;;
    esac
  fi
  start_blog "$database"

  if $tour; then
    bash examples/blog/tour.sh "$address"
  else
    say "the blog is at $address (Ctrl-C ends it)"
    wait "$blog_pid" || fail "the blog ended by itself."
  fi
}

main "$@"
