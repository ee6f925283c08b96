#!/usr/bin/env python3
"""Large configurations: `wsdoctor check --offline` beside `nginx -t` on the same files, in one run.

usage: benchmarks/large.py [ROUNDS]        (5 is usual; needs nginx, openssl and python3)

The commands take turns, so that a busy moment of the machine hits all of them alike. CPU time is
user + system of the whole process as the kernel counts it, JVM start included; memory is the most
that was resident. Wall time is only telling on an idle machine; the bars take the minimum of it.
Prints a line per command and one per bar; the exit code is 1 when a bar is missed.
"""
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
PRODUCT = os.path.join(os.path.dirname(HERE), "wsdoctor")
NGINX = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")
MEGABYTE = 1 << 20


class Run:
    """What one process took."""

    def __init__(self, command):
        began = time.perf_counter()
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        self.wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1) or (command[0] == NGINX and process.returncode != 0):
            raise SystemExit(f"{' '.join(command)}: exit {process.returncode}: {said.decode()}")
        self.cpu = usage.ru_utime + usage.ru_stime
        self.resident = usage.ru_maxrss * 1024


def write(folder, servers, tls):
    path = os.path.join(folder, f"{servers}{'-tls' if tls else ''}.conf")
    with open(path, "wb") as out:
        command = [sys.executable, os.path.join(HERE, "generate.py"), str(servers)]
        subprocess.run(command + ([folder] if tls else []), stdout=out, check=True)
    return path


def certificate(folder):
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=example.com",
         "-keyout", f"{folder}/key.pem", "-out", f"{folder}/certificate.pem"],
        check=True, stderr=subprocess.DEVNULL,
    )


def commands(folder):
    found = {}
    for servers in (1000, 10000):
        for tls in (False, True):
            path = write(folder, servers, tls)
            url = "wss://site500.example.com:8443/ws/" if tls else "ws://site500.example.com:8080/ws/"
            name = f"{servers} servers{' with TLS' if tls else ''}"
            found[name, "nginx -t"] = [NGINX, "-t", "-q", "-c", path]
            found[name, "check --offline"] = [PRODUCT, "check", url, "-c", path, "--offline"]
    return found


def least(runs, what):
    return min(getattr(run, what) for run in runs)


def table(runs):
    print("%-26s %-16s %9s %9s %9s %9s %8s" % ("", "", "cpu min", "median", "wall min", "median", "MB"))
    for (name, command), of in runs.items():
        print("%-26s %-16s %7.2f s %7.2f s %7.2f s %7.2f s %8.0f" % (
            name, command, least(of, "cpu"), statistics.median(run.cpu for run in of),
            least(of, "wall"), statistics.median(run.wall for run in of),
            max(run.resident for run in of) / MEGABYTE))


def bar(what, value, limit):
    print("%-62s %7.2f  (bar %g)%s" % (what, value, limit, "" if value <= limit else "  MISSED"))
    return value <= limit


def bars(runs):
    met = []
    for name in ("10000 servers with TLS", "10000 servers"):
        mine, nginx = runs[name, "check --offline"], runs[name, "nginx -t"]
        met.append(bar(f"{name}: cpu, times nginx -t", least(mine, "cpu") / least(nginx, "cpu"), 0.75))
        met.append(bar(f"{name}: most resident, MB", max(run.resident for run in mine) / MEGABYTE, 600))
        small = runs[name.replace("10000", "1000"), "check --offline"]
        met.append(bar(f"{name}: cpu, times that of 1000", least(mine, "cpu") / least(small, "cpu"), 12))
        met.append(bar(f"{name.replace('10000', '1000')}: wall, s", least(small, "wall"), 1))
    return all(met)


def main():
    if NGINX is None:
        raise SystemExit("there is no nginx to compare with; apt-get install nginx")
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    subprocess.run([PRODUCT, "--version"], check=True, stdout=subprocess.DEVNULL)
    with tempfile.TemporaryDirectory() as folder:
        certificate(folder)
        by_name = commands(folder)
        runs = {name: [] for name in by_name}
        for _ in range(rounds):
            for name, command in by_name.items():
                runs[name].append(Run(command))
    print(f"{rounds} rounds; load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    table(runs)
    print()
    sys.exit(0 if bars(runs) else 1)


if __name__ == "__main__":
    main()
