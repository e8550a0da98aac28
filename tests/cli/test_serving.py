"""`headroom serve`: the first load, the hint to become admin, a taken port, a stop that answers, a killed parent."""

import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.ports import free_port
from tests.questions.seeds import question, topic

pytestmark = pytest.mark.xdist_group("serving")


@dataclass(frozen=True)
class Serving:
    """A `serve` of two processes, begun as somebody does at the shell; output and errors go to one file."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def lines(self) -> list[str]:
        return self.log.read_text().splitlines()

    def lines_before_requests(self) -> list[str]:
        wait_until(lambda: '"event": "request"' in self.log.read_text())
        return [line for line in self.lines() if '"event": "request"' not in line]

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=20)

    def is_listening(self) -> bool:
        try:
            self.connect().close()
        except ConnectionError:  # refused, or reset by a stop at this very moment
            return False
        return True


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """Settings of a bank with one question, its database still to be made."""
    folder = tmp_path_factory.mktemp("serving")
    (folder / "bank/model-serving").mkdir(parents=True)
    (folder / "bank/_bank.md").write_text(topic("A bank"))
    (folder / "bank/model-serving/_topic.md").write_text(topic())
    (folder / "bank/model-serving/one-small-question.md").write_text(question())
    url = f"sqlite:///{folder}/headroom.db"
    return {**os.environ, "HEADROOM_DATABASE_URL": url, "HEADROOM_SEEDS": f"{folder}/bank"}


@pytest.fixture(scope="module")
def serve(environment, root, tmp_path_factory):
    """Begins a server; what still runs in the end is killed with its workers."""
    begun = []

    def begin(port):
        log = tmp_path_factory.mktemp("log") / "log"
        command = [sys.executable, "-m", "app", "serve", "--port", str(port), "--workers", "2"]
        with log.open("wb") as output:
            process = subprocess.Popen(
                command, env=environment, cwd=root, stdout=output, stderr=output, start_new_session=True
            )
        begun.append(Serving(process, port, log))
        return begun[-1]

    yield begin
    for serving in begun:
        with suppress(ProcessLookupError):
            os.killpg(serving.process.pid, signal.SIGKILL)
        serving.process.wait()


@pytest.fixture(scope="module")
def both(serve):
    """Two begun at the same moment on one port: the one that serves, and the one that came too late."""
    port = free_port()
    pair = [serve(port), serve(port)]
    wait_until(lambda: any(serving.process.poll() is not None for serving in pair))
    pair.sort(key=lambda serving: serving.process.poll() is not None)
    assert httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=20).status_code == 200
    return pair


def wait_until(is_so, seconds=20):
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_taken_port_is_one_clear_line(both):
    _, late = both
    assert late.process.returncode == 1
    assert late.lines() == [
        f"headroom: can't listen on 127.0.0.1:{late.port} (Address already in use); choose another --port or --host"
    ]


def test_an_empty_bank_is_filled_and_the_last_line_leads_to_an_admin(both, environment, root):
    served, _ = both
    assert httpx.get(f"http://127.0.0.1:{served.port}/questions/one-small-question", timeout=20).status_code == 200
    *before, hint = served.lines_before_requests()
    assert before == [
        f"The bank is empty; loading {environment['HEADROOM_SEEDS']}",
        "1 added, 0 changed, 0 unchanged, 0 retired",
        f"Headroom serves on http://127.0.0.1:{served.port}",
    ]
    said, command = hint.split(": ", 1)
    assert said == "There is no admin yet. Make one"
    arguments = [*shlex.split(command), "--password-stdin"]
    done = subprocess.run(arguments, env=environment, cwd=root, input=b"a long walk by the river", check=True)
    assert done.returncode == 0


def test_a_stop_answers_what_is_in_flight_and_takes_nothing_new(both):
    served, _ = both
    body = b'{"key": "in-flight"}'
    with served.connect() as connection:
        head = "PUT /api/v1/questions/one-small-question/practice HTTP/1.1\r\nHost: localhost\r\n"
        head += f"Sec-Fetch-Site: same-origin\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        connection.sendall(f"{head}Expect: 100-continue\r\n\r\n".encode())
        assert connection.recv(1_000).startswith(b"HTTP/1.1 100 ")  # a handler waits for the body
        began = time.monotonic()
        served.process.terminate()
        wait_until(lambda: not served.is_listening())
        connection.sendall(body)
        assert connection.recv(10_000).startswith(b"HTTP/1.1 200 ")
    assert served.process.wait(timeout=10) == 0
    assert time.monotonic() - began < 10


@pytest.mark.usefixtures("both")
def test_a_restart_loads_nothing_and_workers_end_with_a_killed_parent(serve):
    port = free_port()  # by now somebody else may have the one of the first start
    served = serve(port)
    wait_until(served.is_listening)
    assert httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=20).status_code == 200
    assert served.lines_before_requests()[0] == f"Headroom serves on http://127.0.0.1:{port}"
    served.process.kill()
    wait_until(lambda: not served.is_listening(), seconds=5)


@pytest.mark.parametrize("host", ["", " ", "nowhere.invalid"])
def test_an_address_that_is_none_is_refused(environment, root, host):
    command = [sys.executable, "-m", "app", "serve", "--host", host, "--port", "1"]
    done = subprocess.run(command, env=environment, cwd=root, capture_output=True, text=True, timeout=20, check=False)
    assert done.returncode == (1 if host == "nowhere.invalid" else 2)
    assert "--host" in done.stderr.splitlines()[-1]
