"""`headroom users`: accounts and unlocks from the shell."""

import json
import os
import pty
import secrets
import select
import subprocess
import sys
import termios
import time
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session
from typer.testing import CliRunner, Result

from app.accounts.administration import member_with
from app.accounts.passwords import is_password
from app.accounts.sign_in import begin, person_of
from app.audit.models import AuditEntry
from app.cli import users
from app.core.clock import utc_now
from app.core.db import writing
from app.core.errors import Invalid, NotFound
from app.unlocks.granting import unlocks_of
from tests.factories import make_topic

PASSWORD = "a long walk by the river"


@pytest.fixture
def email(own_database_url: str, own_engine: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> str:
    """An address nobody has, beside a database that the commands find."""
    monkeypatch.setenv("HEADROOM_DATABASE_URL", own_database_url)
    return f"user-{secrets.token_hex(4)}@example.org"


def run(*arguments: str, stdin: str = "") -> Result:
    return CliRunner().invoke(users.app, list(arguments), input=stdin)


def add(email: str, *flags: str, password: str = PASSWORD) -> Result:
    return run("add", email, "--password-stdin", *flags, stdin=f"{password}\n")


def done(result: Result) -> str:
    assert result.exit_code == 0, result.output
    return result.stdout


def wait_for(terminal: int, text: str) -> str:
    shown = ""
    while text not in shown:
        readable, _, _ = select.select([terminal], [], [], 30)
        assert readable, f"{text!r} never came, only {shown!r}"
        shown += os.read(terminal, 1000).decode()
    return shown


def type_unseen(terminal: int, text: str) -> None:
    """Types once the terminal shows no more what is typed; what came before that is dropped."""
    deadline = time.monotonic() + 30
    while termios.tcgetattr(terminal)[3] & termios.ECHO:
        assert time.monotonic() < deadline, "the terminal still shows what is typed"
        time.sleep(0.01)
    os.write(terminal, f"{text}\n".encode())


def listed(email: str) -> dict[str, object]:
    return next(user for user in json.loads(done(run("list", "--json")))["users"] if user["email"] == email)


def test_an_admin_is_added_with_the_password_from_standard_input(email: str, own_engine: sa.Engine) -> None:
    assert done(add(email, "--admin")) == f"Added {email} as an administrator.\n"
    assert listed(email)["is_admin"] is True
    assert listed(email)["is_unverified"] is True
    with Session(own_engine) as session:
        assert is_password(PASSWORD, member_with(session, email).password_hash)


def test_on_a_terminal_the_password_is_asked_for_twice_and_never_shown(email: str) -> None:
    terminal, other_end = pty.openpty()
    ends = {"stdin": other_end, "stdout": other_end, "stderr": other_end}
    adding = subprocess.Popen([sys.executable, "-m", "app", "users", "add", email], start_new_session=True, **ends)
    os.close(other_end)
    try:
        shown = wait_for(terminal, "Password:")
        type_unseen(terminal, PASSWORD)
        shown += wait_for(terminal, "Repeat")
        type_unseen(terminal, PASSWORD)
        shown += wait_for(terminal, "Added")
        assert adding.wait(timeout=30) == 0
    finally:
        adding.kill()
        adding.wait()
        os.close(terminal)
    assert PASSWORD not in shown
    assert listed(email)["is_admin"] is False


def test_without_a_terminal_the_way_out_is_named(email: str) -> None:
    result = run("add", email)
    assert result.exit_code == 2
    assert "--password-stdin" in result.stderr


@pytest.mark.parametrize("password", ["short", "password", ""])
def test_a_weak_password_is_refused(email: str, password: str) -> None:
    assert isinstance(add(email, password=password).exception, Invalid)


def test_a_taken_address_is_refused_before_a_password_is_asked_for(email: str) -> None:
    done(add(email))
    result = run("add", email.upper())
    assert isinstance(result.exception, Invalid)
    assert "account with this address" in str(result.exception)


def test_the_list_shows_who_is_what(email: str) -> None:
    done(add(f"another-{email}", "--admin"))
    done(add(email, "--role", "admin"))
    done(run("unlock", email))
    done(run("disable", email))
    line = next(line for line in done(run("list")).splitlines() if line.startswith(email))
    assert line.split("\t") == [
        email,
        datetime.now(UTC).strftime("%Y-%m-%d"),
        "admin",
        "unlocked",
        "disabled",
        "unverified",
    ]


def test_roles_are_given_and_taken(email: str) -> None:
    assert done(add(email, "--role", "author")) == f"Added {email} as an author.\n"
    assert (listed(email)["role"], listed(email)["is_admin"]) == ("author", False)
    assert done(run("role", email, "supporter")) == f"{email} is a supporter now.\n"
    assert done(run("role", email.upper(), "admin")) == f"{email} is an administrator now.\n"
    assert (listed(email)["role"], listed(email)["is_admin"]) == ("admin", True)
    for refused in (run("role", email, "none"), run("disable", email)):
        assert isinstance(refused.exception, Invalid)
        assert str(refused.exception) == f"{email} is the last admin. Make somebody else an admin first."
    done(add(f"another-{email}", "--admin"))
    assert done(run("role", email, "none")) == f"{email} is without a role now.\n"
    assert listed(email)["role"] is None


def test_what_is_no_role_is_wrong_usage(email: str) -> None:
    assert add(email, "--role", "owner").exit_code == 2
    assert add(email, "--admin", "--role", "author").exit_code == 2
    done(add(email))
    assert run("role", email, "owner").exit_code == 2
    assert isinstance(run("role", f"nobody-{email}", "author").exception, NotFound)


def test_a_new_password_signs_the_person_out(email: str, own_engine: sa.Engine) -> None:
    done(add(email))
    now = utc_now()
    with writing(own_engine) as session:
        token = begin(session, member_with(session, email), browser="B", now=now)
    done(run("password", email, "--password-stdin", stdin="another long walk\n"))
    with Session(own_engine) as session:
        assert person_of(session, token, now=now) is None
        assert is_password("another long walk", member_with(session, email).password_hash)


def test_disabling_and_enabling(email: str) -> None:
    done(add(email))
    assert "signed out everywhere" in done(run("disable", email))
    assert listed(email)["is_disabled"] is True
    done(run("enable", email))
    assert listed(email)["is_disabled"] is False


def test_unlocking_until_the_end_of_a_day_and_locking_again(email: str, own_engine: sa.Engine) -> None:
    with writing(own_engine) as session:
        slug = make_topic(session, f"topic-{secrets.token_hex(4)}").slug
    done(add(email))
    done(run("unlock", email, "--topic", slug, "--until", "2040-02-29", "--reason", "won a seat"))
    assert "forever" in done(run("unlock", email))
    with Session(own_engine) as session:
        own = unlocks_of(session, member_with(session, email), now=utc_now())
        assert [(unlock.topic, unlock.expires_at) for unlock in own] == [
            (None, None),
            (slug, datetime(2040, 3, 1, tzinfo=UTC)),
        ]
    assert done(run("lock", email)) == f"Revoked 2 unlocks of {email}.\n"
    assert listed(email)["is_unlocked"] is False


def test_each_act_is_audited_as_the_shells(email: str, own_engine: sa.Engine) -> None:
    done(add(email))
    for act in ("unlock", "lock", "disable", "enable"):
        done(run(act, email))
    with Session(own_engine) as session:
        target = f"person {member_with(session, email).id}"
        entries = session.scalars(sa.select(AuditEntry).where(AuditEntry.target == target).order_by(AuditEntry.id))
        acts = [(entry.actor, entry.action) for entry in entries]
    expected = ["users.add", "unlocks.grant", "unlocks.revoke", "users.disable", "users.enable"]
    assert acts == [("cli", action) for action in expected]


@pytest.mark.parametrize("act", ["password", "disable", "enable", "unlock", "lock"])
def test_nobody_with_this_address_is_one_clear_line(email: str, act: str) -> None:
    result = run(act, email)
    assert isinstance(result.exception, NotFound)
    assert str(result.exception) == f"Nobody has the address {email}."


@pytest.mark.parametrize("until", ["tomorrow", "2040-02-30", "24.11.2040"])
def test_what_is_no_date_is_wrong_usage(email: str, until: str) -> None:
    assert run("unlock", email, "--until", until).exit_code == 2


def test_a_day_that_is_over_and_an_unknown_topic_are_refused(email: str) -> None:
    done(add(email))
    assert isinstance(run("unlock", email, "--until", "2020-01-01").exception, Invalid)
    assert isinstance(run("unlock", email, "--until", "9999-12-31").exception, Invalid)
    assert isinstance(run("unlock", email, "--topic", "no-such-topic").exception, Invalid)
    assert listed(email)["is_unlocked"] is False
