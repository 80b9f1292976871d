"""Asks an MCP server through the official Python SDK: initialize, tools/list, tools/call. Prints what came as JSON."""

import asyncio
import json
import sys

from mcp import ClientSession
from mcp.client.sse import sse_client
from mcp.client.streamable_http import streamablehttp_client


async def main(transport: str, url: str) -> None:
    connect = sse_client if transport == "sse" else streamablehttp_client
    async with connect(url) as streams, ClientSession(streams[0], streams[1]) as session:
        server = await session.initialize()
        tools = await session.list_tools()
        called = await session.call_tool("echo", {"message": "grüße from Python"})
        result = {
            "server": server.serverInfo.name,
            "revision": server.protocolVersion,
            "tools": [tool.name for tool in tools.tools],
            "text": called.content[0].text,
        }
    print(json.dumps(result))


asyncio.run(main(sys.argv[1], sys.argv[2]))
