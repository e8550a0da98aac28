"""Who may read an answer under each gate; nobody else gets it, nor a drawing of it."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.core.errors import NotFound
from app.practice.revealing import reveal
from app.questions.answers import AnswerDiagram
from app.questions.models import Question
from app.unlocks.granting import grant, revoke_all
from app.unlocks.policy import (
    Gate,
    Unlocks,
    access_of,
    active_unlocks,
    readable_answer,
    readable_diagram,
)
from tests.factories import make_question, make_topic
from tests.people import alice, bob, carol, gus
from tests.queries import statements


def state(session: Session, question: Question, viewer: Person | None, now: datetime, **how: object) -> str:
    arguments = {"gate": "unlock", "has_attempted": False, **how}
    access = readable_answer(session, question, viewer, now=now, **arguments)
    assert (access.answer is not None) == (access.state in {"free", "unlocked"})
    return access.state


@pytest.fixture
def question(session: Session) -> Question:
    return make_question(session)


def test_under_the_default_gate_only_an_unlock_opens(session: Session, now: datetime, question: Question) -> None:
    closed = [None, gus(session, now), alice(session, now), carol(session, now)]
    assert {state(session, question, viewer, now, has_attempted=True) for viewer in closed} == {"locked"}
    assert state(session, question, bob(session, now), now) == "unlocked"


@pytest.mark.parametrize("gate", ["unlock", "attempt", "open"])
def test_a_free_answer_is_everybodys(session: Session, now: datetime, gate: Gate) -> None:
    question = make_question(session, is_free=True)
    for viewer in (None, gus(session, now), alice(session, now)):
        assert state(session, question, viewer, now, gate=gate) == "free"


def test_the_open_gate_is_open_to_everybody(session: Session, now: datetime, question: Question) -> None:
    for viewer in (None, gus(session, now), alice(session, now)):
        assert state(session, question, viewer, now, gate="open") == "unlocked"


def test_under_the_attempt_gate_an_attempt_or_a_skip_opens(session: Session, now: datetime, question: Question) -> None:
    guest, member = gus(session, now), bob(session, now)
    for viewer in (None, guest, member):
        assert state(session, question, viewer, now, gate="attempt") == "attempt_first"
    assert state(session, question, guest, now, gate="attempt", has_attempted=True) == "unlocked"
    reveal(session, member, question, now=now)
    assert state(session, question, member, now, gate="attempt") == "unlocked"
    assert state(session, question, guest, now, gate="attempt") == "attempt_first"


def test_an_unlock_of_a_topic_opens_that_topic_alone(session: Session, now: datetime, question: Question) -> None:
    other = make_question(session, 2, topic=make_topic(session, "kv-cache"))
    topic, person = make_topic(session, "kv-cache"), alice(session, now)
    grant(session, person, topic=topic, expires_at=None, reason="", source="cli", actor="cli", now=now)
    assert active_unlocks(session, person, now=now) == Unlocks(covers_all=False, topic_ids=frozenset({topic.id}))
    assert state(session, other, person, now) == "unlocked"
    assert state(session, question, person, now) == "locked"


def test_an_unlock_ends_on_the_second(session: Session, now: datetime, question: Question) -> None:
    person, end = alice(session, now), now + timedelta(days=7)
    grant(session, person, topic=None, expires_at=end, reason="", source="cli", actor="cli", now=now)
    assert state(session, question, person, end - timedelta(microseconds=1)) == "unlocked"
    assert state(session, question, person, end) == "locked"


def test_revoking_closes_at_the_next_request(session: Session, now: datetime, question: Question) -> None:
    person = bob(session, now)
    revoke_all(session, person, actor="cli", now=now)
    assert state(session, question, person, now) == "locked"


@pytest.mark.parametrize(("gate", "expected"), [("unlock", 0), ("attempt", 0), ("open", 1)])
def test_a_visitor_at_a_locked_answer_costs_no_query(
    session: Session, now: datetime, question: Question, gate: Gate, expected: int
) -> None:
    question_id = question.id
    session.expire_all()
    question = session.get_one(Question, question_id)
    with statements(session.connection()) as seen:
        readable_answer(session, question, None, gate=gate, has_attempted=False, now=now)
    assert len(seen) == expected


def test_access_in_lists_follows_the_same_rules() -> None:
    unlocks = Unlocks(topic_ids=frozenset({1}))
    assert access_of(unlocks, is_free=False, topic_id=1, gate="unlock") == "unlocked"
    assert access_of(unlocks, is_free=False, topic_id=2, gate="unlock") == "locked"
    assert access_of(unlocks, is_free=True, topic_id=2, gate="unlock") == "free"
    assert access_of(unlocks, is_free=False, topic_id=1, gate="attempt") == "attempt_first"


def test_a_drawing_of_an_answer_opens_with_the_answer(session: Session, now: datetime, question: Question) -> None:
    session.add(AnswerDiagram(digest="d1", question_id=question.id, svg="<svg/>"))
    session.flush()

    def drawing(digest: str, viewer: Person | None, gate: Gate = "unlock", *, has_attempted: bool = False) -> str:
        return readable_diagram(session, digest, viewer, gate=gate, has_attempted=lambda _: has_attempted, now=now)

    member = bob(session, now)
    assert drawing("d1", member) == "<svg/>"
    assert drawing("d1", None, "open") == "<svg/>"
    assert drawing("d1", member, "attempt", has_attempted=True) == "<svg/>"
    refused = [("d1", None, "unlock"), ("d1", alice(session, now), "unlock"), ("d1", member, "attempt")]
    messages = set()
    for digest, viewer, gate in [*refused, ("nothing", member, "unlock")]:
        with pytest.raises(NotFound) as refusal:
            drawing(digest, viewer, gate)
        messages.add(refusal.value.detail)
    assert len(messages) == 1


def test_a_drawing_of_a_draft_stays_closed(session: Session, now: datetime) -> None:
    draft = make_question(session, status="draft", is_free=True)
    session.add(AnswerDiagram(digest="d2", question_id=draft.id, svg="<svg/>"))
    session.flush()
    with pytest.raises(NotFound):
        readable_diagram(session, "d2", None, gate="open", has_attempted=lambda _: False, now=now)
