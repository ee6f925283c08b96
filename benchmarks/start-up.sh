#!/bin/sh
# How long a one-shot command takes, beside a bare JVM start with the same flags in the same run.
# usage: benchmarks/start-up.sh [ROUNDS]      (40 is usual; needs nothing but a shell and python3)
#
# The commands take turns, so that a busy moment of the machine hits all of them alike.

here=$(cd "$(dirname "$0")/.." && pwd)
rounds=${1:-40}
"$here/wsdoctor" --version >/dev/null || exit 2
java=$(head -n 1 "$here/.wsdoctor/start")
scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT

cat >"$scratch/Bare.java" <<'END'
class Bare {
  public static void main(String[] arguments) {
    System.out.println("bare");
  }
}
END
"${java%/java}/javac" -d "$scratch" "$scratch/Bare.java" || exit 2

ROUNDS=$rounds WSDOCTOR=$here/wsdoctor JAVA=$java SCRATCH=$scratch \
  EXAMPLE=$here/examples/upgrade-headers-missing/nginx.conf \
  UNSEEN=$here/conformance/src/test/resources/healthy/frigate-tls-backend/nginx.conf exec python3 - <<'END'
import os, statistics, subprocess, time

e = os.environ
check = [e["WSDOCTOR"], "check", "ws://127.0.0.1:8080/ws", "-c", e["EXAMPLE"], "--offline"]
explain = [e["WSDOCTOR"], "explain", "ws://127.0.0.1:8080/ws", "-c", e["EXAMPLE"]]
commands = {
    "bare JVM": [e["JAVA"], "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", e["SCRATCH"], "Bare"],
    "wsdoctor --version": [e["WSDOCTOR"], "--version"],
    "wsdoctor check --offline": check,
    # the start-up cache is trained on the example, and on none like this
    "wsdoctor check --offline, another file": [
        e["WSDOCTOR"], "check", "wss://cams.example.com/ws", "-c", e["UNSEEN"], "--offline"],
    "wsdoctor check --offline --format json": check + ["--format", "json"],
    "wsdoctor explain": explain,
    "wsdoctor fix (proved in the sandbox)": [e["WSDOCTOR"], "fix"] + check[2:5],
}
took = {name: [] for name in commands}
for _ in range(int(e["ROUNDS"])):
    for name, command in commands.items():
        began = time.perf_counter()
        code = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        took[name].append((time.perf_counter() - began) * 1000)
        if code.returncode not in (0, 1):
            raise SystemExit(f"{name}: exit {code.returncode}: {code.stderr.decode()}")
bare = statistics.median(took["bare JVM"])
print("%-40s %8s %8s %8s %10s" % ("wall ms", "min", "median", "p95", "over bare"))
for name, times in took.items():
    times.sort()
    median = statistics.median(times)
    p95 = times[int(len(times) * 0.95) - 1]
    print("%-40s %8.0f %8.0f %8.0f %10.0f" % (name, times[0], median, p95, median - bare))
END
