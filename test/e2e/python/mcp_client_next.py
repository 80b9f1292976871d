"""As mcp_client.py, through line 2 of the official Python SDK, which speaks the stateless revision, too."""

import asyncio
import json
import sys

from mcp import Client
from mcp.client.sse import sse_client


async def main(transport: str, mode: str, url: str) -> None:
    async with Client(sse_client(url) if transport == "sse" else url, mode=mode) as client:
        tools = await client.list_tools()
        called = await client.call_tool("echo", {"message": "grüße from Python"})
        result = {
            "server": client.server_info.name,
            "revision": client.protocol_version,
            "tools": [tool.name for tool in tools.tools],
            "text": called.content[0].text,
        }
    print(json.dumps(result))


asyncio.run(main(*sys.argv[1:4]))
