"""An echo server on Debian's python3-websockets; prints its port when it listens."""
import argparse
import asyncio
import http
import ssl

import websockets
from websockets.extensions.permessage_deflate import ServerPerMessageDeflateFactory

options = argparse.ArgumentParser()
options.add_argument("--host", default="127.0.0.1")
options.add_argument("--port", type=int, default=0)
options.add_argument("--unix")
options.add_argument("--path", help="404 for every other path")
options.add_argument("--request-host", help="403 for every other Host")
options.add_argument("--origin", action="append", help="403 for every other Origin")
options.add_argument("--same-origin", action="store_true", help="403 unless Origin's host is Host")
options.add_argument("--subprotocol", action="append")
options.add_argument("--certificate")
options.add_argument("--key")
options.add_argument("--close-at-once", type=int, help="this close code instead of echoes")
options.add_argument("--failing", action="store_true", help="500 for every handshake")
options.add_argument("--silent", action="store_true", help="no echoes")
options.add_argument("--push-after", type=float, help="one message by itself, seconds later")
options.add_argument("--ping-every", type=float, default=20, help="and close who does not answer")
options.add_argument("--max-size", type=int, default=2**20)
options = options.parse_args()


async def screen(path, headers):
    if options.path and path.partition("?")[0] != options.path:
        return http.HTTPStatus.NOT_FOUND, [], b"no such path\n"
    if options.request_host and headers.get("Host") != options.request_host:
        return http.HTTPStatus.FORBIDDEN, [], b"host not allowed\n"
    if options.failing:
        return http.HTTPStatus.INTERNAL_SERVER_ERROR, [], b"it failed\n"
    origin = headers.get("Origin", "")
    if options.same_origin and origin.partition("://")[2] != headers.get("Host"):
        return http.HTTPStatus.FORBIDDEN, [], b"origin not allowed\n"
    return None


async def echo(connection):
    if options.close_at_once:
        await connection.close(options.close_at_once, "not today")
        return
    if options.push_after:
        await asyncio.sleep(options.push_after)
        await connection.send("pushed")
    async for message in connection:
        if not options.silent:
            await connection.send(message)


async def main():
    common = dict(
        process_request=screen,
        origins=options.origin,
        subprotocols=options.subprotocol,
        max_size=options.max_size,
        ping_interval=options.ping_every,
        ping_timeout=options.ping_every,
        compression=None,
        extensions=[ServerPerMessageDeflateFactory()],
    )
    if options.certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.certificate, options.key)
        common["ssl"] = context
    if options.unix:
        server = await websockets.unix_serve(echo, options.unix, **common)
        print(0, flush=True)
    else:
        server = await websockets.serve(echo, options.host, options.port, **common)
        print(server.sockets[0].getsockname()[1], flush=True)
    await server.wait_closed()


asyncio.run(main())
