"""Questions are found by today's slug, and old slugs say where to go."""

import pytest
import sqlalchemy as sa

from app.core.errors import NotFound
from app.questions import lookup
from app.questions.models import OldSlug, Question
from tests.factories import make_question

BY_SLUG = sa.select(Question)


def test_a_question_is_found_by_its_slug(session):
    question = make_question(session, 1)
    assert lookup.one(session, BY_SLUG, "question-1").Question is question


def test_an_old_slug_names_the_new_one(session):
    question = make_question(session, 1)
    session.add(OldSlug(slug="once", question_id=question.id))
    with pytest.raises(lookup.Moved) as moved:
        lookup.one(session, BY_SLUG, "once")
    assert moved.value.slug == "question-1"


def test_an_old_slug_does_not_name_a_draft(session):
    question = make_question(session, 1, status="draft")
    session.add(OldSlug(slug="once", question_id=question.id))
    with pytest.raises(NotFound):
        lookup.one(session, BY_SLUG, "once")


def test_a_current_slug_wins_over_an_old_one(session):
    first, second = make_question(session, 1), make_question(session, 2)
    session.add(OldSlug(slug=second.slug, question_id=first.id))
    assert lookup.one(session, BY_SLUG, second.slug).Question is second


@pytest.mark.parametrize("slug", ["nobody", "", "UPPER", "nul\x00", "a" * 70, "../etc/passwd", "ﬁne"])
def test_anything_else_is_not_found(session, slug):
    with pytest.raises(NotFound):
        lookup.one(session, BY_SLUG, slug)
