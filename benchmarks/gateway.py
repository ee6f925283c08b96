#!/usr/bin/env python3
"""The gateway beside nginx and HAProxy with the same load, in one run.

usage: benchmarks/gateway.py [ROW...] [--rounds N] [--seconds S]
       benchmarks/gateway.py --list

Needs nginx, haproxy, cc with OpenSSL's headers, openssl and two cores: the proxy has one, the load
and the backend have the other. The proxies take turns, after a warm-up of each; a run is repeated
while others use the machine. Prints medians and, for each round, the ratio to nginx with its default
proxy_buffer_size: quote ratios, not absolutes. The exit code is 1 when a bar is missed.
"""
import argparse
import statistics
import sys
import tempfile
from dataclasses import dataclass

from gateway_sides import Side, Tools, check_machine

GATEWAY, NGINX, LARGE, HAPROXY = "gateway", "nginx", "nginx-256k", "haproxy"
DIRECT = "direct"  # no proxy, the most that any could reach with this load
ALL = (NGINX, LARGE, GATEWAY, HAPROXY, DIRECT)
WARM_SECONDS = 10  # the gateway compiles meanwhile
REST_SECONDS = 8  # until memory is looked at
KILOBYTE, MEGABYTE = 1 << 10, 1 << 20
FEW, MANY = 1000, 9000


@dataclass(frozen=True)
class Row:
    """A kind of load: what wsload is told, what counts of its answer, and the bars by side."""

    load: str
    figure: str
    bars: dict
    sides: tuple = (NGINX, GATEWAY, HAPROXY)
    tls: bool = False


ROWS = {
    "echo-100": Row("-m echo -c 100 -s 64", "rate", {NGINX: 1.0}),
    "echo-1000": Row("-m echo -c 1000 -s 64", "rate", {NGINX: 1.0}),
    "fan-out": Row("-m fanout -c 300 -s 64", "rate", {NGINX: 1.0}),
    "large-64k": Row("-m echo -c 4 -s 65536 -w 2", "mbps", {NGINX: 6, LARGE: 0.9}, ALL),
    "large-1m": Row("-m echo -c 4 -s 1048576 -w 2", "mbps", {NGINX: 5, LARGE: 0.9}, ALL),
    "handshakes": Row("-m hs -c 32 -n 1000000", "rate", {NGINX: 0.9}),
    "open": Row("-m echo -c 100 -s 64 -r 10000", "p99_us", {NGINX: 1.1}),
    "tls-echo-100": Row("-m echo -c 100 -s 64", "rate", {NGINX: 0.9}, tls=True),
    "tls-echo-1000": Row("-m echo -c 1000 -s 64", "rate", {NGINX: 0.9}, tls=True),
    "tls-fan-out": Row("-m fanout -c 300 -s 64", "rate", {NGINX: 0.9}, tls=True),
    "tls-large-64k": Row("-m echo -c 4 -s 65536 -w 2", "mbps", {NGINX: 0.9}, tls=True),
    "tls-handshakes": Row("-m hs -c 32 -n 1000000", "rate", {NGINX: 0.9}, tls=True),
}
MEMORY = {"memory": (False, 1.0), "tls-memory": (True, 20.0)}  # KB a connection at most
GROWTH = "growth"


class Bars:
    """Says how each bar was met."""

    def __init__(self):
        self.missed = 0

    def at_least(self, what, value, limit):
        self.say(what, value, ">=", limit, value >= limit)

    def at_most(self, what, value, limit):
        self.say(what, value, "<=", limit, value <= limit)

    def say(self, what, value, sign, limit, met):
        self.missed += not met
        print(f"  {what:<50} {value:7.2f}  (bar {sign} {limit:g}){'' if met else '  MISSED'}", flush=True)


def interleaved(sides, measure, rounds):
    """The answers of each side, round by round; who was first is last in the next."""
    found = {side.name: [] for side in sides}
    for number in range(rounds):
        for side in sides if number % 2 == 0 else sides[::-1]:
            found[side.name].append(measure(side))
    return found


def ratios(runs, base, figure):
    return [mine[figure] / other[figure] for mine, other in zip(runs, base)]


def median(runs, figure):
    return statistics.median(run[figure] for run in runs)


def compare(tools, name, row, options, bars):
    sides = [Side(tools, side, row.tls) for side in row.sides]
    load = row.load.split()
    try:
        for side in sides:
            side.start()
            if side.is_proxy:
                side.load(load + ["-d", str(WARM_SECONDS), "-W", "0"])
        runs = interleaved(sides, lambda side: side.load(load + ["-d", str(options.seconds), "-W", "0.4"]), options.rounds)
    finally:
        for side in sides:
            side.stop()
    print(f"\n{name}: wsload {row.load}{' -T' if row.tls else ''}")
    print(f"  {'':<12}{row.figure:>11} {'to nginx':>9}  {'[least..most]':<14}{'us/msg':>7}{'p50 us':>9}{'p99 us':>9}{'others':>8}")
    for side, of in runs.items():
        against = ratios(of, runs[NGINX], row.figure)
        print("  %-12s%11.0f %9.2f  [%.2f..%.2f]  %7.2f%9.0f%9.0f%8.2f" % (
            side, median(of, row.figure), statistics.median(against), min(against), max(against),
            median(of, "proxy_us_per_msg"), median(of, "p50_us"), median(of, "p99_us"), median(of, "foreign")), flush=True)
    for base, limit in row.bars.items():
        value = statistics.median(ratios(runs[GATEWAY], runs[base], row.figure))
        judge = bars.at_most if row.figure == "p99_us" else bars.at_least
        judge(f"{name}: {row.figure}, times {base}", value, limit)


def idle(tools, name, bars):
    """What upgraded connections that say nothing add to the memory of a fresh process."""
    tls, limit = MEMORY[name]
    few, slope, growth = {}, {}, {}
    print(f"\n{name}: user memory, {FEW} and {MANY} idle connections{', TLS' if tls else ''}")
    for side in (NGINX, GATEWAY, HAPROXY):
        base, at_few, at_many = idle_once(Side(tools, side, tls))
        few[side], slope[side] = at_few, (at_many - at_few) / (MANY - FEW)
        growth[side] = (at_many - base) / max(1, at_few - base)
        print("  %-12s %6.1f MB at the start %6.1f MB with %d %6.1f MB with %d %9.0f B a connection" % (
            side, base / MEGABYTE, at_few / MEGABYTE, FEW, at_many / MEGABYTE, MANY, slope[side]), flush=True)
    bars.at_most(f"{name}: KB a connection", slope[GATEWAY] / KILOBYTE, limit)
    if not tls:
        bars.at_most(f"{name}: MB resident with {FEW}", few[GATEWAY] / MEGABYTE, 100)
        bars.at_most(f"{name}: added by {MANY}, times that of {FEW}", growth[GATEWAY], 9.5)


def idle_once(side):
    side.start()
    try:
        return side.resident(), side.idle(FEW, REST_SECONDS), side.idle(MANY, REST_SECONDS)
    finally:
        side.stop()


def grow(tools, options, bars):
    """Processor time of a message with few and with many connections."""
    print(f"\n{GROWTH}: processor time of a 64-byte message, {MANY} connections to {FEW}")
    for name in (NGINX, GATEWAY):
        side = Side(tools, name, False)
        side.start()
        try:
            load = lambda count, seconds: side.load(f"-m echo -s 64 -c {count} -d {seconds} -W 1".split())
            load(FEW, WARM_SECONDS)
            runs = [(load(FEW, options.seconds), load(MANY, options.seconds)) for _ in range(options.rounds)]
        finally:
            side.stop()
        value = statistics.median(many["proxy_us_per_msg"] / few["proxy_us_per_msg"] for few, many in runs)
        print("  %-12s %6.2f us with %d, %6.2f us with %d: %.2f" % (
            name, statistics.median(few["proxy_us_per_msg"] for few, _ in runs), FEW,
            statistics.median(many["proxy_us_per_msg"] for _, many in runs), MANY, value), flush=True)
    bars.at_most(f"{GROWTH}: us a message, {MANY} to {FEW}", value, 1.15)


def main():
    names = list(ROWS) + list(MEMORY) + [GROWTH]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", nargs="*", metavar="ROW", help="all of them by default")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--list", action="store_true", help="prints the names of the rows")
    options = parser.parse_args()
    if options.list:
        print("\n".join(names))
        return
    unknown = [row for row in options.rows if row not in names]
    if unknown:
        parser.error(f"there is no row {unknown[0]}; the rows: {' '.join(names)}")
    check_machine()
    bars = Bars()
    with tempfile.TemporaryDirectory() as folder:
        tools = Tools(folder)
        try:
            for name in options.rows or names:
                if name in ROWS:
                    compare(tools, name, ROWS[name], options, bars)
                elif name in MEMORY:
                    idle(tools, name, bars)
                else:
                    grow(tools, options, bars)
        finally:
            tools.close()
    sys.exit(1 if bars.missed else 0)


if __name__ == "__main__":
    main()
