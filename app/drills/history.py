"""How somebody's drills went: in all, by topic, by kind of quantity, which way they err, and the last ones."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.drills.choosing import Daily
from app.drills.guesses import off
from app.drills.kinds import SEVERAL
from app.drills.models import Guess
from app.estimates.notation import quantity, written
from app.estimates.scoring import FULL, HALF, off_by
from app.questions.models import Question, Topic

FEWEST_FOR_BIAS = 5
RECENT = 10


@dataclass(frozen=True)
class Tally:
    """Drills with something in common, and how many of them scored what."""

    name: str
    full: int
    half: int
    none: int

    @property
    def count(self) -> int:
        """All of them."""
        return self.full + self.half + self.none

    @property
    def points(self) -> float:
        """What they scored on average, of 100."""
        return (FULL * self.full + HALF * self.half) / self.count if self.count else 0.0


@dataclass(frozen=True)
class Bias:
    """Which way somebody errs with one kind of quantity: `off` of the geometric mean over `count` drills."""

    kind: str
    off: str
    count: int


@dataclass(frozen=True)
class Recent:
    """One drill done: where it is, and how it went. `guess` and `expected` have their unit."""

    slug: str
    title: str
    worksheet: int
    seed: int
    guess: str
    expected: str
    off: str
    points: int
    guessed_at: datetime


@dataclass(frozen=True)
class History:
    """All of it. `topics` in the order of the syllabus, `kinds` by the alphabet, `recent` with the last one first.

    `recent` holds what is still there to be drilled with.
    """

    total: Tally
    topics: list[Tally]
    kinds: list[Tally]
    biases: list[Bias]
    recent: list[Recent]


@dataclass(frozen=True)
class _Group:
    """How many drills of one topic and kind scored this; `log_count` of them have a ratio, `log_sum` adds these up."""

    topic: str
    quantity: str
    score: int
    count: int
    log_count: int
    log_sum: float | None


def history(session: Session, viewer: Person | None) -> History | None:
    """The viewer's drills so far; None where there are none. Two queries, however many there are."""
    groups = _groups(session, viewer) if viewer else []
    if viewer is None or not groups:
        return None
    topics = _by(lambda group: group.topic, groups)
    kinds = sorted(_by(lambda group: SEVERAL[group.quantity], groups).items())
    return History(
        total=_tally("All drills", groups),
        topics=[_tally(title, same) for title, same in topics.items()],
        kinds=[_tally(kind, same) for kind, same in kinds],
        biases=[bias for kind, same in kinds if (bias := _bias(kind, same))],
        recent=[_recent(guess, slug, title) for guess, slug, title in session.execute(_latest(viewer))],
    )


def lately(session: Session, viewer: Person | None) -> set[tuple[str, int]]:
    """Slugs and positions of the worksheets that the viewer was drilled with last. At most one query."""
    if viewer is None:
        return set()
    return {(slug, guess.worksheet) for guess, slug, _ in session.execute(_latest(viewer))}


def points_of(session: Session, viewer: Person | None, daily: Daily | None) -> int | None:
    """What the viewer scored at the drill of the day; None where it is not done. At most one query."""
    if viewer is None or daily is None:
        return None
    drill = daily.drill
    guess = sa.select(Guess.score).join(Question).where(_is_drill_of(viewer), Question.slug == drill.slug)
    return session.scalar(guess.where(Guess.worksheet == drill.position, Guess.number == daily.seed).limit(1))


def _is_drill_of(viewer: Person) -> sa.ColumnElement[bool]:
    return sa.and_(Guess.person_id == viewer.id, Guess.occasion == "drill")


def _groups(session: Session, viewer: Person) -> list[_Group]:
    statement = (
        sa.select(
            Topic.title,
            Guess.quantity,
            Guess.score,
            sa.func.count(),
            sa.func.count(Guess.log_ratio),
            sa.func.sum(Guess.log_ratio),
        )
        .select_from(Guess)
        .join(Question, Question.id == Guess.question_id)
        .join(Topic, Topic.id == Question.topic_id)
        .where(_is_drill_of(viewer))
        .group_by(Topic.id, Topic.title, Topic.position, Guess.quantity, Guess.score)
        .order_by(Topic.position, Topic.id)
    )
    return [_Group(*row) for row in session.execute(statement)]


def _by(key: Callable[[_Group], str], groups: Iterable[_Group]) -> dict[str, list[_Group]]:
    parted: dict[str, list[_Group]] = {}
    for group in groups:
        parted.setdefault(key(group), []).append(group)
    return parted


def _tally(name: str, groups: Sequence[_Group]) -> Tally:
    full, half, none = (sum(group.count for group in groups if group.score == score) for score in (FULL, HALF, 0))
    return Tally(name, full, half, none)


def _bias(kind: str, groups: Sequence[_Group]) -> Bias | None:
    count = sum(group.log_count for group in groups)
    if count < FEWEST_FOR_BIAS:
        return None
    return Bias(kind, off_by(sum(group.log_sum or 0 for group in groups) / count), count)


def _latest(viewer: Person) -> sa.Select[Guess, str, str]:
    latest = sa.select(Guess, Question.slug, Question.title).join(Question)
    # Of a draft, nobody may know as much as the title.
    latest = latest.where(_is_drill_of(viewer), Question.status == "ready")
    return latest.order_by(Guess.guessed_at.desc(), Guess.id.desc()).limit(RECENT)


def _recent(guess: Guess, slug: str, title: str) -> Recent:
    return Recent(
        slug=slug,
        title=title,
        worksheet=guess.worksheet,
        seed=guess.number,
        guess=quantity(written(guess.value), guess.unit),
        expected=quantity(written(guess.expected), guess.unit),
        off=off(guess),
        points=guess.score,
        guessed_at=guess.guessed_at,
    )
