"""Loading by a program: the same verbs, every problem at once, nothing written where one is an error."""

import pytest
import sqlalchemy as sa

from app.authoring.archives import write_archive
from app.core.db import reading
from app.questions.models import Batch, Question
from tests.authoring.test_hostile_zips import HOSTILE
from tests.pages.seed_uploads import changed, zipped
from tests.questions.seeds import numbered, topic
from tests.visiting_bank import bank_files

PATH = "/api/v1/admin/seeds"
NOTHING = {"added": 0, "changed": 0, "unchanged": 0, "retired": 0, "batch": None, "problems": []}


def post(client, data, kind="application/zip", **query):
    return client.post(PATH, params=query, content=data, headers={"content-type": kind})


def post_zip(client, *files, **query):
    return post(client, write_archive(files), **query)


def batches(visits):
    with reading(visits.engine) as session:
        return session.execute(sa.select(Batch.id, Batch.name).order_by(Batch.id)).all()


def title(visits, external_id="7003"):
    with reading(visits.engine) as session:
        return session.scalar(sa.select(Question.title).where(Question.external_id == external_id))


def test_a_zip_is_loaded_as_one_named_batch(visits):
    reply = post_zip(visits.dana, changed(), numbered(9001), name="wave 2")
    assert reply.json() == {**NOTHING, "added": 1, "changed": 1, "batch": 2}
    assert batches(visits)[1:] == [(2, "wave 2")]
    assert title(visits) == "Changed words"


@pytest.mark.parametrize("flag", ["1", "true"])
def test_a_dry_run_answers_the_same_and_writes_nothing(visits, flag):
    reply = post_zip(visits.dana, changed(), numbered(9001), dry_run=flag)
    assert reply.json() == {**NOTHING, "added": 1, "changed": 1}
    assert (len(batches(visits)), title(visits)) == (1, "Locked coding")


def test_loading_twice_changes_nothing(visits):
    post_zip(visits.dana, changed())
    assert post_zip(visits.dana, changed()).json() == {**NOTHING, "unchanged": 1}
    assert len(batches(visits)) == 2


def test_pruning_retires_what_the_whole_bank_does_not_hold(visits):
    files = [file for file in bank_files() if "locked-coding" not in file.path]
    reply = post_zip(visits.dana, *files, prune="true")
    assert (reply.json()["retired"], reply.json()["unchanged"]) == (1, 6)
    refused = post_zip(visits.dana, changed(), prune="1")
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["prune"])


@pytest.mark.parametrize("kind", ["text/markdown", "text/plain", "application/yaml", "text/markdown; charset=utf-8"])
def test_one_file_goes_where_the_path_says(visits, kind):
    reply = post(visits.dana, numbered(9001).data, kind, path="model-serving/a-name.md")
    assert reply.json()["added"] == 1
    reply = post(visits.dana, topic("New", 3).encode(), kind, path="new-topic/_topic.md")
    assert (reply.status_code, reply.json()["batch"]) == (200, 3)


def test_a_form_is_taken_as_the_page_takes_it(visits):
    reply = visits.dana.post(PATH, files=zipped(changed()))
    assert reply.json()["changed"] == 1
    reply = visits.dana.post(PATH, files=zipped(*bank_files()), data={"prune": "on"})
    assert (reply.json()["changed"], reply.json()["unchanged"]) == (1, 6)


def test_every_error_is_told_with_file_and_line_and_nothing_is_loaded(visits):
    reply = post_zip(visits.dana, changed(), numbered(9001, minutes="1", difficulty="Very hard"))
    assert (reply.status_code, reply.headers["content-type"]) == (422, "application/problem+json")
    problems = reply.json()["problems"]
    assert [(p["file"], p["line"], p["field"]) for p in problems] == [
        ("model-serving/question-9001.md", 6, "difficulty"),
        ("model-serving/question-9001.md", 8, "minutes"),
    ]
    assert not any(problem["is_warning"] for problem in problems)
    assert (len(batches(visits)), title(visits)) == (1, "Locked coding")


def test_warnings_come_along(visits):
    (problem,) = post_zip(visits.dana, numbered(9001, related='["9999"]')).json()["problems"]
    assert (problem["field"], problem["is_warning"]) == ("related", True)


def test_a_hostile_zip_is_one_problem(looks):
    for data, message in HOSTILE.values():
        reply = post(looks.dana, data)
        assert reply.status_code == 422
        assert message in reply.json()["problems"][0]["message"]


@pytest.mark.parametrize(
    ("sent", "status", "words"),
    [
        ((b"", "application/zip", {}), 422, "is no zip"),
        ((b"\xff", "text/markdown", {"path": "model-serving/x.md"}), 422, "is not UTF-8"),
        ((b"x", "text/markdown", {}), 422, "Say where the file lies in the bank"),
        ((b"x", "text/markdown", {"path": "../x.md"}), 422, "is no place in the bank"),
        ((b"x", "text/markdown", {"path": "a/b/c.md"}), 422, "is no place in the bank"),
        ((b"x", "text/markdown", {"path": "x.md"}), 422, "is no place in the bank"),
        ((b"x", "text/markdown", {"path": "a/README.md"}), 422, "is no place in the bank"),
        ((b"x", "text/markdown", {"path": "a/\x00.md"}), 422, "is no place in the bank"),
        ((b"x", "application/zip", {"dry_run": "yes"}), 422, "dry_run"),
        ((b"x", "application/zip", {"name": " "}), 422, "Give the batch a name"),
        ((b"{}", "application/json", {}), 415, "Send one of application/zip"),
        ((b"x", "", {}), 415, "Send one of application/zip"),
        ((b"x", "multipart/form-data", {}), 422, "The form can't be read"),
        ((b"\0" * 21_000_000, "application/zip", {}), 413, "At most 20,480 kB"),
    ],
)
def test_what_is_no_load_is_refused_in_clear_words(looks, sent, status, words):
    data, kind, query = sent
    reply = post(looks.dana, data, kind, **query)
    assert (reply.status_code, reply.headers["content-type"]) == (status, "application/problem+json")
    assert words in reply.text


@pytest.mark.parametrize(("name", "status"), [("sam", 403), ("alice", 403), ("gus", 401), ("visitor", 401)])
def test_nobody_else_loads(looks, name, status):
    assert post_zip(getattr(looks, name), changed()).status_code == status
    assert len(batches(looks)) == 1
