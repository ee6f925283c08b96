#!/usr/bin/env python3
"""Holds WebSockets through a real nginx: a backend, nginx, and clients, each in a process of its own.

usage: top.py SOCKETS FOLDER    prints `FOLDER/nginx.conf MASTER_PID` when all are open; ends with its input
"""
import os
import select
import socket
import subprocess
import sys
import time

WORKERS = 2
NGINX = next(p for p in ("/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx") if os.path.exists(p))
REQUEST = (b"GET / HTTP/1.1\r\nHost: a.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
ANSWER = (b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n")


def backend(listener):
    """Answers each handshake and then holds the connection in silence."""
    poll = select.epoll()
    poll.register(listener, select.EPOLLIN)
    held = {}
    while True:
        for descriptor, _ in poll.poll():
            if descriptor == listener.fileno():
                connection, _ = listener.accept()
                held[connection.fileno()] = connection
                poll.register(connection, select.EPOLLIN)
            elif held[descriptor].recv(4096):
                held[descriptor].sendall(ANSWER)
            else:
                held.pop(descriptor).close()


def listening():
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", 0))
    listener.listen(4096)
    return listener


def clients(port, count):
    held = []
    for _ in range(count):
        connection = socket.create_connection(("127.0.0.1", port))
        connection.sendall(REQUEST)
        held.append(connection)
        if len(held) % 200 == 0:
            await_answers(held[-200:])
    await_answers(held)
    return held


def await_answers(some):
    for connection in some:
        connection.settimeout(30)
        if not connection.recv(1, socket.MSG_PEEK):
            sys.exit("nginx closed a connection; see its error.log")


def main(count, folder):
    server = listening()
    if os.fork() == 0:
        os.close(0)
        backend(server)
    free = listening()
    port = free.getsockname()[1]
    free.close()
    configuration = os.path.join(folder, "nginx.conf")
    with open(configuration, "w") as out:
        out.write(f"""daemon off; pid {folder}/nginx.pid; worker_processes {WORKERS};
events {{ worker_connections {2 * count + 64}; }}
http {{
    access_log off;
    server {{
        listen 127.0.0.1:{port} backlog=4096;
        location / {{
            proxy_pass http://127.0.0.1:{server.getsockname()[1]};
            proxy_http_version 1.1;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection upgrade;
            proxy_read_timeout 1h;
        }}
    }}
}}
""")
    server.close()
    nginx = subprocess.Popen([NGINX, "-p", folder, "-c", configuration, "-e", f"{folder}/error.log"],
                             stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        held = clients(port, count)
        print(configuration, nginx.pid, flush=True)
        sys.stdin.read()
        assert len(held) == count
    finally:
        nginx.terminate()
        nginx.wait()
        os.killpg(0, 15)


def wait_for(port):
    for _ in range(500):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.01)
    sys.exit("nginx did not start; see its error.log")


if __name__ == "__main__":
    os.setpgid(0, 0)
    main(int(sys.argv[1]), sys.argv[2])
