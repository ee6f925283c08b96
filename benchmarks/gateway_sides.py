"""The proxies that benchmarks/gateway.py compares, each alone on one core, and the load on another."""
import json
import os
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
PATH = os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin"
CORES = sorted(os.sched_getaffinity(0))
TICKS = os.sysconf("SC_CLK_TCK")
MOST_FOREIGN = 0.25  # cores used by others, above which a run is repeated
MOST_REPEATS = 2

NGINX_CONF = """daemon off; master_process on; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log warn;
worker_rlimit_nofile 20000;
events {{ worker_connections 19500; }}
http {{
  access_log off; server_tokens off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  map $http_upgrade $connection_upgrade {{ default upgrade; '' close; }}
  upstream be {{ server 127.0.0.1:{backend}; }}
  server {{
    {listen}
    location / {{
      proxy_pass http://be;
      proxy_http_version 1.1;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;
      proxy_set_header Host $host;
      proxy_set_header X-Real-IP $remote_addr;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_read_timeout 3600s; proxy_send_timeout 3600s;
      {buffers}
    }}
  }}
}}
"""
LARGE_BUFFERS = "proxy_buffer_size 256k; proxy_buffers 4 256k; proxy_busy_buffers_size 256k;"
HAPROXY_CONF = """global
  nbthread 1
  maxconn 9600
defaults
  mode http
  timeout connect 5s
  timeout client 1h
  timeout server 1h
  timeout tunnel 1h
  option http-server-close
  option forwardfor
frontend f
  {listen}
  backlog 4096
  default_backend b
backend b
  server s1 127.0.0.1:{backend}
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def on_core(core):
    return lambda: os.sched_setaffinity(0, {core})


def await_port(port, process, log):
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.05)
    raise SystemExit(f"{process.args[0]} does not listen on {port}; its last words:\n{open(log).read()[-2000:]}")


class Tools:
    """The load generator and the backend, built in a scratch folder; with a certificate."""

    def __init__(self, folder):
        self.folder = folder
        resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
        for name, libraries in (("wsload", ["-lssl", "-lcrypto"]), ("wsecho", [])):
            source = os.path.join(HERE, "load", name + ".c")
            subprocess.run(["cc", "-O3", "-march=native", "-o", f"{folder}/{name}", source] + libraries, check=True)
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
             "-keyout", f"{folder}/key.pem", "-out", f"{folder}/certificate.pem"],
            check=True, stderr=subprocess.DEVNULL)
        with open(f"{folder}/both.pem", "w") as both:
            both.write(open(f"{folder}/certificate.pem").read() + open(f"{folder}/key.pem").read())
        self.port = free_port()
        log = f"{folder}/wsecho.log"
        self.backend = subprocess.Popen(
            [f"{folder}/wsecho", str(self.port)], stderr=open(log, "w"), preexec_fn=on_core(CORES[1]))
        await_port(self.port, self.backend, log)

    def close(self):
        self.backend.terminate()
        self.backend.wait()


class Side:
    """One proxy in front of the backend; it runs while somebody measures it. `direct` is none: what
    load and backend reach without a proxy, on the one core that they share."""

    def __init__(self, tools, name, tls):
        self.tools, self.name, self.tls = tools, name, tls
        self.is_proxy = name != "direct"
        self.port = free_port() if self.is_proxy else tools.port
        self.folder = tempfile.mkdtemp(prefix=name, dir=tools.folder)
        self.process = None

    def command(self):
        scratch = self.tools.folder
        if self.name == "haproxy":
            listen = f"bind 127.0.0.1:{self.port}" + (f" ssl crt {scratch}/both.pem" if self.tls else "")
            path = self.write("haproxy.cfg", HAPROXY_CONF.format(listen=listen, backend=self.tools.port))
            return [shutil.which("haproxy", path=PATH), "-db", "-f", path]
        listen = f"listen 127.0.0.1:{self.port} backlog=4096;"
        if self.tls:
            listen = (f"listen 127.0.0.1:{self.port} ssl backlog=4096; ssl_certificate {scratch}/certificate.pem; "
                      f"ssl_certificate_key {scratch}/key.pem; ssl_session_tickets off;")
        text = NGINX_CONF.format(
            folder=self.folder, listen=listen, backend=self.tools.port,
            buffers=LARGE_BUFFERS if self.name == "nginx-256k" else "")
        program = os.path.join(os.path.dirname(HERE), "bin", "gateway")
        if self.name.startswith("nginx"):
            program = shutil.which("nginx", path=PATH)
        return [program, "-p", self.folder, "-e", f"{self.folder}/error.log", "-c", self.write("nginx.conf", text)]

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "w") as out:
            out.write(text)
        return path

    def start(self):
        if self.is_proxy and self.process is None:
            log = f"{self.folder}/output"
            self.process = subprocess.Popen(
                self.command(), stdin=subprocess.DEVNULL, stdout=open(log, "w"), stderr=subprocess.STDOUT,
                start_new_session=True, preexec_fn=on_core(CORES[0]))
            await_port(self.port, self.process, log)

    def stop(self):
        if self.process is not None:
            self.process.terminate()
            self.process.wait(20)
            self.process = None

    def processes(self):
        """The proxy's own process and those it started."""
        if self.process is None:
            return []
        parents = {}
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{pid}/stat") as stat:
                    parents.setdefault(int(stat.read().rsplit(")", 1)[1].split()[1]), []).append(int(pid))
            except OSError:
                pass  # it has ended
        found = [self.process.pid]
        for pid in found:
            found += parents.get(pid, [])
        return found

    def resident(self):
        """Bytes of user memory of all its processes."""
        kilobytes = 0
        for pid in self.processes():
            with open(f"/proc/{pid}/smaps_rollup") as rollup:
                kilobytes += sum(int(line.split()[1]) for line in rollup if line.startswith("Rss:"))
        return kilobytes * 1024

    def load_command(self, arguments):
        proxy = ["-P", ",".join(map(str, self.processes()))] if self.is_proxy else []
        return ([f"{self.tools.folder}/wsload", "-p", str(self.port), "-Q", str(self.tools.backend.pid)] + proxy
                + (["-T"] if self.tls else []) + arguments)

    def load(self, arguments):
        """What one run of the load generator says; repeated while others use the machine."""
        for _ in range(MOST_REPEATS + 1):
            before, busy, began = self.own_time(), busy_time(), time.time()
            done = subprocess.run(self.load_command(arguments), capture_output=True, text=True, timeout=180,
                                  preexec_fn=on_core(CORES[1]))
            own = self.own_time() - before
            result = answer(done.stdout, done.stderr)
            result["foreign"] = max(0, (busy_time() - busy - own) / (time.time() - began))
            if result["foreign"] <= MOST_FOREIGN:
                break
        return result

    def own_time(self):
        """Processor seconds so far of the proxy, the backend and the load."""
        ticks = 0
        for pid in self.processes() + [self.tools.backend.pid]:
            with open(f"/proc/{pid}/stat") as stat:
                ticks += sum(map(int, stat.read().rsplit(")", 1)[1].split()[11:13]))
        return ticks / TICKS + sum(os.times()[:4])

    def idle(self, connections, seconds):
        """Bytes resident while that many upgraded connections say nothing."""
        holder = subprocess.Popen(
            self.load_command(["-m", "idle", "-c", str(connections), "-d", str(seconds)]),
            stdout=subprocess.PIPE, text=True, preexec_fn=on_core(CORES[1]))
        ready = holder.stdout.readline()
        if not ready.startswith("READY"):
            raise SystemExit(f"{self.name}: {connections} idle connections: {ready}")
        time.sleep(max(0.5, seconds - 1.5))
        resident = self.resident()
        answer(holder.communicate()[0], "")
        return resident


def answer(printed, complaints):
    lines = printed.strip().splitlines()
    result = json.loads(lines[-1]) if lines else {"ok": False, "why": complaints}
    if not result["ok"]:
        raise SystemExit(f"the load failed: {result.get('why')}")
    return result


def busy_time():
    """Seconds that all processors together have worked."""
    with open("/proc/stat") as stat:
        values = [int(value) for value in stat.readline().split()[1:9]]
    return (sum(values) - values[3] - values[4]) / TICKS


def check_machine():
    if len(CORES) < 2:
        raise SystemExit("two cores are needed: one for the proxy, one for the load and the backend")
    for program in ("nginx", "haproxy", "cc", "openssl"):
        if shutil.which(program, path=PATH) is None:
            raise SystemExit(f"{program} is not here; apt-get install nginx haproxy gcc libssl-dev openssl")
    subprocess.run([os.path.join(os.path.dirname(HERE), "wsdoctor"), "--version"], check=True,
                   stdout=subprocess.DEVNULL, stderr=sys.stderr)
