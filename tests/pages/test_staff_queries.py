"""How many queries a page of the staff takes, the session's own included: ten are the most, whatever it shows."""

import pytest
import sqlalchemy as sa

from app.accounts import tokens
from app.accounts.models import Person
from app.audit.chain import record
from app.core.db import writing
from app.unlocks.codes import Terms, mint
from app.unlocks.gate_checks import GateResult, keep
from app.unlocks.granting import grant
from app.web.policy import POLICY
from app.web.routes import all_routes
from tests.queries import statements
from tests.visiting import NOW

MOST = 10
# Each with what it is asked when it shows most.
ADDRESSES = {
    "/admin": "/admin?topic=model-serving&period=week&show=opened",
    "/admin/statistics.csv": "/admin/statistics.csv?table=questions",
    "/admin/audit": "/admin/audit?actor=alice@example.org&target=bob@example.org",
    "/admin/people": "/admin/people?q=example",
    "/admin/people/{person_id}": "/admin/people/1",
    "/admin/codes/{sheet_id}": "/admin/codes/1",
    "/admin/seeds/batches/{batch_id}": "/admin/seeds/batches/1",
}
STAFF = ("carol", "dana", "sam")


@pytest.fixture
def busy(visits):
    """A bank in which something of everything happened."""
    with writing(visits.engine) as session:
        everybody = session.scalars(sa.select(Person).where(Person.email.is_not(None))).all()
        mint(session, Terms(uses=3), count=5, name="Class", actor="cli", now=NOW)
        for person in everybody:
            grant(session, person, topic=None, expires_at=None, reason="why", source="cli", actor="cli", now=NOW)
            tokens.make(session, person, name="ci", scope="read", now=NOW)
            keep(session, GateResult(1, 2, 0, (), 0.5, "f"), actor=f"person {person.id}", now=NOW)
            for number in range(20):
                record(session, actor=f"person {person.id}", action=f"tests.a{number}", target="x", details={}, now=NOW)
    for name in ("alice", "bob", "gus"):
        getattr(visits, name).put("/api/v1/questions/free-cache-hits/practice")
    return visits


def addresses(app):
    """The pages of the staff: their names and addresses; of an upload there is none to look at."""
    for route in all_routes(app):
        if "GET" in route.methods and POLICY[route.name].roles and route.name != "uploads.show":
            yield route.name, ADDRESSES.get(route.path, route.path)


def test_every_page_of_the_staff_stays_within_ten_queries(busy):
    counts = {}
    for route, address in addresses(busy.app):
        for name in STAFF:
            with statements(busy.engine) as seen:
                reply = getattr(busy, name).get(address)
            may = POLICY[route].roles >= {{"carol": "admin", "dana": "author", "sam": "supporter"}[name]}
            assert reply.status_code == (200 if may else 403), (address, name)
            counts[address, name] = len(seen)
    assert {key: count for key, count in counts.items() if count > MOST} == {}
    assert len(counts) >= 3 * 8


def test_who_is_refused_costs_one_query(busy):
    for address in ("/admin", "/admin/people", "/admin/audit", "/admin/gate"):
        with statements(busy.engine) as seen:
            assert busy.alice.get(address).status_code == 403
        assert len(seen) == 1
