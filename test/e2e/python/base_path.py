"""FastAPI with fastapi-mcp behind a base path, set up in one of the ways in which people get it right or wrong.

BASE_PATH, SETUP (a key of SETUPS) and WORKERS choose. Each worker is a process with sessions of its own.
"""

import os
import socket
import tempfile
import threading
import time
from pathlib import Path

import uvicorn
from fastapi import APIRouter, FastAPI
from fastapi_mcp import FastApiMCP
from fastapi_mcp.transport.sse import FastApiSseTransport
from uvicorn.supervisors import Multiprocess

BASE = os.environ.get("BASE_PATH", "/jessica-service")
MOUNT = "/mcp/sse/stream"


def with_tools(**settings: str) -> FastAPI:
    app = FastAPI(**settings)

    @app.get("/echo", operation_id="echo")
    async def echo(message: str = "") -> dict[str, str]:
        return {"text": message, "process": str(os.getpid())}

    app.add_middleware(TellsStart)
    return app


class TellsStart:
    """Says when this worker has started: the first that has would answer everything until the others have."""

    def __init__(self, app) -> None:
        self.app = app

    async def __call__(self, scope, receive, send) -> None:
        async def told(message) -> None:
            await send(message)
            if message["type"] == "lifespan.startup.complete":
                Path(os.environ["STARTED"], str(os.getpid())).touch()

        await self.app(scope, receive, told if scope["type"] == "lifespan" else send)


def plain(**settings: str) -> FastAPI:
    app = with_tools(**settings)
    mcp = FastApiMCP(app)
    mcp.mount_sse(mount_path=MOUNT)
    mcp.mount_http(mount_path="/mcp/http")
    return app


def on_router(**settings: str) -> FastAPI:
    app = with_tools(**settings)
    FastApiMCP(app).mount_sse(APIRouter(prefix=BASE), mount_path=MOUNT)
    return app


def mounted() -> FastAPI:
    parent = FastAPI()
    parent.add_middleware(TellsStart)
    parent.mount(BASE, plain())
    return parent


def announcing(messages: str) -> FastAPI:
    """Announces another path for messages than the one at which they are accepted, below root_path."""
    app = with_tools(root_path=BASE)
    transport = FastApiSseTransport(messages)
    FastApiMCP(app)._register_mcp_endpoints_sse(app, transport, MOUNT, None)
    return app


SETUPS = {
    "root-path": lambda: plain(root_path=BASE),
    "uvicorn-root-path": plain,
    "router-prefix": on_router,
    "prefix-and-root-path": lambda: on_router(root_path=BASE),
    "mount": mounted,
    "nothing": plain,
    # What fastapi-mcp before 0.3.6 did: its mount() put root_path before the path of messages, and the SDK did it again.
    "fastapi-mcp-0.3.4": lambda: announcing(f"{BASE}{MOUNT}/messages/"),
    # Starlette redirects a path without its slash to the scheme that it believes in.
    "no-slash": lambda: announcing(f"{MOUNT}/messages"),
}


def make() -> FastAPI:
    return SETUPS[os.environ["SETUP"]]()


def say_when_all_started(port: int, workers: int) -> None:
    while len(os.listdir(os.environ["STARTED"])) < workers:
        time.sleep(0.05)
    print(f"ready on port {port}", flush=True)


if __name__ == "__main__":
    listening = socket.create_server(("127.0.0.1", 0), backlog=4096)
    workers = int(os.environ.get("WORKERS", "1"))
    config = uvicorn.Config(
        "base_path:make",
        factory=True,
        root_path=BASE if os.environ["SETUP"] == "uvicorn-root-path" else "",
        log_level="warning",
        timeout_keep_alive=75,
        # A worker that starts on a busy machine is not replaced for that.
        timeout_worker_healthcheck=60,
        workers=workers,
    )
    port = listening.getsockname()[1]
    with tempfile.TemporaryDirectory() as started:
        os.environ["STARTED"] = started
        threading.Thread(target=say_when_all_started, args=(port, workers), daemon=True).start()
        if workers == 1:
            uvicorn.Server(config).run(sockets=[listening])
        else:
            Multiprocess(config, sockets=[listening]).run()
