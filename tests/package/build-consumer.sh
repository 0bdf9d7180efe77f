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
bash "$here/run-consumer.sh" "$build/consumer"
