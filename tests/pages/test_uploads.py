"""The review of an upload: read, chosen from, applied or walked away from."""

import asyncio
import re
from datetime import timedelta
from threading import Thread

import httpx
import pytest
import sqlalchemy as sa

from app.accounts.models import Person
from app.audit.models import AuditEntry
from app.authoring.models import SeedUpload
from app.authoring.review import key_of
from app.core.clock import utc_now
from app.core.db import reading, writing
from app.main import create_app
from app.questions.models import Batch, Question
from tests.pages.html import Page
from tests.pages.seed_uploads import KEY, applied, changed, choices, uploaded
from tests.queries import statements
from tests.questions.seeds import bank, numbered
from tests.visiting import HOST

CODING = "model-serving/locked-coding.md"
TEXTS = {"base_url": f"http://{HOST}", "headers": {"sec-fetch-site": "same-origin"}}


def value(visits, statement):
    with reading(visits.engine) as session:
        return session.scalar(statement)


def title(visits, external_id="7003"):
    return value(visits, sa.select(Question.title).where(Question.external_id == external_id))


def batch_count(visits):
    return value(visits, sa.select(sa.func.count()).select_from(Batch))


class TestShow:
    def test_it_tells_what_changes_and_whom_that_reaches(self, visits):
        for name in ("alice", "gus"):
            getattr(visits, name).post("/questions/locked-coding/practice")
        address = uploaded(visits.dana, changed(version="2"), numbered(9001))
        page = visits.dana.get(address)
        assert "Meaning changed 1 2 people" in Page(page).text
        assert "0 people" not in Page(page).text
        assert "2 people practiced version 1" in Page(page).text
        assert re.search("<ins>[^<]*Changed words", page.text)
        assert re.search("<del>[^<]*Locked coding", page.text)

    def test_others_of_the_staff_see_it_too(self, visits):
        address = uploaded(visits.dana, changed())
        assert visits.carol.get(address).status_code == 200
        for name, status in (("sam", 403), ("alice", 403), ("visitor", 303)):
            assert getattr(visits, name).get(address).status_code == status

    def test_near_duplicates_stand_side_by_side(self, visits):
        address = uploaded(visits.dana, numbered(9001))
        text = Page(visits.dana.get(address)).text
        assert "72 % alike" in text
        assert "9001 Question number 9001 in the upload" in text
        assert "7003 Locked coding in the bank" in text

    def test_what_somebody_writes_is_text(self, visits):
        address = uploaded(visits.dana, changed(words="<script>alert(1)</script>"), numbered(9001, kind="<b>Bold</b>"))
        page = visits.dana.get(address).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page
        assert "&lt;b&gt;Bold" in page

    def test_pages_of_a_long_review_hold_fifty_and_cost_the_same(self, visits):
        address = uploaded(visits.dana, *(numbered(n) for n in range(9_001, 9_121)))
        with statements(visits.engine) as seen:
            page = visits.dana.get(f"{address}?page=2")
        assert len(seen) <= 10
        assert len(KEY.findall(page.text)) == 50
        count = int(re.search(r"Page 2 of (\d+);", page.text)[1])
        assert visits.dana.get(f"{address}?page={count}").status_code == 200
        assert visits.dana.get(f"{address}?page={count + 1}").status_code == 404
        assert visits.dana.get(f"{address}?page=0").status_code == 422

    @pytest.mark.parametrize("path", ["999999", "0", str(2**31), "x"])
    def test_wrong_numbers_are_no_upload(self, looks, path):
        for method, rest in (("GET", ""), ("POST", ""), ("POST", "/apply"), ("POST", "/delete")):
            reply = looks.dana.request(method, f"/admin/seeds/uploads/{path}{rest}", data={"name": "x"})
            assert reply.status_code == 404, (method, rest)

    def test_after_a_day_it_is_over(self, visits):
        address = uploaded(visits.dana, changed())
        sent = choices(visits.dana, address)
        with writing(visits.engine) as session:
            session.execute(sa.update(SeedUpload).values(expires_at=utc_now() - timedelta(seconds=1)))
        for reply in (visits.dana.get(address), visits.dana.post(f"{address}/apply", data=sent)):
            assert reply.status_code == 404
            assert "an upload is kept for a day" in reply.text
        assert title(visits) == "Locked coding"


class TestUpdate:
    def test_choices_are_kept(self, visits):
        address = uploaded(visits.dana, changed(), numbered(9001))
        reply = visits.dana.post(address, data=choices(visits.dana, address, left_out=(key_of(CODING),), name="Mine"))
        assert (reply.status_code, reply.headers["location"]) == (303, f"{address}?page=1")
        page = Page(visits.dana.get(address))
        assert "Your choices are kept." in page.text
        assert "Apply 1 change" in page.text
        sent = page.form("Apply 1 change").fields
        assert ("name", "Mine") in sent
        assert [key for name, key in sent if name == "taken"] == [key_of("model-serving/question-9001.md")]

    @pytest.mark.parametrize("name", ["", "   ", "x" * 121, "two\nlines"])
    def test_a_name_that_is_none_comes_back_beside_its_field(self, visits, name):
        address = uploaded(visits.dana, changed())
        for path in (address, f"{address}/apply"):
            reply = visits.dana.post(path, data=choices(visits.dana, address, name=name))
            assert reply.status_code == 422
            assert "Give the batch a name of at most 120 characters on one line." in Page(reply).text
        assert title(visits) == "Locked coding"

    def test_unknown_fields_are_refused_and_unknown_files_ignored(self, visits):
        address = uploaded(visits.dana, changed())
        assert visits.dana.post(address, data={"name": "x", "left_out": "all"}).status_code == 422
        assert visits.dana.post(address, data={"name": "x", "shown": "0" * 12, "taken": "y"}).status_code == 303


class TestApply:
    def test_it_loads_one_batch_and_leads_there(self, visits):
        address = uploaded(visits.dana, changed(), numbered(9001))
        where = applied(visits.dana, address, left_out=(key_of("model-serving/question-9001.md"),))
        text = Page(visits.dana.get(where)).text
        assert "Loaded, as this batch." in text
        assert "wave 2 Loaded by dana@example.org" in text
        assert "Changed1 question" in text
        assert (title(visits), title(visits, "9001")) == ("Changed words", None)
        assert visits.dana.get(address).status_code == 404

    def test_pressed_twice_it_says_which_batch_it_is(self, visits):
        address = uploaded(visits.dana, changed())
        sent = choices(visits.dana, address)
        first, second = (visits.dana.post(f"{address}/apply", data=sent) for _ in range(2))
        assert first.headers["location"] == second.headers["location"]
        assert "was applied already, as this batch" in Page(visits.dana.get(second.headers["location"])).text
        assert batch_count(visits) == 2

    @pytest.mark.parametrize("same", [True, False])
    def test_two_at_once_load_what_the_bank_was_reviewed_for(self, visits, same):
        """By two processes, as far as the database can tell: the same upload, or two that change one question."""
        addresses = [uploaded(visits.dana, changed()), uploaded(visits.dana, changed(words="Other words"))]
        pressed = [(addresses[0 if same else n], choices(visits.dana, addresses[0 if same else n])) for n in range(2)]
        apps = [visits.app, create_app(visits.app.state.settings)]

        async def press(app, address, sent):
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(
                transport=transport, cookies={"headroom": visits.tokens["dana"]}, **TEXTS
            ) as client:
                return await client.post(f"{address}/apply", data=sent)

        async def scene():
            return await asyncio.gather(*(press(app, *what) for app, what in zip(apps, pressed, strict=True)))

        replies = asyncio.run(scene())
        apps[1].state.engine.dispose()
        led = [reply.headers.get("location", "") for reply in replies]
        if same:
            assert led[0] == led[1] == "/admin/seeds/batches/2"
        else:  # whoever came second is told, at once or with the review made again, and loads nothing
            assert sum(where.startswith("/admin/seeds/batches/") for where in led) == 1
            assert {reply.status_code for reply in replies} <= {303, 503}
        assert batch_count(visits) == 2

    def test_if_the_bank_moved_the_review_says_what_happened(self, visits):
        mine, theirs = uploaded(visits.dana, changed()), uploaded(visits.carol, changed(words="Carol's words"))
        applied(visits.carol, theirs)
        assert applied(visits.dana, mine) == mine
        text = Page(visits.dana.get(mine)).text
        assert "The bank changed after this was uploaded, so nothing was loaded." in text
        assert "Batch 2, wave 2 , by carol@example.org: touched 7003 of these" in text
        assert title(visits) == "Carol's words"
        assert applied(visits.dana, mine).startswith("/admin/seeds/batches/")

    def test_what_somebody_else_loaded_meanwhile_counts_as_touched(self, visits):
        mine, theirs = uploaded(visits.dana, numbered(9001)), uploaded(visits.carol, numbered(9001))
        applied(visits.carol, theirs)
        assert applied(visits.dana, mine) == mine
        text = Page(visits.dana.get(mine)).text
        assert "Batch 2, wave 2 , by carol@example.org: touched 9001 of these" in text
        assert "There is nothing to apply." in text

    def test_another_page_of_the_bank_is_another_bank(self, visits):
        mine, theirs = uploaded(visits.dana, bank("Mine")), uploaded(visits.carol, bank("Theirs"))
        applied(visits.carol, theirs)
        assert applied(visits.dana, mine) == mine
        assert "Batch 2, wave 2 , by carol@example.org: touched _bank.md of these" in Page(visits.dana.get(mine)).text

    def test_a_broken_file_blocks_the_button_until_it_is_left_out(self, visits):
        broken = numbered(9001, minutes="1")
        address = uploaded(visits.dana, changed(), broken)
        page = visits.dana.get(address)
        assert re.search("<button[^>]* disabled[^>]*>Apply 1 change<", page.text)
        assert "Leave out model-serving/question-9001.md, and save your choices" in Page(page).text
        assert applied(visits.dana, address) == address
        assert "Nothing was loaded." in Page(visits.dana.get(address)).text
        assert applied(visits.dana, address, left_out=(key_of(broken.path),)).startswith("/admin/seeds/batches/")

    def test_nothing_taken_is_told(self, visits):
        address = uploaded(visits.dana, changed())
        reply = visits.dana.post(f"{address}/apply", data=choices(visits.dana, address, left_out=(key_of(CODING),)))
        assert reply.status_code == 422
        assert "Nothing is left to load." in Page(reply).text

    def test_who_lost_the_role_while_waiting_is_refused(self, visits):
        address = uploaded(visits.dana, changed())
        sent, replies = choices(visits.dana, address), []
        waiting = Thread(target=lambda: replies.append(visits.dana.post(f"{address}/apply", data=sent)))
        with writing(visits.engine) as session:  # on SQLite, nobody else can write until this is done
            if visits.engine.name == "postgresql":
                session.execute(sa.text("LOCK TABLE seed_uploads IN ACCESS EXCLUSIVE MODE"))
            waiting.start()
            waiting.join(0.5)
            session.execute(sa.update(Person).where(Person.email == "dana@example.org").values(role=None))
        waiting.join()
        assert replies[0].status_code == 403
        assert (title(visits), batch_count(visits)) == ("Locked coding", 1)


class TestDelete:
    def test_walking_away_leaves_the_bank_as_it_was(self, visits):
        address = uploaded(visits.dana, changed())
        assert visits.dana.post(f"{address}/delete").headers["location"] == "/admin/seeds"
        assert "The upload is gone. The bank is as it was." in Page(visits.dana.get("/admin/seeds")).text
        assert visits.dana.get(address).status_code == 404
        assert title(visits) == "Locked coding"
        last = value(visits, sa.select(AuditEntry.action).order_by(AuditEntry.id.desc()).limit(1))
        assert last == "uploads.delete"
