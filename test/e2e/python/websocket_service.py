"""WebSockets as FastAPI services have them. WS is uvicorn's --ws: `none` is what a machine without a library for it has."""

import os
import socket

import uvicorn
from fastapi import FastAPI, WebSocket

app = FastAPI()


@app.websocket("/ws")
async def echo(websocket: WebSocket) -> None:
    await websocket.accept()
    async for text in websocket.iter_text():
        await websocket.send_text(text)


@app.websocket("/refused")
async def refused(websocket: WebSocket) -> None:
    """Closed before it is accepted, as for want of a token: the client gets 403."""
    await websocket.close(code=1008)


@app.websocket("/dismissed")
async def dismissed(websocket: WebSocket) -> None:
    """Accepted first, so that the client sees the close code."""
    await websocket.accept()
    await websocket.close(code=1008, reason="no token")


if __name__ == "__main__":
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_level="warning", ws=os.environ.get("WS", "auto"))
    server = uvicorn.Server(config)
    print(f"ready on port {listener.getsockname()[1]}", flush=True)
    server.run(sockets=[listener])
