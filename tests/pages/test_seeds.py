"""Uploading: what comes back from a form of files, whatever they are."""

import asyncio
import zipfile
from io import BytesIO

import httpx
import pytest
import sqlalchemy as sa

from app.authoring.archives import write_archive
from app.authoring.models import SeedUpload
from app.core.db import reading
from app.main import create_app
from app.questions.models import Batch
from tests.authoring.test_hostile_zips import HOSTILE
from tests.pages.html import Page
from tests.pages.seed_uploads import changed, uploaded, zipped
from tests.questions.seeds import numbered
from tests.visiting import HOST

# What a browser sends where nobody chose a file.
UNCHOSEN = b'--x\r\nContent-Disposition: form-data; name="files"; filename=""\r\n\r\n\r\n--x--\r\n'
FORM = {"files": ("a.md", b"x", "text/markdown")}


def count(visits, table=SeedUpload):
    with reading(visits.engine) as session:
        return session.scalar(sa.select(sa.func.count()).select_from(table))


def refused(reply, *words):
    """The form again, with these words and nothing broken."""
    assert reply.status_code == 422
    page = Page(reply)
    assert "Review these files" in page.text
    for text in words:
        assert text in page.text
    return page


class TestIndex:
    def test_it_lists_uploads_and_batches_with_who_and_when(self, visits):
        uploaded(visits.dana, changed())
        text = Page(visits.carol.get("/admin/seeds")).text
        assert "wave 2 dana@example.org" in text
        assert "tests tests" in text  # the batch of the tests' bank, and its actor

    def test_empty_lists_say_what_fills_them(self, looks):
        assert "Nothing now. What you upload above waits here" in Page(looks.dana.get("/admin/seeds")).text

    @pytest.mark.parametrize(("name", "status"), [("sam", 403), ("alice", 403), ("gus", 303), ("visitor", 303)])
    def test_it_is_for_admins_and_authors(self, looks, name, status):
        assert getattr(looks, name).get("/admin/seeds").status_code == status


class TestCreate:
    def test_a_zip_leads_to_its_review(self, visits):
        address = uploaded(visits.dana, changed(), numbered(9001))
        text = Page(visits.dana.get(address)).text
        assert "wave 2: 2 files, uploaded by dana@example.org" in text
        assert "Added 1 question" in text

    def test_several_files_are_one_upload(self, visits):
        files = [("files", (f"x/{n}.md", numbered(n).data, "text/markdown")) for n in (9001, 9002)]
        reply = visits.dana.post("/admin/seeds", files=files)
        text = Page(visits.dana.get(reply.headers["location"])).text
        assert "9001.md and 1 more: 2 files" in text
        assert "model-serving/9001.md" in text

    def test_broken_files_make_a_review_that_says_what_is_wrong(self, visits):
        latin = {"files": ("model-serving/x.md", "é".encode("latin-1"), "text/markdown")}
        reply = visits.dana.post("/admin/seeds", files=latin)
        text = Page(visits.dana.get(reply.headers["location"])).text
        assert "x.md:1 file: is not UTF-8: save it with that encoding" in text

    def test_a_hostile_zip_is_one_clear_message(self, looks):
        for data, message in HOSTILE.values():
            reply = looks.dana.post("/admin/seeds", files={"files": ("evil.zip", data, "application/zip")})
            refused(reply, message.replace("`", ""))
        assert count(looks) == 0

    def test_70_000_entries_are_refused(self, looks):
        many = BytesIO()
        with zipfile.ZipFile(many, "w") as archive:
            for n in range(70_000):
                archive.writestr(zipfile.ZipInfo(f"a/{n}.md"), b"")
        sent = {"files": ("many.zip", many.getvalue())}
        refused(looks.dana.post("/admin/seeds", files=sent), "more than 20,000 entries")

    @pytest.mark.parametrize(
        ("sent", "message"),
        [
            ({"content": UNCHOSEN, "headers": {"content-type": "multipart/form-data; boundary=x"}}, "Choose a file"),
            ({"files": {"files": ("a.txt", b"words")}}, "is no seed file"),
            ({"files": {"files": ("_topic.md", b"---\n---\n")}}, "zip the topic's folder"),
            ({"files": {"other": ("a.md", b"x")}}, "The form has no field other"),
            ({"files": FORM, "data": {"name": "x"}}, "The form has no field name"),
            ({"files": FORM, "data": {"prune": "on"}}, "the bank's whole folder with its _bank.md"),
            ({"data": {"files": "x"}}, "Send the files as a form of the type multipart/form-data"),
            ({"content": b"{}", "headers": {"content-type": "application/json"}}, "multipart/form-data"),
            ({"content": b"x", "headers": {"content-type": "multipart/form-data"}}, "The form can't be read"),
            ({"files": [("files", (f"{n}.md", b"")) for n in range(1_001)]}, "Too many files"),
            ({"content": b""}, "Send the files as a form"),
        ],
    )
    def test_a_wrong_form_is_shown_again(self, looks, sent, message):
        refused(looks.dana.post("/admin/seeds", **sent), message)
        assert count(looks) == 0

    def test_the_checkbox_stays_checked(self, looks):
        reply = looks.dana.post("/admin/seeds", files=FORM, data={"prune": "on"})
        assert ("prune", "on") in refused(reply).form("Review these files").fields

    def test_21_megabytes_are_too_large(self, looks):
        reply = looks.dana.post("/admin/seeds", files={"files": ("big.zip", b"\0" * 21_000_000)})
        assert reply.status_code == 413
        assert "At most 20,480 kB can be sent here." in reply.text

    @pytest.mark.parametrize(("name", "status"), [("sam", 403), ("alice", 403), ("gus", 401), ("visitor", 401)])
    def test_nobody_else_uploads(self, looks, name, status):
        assert getattr(looks, name).post("/admin/seeds", files=zipped(changed())).status_code == status
        assert count(looks) == 0

    def test_two_uploads_at_once_are_two_reviews_and_no_batch(self, visits):
        """Each by a process of its own, as far as the database can tell."""
        apps = [visits.app, create_app(visits.app.state.settings)]
        options = {"base_url": f"http://{HOST}", "headers": {"sec-fetch-site": "same-origin"},
                   "cookies": {"headroom": visits.tokens["dana"]}}  # fmt: skip

        async def post(app):
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app), **options) as client:
                return await client.post("/admin/seeds", files=zipped(changed()))

        async def scene():
            return await asyncio.gather(*map(post, apps))

        replies = asyncio.run(scene())
        apps[1].state.engine.dispose()
        assert [reply.status_code for reply in replies] == [303, 303]
        assert replies[0].headers["location"] != replies[1].headers["location"]
        assert (count(visits), count(visits, Batch)) == (2, 1)

    def test_while_an_upload_is_read_the_next_hears_that_it_is_busy(self, visits):
        async def scene():
            turns = visits.app.state.turns
            turns._wait_seconds = 0.05
            options = {"base_url": f"http://{HOST}", "headers": {"sec-fetch-site": "same-origin"},
                       "cookies": {"headroom": visits.tokens["dana"]}}  # fmt: skip
            async with (
                turns.preparing(),
                httpx.AsyncClient(transport=httpx.ASGITransport(visits.app), **options) as client,
            ):
                return await client.post("/admin/seeds", files=zipped(changed()))

        reply = asyncio.run(scene())
        assert (reply.status_code, reply.headers["retry-after"]) == (503, "10")
        assert "Another upload is being read right now" in reply.text

    def test_the_archive_kept_is_our_own(self, visits):
        uploaded(visits.dana, changed())
        with reading(visits.engine) as session:
            assert session.scalar(sa.select(SeedUpload.archive)) == write_archive([changed()])
