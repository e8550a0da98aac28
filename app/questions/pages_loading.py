"""Writes the pages of the bank and its topics, and the facts."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.questions.models import Bank, Fact, Topic
from app.questions.preparing import Prepared, PreparedPage


def write_pages(session: Session, prepared: Prepared) -> list[int]:
    """Writes what changed of bank, topics and facts; the ids of topics whose place or title changed."""
    _write_bank(session, prepared)
    added = [_topic_row(page) for page in prepared.topics if page.stored is None]
    changed = [{"id": page.stored.id, **_topic_row(page)} for page in prepared.topics if page.stored]
    if added:
        session.execute(sa.insert(Topic), added)
    if changed:
        session.execute(sa.update(Topic), changed)
    if prepared.dropped_topics:
        # Its retired questions and people's unlocks still refer to the row.
        session.execute(sa.update(Topic).where(Topic.slug.in_(prepared.dropped_topics)).values(source=""))
    if prepared.facts_changed:
        _write_facts(session, prepared)
    return [page.stored.id for page in prepared.topics if page.stored and _is_moved(page)]


def _is_moved(page: PreparedPage) -> bool:
    stored = page.stored
    return stored is not None and (stored.position, stored.title) != (page.seed.position, page.seed.title)


def _write_bank(session: Session, prepared: Prepared) -> None:
    page = prepared.bank
    if page is not None:
        row = {
            "title": page.seed.title,
            "summary": page.seed.summary,
            "body_html": page.html,
            "source": page.seed.source,
            "stamp": page.stamp,
        }
        if page.stored:
            session.execute(sa.update(Bank).values(row))
        else:
            session.execute(sa.insert(Bank).values(id=1, **row))
    if prepared.facts_changed:
        session.execute(sa.update(Bank).values(facts_source=prepared.facts_source))


def _topic_row(page: PreparedPage) -> dict[str, object]:
    return {
        "slug": page.slug,
        "title": page.seed.title,
        "position": page.seed.position,
        "summary": page.seed.summary,
        "body_html": page.html,
        "source": page.seed.source,
        "stamp": page.stamp,
    }


def _write_facts(session: Session, prepared: Prepared) -> None:
    session.execute(sa.delete(Fact))
    rows = [
        {
            "id": fact.id,
            "value": fact.value,
            "unit": fact.unit,
            "what": fact.what,
            "source": fact.source,
            "as_of": fact.as_of,
            "confirmed_on": fact.confirmed_on,
        }
        for fact in prepared.facts.values()
    ]
    if rows:
        session.execute(sa.insert(Fact), rows)
