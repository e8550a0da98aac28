"""The README's programs do what it says: run by bash and curl, as they stand there, against a real server."""

import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.accounts import administration, tokens
from app.core.clock import utc_now
from app.core.db import create_engine, writing
from app.unlocks.codes import Terms, mint
from tests import people
from tests.servers import serving
from tests.visiting_bank import bank_files

pytestmark = pytest.mark.xdist_group("readme")

SESSION = "and `CODE` an unlock code:"
CI_STEP = "checks each branch and loads `main`:"


@dataclass(frozen=True)
class Bank:
    """A serving bank whose files lie in `folder/seeds`; `known` is what the README's programs are given."""

    folder: Path
    known: dict[str, str] = field(default_factory=dict)

    def run(self, program, **also):
        for tool in ("bash", "curl", "git"):
            if shutil.which(tool) is None:
                message = f"the README's programs did not run: install {tool} (Debian: apt install {tool})"
                (pytest.fail if os.environ.get("CI") else pytest.skip)(message)
        command = ["bash", "-euo", "pipefail", "-c", program]
        environment = {**os.environ, **self.known, **also}
        return subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False, timeout=60
        )

    def replies(self, program, **also):
        """What a program prints, which must succeed; a value of JSON in each line."""
        done = self.run(program, **also)
        assert done.returncode == 0, done.stderr + done.stdout
        return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def bank(tmp_path_factory):
    folder = tmp_path_factory.mktemp("readme")
    for file in bank_files():
        path = folder / "seeds" / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)
    with serving(folder, seeds=str(folder / "seeds")) as server:
        yield Bank(folder, {"HEADROOM_URL": server.url, **given(server.environment["HEADROOM_DATABASE_URL"])})


def given(url):
    """Two tokens of an author and an unlock code, as somebody would bring them along."""
    engine, now = create_engine(url), utc_now()
    with writing(engine) as session:
        dana = administration.add(
            session, email="dana@example.org", password_hash=people.HASH, role="author", actor="tests", now=now
        )
        practice, load = (
            tokens.make(session, dana, name=scope, scope=scope, now=now) for scope in ("practice", "load")
        )
        code = mint(session, Terms(), count=1, actor="tests", now=now).codes[0]
    engine.dispose()
    return {"HEADROOM_TOKEN": practice, "HEADROOM_LOAD_TOKEN": load, "CODE": code}


def program(root, after):
    """The block that stands in the README after these words."""
    text = (root / "README.md").read_text(encoding="utf-8")
    found = re.search(re.escape(after) + r"\n+```sh\n(.*?)```", text, re.DOTALL)
    assert found, f"the README has no block after {after!r}"
    return found[1]


def change(bank, title):
    path = bank.folder / "seeds/model-serving/locked-coding.md"
    path.write_text(re.sub("title: .*", f"title: {title}", path.read_text()))


def test_a_session_reads_redeems_practices_and_loads(bank, root):
    change(bank, "Coded in a session")
    me, redeemed, answer, practiced, checked, loaded = bank.replies(program(root, SESSION))
    assert (me["email"], me["role"]) == ("dana@example.org", "author")
    assert redeemed == {"expires_at": None}
    assert answer["sections"]
    assert practiced == {"practiced": True, "practiced_count": 1}
    assert (checked["changed"], checked["unchanged"], checked["batch"]) == (1, 6, None)
    assert (loaded["changed"], loaded["unchanged"]) == (1, 6)
    assert loaded["batch"] is not None


def test_a_repository_checks_its_branches_and_loads_main(bank, root):
    step = program(root, CI_STEP)
    change(bank, "Coded on a branch")
    mine = "git -c user.name=ci -c user.email=ci@example.org -c init.defaultBranch=main"
    assert bank.run(f"{mine} init -q . && git add seeds && {mine} commit -qm seeds").returncode == 0
    token = {"HEADROOM_TOKEN": bank.known["HEADROOM_LOAD_TOKEN"]}
    (checked,) = bank.replies(step, BRANCH="wip", **token)
    (loaded,) = bank.replies(step, BRANCH="main", **token)
    (again,) = bank.replies(step, BRANCH="main", **token)
    assert (checked["changed"], checked["batch"]) == (1, None)
    assert (loaded["changed"], loaded["batch"] is None) == (1, False)
    assert (again["changed"], again["unchanged"]) == (0, 7)


def test_a_step_that_finds_an_error_fails_and_says_where(bank, root):
    path = bank.folder / "seeds/model-serving/locked-coding.md"
    text = path.read_text()
    path.write_text(text.replace("minutes:", "minuets:"))
    mine = "git -c user.name=ci -c user.email=ci@example.org"
    bank.run(f"git init -q . && git add seeds && {mine} commit -qm wrong")
    done = bank.run(program(root, CI_STEP), BRANCH="main", HEADROOM_TOKEN=bank.known["HEADROOM_LOAD_TOKEN"])
    path.write_text(text)
    assert done.returncode == 22
    assert "minuets" in done.stdout
