"""People are found by any part of their address, page by page, in the same few queries however many there are."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.finding import PAGE, count_people, find_people, member_numbered, names_of
from app.accounts.models import Person
from app.accounts.sign_in import begin, note_use
from app.core.errors import Invalid, NotFound
from tests.people import alice, bob, carol, dana, gus, member
from tests.queries import statements


def found(session: Session, part: str) -> list[str]:
    return [person.email for person in find_people(session, part=part).people]


@pytest.mark.parametrize("part", ["alice", "LICE@", " alice@example.org ", "e@example", "ＡＬＩＣＥ"])  # noqa: RUF001 - what people paste
def test_any_part_in_any_case_finds(session: Session, now: datetime, part: str) -> None:
    alice(session, now)
    bob(session, now)
    assert found(session, part) == ["alice@example.org"]


def test_nothing_in_the_part_is_a_wildcard(session: Session, now: datetime) -> None:
    member(session, now, "a_b%c@example.org")
    member(session, now, "axbyc@example.org")
    assert found(session, "a_b") == found(session, "b%c") == ["a_b%c@example.org"]
    for part in ("%", "_"):
        assert found(session, part) == ["a_b%c@example.org"]
    assert found(session, "\\") == found(session, "/") == []


@pytest.mark.parametrize("part", ["\x00", "a" * 1_000, "alice\x00@", "' OR 1=1 --", "\U0001f600"])
def test_what_stands_in_no_address_finds_nobody(session: Session, now: datetime, part: str) -> None:
    alice(session, now)
    assert found(session, part) == []


def test_an_international_domain_is_found_as_it_is_written(session: Session, now: datetime) -> None:
    member(session, now, "eve@bücher.example")
    assert found(session, "bücher") == found(session, "xn--bcher") == ["eve@bücher.example"]


def test_people_are_found_by_role(session: Session, now: datetime) -> None:
    for make in (alice, carol, dana):
        make(session, now)
    assert [person.email for person in find_people(session, role="author").people] == ["dana@example.org"]
    assert find_people(session, part="alice", role="author").people == []


def test_pages_hold_everybody_once(session: Session, now: datetime) -> None:
    for number in range(PAGE * 2 + 1):
        member(session, now, f"page{number:03}@example.org")
    gus(session, now)
    seen: list[str] = []
    after: str | None = ""
    while after is not None:
        page = find_people(session, part="page", after=after)
        seen += [person.email for person in page.people]
        after = page.next
    assert seen == [f"page{number:03}@example.org" for number in range(PAGE * 2 + 1)]


@pytest.mark.parametrize("after", ["nonsense", "WzFd", "WyJhXHUwMDAwIl0"])
def test_a_broken_cursor_is_refused(session: Session, after: str) -> None:
    with pytest.raises(Invalid, match="page link is broken"):
        find_people(session, after=after)


def test_a_row_says_when_a_session_was_last_used(session: Session, now: datetime) -> None:
    person, later = alice(session, now), now + timedelta(hours=3)
    assert find_people(session, part="alice").people[0].used_at is None
    begin(session, person, browser="A", now=now)
    note_use(session, begin(session, person, browser="B", now=now), now=later)
    assert find_people(session, part="alice").people[0].used_at == later


def test_guests_are_counted_and_have_no_number(session: Session, now: datetime) -> None:
    before = count_people(session)
    person, guest = alice(session, now), gus(session, now)
    after = count_people(session)
    assert (after.members - before.members, after.guests - before.guests) == (1, 1)
    assert member_numbered(session, person.id) is person
    for person_id in (guest.id, 0, -1, 2**31 - 1):
        with pytest.raises(NotFound):
            member_numbered(session, person_id)


def test_who_acted_is_called_by_address(session: Session, now: datetime) -> None:
    person, guest = alice(session, now), gus(session, now)
    actors = {f"person {person.id}", f"person {guest.id}", "cli", "serve"}
    assert names_of(session, actors) == {
        f"person {person.id}": "alice@example.org",
        f"person {guest.id}": f"person {guest.id}",
        "cli": "the shell",
        "serve": "serve",
    }


def test_one_query_finds_among_many_as_among_few(session: Session, now: datetime) -> None:
    rows = [{"email": f"m{n}@many.example", "email_key": f"m{n}@many.example", "created_at": now} for n in range(2_000)]
    session.execute(sa.insert(Person), rows)
    with statements(session.connection().engine) as seen:
        assert len(find_people(session, part="many.example").people) == PAGE
    assert len(seen) == 1
