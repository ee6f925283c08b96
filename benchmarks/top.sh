#!/bin/sh
# What a refresh of `wsdoctor top` takes with many sockets through a real nginx on loopback, where
# both ends of every connection are in the kernel's list. Fails when the bar (50 ms) is missed.
# usage: benchmarks/top.sh [SOCKETS] [LOOKS]

here=$(cd "$(dirname "$0")/.." && pwd)
sockets=${1:-10000}
"$here/wsdoctor" --version >/dev/null || exit 2
{ IFS= read -r java && IFS= read -r _ && IFS= read -r classpath; } <"$here/.wsdoctor/start"
scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT
ulimit -n "$(ulimit -Hn)"
mkfifo "$scratch/end" "$scratch/ready"
"$here/benchmarks/top.py" "$sockets" "$scratch" <"$scratch/end" >"$scratch/ready" &
exec 3>"$scratch/end"
IFS=' ' read -r configuration master <"$scratch/ready"
[ -n "$master" ] || exit 2
. "$here/launcher/common.sh"
compiler= # as the launcher starts `top`
(become_java -XX:AOTMode=off "$here/benchmarks/Top.java" "$configuration" "$master" "$sockets" "${2:-60}")
verdict=$?
exec 3>&-
wait
exit $verdict
