"""FastAPI with fastapi-mcp behind a base path, set up in one of the ways in which people get it right or wrong.

BASE_PATH, SETUP (a key of SETUPS) and WORKERS choose. Each worker is a process with sessions of its own, and listens by
itself: the kernel shares connections out at equal odds, whatever else the machine does. From one socket that they share,
as under `uvicorn --workers`, whoever is awake takes all.
"""

import os
import signal
import socket

import uvicorn
from fastapi import APIRouter, FastAPI
from fastapi_mcp import FastApiMCP
from fastapi_mcp.transport.sse import FastApiSseTransport

BASE = os.environ.get("BASE_PATH", "/jessica-service")
MOUNT = "/mcp/sse/stream"


def with_tools(**settings: str) -> FastAPI:
    app = FastAPI(**settings)

    @app.get("/echo", operation_id="echo")
    async def echo(message: str = "") -> dict[str, str]:
        return {"text": message, "process": str(os.getpid())}

    return app


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


class Worker(uvicorn.Server):
    """Says through a pipe that it has started: the first that has would answer everything until the others have."""

    def __init__(self, config: uvicorn.Config, told: int) -> None:
        super().__init__(config)
        self.told = told

    async def startup(self, sockets=None) -> None:
        await super().startup(sockets=sockets)
        os.write(self.told, b".")


def on_port(port: int) -> socket.socket:
    bound = socket.socket()
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    bound.bind(("127.0.0.1", port))
    return bound


def work(port: int, told: int) -> None:
    listening = on_port(port)
    listening.listen(4096)
    config = uvicorn.Config(
        SETUPS[os.environ["SETUP"]](),
        root_path=BASE if os.environ["SETUP"] == "uvicorn-root-path" else "",
        log_level="warning",
        timeout_keep_alive=75,
    )
    Worker(config, told).run(sockets=[listening])


if __name__ == "__main__":
    # Holds the port, and does not listen.
    held = on_port(0)
    port = held.getsockname()[1]
    heard, told = os.pipe()
    workers = int(os.environ.get("WORKERS", "1"))
    for _ in range(workers):
        if os.fork() == 0:
            work(port, told)
            os._exit(0)
    # Workers would wait for their streams to end.
    signal.signal(signal.SIGTERM, lambda *_: os.killpg(0, signal.SIGKILL))
    os.close(told)
    for _ in range(workers):
        if os.read(heard, 1) != b".":
            raise SystemExit("no worker is left")
    print(f"ready on port {port}", flush=True)
    # Without one of them, all would find their session.
    raise SystemExit(f"a worker has ended: {os.wait()}")
