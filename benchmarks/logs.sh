#!/bin/sh
# How fast does wsdoctor read an access log that is mostly ordinary traffic, beside grep -c and
# GoAccess (Debian's package goaccess)? All on the same file, on one core, in turns. What counts on
# a machine that others use is the processor time: user and system, of all threads.
# Usage: benchmarks/logs.sh [MEGABYTES] [ROUNDS]
set -eu
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 benchmarks/logs.py combined "${1:-1000}" > "$folder/access.log"
./wsdoctor --version > /dev/null
taskset -c 0 python3 - "$folder" "${2:-5}" << 'END'
import os, resource, shutil, subprocess, sys, time

folder, rounds = sys.argv[1], int(sys.argv[2])
log = folder + "/access.log"
megabytes = os.path.getsize(log) / 1e6
commands = {
    "grep -c": ["grep", "-c", " 101 ", log],  # it stops at the first line when it writes to /dev/null
    "wsdoctor logs": ["./wsdoctor", "logs", log],
    "goaccess": ["goaccess", log, "--log-format=COMBINED", "--no-progress", "-o", folder + "/report.json"],
}
if os.environ.get("NO_GOACCESS") or not shutil.which("goaccess"):
    del commands["goaccess"]


def once(command):
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    with open(folder + "/out", "w") as out:
        subprocess.run(command, stdout=out, stderr=out, stdin=subprocess.DEVNULL)
    after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic() - start
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime, wall


best = {}
for i in range(rounds):
    for name, command in commands.items():
        if name != "goaccess" or i == 0:
            best.setdefault(name, []).append(once(command))
print("best of the rounds, %.0f MB    processor      wall" % megabytes)
for name, times in best.items():
    busy, wall = min(t[0] for t in times), min(t[1] for t in times)
    print("%-14s %8.2f s %6.0f MB/s %8.2f s" % (name, busy, megabytes / busy, wall))
ours = min(t[0] for t in best["wsdoctor logs"])
for name in best:
    if name != "wsdoctor logs":
        print("as fast as %s: %.2f times" % (name, min(t[0] for t in best[name]) / ours))
END
