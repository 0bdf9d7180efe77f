#!/usr/bin/env bash
# Runs a program with a Redis server of its own, which is gone with it.
#
#   tests/package/run-consumer.sh PROGRAM
set -euo pipefail
program=$1
directory=$(mktemp -d)
server=

clean_up ()
{
  [[ -z $server ]] || kill "$server" 2>/dev/null || true
  rm -rf "$directory"
}

trap clean_up EXIT
redis-server --port 0 --unixsocket "$directory/socket" --save '' \
             --appendonly no --dir "$directory" >"$directory/log" 2>&1 &
server=$!

# The program waits until it answers.
REDIS_URL="unix://$directory/socket" timeout 60 "$program"
