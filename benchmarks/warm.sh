#!/bin/sh
# Parsing and deciding when everything is warm, on one core: benchmarks/Warm.java with the jars that
# ./wsdoctor has built.
# usage: benchmarks/warm.sh

here=$(cd "$(dirname "$0")/.." && pwd)
"$here/wsdoctor" --version >/dev/null || exit 2
{ IFS= read -r java && IFS= read -r _ && IFS= read -r classpath; } <"$here/.wsdoctor/start"
scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT

for servers in 1000 10000; do
  "$here/benchmarks/generate.py" $servers >"$scratch/$servers.conf" || exit 2
done
"$java" -XX:ActiveProcessorCount=1 -XX:+UseSerialGC -Xms512m --enable-native-access=ALL-UNNAMED -cp "$classpath" \
  "$here/benchmarks/Warm.java" "$scratch/1000.conf" "$scratch/10000.conf"
