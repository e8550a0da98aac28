"""The audit log as staff read it: newest first, people by their addresses, details in plain words."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.finding import THE_SHELL, names_of
from app.accounts.models import Person
from app.accounts.sign_in import find_for_sign_in
from app.audit.models import AuditEntry

PAGE = 100


@dataclass(frozen=True)
class Asked:
    """Which entries: of an actor, an action, a target, each as the log writes it; a person also by address."""

    actor: str = ""
    action: str = ""
    target: str = ""

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """What was asked for, as an address says it."""
        return tuple((name, value) for name, value in asdict(self).items() if value)


@dataclass(frozen=True)
class Party:
    """Who acted, or what was acted on: `person 7`, how pages call it, and its `person_id` if it has an account."""

    reference: str
    name: str
    person_id: str


@dataclass(frozen=True)
class Line:
    """One entry; `details` are names and values in plain words."""

    id: int
    at: datetime
    actor: Party
    action: str
    target: Party
    details: list[tuple[str, str]]


@dataclass(frozen=True)
class LogPage:
    """At most 100 entries, newest first; `before` asks for the page after it. `actions` are those that there are."""

    lines: list[Line]
    before: int | None
    actions: list[str]


def log_page(session: Session, asked: Asked, *, before: int | None = None) -> LogPage:
    """The newest entries that are asked for, or those before entry `before`. At most five queries."""
    actor, target = _reference(session, asked.actor), _reference(session, asked.target)
    wanted = Asked(actor, _as_text(asked.action), target)
    statement = sa.select(AuditEntry).order_by(AuditEntry.id.desc()).limit(PAGE + 1)
    for name in ("actor", "action", "target"):
        value = getattr(wanted, name)
        if value:
            statement = statement.where(getattr(AuditEntry, name) == value)
    if before is not None:
        statement = statement.where(AuditEntry.id < before)
    entries = session.scalars(statement).all()
    shown = entries[:PAGE]
    return LogPage(_lines(session, shown), shown[-1].id if len(entries) > PAGE else None, _actions(session))


def lines_about(session: Session, person: Person, *, most: int = 20) -> list[Line]:
    """The newest entries about what was done to this person, newest first. Two queries."""
    about = sa.select(AuditEntry).where(AuditEntry.target == person.reference)
    return _lines(session, session.scalars(about.order_by(AuditEntry.id.desc()).limit(most)).all())


def _reference(session: Session, typed: str) -> str:
    """What the log writes for what pages show: an address, the shell, or what is written as it is shown."""
    typed = _as_text(typed)
    if typed.casefold() == THE_SHELL:
        return "cli"
    person: Person | None = find_for_sign_in(session, typed) if "@" in typed else None
    return person.reference if person else typed


def _as_text(typed: str) -> str:
    return typed.replace("\x00", "").strip()  # which is in no text, and an error to PostgreSQL


def _actions(session: Session) -> list[str]:
    """Every action there is. Jumps from one to the next in the index, so that a long log costs no more."""
    first = sa.select(sa.func.min(AuditEntry.action).label("action")).cte("actions", recursive=True)
    following = sa.select(sa.func.min(AuditEntry.action)).where(AuditEntry.action > first.c.action)
    actions = first.union_all(sa.select(following.scalar_subquery()).where(first.c.action.is_not(None)))
    return list(session.scalars(sa.select(actions.c.action).where(actions.c.action.is_not(None))))


def _lines(session: Session, entries: Sequence[AuditEntry]) -> list[Line]:
    names = names_of(session, {reference for entry in entries for reference in (entry.actor, entry.target)})
    return [_line(entry, names) for entry in entries]


def _line(entry: AuditEntry, names: dict[str, str]) -> Line:
    details = [(name.replace("_", " "), words) for name, value in entry.details.items() if (words := _in_words(value))]
    actor, target = _party(entry.actor, names), _party(entry.target, names)
    return Line(entry.id, entry.at, actor, entry.action, target, details)


def _party(reference: str, names: dict[str, str]) -> Party:
    name = names[reference]
    # Somebody without an address is called as the log does: a guest, or who is gone.
    is_person = reference.startswith("person ") and name != reference
    return Party(reference, name, reference.removeprefix("person ") if is_person else "")


def _in_words(value: object) -> str:
    """A value of JSON for people; nothing for what is none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return _joined(f"{name}: {_in_words(inner)}" for name, inner in value.items())
    return _joined(map(_in_words, value)) if isinstance(value, list) else str(value)


def _joined(parts: Iterable[str]) -> str:
    return ", ".join(parts)
