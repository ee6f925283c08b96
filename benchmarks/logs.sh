#!/bin/sh
# How fast does wsdoctor read an access log that is mostly ordinary traffic, beside grep -c and
# GoAccess (Debian's package goaccess)? All on the same file, on one core, in turns.
# Usage: benchmarks/logs.sh [MEGABYTES] [ROUNDS]
set -eu
cd "$(dirname "$0")/.."
megabytes=${1:-1000}
rounds=${2:-5}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
log=$folder/access.log
python3 benchmarks/logs.py combined "$megabytes" > "$log"

# once $1: what to call it; the rest: the command
once() {
    name=$1
    shift
    start=$(date +%s.%N)
    # grep stops at the first line when it writes to /dev/null
    taskset -c 0 "$@" > "$folder/out" 2>&1 || [ $? -eq 1 ]
    end=$(date +%s.%N)
    echo "$name $start $end"
}

./wsdoctor --version > /dev/null
cat "$log" > /dev/null
i=0
while [ $i -lt "$rounds" ]; do
    once grep-c grep -c ' 101 ' "$log"
    once wsdoctor ./wsdoctor logs "$log"
    [ $i -gt 0 ] || [ -n "${NO_GOACCESS:-}" ] || ! command -v goaccess > /dev/null ||
        once goaccess goaccess "$log" --log-format=COMBINED --no-progress -o "$folder/report.json"
    i=$((i + 1))
done | awk -v bytes="$(wc -c < "$log")" '
    { t = $3 - $2; if (!($1 in best) || t < best[$1]) best[$1] = t; sum[$1] += t; n[$1]++ }
    END {
        for (name in best)
            printf "%-10s best %7.2f s %6.0f MB/s   mean %7.2f s\n", name, best[name], bytes / 1e6 / best[name], sum[name] / n[name]
    }'
