"""FastMCP of MCP's official Python SDK, line 1 or 2, over Streamable HTTP with its guard against DNS rebinding as it comes."""

import socket

import uvicorn

try:
    from mcp.server.fastmcp import FastMCP

    server = FastMCP("e2e", host="127.0.0.1")
    app = server.streamable_http_app
except ImportError:
    from mcp.server import MCPServer

    server = MCPServer("e2e")
    app = server.streamable_http_app


@server.tool()
def hello() -> str:
    return "world"


if __name__ == "__main__":
    listening = socket.create_server(("127.0.0.1", 0), backlog=4096)
    print(f"ready on port {listening.getsockname()[1]}", flush=True)
    uvicorn.Server(uvicorn.Config(app(), log_level="warning")).run(sockets=[listening])
