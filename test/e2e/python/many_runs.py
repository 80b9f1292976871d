"""Runs scripts of this folder, each in a process of its own that begins with MCP's SDK loaded: to load it is most of a run.

Reads a line of JSON for each: its number, the script, its arguments, and after how many seconds it is killed. Writes a line for each
that ended: its number, its exit code, and what it wrote.
"""

import json
import os
import runpy
import signal
import sys
from pathlib import Path

import mcp.client.sse
import mcp.client.streamable_http  # noqa: F401

FOLDER = Path(__file__).parent
# A line of up to 4,096 bytes is written whole, whoever else writes.
MOST_OUT, MOST_ERROR = 2500, 1000


def run_script(script: str, args: list[str], seconds: float) -> None:
    signal.setitimer(signal.ITIMER_REAL, seconds)
    sys.argv = [script, *args]
    runpy.run_path(str(FOLDER / script), run_name="__main__")


def run(number: int, script: str, args: list[str], seconds: float) -> None:
    """In a process of its own, which forks once more and waits."""
    (out, out_end), (error, error_end) = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(out_end, 1)
        os.dup2(error_end, 2)
        for end in (out, out_end, error, error_end):
            os.close(end)
        run_script(script, args, seconds)
        return
    os.close(out_end)
    os.close(error_end)
    with os.fdopen(out) as stdout, os.fdopen(error) as stderr:
        written = {"stdout": stdout.read()[:MOST_OUT], "stderr": stderr.read()[-MOST_ERROR:]}
    _, status = os.waitpid(child, 0)
    line = json.dumps({"number": number, "code": os.waitstatus_to_exitcode(status), **written})
    os.write(1, f"{line}\n".encode())


signal.signal(signal.SIGCHLD, signal.SIG_IGN)
for line in sys.stdin:
    if os.fork() == 0:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        run(**json.loads(line))
        break
