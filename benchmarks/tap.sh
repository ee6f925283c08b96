#!/bin/sh
# What a tap adds to the time of a message: benchmarks/TapLatency.java with the jars that ./wsdoctor
# has built. One echo server, asked directly and through a tap in turns, in the same run.
# usage: benchmarks/tap.sh [MESSAGES]

here=$(cd "$(dirname "$0")/.." && pwd)
"$here/wsdoctor" --version >/dev/null || exit 2
{ IFS= read -r java && IFS= read -r _ && IFS= read -r classpath; } <"$here/.wsdoctor/start"
scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT

"$java" --enable-native-access=ALL-UNNAMED -cp "$classpath" "$here/benchmarks/TapLatency.java" \
  "$here/wsdoctor" "$scratch" "${1:-3000}"
