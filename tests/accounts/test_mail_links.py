"""Links in mails: one use, one hour, one purpose; only their hash is kept."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accounts import administration, tokens
from app.accounts.guests import begin_guest
from app.accounts.mail_links import LIFETIME, find, forget_ended, make, reset_password, use
from app.accounts.models import LoginSession, MailLink, Person
from app.accounts.passwords import change_password
from app.accounts.sign_in import begin
from app.core.db import reading, writing
from app.core.errors import Invalid
from tests.people import HASH, alice

OVER = "It was used, is older than an hour, or did not arrive whole."


@pytest.fixture
def person(session, now):
    return alice(session, now)


def a_reset(session, person, now):
    return make(session, "reset", email=person.email, person=person, now=now)


def is_open(session, secret, *purposes, now):
    try:
        find(session, secret, *purposes, now=now)
    except Invalid:
        return False
    return True


class TestUse:
    def test_a_link_works_once(self, session, person, now):
        secret = a_reset(session, person, now)
        assert find(session, secret, "reset", now=now).email == "alice@example.org"
        assert use(session, secret, "reset", now=now).person_id == person.id
        assert not is_open(session, secret, "reset", now=now)
        with pytest.raises(Invalid, match=OVER):
            use(session, secret, "reset", now=now)

    def test_it_works_for_an_hour(self, session, person, now):
        secret = a_reset(session, person, now)
        assert is_open(session, secret, "reset", now=now + LIFETIME - timedelta(seconds=1))
        assert not is_open(session, secret, "reset", now=now + LIFETIME)
        with pytest.raises(Invalid):
            use(session, secret, "reset", now=now + LIFETIME)

    def test_it_serves_its_own_purpose_only(self, session, person, now):
        secret = a_reset(session, person, now)
        assert not is_open(session, secret, "sign_up", "confirm", now=now)
        with pytest.raises(Invalid):
            use(session, secret, "sign_up", "confirm", now=now)

    @pytest.mark.parametrize("pasted", ["", " ", "x" * 43, "link=", "é", "a link"])
    def test_what_is_no_link_opens_nothing(self, session, person, now, pasted):
        a_reset(session, person, now)
        assert not is_open(session, pasted, "reset", now=now)

    @pytest.mark.parametrize("form", ["{}", " {}\r\n", "https://bank.example/sign-in/new-password?link={}"])
    def test_it_may_be_pasted_whole_or_in_broken_lines(self, session, person, now, form):
        secret = a_reset(session, person, now)
        assert is_open(session, form.format(secret), "reset", now=now)
        assert is_open(session, form.format(f"{secret[:20]}\n  {secret[20:]}"), "reset", now=now)

    def test_only_a_hash_is_kept(self, session, person, now):
        secret = a_reset(session, person, now)
        kept = session.execute(sa.select(sa.cast(MailLink.token_hash, sa.Text), MailLink.email)).one()
        assert len(secret) == 43
        assert secret not in "".join(kept)

    def test_a_disabled_persons_links_open_nothing(self, session, person, now):
        secret = a_reset(session, person, now)
        administration.disable(session, person, actor="tests", now=now)
        assert not is_open(session, secret, "reset", now=now)
        with pytest.raises(Invalid):
            reset_password(session, secret, new_hash="new", now=now)

    def test_links_that_are_over_are_forgotten(self, session, person, now):
        a_reset(session, person, now - LIFETIME)
        secret = a_reset(session, person, now)
        forget_ended(session, now=now)
        assert session.scalar(sa.select(sa.func.count()).select_from(MailLink)) == 1
        assert is_open(session, secret, "reset", now=now)


class TestPasswordHash:
    def test_a_sign_up_has_the_password_that_was_chosen_and_a_member_their_own(self, session, person, now):
        guest = begin_guest(session, browser="", now=now)[0]
        new = make(session, "sign_up", email="dora@example.org", person=guest, password_hash="chosen", now=now)
        own = make(session, "confirm", email=person.email, person=person, now=now)
        assert find(session, new, "sign_up", now=now).password_hash == "chosen"
        assert find(session, own, "confirm", now=now).password_hash == HASH


class TestResetPassword:
    def test_the_password_is_replaced_the_address_confirmed_and_every_session_over(self, session, person, now):
        begin(session, person, browser="", now=now)
        changed = reset_password(session, a_reset(session, person, now), new_hash="new", now=now)
        assert (changed.id, changed.password_hash, changed.confirmed_at) == (person.id, "new", now)
        assert session.scalars(sa.select(LoginSession)).all() == []

    def test_every_other_link_to_a_new_password_ends(self, session, person, now):
        first, second = a_reset(session, person, now), a_reset(session, person, now)
        confirm = make(session, "confirm", email=person.email, person=person, now=now)
        reset_password(session, second, new_hash="new", now=now)
        assert not is_open(session, first, "reset", now=now)
        assert is_open(session, confirm, "confirm", now=now)

    def test_a_password_changed_otherwise_ends_them_too(self, session, person, now):
        secret = a_reset(session, person, now)
        change_password(session, person, new_hash="new", token="")
        assert not is_open(session, secret, "reset", now=now)
        secret = a_reset(session, person, now)
        administration.set_password(session, person, password_hash="new", actor="tests", now=now)
        assert not is_open(session, secret, "reset", now=now)

    def test_tokens_end_where_somebody_else_may_have_made_the_account(self, session, person, now):
        tokens.make(session, person, name="made before the address was proved", scope="read", now=now)
        reset_password(session, a_reset(session, person, now), new_hash="new", now=now)
        assert tokens.tokens_of(session, person) == []
        tokens.make(session, person, name="made after", scope="read", now=now)
        reset_password(session, a_reset(session, person, now), new_hash="newer", now=now)
        assert [token.name for token in tokens.tokens_of(session, person)] == ["made after"]

    @pytest.mark.parametrize("links", [1, 2])
    def test_of_many_at_once_one_wins(self, own_engine, now, links):
        with writing(own_engine) as session:
            person = alice(session, now)
            secrets = [a_reset(session, person, now) for _ in range(links)]

        def reset(number):
            try:
                with writing(own_engine) as session:
                    reset_password(session, secrets[number % links], new_hash=f"new {number}", now=now)
            except Invalid:
                return None
            return f"new {number}"

        with ThreadPoolExecutor(8) as pool:
            winners = [result for result in pool.map(reset, range(16)) if result]
        with reading(own_engine) as session:
            assert [session.scalar(sa.select(Person.password_hash))] == winners
