"""An environment is made once, whole or not at all, and what is missing is said in one line."""

import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.content.environments import CannotRun, environment_for, make


def imports(folder, names):
    command = [folder / "bin" / "python", "-I", "-c", f"import {names}"]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def test_it_is_made_once_however_many_ask(tmp_path):
    folder = tmp_path / "made"
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: make(folder, []), range(4)))
    (folder / "kept").touch()
    make(folder, [])
    assert (folder / "kept").exists()


def test_it_has_the_packages_of_the_tests_and_not_the_project(tmp_path):
    make(tmp_path / "made", [])
    assert imports(tmp_path / "made", "numpy, scipy, simpy")
    assert not imports(tmp_path / "made", "app")


def test_one_that_was_left_half_made_is_made_anew(tmp_path):
    folder = tmp_path / "made"
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "python").write_text("half")
    make(folder, [])
    assert imports(folder, "json")


def test_a_package_that_cannot_be_had_is_named_each_time(tmp_path, monkeypatch):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    lock = tmp_path / "requirements-nothing.lock"
    lock.write_text(f"no-such-package==1.0 --hash=sha256:{'0' * 64}\n")
    for _ in range(2):
        with pytest.raises(
            CannotRun, match=r"^requirements-nothing.lock cannot be installed: ERROR: .*no-such-package.*$"
        ):
            make(tmp_path / "made", [lock])
    assert not (tmp_path / "made" / "finished").exists()


def test_spark_without_java_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CannotRun, match=r"Java 17 or newer .*apt install default-jre-headless"):
        _ = environment_for(frozenset({"pyspark"})).fingerprint


def test_only_what_comes_with_packages_of_its_own_gets_more_than_the_tests_have():
    plain, simpy = environment_for(frozenset()), environment_for(frozenset({"simpy"}))
    torch = environment_for(frozenset({"torch", "simpy"}))
    assert (plain.locks, plain.is_alone, plain.is_tried_twice) == ([], True, False)
    assert (simpy.locks, simpy.is_alone, simpy.is_tried_twice) == ([], True, False)
    assert [lock.name for lock in torch.locks] == ["requirements-build.lock", "requirements-torch.lock"]
    assert (torch.is_alone, torch.is_tried_twice) == (False, True)
