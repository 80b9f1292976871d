"""The `websockets` library alone: an echo at every path, for pages of one origin where ORIGIN is set."""

import asyncio
import os

from websockets.asyncio.server import serve


async def echo(connection) -> None:
    async for message in connection:
        await connection.send(message)


async def main() -> None:
    origin = os.environ.get("ORIGIN")
    origins = None if origin is None else [origin]
    async with serve(echo, "127.0.0.1", 0, origins=origins) as server:
        print(f"ready on port {server.sockets[0].getsockname()[1]}", flush=True)
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
