"""What gunicorn runs: the plain WSGI application of a sync worker, whose streams last as long as the worker is let live."""

import time


def app(environ, start_response):
    path = environ["PATH_INFO"]
    if path == "/boom":
        raise RuntimeError("boom")
    if path == "/silent":
        time.sleep(60)
    if path != "/events":
        start_response("404 Not Found", [("Content-Type", "text/plain")])
        return [b"not found\n"]
    start_response("200 OK", [("Content-Type", "text/event-stream"), ("Cache-Control", "no-store")])
    return events()


def events():
    number = 0
    while True:
        number += 1
        yield b"id: %d\ndata: event %d\n\n" % (number, number)
        time.sleep(0.05)
