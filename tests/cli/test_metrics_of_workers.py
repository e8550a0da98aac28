"""Several serving processes count together: whichever answers a scrape tells the sum."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.servers import serving
from tests.waiting import wait_until

pytestmark = pytest.mark.xdist_group("serving")


def scrape(server):
    families = text_string_to_metric_families(server.get("/metrics").text)
    return {(sample.name, *sample.labels.values()): sample.value for family in families for sample in family.samples}


def workers(server):
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
    return [int(pid) for pid in children if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def folder_of(server):
    """Where they count, as the environment of a worker says."""
    variables = Path(f"/proc/{workers(server)[0]}/environ").read_bytes().decode().split("\0")
    return Path(next(value for name, _, value in (v.partition("=") for v in variables) if name.endswith("PROC_DIR")))


@pytest.fixture
def server(tmp_path):
    with serving(tmp_path, workers=2) as server:
        wait_until(lambda: are_both_there(server))
        yield server


def are_both_there(server):
    """Whether both processes are there and one answers."""
    return len(workers(server)) == 2 and server.is_ready()


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
        seen = scrape(server)
        assert (seen[asked], seen.get(scraped, 0)) == (60, number)
    assert seen["headroom_requests_in_progress",] == 1
    with begin_request(server):
        assert scrape(server)["headroom_requests_in_progress",] == 2
        killed = workers(server)
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
    wait_until(lambda: are_both_there(server) and not set(killed) & set(workers(server)))
    wait_until(lambda: scrape(server)["headroom_requests_in_progress",] == 1)
    assert scrape(server)[asked] == 60


def test_the_folder_they_count_in_is_private_and_gone_afterwards(server):
    folder = folder_of(server)
    assert folder.stat().st_mode & 0o077 == 0
    server.process.terminate()
    assert server.process.wait(timeout=20) == 0
    assert not folder.exists()


def test_the_folder_is_gone_after_the_parent_was_killed_too(server):
    folder = folder_of(server)
    server.process.kill()
    wait_until(lambda: not folder.exists())


def test_a_gate_check_that_a_server_starts_counts_nothing(root, tmp_path):
    (tmp_path / "counted").mkdir()
    changes = {"HEADROOM_DATABASE_URL": f"sqlite:///{tmp_path}/x.db", "PROMETHEUS_MULTIPROC_DIR": f"{tmp_path}/counted"}
    command = [sys.executable, "-m", "app", "gate-check"]
    subprocess.run(command, env={**os.environ, **changes}, cwd=root, check=True, capture_output=True)
    assert list((tmp_path / "counted").iterdir()) == []
