"""Ways in which FastAPI services get event streams and MCP wrong, each at a path of its own."""

import asyncio
import os
import socket

import uvicorn
from fastapi import FastAPI
from fastapi_mcp import FastApiMCP
from sse_starlette import EventSourceResponse
from starlette.responses import PlainTextResponse, StreamingResponse

app = FastAPI()


@app.get("/once", operation_id="once")
async def once() -> EventSourceResponse:
    """The snippet that is copied most: a generator that yields once and returns."""

    async def generator():
        yield {"data": "hello"}

    return EventSourceResponse(generator())


@app.get("/pings")
async def pings() -> EventSourceResponse:
    """One event, then sse-starlette's own comment every second."""

    async def generator():
        yield {"data": "hello"}
        await asyncio.sleep(600)

    return EventSourceResponse(generator(), ping=1)


@app.get("/slow-start")
async def slow_start() -> StreamingResponse:
    """Starlette sends the head at once, and the generator its first event after two seconds."""

    async def generator():
        await asyncio.sleep(2)
        while True:
            yield "data: late\n\n"
            await asyncio.sleep(0.3)

    return StreamingResponse(generator(), media_type="text/event-stream")


@app.get("/raises")
async def raises() -> EventSourceResponse:
    """The generator fails after some events."""

    async def generator():
        for number in range(3):
            yield {"data": str(number)}
            await asyncio.sleep(0.2)
        raise RuntimeError("the database is gone")

    return EventSourceResponse(generator())


@app.get("/slash/")
async def slash() -> PlainTextResponse:
    """Asked for without its slash, it redirects to the scheme that the server believes in."""
    return PlainTextResponse("ok")


@app.get("/boom")
async def boom() -> None:
    raise RuntimeError("boom")


mcp = FastApiMCP(app, include_operations=["once"])
mcp.mount_sse(mount_path="/mcp/sse")
mcp.mount_http(mount_path="/mcp/http")

if __name__ == "__main__":
    listening = socket.create_server(("127.0.0.1", 0), backlog=4096)
    print(f"ready on port {listening.getsockname()[1]}", flush=True)
    limit = int(os.environ.get("LIMIT_CONCURRENCY", "0")) or None
    config = uvicorn.Config(app, log_level="warning", limit_concurrency=limit)
    uvicorn.Server(config).run(sockets=[listening])
