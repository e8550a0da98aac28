"""Several serving processes count together: whichever answers a scrape tells the sum."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.ports import free_port

pytestmark = pytest.mark.xdist_group("serving")


class Server:
    """A `serve` of two processes."""

    def __init__(self, process, port):
        self.process = process
        self.port = port

    def get(self, path):
        """On a connection of its own, so that either process may take it."""
        return httpx.get(f"http://127.0.0.1:{self.port}{path}", timeout=20)

    def scrape(self):
        families = text_string_to_metric_families(self.get("/metrics").text)
        return {
            (sample.name, *sample.labels.values()): sample.value for family in families for sample in family.samples
        }

    def workers(self):
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(pid) for pid in children if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]

    def folder(self):
        """Where they count, as the environment of a worker says."""
        variables = Path(f"/proc/{self.workers()[0]}/environ").read_bytes().decode().split("\0")
        return Path(
            next(value for name, _, value in (v.partition("=") for v in variables) if name.endswith("PROC_DIR"))
        )


@pytest.fixture
def server(root, tmp_path):
    port = free_port()
    url = f"sqlite:///{tmp_path}/headroom.db"
    environment = {**os.environ, "HEADROOM_DATABASE_URL": url, "HEADROOM_SEEDS": "none", "HEADROOM_LIMIT_FACTOR": "0"}
    command = [sys.executable, "-m", "app", "serve", "--port", str(port), "--workers", "2"]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, cwd=root, stdout=log, stderr=log, start_new_session=True)
    server = Server(process, port)
    wait_until(lambda: is_serving(server))
    yield server
    process.terminate()  # a killed group leaves its folder behind
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=20)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def is_serving(server):
    """Whether both processes are there and one answers."""
    with suppress(httpx.TransportError):
        return len(server.workers()) == 2 and server.get("/healthz").status_code == 200
    return False


def wait_until(is_so, seconds=30):
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def begin_request(server):
    """A request whose handler waits for the body that never comes."""
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=20)
    head = f"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nSec-Fetch-Site: same-origin\r\n"
    head += "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 10\r\nExpect: 100-continue\r\n\r\n"
    connection.sendall(head.encode())
    assert connection.recv(1_000).startswith(b"HTTP/1.1 100 ")
    return connection


def test_every_scrape_tells_the_sum_and_a_killed_process_takes_nothing_along(server):
    asked, scraped = (
        ("headroom_requests_total", "GET", "/sign-in", "2xx"),
        ("headroom_requests_total", "GET", "/metrics", "2xx"),
    )
    for _ in range(60):
        server.get("/sign-in")
    for number in range(20):
        seen = server.scrape()
        assert (seen[asked], seen.get(scraped, 0)) == (60, number)
    assert seen["headroom_requests_in_progress",] == 1
    with begin_request(server):
        assert server.scrape()["headroom_requests_in_progress",] == 2
        killed = server.workers()
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
    wait_until(lambda: is_serving(server) and not set(killed) & set(server.workers()))
    wait_until(lambda: server.scrape()["headroom_requests_in_progress",] == 1)
    assert server.scrape()[asked] == 60


def test_the_folder_they_count_in_is_private_and_gone_afterwards(server):
    folder = server.folder()
    assert folder.stat().st_mode & 0o077 == 0
    server.process.terminate()
    assert server.process.wait(timeout=20) == 0
    assert not folder.exists()


def test_the_folder_is_gone_after_the_parent_was_killed_too(server):
    folder = server.folder()
    server.process.kill()
    wait_until(lambda: not folder.exists())


def test_a_gate_check_that_a_server_starts_counts_nothing(root, tmp_path):
    (tmp_path / "counted").mkdir()
    changes = {"HEADROOM_DATABASE_URL": f"sqlite:///{tmp_path}/x.db", "PROMETHEUS_MULTIPROC_DIR": f"{tmp_path}/counted"}
    command = [sys.executable, "-m", "app", "gate-check"]
    subprocess.run(command, env={**os.environ, **changes}, cwd=root, check=True, capture_output=True)
    assert list((tmp_path / "counted").iterdir()) == []
