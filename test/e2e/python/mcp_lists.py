"""Begins with an MCP server through the official Python SDK, of whichever line is installed, and lists what it has."""

import asyncio
import sys

from mcp.client.sse import sse_client

try:
    from mcp import Client

    async def talk_to(transport: str, url: str) -> None:
        target = sse_client(url) if transport == "sse" else url
        async with Client(target, mode="legacy" if transport == "sse" else "auto") as client:
            await (client.list_tools() if client.server_capabilities.tools else client.list_resources())

except ImportError:
    from mcp import ClientSession
    from mcp.client.streamable_http import streamablehttp_client

    async def talk_to(transport: str, url: str) -> None:
        connect = sse_client if transport == "sse" else streamablehttp_client
        async with connect(url) as streams, ClientSession(streams[0], streams[1]) as session:
            server = await session.initialize()
            await (session.list_tools() if server.capabilities.tools else session.list_resources())


async def main(transport: str, url: str, seconds: str) -> None:
    # A client that waits for a reply that never comes waits for minutes.
    await asyncio.wait_for(talk_to(transport, url), timeout=float(seconds))


asyncio.run(main(*sys.argv[1:4]))
