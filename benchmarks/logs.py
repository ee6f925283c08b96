"""Writes an access log of about MEGABYTES to standard output: ordinary traffic, and one line in a
hundred a socket. Usage: logs.py combined|timed MEGABYTES"""

import random
import sys

PAGES = ["/", "/index.html", "/static/app.js", "/api/v1/items?page=3", "/images/logo.png", "/login"]
AGENTS = [
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile/15E148",
    "curl/8.5.0",
]
STATUS = [200] * 90 + [304] * 5 + [404] * 3 + [301, 500]


def lines(timed, seed):
    random.seed(seed)
    for i in range(20_000):
        socket = i % 100 == 0
        status = 101 if socket else random.choice(STATUS)
        page = "/ws?room=%d" % (i % 50) if socket else random.choice(PAGES)
        line = '10.%d.%d.%d - - [20/Nov/2026:%02d:%02d:%02d +0000] "GET %s HTTP/1.1" %d %d "https://example.com/" "%s"' % (
            random.randrange(256), random.randrange(256), random.randrange(256),
            i // 3600 % 24, i // 60 % 60, i % 60, page, status, random.randrange(60_000), random.choice(AGENTS))
        life = random.choice([60.0, 60.01, 59.9, 3.2, 412.7]) if socket else random.random()
        yield line + (" %.3f" % life if timed else "") + "\n"


def main():
    block = "".join(lines(sys.argv[1] == "timed", 7)).encode()
    for _ in range(max(1, int(sys.argv[2]) * 1_000_000 // len(block))):
        sys.stdout.buffer.write(block)


if __name__ == "__main__":
    main()
