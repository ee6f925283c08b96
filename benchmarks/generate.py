#!/usr/bin/env python3
"""Prints an nginx.conf of N servers with 5 locations each, as hosting panels write them.

usage: benchmarks/generate.py SERVERS [FOLDER] >nginx.conf

10,000 servers make 11 MB. Everything is valid: `nginx -t` accepts it. With FOLDER every server
speaks TLS with the certificate FOLDER/certificate.pem and FOLDER/key.pem, and nginx's own files
go to FOLDER; without, there is no TLS.
"""
import sys

HEAD = """\
# generated: {servers} servers
error_log {folder}/error.log;
pid {folder}/nginx.pid;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    server_names_hash_max_size 65536;
    server_names_hash_bucket_size 128;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    map $http_upgrade $connection_upgrade {{
        default upgrade;
        ''      close;
    }}
    upstream application {{
        server 127.0.0.1:9000;
        keepalive 16;
    }}
"""

SERVER = """
    server {{
        {listen}
        server_name site{i}.example.com www.site{i}.example.com;
{tls}        client_max_body_size 20m;

        location / {{
            proxy_pass http://127.0.0.1:{port};
            proxy_set_header Host $host;
            proxy_set_header X-Real-IP $remote_addr;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Proto $scheme;
        }}
        location /ws/ {{
            proxy_pass http://127.0.0.1:{port};
            proxy_http_version 1.1;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection $connection_upgrade;
            proxy_set_header Host $host;
            proxy_set_header X-Forwarded-Proto $scheme;
            proxy_read_timeout 1h;
        }}
        location ^~ /static/ {{ root /srv/site{i}; expires 7d; }}
        location ~* \\.(png|jpg|css)$ {{ root /srv/site{i}; access_log off; }}
        location = /health {{ return 204; }}
    }}
"""

TLS = """\
        ssl_certificate {folder}/certificate.pem;
        ssl_certificate_key {folder}/key.pem;
"""


def main():
    servers = int(sys.argv[1])
    tls = len(sys.argv) > 2
    folder = sys.argv[2] if tls else "/tmp"
    print(HEAD.format(servers=servers, folder=folder), end="")
    for i in range(servers):
        print(
            SERVER.format(
                i=i,
                port=9000 + i % 1000,
                listen="listen 8443 ssl;" if tls else "listen 8080;",
                tls=TLS.format(folder=folder) if tls else "",
            ),
            end="",
        )
    print("}")


if __name__ == "__main__":
    main()
