"""Opening the link of a mail: the account begins with what was practiced, wherever it is opened; of two, one opens."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from app.accounts.guests import begin_guest
from app.accounts.mail_links import make
from app.accounts.models import LoginSession, Person
from app.accounts.sign_in import person_of
from app.belongings import joining, merge
from app.belongings.confirming import open_link
from app.core.db import reading, writing
from app.core.errors import Invalid
from app.practice.recording import record_attempt
from app.practice.recount import differences
from app.questions.models import Question
from tests.factories import make_question
from tests.people import HASH, alice, gus

EMAIL = "dora@example.org"


def signed_up(session, guest, now, email=EMAIL):
    return make(session, "sign_up", email=email, person=guest, password_hash=HASH, now=now)


def opened(session, secret, viewer, now):
    return open_link(session, secret, password_hash=HASH, viewer=viewer, browser="Tests", now=now)


def practiced(session, *people, now):
    """A question that everybody of these practiced."""
    question = make_question(session)
    for person in people:
        record_attempt(session, person, question, now=now)
    return question


class TestSignUp:
    def test_the_guest_who_signed_up_becomes_the_member(self, session, now):
        guest = gus(session, now)
        question = practiced(session, guest, now=now)
        person, token = opened(session, signed_up(session, guest, now), guest, now)
        assert (person.id, person.email, person.confirmed_at) == (guest.id, EMAIL, now)
        assert person_of(session, token, now=now) is person
        assert session.scalar(sa.select(sa.func.count()).select_from(LoginSession)) == 1
        session.refresh(question)
        assert question.practiced_count == 1

    @pytest.mark.parametrize("is_visitor", [True, False])
    def test_opened_elsewhere_it_is_still_that_guest_and_another_one_joins(self, session, now, is_visitor):
        guest, other = gus(session, now), None if is_visitor else gus(session, now)
        question = practiced(session, *filter(None, (guest, other)), now=now)
        person, _ = opened(session, signed_up(session, guest, now), other, now)
        session.refresh(question)
        assert person.id == guest.id
        assert question.practiced_count == 1
        assert session.scalar(sa.select(sa.func.count()).select_from(Person)) == 1
        assert differences(session) == []

    def test_who_signed_up_before_practicing_keeps_what_came_after(self, session, now):
        secret = signed_up(session, None, now)
        guest = gus(session, now)
        practiced(session, guest, now=now)
        assert opened(session, secret, guest, now)[0].id == guest.id

    def test_a_guest_who_signed_in_elsewhere_meanwhile_is_a_new_person(self, session, now):
        guest, member = gus(session, now), alice(session, now)
        secret = signed_up(session, guest, now)
        merge.sign_in(session, person=member, guest=guest, browser="", now=now)
        session.expire_all()
        person, _ = opened(session, secret, member, now)
        assert (person.email, member.email) == (EMAIL, "alice@example.org")

    def test_a_guest_who_became_somebody_else_meanwhile_is_left_alone(self, session, now):
        guest = gus(session, now)
        secret = signed_up(session, guest, now)
        other, _ = joining.sign_up(
            session, email="other@example.org", password_hash=HASH, guest=guest, browser="", now=now
        )
        person, _ = opened(session, secret, None, now)
        assert (other.id, other.email) == (guest.id, "other@example.org")
        assert person.id != other.id

    def test_an_address_that_was_taken_meanwhile_says_so(self, session, now):
        first, second = (signed_up(session, None, now) for _ in range(2))
        opened(session, first, None, now)
        with pytest.raises(Invalid) as refused:
            opened(session, second, None, now)
        assert refused.value.errors == {"link": "There is an account with this address already. Sign in instead."}

    @pytest.mark.parametrize("links", [1, 2])
    def test_of_many_at_once_one_opens(self, own_engine, now, links):
        with writing(own_engine) as session:
            guest = begin_guest(session, browser="", now=now)[0]
            practiced(session, guest, now=now)
            secrets = [signed_up(session, guest, now) for _ in range(links)]

        def open_one(number):
            try:
                with writing(own_engine) as session:
                    viewer = session.get(Person, guest.id)
                    return opened(session, secrets[number % links], viewer, now)[0].id
            except Invalid:
                return None

        with ThreadPoolExecutor(8) as pool:
            assert [id_ for id_ in pool.map(open_one, range(16)) if id_] == [guest.id]
        with reading(own_engine) as session:
            assert session.scalars(sa.select(Person.email)).all() == [EMAIL]
            assert session.scalar(sa.select(Question.practiced_count)) == 1

    def test_opening_while_the_guest_signs_in_elsewhere_waits_for_nobody_in_a_circle(self, own_engine, now):
        with writing(own_engine) as session:
            member = alice(session, now)
        for number in range(8):
            with writing(own_engine) as session:
                guest = begin_guest(session, browser="", now=now)[0]
                email = f"d{number}@example.org"
                secret = signed_up(session, guest, now, email)

            def open_it(secret=secret):
                with writing(own_engine) as session:
                    opened(session, secret, None, now)

            def sign_in(guest=guest):
                with writing(own_engine) as session:
                    ids = (session.get(Person, person.id) for person in (member, guest))
                    merge.sign_in(session, person=next(ids), guest=next(ids), browser="", now=now)

            with ThreadPoolExecutor(2) as pool:
                for done in [pool.submit(open_it), pool.submit(sign_in)]:
                    done.result()
            with reading(own_engine) as session:
                assert session.scalars(sa.select(Person.email).where(Person.email == email)).all() == [email]


class TestConfirm:
    def test_a_members_address_is_confirmed(self, session, now):
        member = alice(session, now)
        secret = make(session, "confirm", email=member.email, person=member, now=now)
        person, token = opened(session, secret, None, now)
        assert (person, person.confirmed_at) == (member, now)
        assert person_of(session, token, now=now) is member

    def test_a_password_that_changed_meanwhile_is_the_wrong_one(self, session, now):
        member = alice(session, now)
        secret = make(session, "confirm", email=member.email, person=member, now=now)
        member.password_hash = "another"
        with pytest.raises(Invalid):
            opened(session, secret, None, now)
