"""Two throw-away banks with the same public text and different locked answers, and everybody who may look at them."""

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from fastapi import FastAPI

from app.accounts.guests import begin_guest
from app.accounts.registration import create
from app.accounts.sign_in import begin
from app.core.db import create_engine, reading, writing
from app.gate.canaries import with_canary
from app.gate.client import Client
from app.migration import migrate
from app.questions.comparing import facts_after
from app.questions.models import PromptDiagram, Question, Topic
from app.questions.preparing import prepare
from app.questions.seed_files import SeedFile
from app.questions.seed_loading import load
from app.questions.stored_bank import NOTHING
from app.settings import Settings
from app.unlocks.granting import grant
from app.unlocks.policy import Gate
from app.web.drill_seed import fresh_seed

MakeApp = Callable[[Settings], FastAPI]


@dataclass(frozen=True)
class Seen:
    """One bank, served: the word of its answers, and a client for each observer."""

    word: str
    clients: dict[str, Client]
    unlocked: Client
    app: FastAPI

    def close(self) -> None:
        """Ends the clients and the database's connections."""
        for client in (*self.clients.values(), self.unlocked):
            client.close()
        self.app.state.engine.dispose()


def new_word() -> str:
    """A word that stands nowhere else and survives every folding of search."""
    return "zq" + "".join(secrets.choice("bcdfghjkmnpqrstvwxz") for _ in range(14))


def serve(files: Iterable[SeedFile], folder: Path, *, gate: Gate, size: int, make_app: MakeApp, now: datetime) -> Seen:
    """The bank of these files, with canaries of `size` for its locked answers, behind the app."""
    word = new_word()
    url = f"sqlite:///{folder / f'{size}.db'}"
    engine = create_engine(url)
    migrate(engine)
    files = list(files)
    facts = sorted(facts_after(files, NOTHING, ())[1])
    prepared = prepare([_hidden(file, word, size, facts) for file in files])
    with writing(engine) as session:
        load(session, prepared, actor="gate-check", name="gate-check", now=now)
        member = create(session, email="member@bank.invalid", password_hash="!", now=now)  # noqa: S106
        bob = create(session, email="unlocked@bank.invalid", password_hash="!", now=now)  # noqa: S106
        grant(session, bob, topic=None, expires_at=None, reason="check", source="cli", actor="gate-check", now=now)
        tokens: dict[str, str | None] = {
            "visitor": None,
            "guest": begin_guest(session, browser="", now=now)[1],
            "member": begin(session, member, browser="", now=now),
        }
        bobs = begin(session, bob, browser="", now=now)
    engine.dispose()
    app = make_app(Settings(database_url=url, seeds="none", gate=gate, limit_factor=0))
    app.dependency_overrides[fresh_seed] = lambda: 1  # what is left to chance may not tell the banks apart
    return Seen(word, {name: Client(app, token) for name, token in tokens.items()}, Client(app, bobs), app)


def _hidden(file: SeedFile, word: str, size: int, facts: Sequence[str]) -> SeedFile:
    """The file with its locked part replaced; free questions, topics and facts stay as they are."""
    text = file.data.decode("utf-8")
    is_question = not file.path.rpartition("/")[2].startswith("_")
    if not is_question or is_free(text):
        return file
    return SeedFile(file.path, with_canary(text, word, size=size, facts=facts).encode())


def is_free(source: str) -> bool:
    """Whether the front matter says `free: true`."""
    return "\nfree: true" in source.partition("\n---")[0]


# Rows of people and staff; those of others are nobody's to see, whatever the number.
NUMBERS = ("session_id", "token_id", "upload_id", "batch_id", "person_id", "sheet_id")

# Worksheets of an answer and twists of a worksheet, counted from 1; only the larger of two canaries has a second one.
PLACES = ("worksheet", "twist")


def public_values(seen: Seen) -> dict[str, list[str]]:
    """What stands for each parameter of a route: every slug, topic, public drawing and static file."""
    with reading(seen.app.state.engine) as session:
        slugs = list(session.scalars(sa.select(Question.slug).order_by(Question.sort_key)))
        topics = list(session.scalars(sa.select(Topic.slug).order_by(Topic.position)))
        drawings = list(session.scalars(sa.select(PromptDiagram.digest).order_by(PromptDiagram.digest)))
    return {
        "slug": [*slugs, "nowhere"],
        "topic": [*topics, "nowhere"],
        "digest": [*drawings, "0" * 64],
        "name": [path.rpartition("/")[2] for path in seen.app.state.assets.paths()],
        **{name: ["1", "2", "99"] for name in PLACES},
        **{name: ["1", "999"] for name in NUMBERS},
    }


def locked_slugs(seen: Seen) -> list[str]:
    """The slugs of every ready question that is not free."""
    locked = sa.select(Question.slug).where(Question.status == "ready", ~Question.is_free).order_by(Question.sort_key)
    with reading(seen.app.state.engine) as session:
        return list(session.scalars(locked))
