"""A prepared question as rows of the tables. Pure; knows nothing of sessions."""

import re
from typing import Any

from app.core.slugs import slugify
from app.estimates.quantities import quantity_of
from app.estimates.worksheet import as_json
from app.questions.front_matter import DIFFICULTIES
from app.questions.preparing import PreparedQuestion
from app.questions.search import SearchText

Row = dict[str, Any]


def sort_key(position: int, topic: str, external_id: str) -> str:
    """Syllabus order as one text: the topic's order, then the id with its numbers in numeric order."""
    padded = re.sub(r"\d+", lambda match: match.group().zfill(8), external_id)
    return f"{position:04d} {topic} {padded} {external_id}"


def question_row(question: PreparedQuestion, topic_id: int, key: str) -> Row:
    """The public row; never the practiced counter."""
    front, rendered = question.seed.front, question.rendered
    return {
        "external_id": front.id,
        "slug": front.slug,
        "title": front.title,
        "topic_id": topic_id,
        "sort_key": key,
        "difficulty": front.difficulty,
        "difficulty_rank": DIFFICULTIES.index(front.difficulty) + 1,
        "kind": front.kind,
        "minutes": front.minutes,
        "tags": list(front.tags),
        "roles": list(front.roles),
        "levels": list(front.levels),
        "status": front.status,
        "is_free": front.is_free,
        "is_anchor": front.is_anchor,
        "version": front.version,
        "updated_on": front.updated_on,
        "prerequisites": list(front.prerequisites),
        "related": list(front.related),
        "lab": front.lab,
        "prompt_markdown": question.seed.prompt.text.strip(),
        "prompt_html": rendered.prompt_html,
        "hints": rendered.hints,
        "prompt_facts": rendered.prompt_facts,
    }


def answer_row(question: PreparedQuestion, question_id: int) -> Row:
    """The gated row, with the whole source."""
    seed, rendered = question.seed, question.rendered
    return {
        "question_id": question_id,
        "path": seed.path,
        "digest": question.digest,
        "source": seed.source,
        "stamp": question.stamp,
        "facts_used": rendered.facts_used,
        "sections": rendered.sections,
        "outline": rendered.outline,
        "worksheets": [as_json(sheet) for sheet in rendered.worksheets],
        "reviewed": seed.front.reviewed or None,
        "checked_with": seed.front.checked_with,
        "claims": list(seed.front.claims),
    }


def drill_rows(question: PreparedQuestion, question_id: int) -> list[Row]:
    """The worksheets that people are drilled with; none of what no list shows."""
    if question.seed.front.status != "ready":
        return []
    return [
        {"question_id": question_id, "position": position, "quantity": quantity_of(drilled.unit)}
        for position, sheet in enumerate(question.rendered.worksheets, start=1)
        if (drilled := sheet.drilled)
    ]


def rubric_rows(question: PreparedQuestion, question_id: int) -> list[Row]:
    """The points of the rubric, counted from 1."""
    return [
        {"question_id": question_id, "position": n, "text": p.text, "dimension": p.dimension, "weight": p.weight}
        for n, p in enumerate(question.seed.rubric, start=1)
    ]


def follow_up_rows(question: PreparedQuestion, question_id: int) -> list[Row]:
    """The follow-ups, counted from 1."""
    return [
        {"question_id": question_id, "position": n, "question": f.question, "answer": f.answer}
        for n, f in enumerate(question.seed.follow_ups, start=1)
    ]


def diagram_rows(question: PreparedQuestion, question_id: int, *, is_public: bool) -> list[Row]:
    """The drawings of the prompt or of the answer, each once."""
    drawings = question.rendered.prompt_drawings if is_public else question.rendered.answer_drawings
    unique = {drawing.digest: drawing.svg for drawing in drawings}
    return [{"digest": digest, "question_id": question_id, "svg": svg} for digest, svg in unique.items()]


def label_rows(question: PreparedQuestion, question_id: int, key: str) -> list[Row]:
    """The tags and levels that lists are filtered by; none for what no list shows."""
    front = question.seed.front
    if front.status != "ready":
        return []
    labels = [("tag", tag) for tag in front.tags] + [("level", level) for level in front.levels]
    return [
        {"property": name, "value": slugify(label), "sort_key": key, "question_id": question_id}
        for name, label in labels
    ]


def search_text(question_id: int, title: str, prompt: str, tags: list[str], topic: str) -> SearchText:
    """The public words by which a question is found."""
    return SearchText(question_id, title, f"{prompt} {' '.join(tags)} {topic}")
