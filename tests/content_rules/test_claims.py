"""Claims and facts older than 12 months are listed; nothing fails because a day has passed."""

from datetime import date

from tests.content.claims import due_claims, due_facts, facts_have_been_read
from tests.content_rules.planting import FACTS, planted_bank


def test_claims_are_listed_once_they_are_due():
    documents = planted_bank().documents
    assert list(due_claims(documents, date(2027, 11, 24))) == []
    (problem,) = due_claims(documents, date(2027, 11, 25))
    lines = documents[0].seed.source.splitlines()
    assert lines[problem.line - 1].startswith("claims: [{tool: Cache")
    assert str(problem).endswith("claim: Cache 1.2, read 2026-11-24: It evicts")


def test_facts_are_listed_once_they_are_due():
    facts = planted_bank().facts
    (problem,) = due_facts(facts, date(2026, 11, 25))
    assert str(problem) == "_facts.yaml:9: fact: unused-fact, read 2025-03-01: A count"
    assert FACTS.splitlines()[problem.line - 2] == "unused-fact:"


def test_a_fact_of_the_future_is_refused():
    assert list(facts_have_been_read(planted_bank().facts)) == []
    facts = planted_bank(facts=FACTS.replace("2025-03-02", "2999-03-02")).facts
    assert [str(problem) for problem in facts_have_been_read(facts)] == [
        "_facts.yaml:9: unused-fact.confirmed: 2999-03-02 is yet to come"
    ]
