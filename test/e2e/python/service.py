"""The kind of service that moves: FastAPI with fastapi-mcp below a root path, and a plain event stream."""

import asyncio
import json
import os
import socket
import time
from datetime import datetime, timezone

import uvicorn
from fastapi import FastAPI
from fastapi_mcp import FastApiMCP
from sse_starlette import EventSourceResponse

app = FastAPI(root_path=os.environ.get("BASE_PATH", ""))


@app.get("/hello", operation_id="hello")
async def hello() -> dict[str, str]:
    return {"hello": "world"}


@app.get("/events")
async def events(cadence: int = 1000) -> EventSourceResponse:
    async def measured():
        start = time.monotonic()
        seq = 0
        while True:
            seq += 1
            since_start_ms = round((time.monotonic() - start) * 1000, 3)
            server_time = datetime.now(timezone.utc).isoformat()
            data = {"seq": seq, "serverTime": server_time, "sinceStartMs": since_start_ms, "cadenceMs": cadence}
            yield {"id": str(seq), "data": json.dumps(data)}
            await asyncio.sleep(max(0.0, start + seq * cadence / 1000 - time.monotonic()))

    return EventSourceResponse(measured())


mcp = FastApiMCP(app)
mcp.mount_sse(mount_path="/mcp/sse/stream")

if __name__ == "__main__":
    listening = socket.create_server(("127.0.0.1", 0), backlog=4096)
    print(f"ready on port {listening.getsockname()[1]}", flush=True)
    config = uvicorn.Config(app, log_level="warning", timeout_keep_alive=75)
    uvicorn.Server(config).run(sockets=[listening])
