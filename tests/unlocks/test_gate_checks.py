"""Results of the gate's self-test are kept in the audit log and read back from it."""

from datetime import timedelta

from app.audit.chain import record, verify
from app.unlocks.gate_checks import GateResult, KeptCheck, keep, kept_checks
from tests import people

GREEN = GateResult(locked=3, requests=500, leak_count=0, leaks=(), seconds=4.2, fingerprint="f" * 16)


def red(count):
    leaks = tuple(f"visitor: GET /questions/{number}: shows words" for number in range(count))
    return GateResult(locked=3, requests=500, leak_count=count, leaks=leaks, seconds=4.2, fingerprint="f" * 16)


def test_nothing_is_known_before_the_first_check(session):
    assert kept_checks(session) == []


def test_results_come_back_newest_first_with_who_ran_them(session, now):
    carol = people.carol(session, now)
    keep(session, GREEN, actor=f"person {carol.id}", now=now)
    record(session, actor="cli", action="gate.other", target="bank", details={}, now=now)
    keep(session, red(2), actor="cli", now=now + timedelta(hours=1))
    assert kept_checks(session) == [
        KeptCheck(now + timedelta(hours=1), "the shell", red(2)),
        KeptCheck(now, "carol@example.org", GREEN),
    ]
    assert verify(session).is_whole


def test_of_many_leaks_the_first_twenty_are_kept_and_all_are_counted(session, now):
    keep(session, red(25), actor="cli", now=now)
    kept = kept_checks(session)[0].result
    assert (kept.leak_count, kept.leaks) == (25, red(20).leaks)


def test_the_last_twenty_results_are_read(session, now):
    for seconds in range(22):
        keep(session, GREEN, actor="cli", now=now + timedelta(seconds=seconds))
    checks = kept_checks(session)
    assert len(checks) == 20
    assert checks[0].at - checks[-1].at == timedelta(seconds=19)
