"""Connects to a port again and again and echoes, on Debian's python3-websockets."""
import asyncio
import sys

import websockets
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory


async def main(port, times, max_size):
    for _ in range(times):
        try:
            async with websockets.connect(
                f"ws://127.0.0.1:{port}/",
                max_size=max_size,
                close_timeout=0.5,
                compression=None,
                extensions=[ClientPerMessageDeflateFactory(client_max_window_bits=True)],
            ) as connection:
                async for message in connection:
                    await connection.send(message)
        except websockets.ConnectionClosed:
            pass


asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
