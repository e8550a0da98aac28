"""Tokens for programs: named once, shown once, found by their hash, revoked by their own person only."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accounts import administration, tokens
from app.accounts.models import ApiToken
from app.accounts.scopes import scopes_for
from app.audit.models import AuditEntry
from app.core.db import writing
from app.core.errors import Forbidden, Invalid, NotFound
from tests import people


@pytest.fixture
def alice(session, now):
    return people.alice(session, now)


def make(session, person, now, *, name="ci", scope="read"):
    return tokens.make(session, person, name=name, scope=scope, now=now)


def entries(session):
    own = sa.select(AuditEntry).where(AuditEntry.action.startswith("tokens.")).order_by(AuditEntry.id)
    return [(entry.actor, entry.action, entry.target, entry.details) for entry in session.scalars(own)]


def test_a_token_leads_to_its_person_and_scope_and_is_kept_as_a_hash_only(session, alice, now):
    token = make(session, alice, now, scope="practice")
    assert tokens.bearer_of(session, token) == (alice, "practice")
    assert tokens.bearer_of(session, f"{token}x") is None
    row = session.scalars(sa.select(ApiToken)).one()
    assert token.startswith("hr_")
    assert (len(token), row.tail) == (46, token[-4:])
    assert token[3:] not in str([getattr(row, column.name) for column in ApiToken.__table__.columns])


def test_a_name_is_one_line_of_words(session, alice, now):
    make(session, alice, now, name="  nightly \t load\n")
    assert [token.name for token in tokens.tokens_of(session, alice)] == ["nightly load"]


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "bell\a", "override\u202e", "zero\u200bwidth"])
def test_a_name_that_nobody_could_read_is_refused(session, alice, now, name):
    with pytest.raises(Invalid, match="1 to 60 characters"):
        make(session, alice, now, name=name)


def test_a_name_is_used_once_for_each_person(session, alice, now):
    make(session, alice, now)
    with pytest.raises(Invalid, match="a token of this name already"):
        make(session, alice, now)
    make(session, people.bob(session, now), now)
    assert len(tokens.tokens_of(session, alice)) == 1


def test_a_revoked_name_is_free_again(session, alice, now):
    make(session, alice, now)
    tokens.revoke(session, alice, tokens.tokens_of(session, alice)[0].id, now=now)
    make(session, alice, now)


def test_twenty_tokens_are_the_most(session, alice, now):
    for number in range(20):
        make(session, alice, now, name=f"token {number}")
    with pytest.raises(Invalid, match="You have 20 tokens"):
        make(session, alice, now, name="one more")


@pytest.mark.parametrize(
    ("role", "scopes"),
    [
        (None, {"read", "practice"}),
        ("supporter", {"read", "practice"}),
        ("author", {"read", "practice", "load"}),
        ("admin", {"read", "practice", "load"}),
    ],
)
def test_only_who_loads_seeds_gives_that_to_a_program(session, now, role, scopes):
    person = people.member(session, now, "somebody@example.org", role=role)
    assert set(scopes_for(role)) == scopes
    for scope in ("read", "practice", "load"):
        if scope in scopes:
            make(session, person, now, name=scope, scope=scope)
        else:
            with pytest.raises(Forbidden, match="Only admins and authors load seeds"):
                make(session, person, now, name=scope, scope=scope)


def test_the_newest_token_comes_first_with_when_it_was_used(session, alice, now):
    make(session, alice, now, name="old")
    used = make(session, alice, now, name="new")
    tokens.note_token_use(session, used, now=now + timedelta(hours=1))
    session.expire_all()
    assert [(token.name, token.used_at) for token in tokens.tokens_of(session, alice)] == [
        ("new", now + timedelta(hours=1)),
        ("old", None),
    ]


def test_a_revoked_token_is_nobodys(session, alice, now):
    token = make(session, alice, now)
    tokens.revoke(session, alice, tokens.tokens_of(session, alice)[0].id, now=now)
    assert tokens.bearer_of(session, token) is None


def test_nobody_revokes_the_token_of_somebody_else(session, alice, now):
    token, bob = make(session, alice, now), people.bob(session, now)
    own = tokens.tokens_of(session, alice)[0]
    for token_id in (own.id, 999):
        with pytest.raises(NotFound, match="not one of yours"):
            tokens.revoke(session, bob, token_id, now=now)
    tokens.revoke_all(session, bob, now=now)
    assert tokens.bearer_of(session, token) is not None


def test_all_of_a_persons_tokens_end_at_once(session, alice, now):
    made = [make(session, alice, now, name=name) for name in ("one", "two")]
    tokens.revoke_all(session, alice, now=now)
    assert [tokens.bearer_of(session, token) for token in made] == [None, None]


def test_a_token_of_somebody_disabled_is_dead_until_they_are_enabled(session, alice, now):
    token = make(session, alice, now)
    administration.disable(session, alice, actor="cli", now=now)
    assert tokens.bearer_of(session, token) is None
    administration.enable(session, alice, actor="cli", now=now)
    assert tokens.bearer_of(session, token) is not None


def test_each_act_leaves_an_entry_without_the_secret(session, alice, now):
    token = make(session, alice, now, scope="practice")
    token_id = tokens.tokens_of(session, alice)[0].id
    tokens.revoke(session, alice, token_id, now=now)
    make(session, alice, now, name="other")
    other_id = tokens.tokens_of(session, alice)[0].id
    tokens.revoke_all(session, alice, now=now)
    tokens.revoke_all(session, alice, now=now)  # of nothing, which is no act
    me = f"person {alice.id}"
    assert entries(session) == [
        (me, "tokens.make", f"token {token_id}", {"name": "ci", "scope": "practice"}),
        (me, "tokens.revoke", f"token {token_id}", {"name": "ci"}),
        (me, "tokens.make", f"token {other_id}", {"name": "other", "scope": "read"}),
        (me, "tokens.revoke", me, {"tokens": [other_id]}),
    ]
    assert token[3:] not in str(entries(session))


def at_once(own_engine, now, names):
    """What became of tokens that one person made at the same time: `made`, or the field that was refused."""
    with writing(own_engine) as session:
        alice = people.alice(session, now)

    def attempt(name):
        try:
            with writing(own_engine) as session:
                make(session, alice, now, name=name)
        except Invalid:
            return "refused"
        return "made"

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(attempt, names))


def test_a_form_that_is_sent_many_times_at_once_makes_one_token(own_engine, now):
    assert sorted(at_once(own_engine, now, ["ci"] * 8)) == ["made"] + ["refused"] * 7


def test_many_at_once_make_no_more_than_twenty(own_engine, now):
    assert at_once(own_engine, now, [f"token {number}" for number in range(26)]).count("made") == 20
