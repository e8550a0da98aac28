"""What goes wrong is a page for people and problem+json for programs, each with one clear message."""

import os
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa


def test_an_unknown_address_is_a_page_or_a_problem(visits):
    page, problem = visits.visitor.get("/nowhere"), visits.visitor.get("/api/v1/nowhere")
    assert page.status_code == 404
    assert "<h1>Nothing is at this address</h1>" in page.text
    assert problem.headers["content-type"] == "application/problem+json"
    assert problem.json()["status"] == 404


def test_a_wrong_method_is_named(visits):
    reply = visits.visitor.post("/healthz")
    assert (reply.status_code, reply.headers["allow"]) == (405, "GET")


def test_a_body_over_64_kb_is_refused(visits):
    reply = visits.visitor.post(
        "/theme", content=b"theme=" + b"x" * 70_000, headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert reply.status_code == 413


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"theme=purple", "Input should be"),
        (b"", "Fill this in."),
        (b"theme=dark&is_admin=true", "This form has no such field."),
        (b"theme=dark&theme=light", "came more than once"),
        (b"theme=%00", "NUL"),
    ],
)
def test_a_wrong_form_says_what_is_wrong(visits, body, message):
    reply = visits.visitor.post("/theme", content=body, headers={"content-type": "application/x-www-form-urlencoded"})
    assert reply.status_code == 422
    assert message in reply.text


def test_the_error_page_knows_who_is_signed_in(visits):
    assert "alice@example.org" in visits.alice.get("/nowhere").text


def test_ready_turns_false_when_the_database_is_of_another_schema(visits):
    assert visits.visitor.get("/readyz").status_code == 200
    with visits.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = 'other'"))
    assert visits.visitor.get("/readyz").status_code == 503
    assert visits.visitor.get("/healthz").text == "alive\n"


def test_a_read_only_database_is_said_and_reading_goes_on(visits):
    if visits.engine.name == "sqlite":

        def deny(connection, _record):
            connection.execute("PRAGMA query_only = ON")

        visits.engine.dispose()
        sa.event.listen(visits.engine, "connect", deny)
    else:
        with visits.engine.begin() as connection:
            connection.exec_driver_sql(
                "ALTER DATABASE " + visits.engine.url.database + " SET default_transaction_read_only = on"
            )
        visits.engine.dispose()
    reply = visits.alice.post("/sign-out")
    assert reply.status_code == 503
    assert "read-only" in reply.text
    assert visits.alice.get("/api/docs").status_code == 200


def test_a_full_disk_is_507_and_reading_goes_on(visits):
    if visits.engine.name != "sqlite":
        return  # a full disk of the database's own machine reaches us by the same error, in its words

    def fill(connection, _record):
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    visits.engine.dispose()
    sa.event.listen(visits.engine, "connect", fill)
    replies = [visits.fresh().post("/questions/free-cache-hits/practice") for _ in range(200)]
    assert replies[-1].status_code == 507
    assert "disk is full" in replies[-1].text
    assert visits.visitor.get("/questions").status_code == 200
    assert os.access(visits.engine.url.database, os.W_OK)


def test_a_folder_that_cannot_be_written_is_read_only(visits):
    if visits.engine.name != "sqlite":
        return  # nothing of ours lies beside a PostgreSQL
    lock = Path(f"{visits.engine.url.database}.lock")
    lock.unlink(missing_ok=True)
    lock.mkdir()  # no file can be made here, whoever asks
    reply = visits.alice.put("/api/v1/questions/free-cache-hits/practice", json={})
    assert (reply.status_code, reply.json()["code"]) == (503, "read_only")
    assert visits.alice.get("/questions").status_code == 200
    lock.rmdir()
    assert visits.alice.put("/api/v1/questions/free-cache-hits/practice", json={}).status_code == 200


@pytest.mark.parametrize(("reason", "code"), [("database is locked", "busy"), ("disk I/O error", "database_away")])
def test_a_database_that_fails_is_not_called_busy(visits, reason, code):
    def fail(*_arguments):
        raise sa.exc.OperationalError(None, None, sqlite3.OperationalError(reason))

    sa.event.listen(visits.engine, "before_cursor_execute", fail)
    reply = visits.visitor.get("/api/v1/questions")
    assert (reply.status_code, reply.json()["code"]) == (503, code)
    assert "retry-after" in reply.headers
    assert visits.alice.get("/questions").status_code == 503
