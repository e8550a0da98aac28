"""What a batch did, and taking it back in the browser."""

import pytest
import sqlalchemy as sa

from app.core.db import reading
from app.questions.models import Question
from tests.pages.html import Page
from tests.pages.seed_uploads import applied, changed, uploaded
from tests.queries import statements
from tests.questions.seeds import numbered, topic_file


def question(visits, external_id="7003"):
    with reading(visits.engine) as session:
        return session.scalar(sa.select(Question).where(Question.external_id == external_id))


def loaded(client, *files):
    """The address of the batch that these files became."""
    return applied(client, uploaded(client, *files))


class TestShow:
    def test_it_tells_what_each_file_went_through_and_whom_that_reaches(self, visits):
        visits.gus.post("/questions/locked-coding/practice")
        page = Page(visits.carol.get(loaded(visits.dana, changed(), numbered(9001))))
        rows = page.text.partition("Practiced by")[2]
        assert "7003 Changed words model-serving/locked-coding.md changed1" in rows
        assert "9001 Question number 9001 model-serving/question-9001.md added0" in rows
        assert page.links["Changed words"] == "/questions/locked-coding"
        assert "Undo this batch?" in page.text

    def test_where_a_later_batch_stands_in_the_way_it_is_named_in_place_of_the_button(self, visits):
        first = loaded(visits.dana, changed())
        loaded(visits.carol, changed(words="Later words"))
        with statements(visits.engine) as seen:
            page = Page(visits.dana.get(first))
        assert len(seen) <= 10
        assert (
            "Batch 3 (wave 2) by carol@example.org changed model-serving/locked-coding.md since. Undo batch 3 first."
        ) in page.text
        assert "Undo this batch?" not in page.text

    def test_many_files_come_in_pages(self, visits):
        where = loaded(visits.dana, *(numbered(n) for n in range(9_001, 9_121)))
        page = Page(visits.dana.get(f"{where}?page=2"))
        assert "Page 2 of 2" in page.text
        assert visits.dana.get(f"{where}?page=3").status_code == 404

    @pytest.mark.parametrize("path", ["999", "0", str(2**31), "x"])
    def test_wrong_numbers_are_no_batch(self, looks, path):
        assert looks.dana.get(f"/admin/seeds/batches/{path}").status_code == 404
        assert looks.dana.post(f"/admin/seeds/batches/{path}/undo").status_code == 404

    @pytest.mark.parametrize(("name", "status"), [("sam", 403), ("alice", 403), ("visitor", 303)])
    def test_it_is_for_admins_and_authors(self, looks, name, status):
        assert getattr(looks, name).get("/admin/seeds/batches/1").status_code == status


class TestUndo:
    def test_the_files_go_back_and_practice_stays(self, visits):
        where = loaded(visits.dana, changed(), numbered(9001))
        visits.gus.post("/questions/locked-coding/practice")
        visits.gus.post("/questions/question-9001/practice")
        reply = visits.dana.post(f"{where}/undo")
        assert (reply.status_code, reply.headers["location"]) == (303, "/admin/seeds/batches/3")
        text = Page(visits.dana.get("/admin/seeds/batches/3")).text
        assert "Taken back, by this batch." in text
        assert "Undo of batch 2 (wave 2)" in text
        assert (question(visits).title, question(visits).practiced_count) == ("Locked coding", 1)
        assert (question(visits, "9001").status, question(visits, "9001").practiced_count) == ("retired", 1)
        assert "It was taken back by batch 3" in Page(visits.dana.get(where)).text

    def test_pressed_twice_the_second_is_told_what_undid_it(self, visits):
        where = loaded(visits.dana, changed())
        visits.dana.post(f"{where}/undo")
        reply = visits.dana.post(f"{where}/undo")
        assert reply.status_code == 422
        assert "Batch 3 has undone it already. To have it back, undo batch 3." in Page(reply).text

    def test_what_later_questions_need_is_said_in_place_of_the_button(self, visits):
        where = loaded(visits.dana, topic_file("caching", "Caching"))
        loaded(visits.dana, numbered(9001, topic="caching"))
        reply = visits.dana.post(f"{where}/undo")
        assert reply.status_code == 422
        text = Page(reply).text
        assert "It would leave an error: caching/question-9001.md:2: topic: caching would no longer be a topic" in text
        assert "Undo this batch?" not in text

    def test_an_undo_can_be_undone(self, visits):
        where = loaded(visits.dana, changed())
        undone = visits.dana.post(f"{where}/undo").headers["location"]
        visits.dana.post(f"{undone}/undo")
        assert question(visits).title == "Changed words"

    @pytest.mark.parametrize(("name", "status"), [("sam", 403), ("alice", 403), ("visitor", 401)])
    def test_nobody_else_undoes(self, looks, name, status):
        assert getattr(looks, name).post("/admin/seeds/batches/1/undo").status_code == status
