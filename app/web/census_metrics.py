"""The census for a monitoring system. Its truth is the database, so every server of a bank shows the same numbers."""

from collections.abc import Iterator, Mapping

from prometheus_client.core import GaugeMetricFamily, Metric

from app.statistics.census import Census


def as_metrics(census: Census | None) -> Iterator[Metric]:
    """Gauges of what the bank holds; None where the database is away: then that alone is told."""
    yield _one("database_up", "Whether the database answered just now.", int(census is not None))
    if census is None:
        return
    yield _by(
        "bank_info", "The bank's content, as a hash that changes with it.", "fingerprint", {census.fingerprint: 1}
    )
    yield _by("questions", "Questions.", "status", census.questions)
    yield _by("people", "People, disabled ones too; a guest practices without an account.", "kind", census.people)
    yield _by("unlocks_granted", "Unlocks ever granted.", "source", census.unlocks)
    yield _one("unlocks_active", "Unlocks neither revoked nor over.", census.active_unlocks)
    yield _one("codes_redeemable", "Unlock codes that somebody can still redeem.", census.redeemable_codes)
    yield _one("attempts", "Attempts at questions.", census.attempts)
    yield _one("marks", "Marks `practiced`: distinct people at each question, summed.", census.marks)
    yield _one("marks_withdrawn", "Questions somebody attempted and has not marked now.", census.withdrawn_marks)
    yield _one("loads", "Loads of seeds that changed the bank.", census.batches)
    yield _one("audit_entries", "Entries of the audit log.", census.audit_entries)


def _one(name: str, meaning: str, value: int) -> Metric:
    return GaugeMetricFamily(f"headroom_{name}", meaning, value=value)


def _by(name: str, meaning: str, label: str, values: Mapping[str, int]) -> Metric:
    family = GaugeMetricFamily(f"headroom_{name}", meaning, labels=[label])
    for kind, value in values.items():
        family.add_metric([kind], value)
    return family
