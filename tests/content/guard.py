"""The program that a block runs under, started by `running`, never imported.

`python -I guard.py BLOCK REPORT MEMORY_BYTES FILE_BYTES WORDS`: the words are `alone` (refuse every connection, name
look-up and process, not only what leaves this machine) and `namespace` (this process has a network of its own, whose
loopback it switches on). Where the block fails, REPORT gets the line and the error as JSON. The audit hook cannot be
taken off again, but it sees this Python only: not a JVM, not C++.
"""

import errno
import fcntl
import json
import resource
import runpy
import socket
import struct
import sys
import traceback
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import TracebackType

STARTS = ("subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "pty.spawn")
TALKS = ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind")
ASKS = ("socket.getaddrinfo", "socket.gethostbyname")
SIOCSIFFLAGS, IFF_UP = 0x8914, 1


def switch_on_loopback() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as device:
        fcntl.ioctl(device, SIOCSIFFLAGS, struct.pack("16sH22x", b"lo", IFF_UP))


def refuse_all(event: str, _arguments: tuple) -> None:
    if event.startswith((*STARTS, *TALKS, *ASKS)):
        raise PermissionError(errno.EPERM, f"a block may not use {event}")


def refuse_what_leaves(event: str, arguments: tuple) -> None:
    if event.startswith(TALKS):
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None  # a socket of this machine has a path
    elif event.startswith(ASKS):
        host = arguments[0]
    else:
        return
    name = host.decode() if isinstance(host, bytes) else host
    own = (None, "", "localhost", "::", "::1", "0.0.0.0", socket.gethostname())
    if name not in own and not name.startswith("127."):
        raise PermissionError(errno.EPERM, f"a block may not use {event} beyond this machine")


def report_failure(block: str, report: str, _kind: type, error: BaseException, trace: TracebackType | None) -> None:
    inside = [step for step in steps(trace) if step.tb_frame.f_code.co_filename == block]
    line = inside[-1].tb_lineno if inside else None
    if isinstance(error, SyntaxError) and error.filename == block:
        line = error.lineno
    message = "".join(traceback.format_exception_only(error)).strip()
    Path(report).write_text(json.dumps({"line": line, "error": message}), encoding="utf-8")
    traceback.print_exception(error.with_traceback(inside[0] if inside else None))


def steps(trace: TracebackType | None) -> Iterator[TracebackType]:
    while trace:
        yield trace
        trace = trace.tb_next


if __name__ == "__main__":
    _, block, report, memory_bytes, file_bytes, *words = sys.argv
    for limit, text in (resource.RLIMIT_AS, memory_bytes), (resource.RLIMIT_FSIZE, file_bytes):
        resource.setrlimit(limit, (int(text), int(text)))
    if "namespace" in words:
        switch_on_loopback()
    sys.addaudithook(refuse_all if "alone" in words else refuse_what_leaves)
    sys.excepthook = partial(report_failure, block, report)
    runpy.run_path(block, run_name="__main__")
