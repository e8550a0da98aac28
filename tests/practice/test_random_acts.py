"""Whatever people do, one after another and over days, the summaries equal what plain Python counts."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy.orm import Session

from app.accounts.guests import begin_guest
from app.accounts.models import Person
from app.belongings.joining import sign_up
from app.belongings.merge import sign_in
from app.practice.recording import record_attempt, withdraw
from app.practice.recount import differences
from app.practice.revealing import reveal
from app.questions.models import Question
from tests.bank import add_person
from tests.factories import make_question
from tests.practice.summing import expected, stored

WHO, WHAT = st.integers(0, 5), st.integers(0, 2)
STEPS = st.sampled_from(["20 seconds", "1 hour", "1 day", "6 days"])


class Acts(RuleBasedStateMachine):
    """Members and guests who practice three questions, withdraw, open answers, sign up and sign in."""

    engine = None
    start = None

    def __init__(self):
        super().__init__()
        self.connection = self.engine.connect()
        self.outer = self.connection.begin()
        self.session = Session(self.connection, join_transaction_mode="create_savepoint")
        self.now = self.start
        self.questions = [make_question(self.session, number).id for number in range(1, 4)]
        self.people = [add_person(self.session, f"member{n}@example.org").id for n in range(2)]
        self.members = list(self.people)
        self.guests = []

    def teardown(self):
        assert differences(self.session) == []
        self.session.close()
        self.outer.rollback()
        self.connection.close()

    def person(self, number):
        return self.session.get_one(Person, self.people[number % len(self.people)])

    def question(self, number):
        return self.session.get_one(Question, self.questions[number])

    @rule(who=WHO, what=WHAT, key=st.sampled_from([None, None, "a", "b", "c"]))
    def practice(self, who, what, key):
        # One key is one question's here; that another's is refused is tested elsewhere.
        record_attempt(self.session, self.person(who), self.question(what), key=key and f"{key}{what}", now=self.now)

    @rule(who=WHO, what=WHAT)
    def withdraw(self, who, what):
        withdraw(self.session, self.person(who), self.question(what))

    @rule(who=WHO, what=WHAT)
    def open_answer(self, who, what):
        reveal(self.session, self.person(who), self.question(what), now=self.now)

    @precondition(lambda self: len(self.guests) < 3)
    @rule()
    def begin_guest(self):
        guest, _ = begin_guest(self.session, browser="B", now=self.now)
        self.people.append(guest.id)
        self.guests.append(guest.id)

    @precondition(lambda self: self.guests)
    @rule()
    def sign_up(self):
        guest = self.session.get_one(Person, self.guests.pop(0))
        email = f"joined{guest.id}@example.org"
        sign_up(self.session, email=email, password_hash="!", guest=guest, browser="B", now=self.now)
        self.members.append(guest.id)

    @precondition(lambda self: self.guests)
    @rule(who=WHO)
    def sign_in(self, who):
        guest = self.session.get_one(Person, self.guests.pop(0))
        self.people.remove(guest.id)
        member = self.session.get_one(Person, self.members[who % len(self.members)])
        sign_in(self.session, person=member, guest=guest, browser="B", now=self.now)
        self.session.expire_all()

    @rule(step=STEPS)
    def wait(self, step):
        count, unit = step.split()
        self.now += timedelta(**{unit.removesuffix("s") + "s": int(count)})

    @invariant()
    def nothing_differs(self):
        assert stored(self.session) == expected(self.session)


@pytest.mark.xdist_group("random acts")
def test_after_any_acts_nothing_differs(engine, now):
    machine = type("ActsHere", (Acts,), {"engine": engine, "start": now})
    how = settings(
        max_examples=8,
        stateful_step_count=30,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=how)
