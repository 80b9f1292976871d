"""Runs a command in a terminal of its own, or with its output in a pipe, and tells what came of it.

Usage: pty.py ROWS COLUMNS COMMAND...   (0 0: a pipe)

Stdin takes one JSON document a line: {"resize": [rows, columns]} or {"type": "text typed at the keyboard"}.
Stdout gives one a line: {"text": BASE64} as it is printed, {"resized": [rows, columns]}, and at the end
{"status": N, "cpuMs": N}: the exit status (of a signal: its negative number) and the user and system time it took.
"""
import base64
import fcntl
import json
import os
import select
import struct
import sys
import termios


def tell(document):
    sys.stdout.write(json.dumps(document) + "\n")
    sys.stdout.flush()


def set_size(terminal, rows, columns):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def start(rows, columns, command):
    """The child's process id and where its output is read."""
    ours, its = os.openpty() if rows else os.pipe()
    if rows:
        set_size(its, rows, columns)
    child = os.fork()
    if child == 0:
        os.close(ours)
        if rows:
            login(its)
        else:
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.dup2(its, 1)
            os.dup2(its, 2)
        os.execvp(command[0], command)
    os.close(its)
    return child, ours


def login(terminal):
    os.setsid()
    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
    for stream in (0, 1, 2):
        os.dup2(terminal, stream)


def obey(line, terminal):
    order = json.loads(line)
    if "resize" in order:
        # What was printed for the old size is reported before the new one.
        while select.select([terminal], [], [], 0)[0] and pass_on(terminal):
            pass
        set_size(terminal, *order["resize"])
        tell({"resized": order["resize"]})
    if "type" in order:
        os.write(terminal, order["type"].encode())


def pass_on(output):
    """Whether there was anything."""
    try:
        text = os.read(output, 65536)
    except OSError:  # EIO: the last process has closed the terminal.
        text = b""
    if text:
        tell({"text": base64.b64encode(text).decode()})
    return text != b""


def main():
    rows, columns, command = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    child, output = start(rows, columns, command)
    watched = [output, 0]
    orders = b""
    while output in watched:
        ready, _, _ = select.select(watched, [], [])
        if 0 in ready:
            read = os.read(0, 65536)
            *lines, orders = (orders + read).split(b"\n")
            for line in lines:
                obey(line, output)
            if not read:
                watched.remove(0)
            continue
        if output in ready and not pass_on(output):
            watched.remove(output)
    _, status, used = os.wait4(child, 0)
    tell({"status": os.waitstatus_to_exitcode(status), "cpuMs": round((used.ru_utime + used.ru_stime) * 1000)})


main()
