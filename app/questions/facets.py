"""How many ready questions hold each value that a list can be filtered by; counted when a load changes the bank."""

from collections import Counter

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.slugs import slugify
from app.questions.models import FacetCount, Question, Topic

WHOLE_BANK = 0

_READY = (
    sa.select(
        Question.topic_id,
        Topic.slug,
        Topic.title,
        Question.difficulty,
        Question.kind,
        Question.is_free,
        Question.tags,
        Question.levels,
    )
    .join(Topic, Topic.id == Question.topic_id)
    .where(Question.status == "ready")
)


def count_facets(session: Session) -> None:
    """Counts all ready questions anew: for the bank (topic 0) and for each topic. Three statements."""
    counts: Counter[tuple[int, str, str, str]] = Counter()
    for topic_id, slug, title, difficulty, kind, is_free, tags, levels in session.execute(_READY):
        labels = [("difficulty", difficulty), ("kind", kind), ("free", "true" if is_free else "false")]
        labels += [("tag", tag) for tag in tags] + [("level", level) for level in levels]
        values = [(facet, slugify(label), label) for facet, label in labels] + [("topic", slug, title)]
        for scope in (WHOLE_BANK, topic_id):
            counts.update((scope, *value) for value in values)
    rows = [
        {"topic_id": scope, "facet": facet, "value": value, "label": label, "count": count}
        for (scope, facet, value, label), count in counts.items()
    ]
    session.execute(sa.delete(FacetCount))
    if rows:
        session.execute(sa.insert(FacetCount), rows)
