"""`headroom serve`: the first load, the hint to become admin, a taken port, a stop that answers, a killed parent."""

import os
import shlex
import socket
import subprocess
import sys
import time
from contextlib import ExitStack

import pytest

from tests.ports import free_port
from tests.questions.seeds import question, topic
from tests.servers import ROOT, Server, begun
from tests.waiting import wait_until

pytestmark = pytest.mark.xdist_group("serving")


def lines(server):
    return server.log.read_text().splitlines()


def lines_before_requests(server):
    wait_until(lambda: '"event": "request"' in server.log.read_text())
    return [line for line in lines(server) if '"event": "request"' not in line]


def connect(server):
    return socket.create_connection(("127.0.0.1", server.port), timeout=20)


def is_listening(server):
    try:
        connect(server).close()
    except ConnectionError:  # refused, or reset by a stop at this very moment
        return False
    return True


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A bank with one question, its database still to be made."""
    folder = tmp_path_factory.mktemp("serving")
    (folder / "bank/model-serving").mkdir(parents=True)
    (folder / "bank/_bank.md").write_text(topic("A bank"))
    (folder / "bank/model-serving/_topic.md").write_text(topic())
    (folder / "bank/model-serving/one-small-question.md").write_text(question())
    return folder


@pytest.fixture(scope="module")
def serve(folder):
    """Begins a server of two processes on a port."""
    with ExitStack() as servers:
        yield lambda port: servers.enter_context(begun(folder, port=port, workers=2, seeds=f"{folder}/bank"))


@pytest.fixture(scope="module")
def both(serve):
    """Two begun at the same moment on one port: the one that serves, and the one that came too late."""
    port = free_port()
    pair = [serve(port), serve(port)]
    wait_until(lambda: any(server.is_gone() for server in pair))
    pair.sort(key=Server.is_gone)
    assert pair[0].get("/healthz").status_code == 200
    return pair


def test_a_taken_port_is_one_clear_line(both):
    _, late = both
    assert late.process.returncode == 1
    assert lines(late) == [
        f"headroom: can't listen on 127.0.0.1:{late.port} (Address already in use); choose another --port or --host"
    ]


def test_an_empty_bank_is_filled_and_the_last_line_leads_to_an_admin(both, folder):
    served, _ = both
    assert served.get("/questions/one-small-question").status_code == 200
    *before, hint = lines_before_requests(served)
    assert before == [
        f"The bank is empty; loading {folder}/bank",
        "1 added, 0 changed, 0 unchanged, 0 retired",
        f"Headroom serves on {served.url}",
    ]
    said, command = hint.split(": ", 1)
    assert said == "There is no admin yet. Make one"
    arguments = [*shlex.split(command), "--password-stdin"]
    done = subprocess.run(arguments, env=served.environment, cwd=ROOT, input=b"a long walk by the river", check=True)
    assert done.returncode == 0


def test_a_stop_answers_what_is_in_flight_and_takes_nothing_new(both):
    served, _ = both
    body = b'{"key": "in-flight"}'
    with connect(served) as connection:
        head = "PUT /api/v1/questions/one-small-question/practice HTTP/1.1\r\nHost: localhost\r\n"
        head += f"Sec-Fetch-Site: same-origin\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        connection.sendall(f"{head}Expect: 100-continue\r\n\r\n".encode())
        assert connection.recv(1_000).startswith(b"HTTP/1.1 100 ")  # a handler waits for the body
        began = time.monotonic()
        served.process.terminate()
        wait_until(lambda: not is_listening(served))
        connection.sendall(body)
        assert connection.recv(10_000).startswith(b"HTTP/1.1 200 ")
    assert served.process.wait(timeout=10) == 0
    assert time.monotonic() - began < 10


@pytest.mark.usefixtures("both")
def test_a_restart_loads_nothing_and_workers_end_with_a_killed_parent(serve):
    served = serve(free_port())  # by now somebody else may have the port of the first start
    wait_until(lambda: is_listening(served))
    assert served.get("/healthz").status_code == 200
    assert lines_before_requests(served)[0] == f"Headroom serves on {served.url}"
    served.process.kill()
    wait_until(lambda: not is_listening(served), seconds=5)


@pytest.mark.parametrize("host", ["", " ", "nowhere.invalid"])
def test_an_address_that_is_none_is_refused(tmp_path, host):
    command = [sys.executable, "-m", "app", "serve", "--host", host, "--port", "1"]
    environment = {**os.environ, "HEADROOM_DATABASE_URL": f"sqlite:///{tmp_path}/headroom.db"}
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=20, check=False)
    assert done.returncode == (1 if host == "nowhere.invalid" else 2)
    assert "--host" in done.stderr.splitlines()[-1]
