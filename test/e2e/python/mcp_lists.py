"""Begins with an MCP server through the official Python SDK, of whichever line is installed, and lists its tools."""

import asyncio
import sys

from mcp.client.sse import sse_client

try:
    from mcp import Client

    async def tools_of(transport: str, url: str) -> list[str]:
        target = sse_client(url) if transport == "sse" else url
        async with Client(target, mode="legacy" if transport == "sse" else "auto") as client:
            return [tool.name for tool in (await client.list_tools()).tools]

except ImportError:
    from mcp import ClientSession
    from mcp.client.streamable_http import streamablehttp_client

    async def tools_of(transport: str, url: str) -> list[str]:
        connect = sse_client if transport == "sse" else streamablehttp_client
        async with connect(url) as streams, ClientSession(streams[0], streams[1]) as session:
            await session.initialize()
            return [tool.name for tool in (await session.list_tools()).tools]


async def main(transport: str, url: str) -> None:
    # A client that waits for a reply that never comes waits for minutes.
    print("\n".join(await asyncio.wait_for(tools_of(transport, url), timeout=10)))


asyncio.run(main(*sys.argv[1:3]))
