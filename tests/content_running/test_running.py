"""What the runner of blocks promises: bounds that hold, failures that name their line, and a cache."""

import os
import time
from textwrap import dedent

import pytest

from tests.content.environments import Environment
from tests.content.running import BlockFailed, Retried, Runnable, namespaces, run

ALONE = Environment()
LOOPBACK = Environment(is_alone=False)  # as a block with PySpark or PyTorch has it


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def block(source, *, timeout_seconds=10):
    return Runnable(dedent(source), "seeds/topic/slug.md", 40, timeout_seconds)


def failure_of(source, environment=ALONE, **bounds):
    with pytest.raises(BlockFailed) as caught:
        run(block(source, **bounds), environment)
    return str(caught.value)


def need_namespaces(without):
    """A machine without them shows less: it says so, and CI does not pass for it."""
    if not namespaces():
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(f"without namespaces, {without}")


def test_a_failure_names_the_line_of_the_file_and_shows_the_whole_statement():
    message = failure_of("""\
        total = 3
        def check(found):
            assert (
                found ==
                total + 1), "off by one"
        print("before")
        check(3)
        """)
    assert message.startswith("seeds/topic/slug.md:44: AssertionError: off by one\n    assert (\n        found ==")
    assert "total + 1)" in message
    assert "before" in message
    assert "guard.py" not in message
    assert "/tmp" not in message


def test_an_error_inside_a_library_names_the_line_of_the_block():
    message = failure_of("import json\n\njson.loads('{')\n")
    assert message.startswith("seeds/topic/slug.md:43: json.decoder.JSONDecodeError: ")
    assert "json.loads('{')" in message


def test_a_block_that_is_no_python_names_its_line():
    assert failure_of("x = 1\nx = = 2\n").startswith("seeds/topic/slug.md:42: ")


def test_a_block_that_exits_early_fails():
    assert "slug.md:40: the block ended with 3" in failure_of("import sys\nsys.exit(3)\n")


def test_a_block_that_crashes_says_by_what():
    assert failure_of("import os\nos.abort()\n").startswith("seeds/topic/slug.md:40: the block ")


def test_a_sleeper_is_ended_in_time():
    began = time.monotonic()
    message = failure_of("import time\ntime.sleep(60)\n", timeout_seconds=1)
    assert message == "seeds/topic/slug.md:40: ran longer than its 1 s"
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("leaves_the_group", [False, True])
def test_what_a_block_started_ends_with_it(tmp_path, leaves_the_group):
    if leaves_the_group:
        need_namespaces("only the process group can be ended")
    heartbeat = tmp_path / "heartbeat"
    source = f"""\
        import os, time
        if os.fork() == 0:
            {"os.setsid()" if leaves_the_group else ""}
            while True:
                open({str(heartbeat)!r}, "w").write(str(time.time()))
                time.sleep(0.05)
        time.sleep(1)
        """
    run(block(source), LOOPBACK)
    last = heartbeat.read_text()
    time.sleep(0.3)
    assert heartbeat.read_text() == last


def test_memory_is_bounded():
    assert "slug.md:41: MemoryError" in failure_of("x = bytearray(5 << 30)\n")
    assert "slug.md:41: MemoryError" in failure_of("x = bytearray(9 << 30)\n", LOOPBACK)


def test_files_and_output_are_bounded():
    assert "slug.md:41: OSError: [Errno 27] File too large" in failure_of("open('x', 'wb').write(bytes(11 << 20))\n")
    assert "File too large" in failure_of("while True: print('x' * 1_000_000)\n")


@pytest.mark.parametrize("environment", [ALONE, LOOPBACK])
def test_nothing_outside_is_reached(environment):
    refused = "a block may not use socket."
    source = "import socket\nsocket.create_connection(({!r}, 80), timeout=3)\n"
    assert refused in failure_of(source.format("198.51.100.1"), environment)
    assert refused in failure_of(source.format("example.org"), environment)


def test_a_program_that_the_guard_does_not_see_has_no_network_either():
    need_namespaces("only Python is kept from the network")
    source = """\
        import subprocess
        devices = subprocess.check_output(["cat", "/proc/net/dev"], text=True).splitlines()[2:]
        assert [device.split(":")[0].strip() for device in devices] == ["lo"], devices
        """
    run(block(source), LOOPBACK)


@pytest.fixture
def guard_alone(monkeypatch):
    """A system without `unshare`."""
    monkeypatch.setenv("PATH", "")
    namespaces.cache_clear()
    yield
    namespaces.cache_clear()


@pytest.mark.usefixtures("guard_alone")
def test_without_namespaces_the_guard_refuses_and_the_group_is_ended():
    run(block("import socket\nsocket.create_server(('127.0.0.1', 0))\n"), LOOPBACK)
    connect = "import socket\nsocket.create_connection(('198.51.100.1', 80), timeout=3)\n"
    assert "beyond this machine" in failure_of(connect, LOOPBACK)
    forks = "import os, time\nos.fork()\ntime.sleep(60)\n"
    assert "ran longer than its 1 s" in failure_of(forks, LOOPBACK, timeout_seconds=1)


def test_a_block_of_its_own_environment_talks_to_itself():
    source = """\
        import socket
        server = socket.create_server(("127.0.0.1", 0))
        client = socket.create_connection(server.getsockname())
        client.sendall(b"hello")
        assert server.accept()[0].recv(5) == b"hello"
        """
    run(block(source), LOOPBACK)
    assert "a block may not use socket.bind" in failure_of(source)


@pytest.mark.parametrize(
    "start", ["os.fork()", "os.system('true')", "subprocess.run(['true'])", "os.execv('/bin/true', ['x'])"]
)
def test_an_ordinary_block_starts_no_process(start):
    assert "a block may not use " in failure_of(f"import os, subprocess\n{start}\n")


def test_asyncio_and_the_standard_tools_work_alone():
    run(block("import asyncio, numpy, scipy, simpy\nasyncio.run(asyncio.sleep(0))\n"))


def test_processes_that_import_the_block_anew_work():
    source = """\
        import multiprocessing
        def square(x):
            return x * x
        if __name__ == "__main__":
            with multiprocessing.get_context("spawn").Pool(2) as pool:
                assert pool.map(square, [2, 3]) == [4, 9]
        """
    run(block(source), LOOPBACK)


def test_secrets_of_the_environment_are_not_seen(monkeypatch):
    monkeypatch.setenv("HEADROOM_SECRET", "sesame")
    source = "import os\nassert 'sesame' not in str(os.environ)\nassert os.listdir() == []\n"
    run(block(source))
    run(block(source), LOOPBACK)


def counting(path, condition):
    return f"n = len(open({str(path)!r}, 'a+').read())\nopen({str(path)!r}, 'a').write('x')\n{condition}\n"


def count(path):
    return len(path.read_text())


def test_what_passed_is_not_run_again(tmp_path):
    runs = tmp_path / "runs"
    source = counting(runs, "pass")
    run(block(source))
    run(Runnable(source, "seeds/topic/renamed.md", 7, 10))
    assert count(runs) == 1
    run(block(source, timeout_seconds=11))
    run(block(source + "# changed\n"))
    run(block(source), LOOPBACK)
    assert count(runs) == 4


def test_what_failed_is_run_again(tmp_path):
    runs = tmp_path / "runs"
    failure_of(counting(runs, "assert False"))
    failure_of(counting(runs, "assert False"))
    assert count(runs) == 2


def test_a_second_attempt_is_reported(tmp_path):
    runs = tmp_path / "runs"
    twice = Environment(is_tried_twice=True)
    source = counting(runs, f"assert len(open({str(runs)!r}).read()) == 2")
    with pytest.warns(Retried, match=r"second attempt only: seeds/topic/slug.md:43: AssertionError"):
        run(block(source), twice)
    assert count(runs) == 2


def test_two_failures_are_a_failure(tmp_path):
    runs = tmp_path / "runs"
    failure_of(counting(runs, "assert False"), Environment(is_tried_twice=True))
    assert count(runs) == 2
