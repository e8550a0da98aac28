"""What follows when a topic takes another place in the syllabus, or another title."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.questions import rows, search
from app.questions.models import Question, QuestionLabel, Topic


def move_questions(session: Session, topic_ids: list[int]) -> None:
    """Gives the questions of topics whose place or title changed their new order and search words."""
    if not topic_ids:
        return
    found = session.execute(_IN_TOPICS, {"topics": topic_ids}).all()
    keys = {row.id: rows.sort_key(row.position, row.topic, row.external_id) for row in found}
    if not found:
        return
    session.execute(sa.update(Question), [{"id": id_, "sort_key": key} for id_, key in keys.items()])
    of_question = QuestionLabel.question_id == sa.bindparam("id_")
    relabel = sa.update(QuestionLabel).where(of_question).values(sort_key=sa.bindparam("key"))
    session.connection().execute(relabel, [{"id_": id_, "key": key} for id_, key in keys.items()])
    ready = [row for row in found if row.status == "ready"]
    search.index(session, [rows.search_text(r.id, r.title, r.prompt_markdown, r.tags, r.topic_title) for r in ready])


_IN_TOPICS = (
    sa.select(
        Question.id,
        Question.external_id,
        Question.status,
        Question.title,
        Question.prompt_markdown,
        Question.tags,
        Topic.slug.label("topic"),
        Topic.title.label("topic_title"),
        Topic.position,
    )
    .join(Topic, Topic.id == Question.topic_id)
    .where(Question.topic_id.in_(sa.bindparam("topics", expanding=True)))
)
