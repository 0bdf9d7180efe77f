#!/usr/bin/env bash
# Configures, builds and runs the project in consumer/.
#
#   tests/package/build-consumer.sh CMAKE BUILD CMAKE-ARGUMENT...
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cmake=$1 build=$2
shift 2

"$cmake" -S "$here/consumer" -B "$build" "$@"
"$cmake" --build "$build"

# A Redis server of its own, gone with it.
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
REDIS_URL="unix://$directory/socket" timeout 60 "$build/consumer"
