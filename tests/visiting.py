"""The whole app in process, and the cast who visit it."""

from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.accounts.sign_in import begin
from app.core.db import create_engine, writing
from app.migration import migrate
from app.questions.preparing import prepare
from app.questions.seed_loading import load
from app.unlocks.codes import Terms, mint
from tests import people
from tests.visiting_bank import bank_files

HOST = "bank.example"
# The clock of requests is the real one, so sessions must be young.
NOW = datetime.now(UTC)


def fill(database_url: str) -> dict[str, str]:
    """Makes the tests' bank and the cast in an empty database; the token of everybody's session by name."""
    engine = create_engine(database_url)
    migrate(engine)
    prepared = prepare(bank_files())
    with writing(engine) as session:
        load(session, prepared, actor="tests", name="tests", now=NOW)
    with writing(engine) as session:
        cast = {name: getattr(people, name)(session, NOW) for name in ("alice", "bob", "carol", "dana", "sam", "gus")}
        tokens = {name: begin(session, person, browser="Tests", now=NOW) for name, person in cast.items()}
    engine.dispose()
    return tokens


class Visits:
    """The app, and a client for each of the cast: `visits.alice.get("/")`, `visits.visitor.post(...)`."""

    def __init__(self, app: FastAPI, tokens: dict[str, str]) -> None:
        self.app = app
        self.engine = app.state.engine
        self.tokens = tokens
        self._clients: dict[str, TestClient] = {}

    def __getattr__(self, name: str) -> TestClient:
        if name not in {*self.tokens, "visitor"}:
            raise AttributeError(name)
        if name not in self._clients:
            self._clients[name] = self.fresh(self.tokens.get(name))
        return self._clients[name]

    def fresh(self, token: str | None = None) -> TestClient:
        """Another browser, with the session of this token or without one."""
        return TestClient(
            self.app,
            base_url=f"http://{HOST}",
            headers={"sec-fetch-site": "same-origin"},
            cookies={"headroom": token} if token else {},
            follow_redirects=False,
        )

    def signed_in(self, email: str = "alice@example.org", password: str = people.PASSWORD) -> TestClient:
        """Another browser, in which a member has just signed in."""
        browser = self.fresh()
        assert browser.post("/sign-in", data={"email": email, "password": password}).status_code == 303
        return browser

    def a_code(self, **terms: Any) -> str:
        """A new unlock code; `terms` are those of `Terms`."""
        with writing(self.engine) as session:
            return mint(session, Terms(**terms), count=1, actor="tests", now=NOW).codes[0]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for client in self._clients.values():
            client.close()
        self.engine.dispose()
