"""The page of statistics: what it says, how it sorts, and that nothing in it is an address, a script or a formula."""

import csv
import io
import re

import pytest
import sqlalchemy as sa

from app.core.db import writing
from app.practice.models import PracticeSummary
from app.questions.models import Question, Topic
from tests.pages.html import Page
from tests.queries import statements

HOSTILE = "=cmd|' /C calc'!A0 <script>alert(1)</script> \u202egnp.exe " + "x" * 400


@pytest.fixture
def practiced(visits):
    """Alice practiced one question, a guest the same and another."""
    for client, slug in ((visits.alice, "locked-design"), (visits.gus, "locked-design"), (visits.gus, "free-tokens")):
        assert client.put(f"/api/v1/questions/{slug}/practice").status_code == 200
    return visits


def rename(visits, slug, title):
    with writing(visits.engine) as session:
        session.execute(sa.update(Question).where(Question.slug == slug).values(title=title))


def table(reply, label):
    """The rows of a table, as lists of texts."""
    body = re.search(rf'aria-label="{label}".*?</table>', reply.text, re.DOTALL)[0]
    rows = re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    return [[re.sub(r"<[^>]+>", "", cell).strip() for cell in row] for row in cells]


def test_totals_stand_with_and_without_guests(practiced):
    words = " ".join(re.sub(r"<[^>]+>", " ", practiced.dana.get("/admin").text).split())
    for tile in ("Practiced 3 1", "Practiced in 30 days 3 1", "Attempts 3 1", "People active today 2 1"):
        assert f"{tile} without guests" in words


def test_a_chart_names_its_numbers_and_has_its_table(practiced):
    reply = practiced.dana.get("/admin")
    assert "Marks set per day: 3 in 90 days, 3 in the last day." in reply.text
    days = table(reply, "Practiced over time")
    assert (len(days), days[1][1:]) == (91, ["3", "1", "3", "1", "2", "1"])


def test_a_chart_of_one_question_or_topic_names_it(practiced):
    page = Page(practiced.dana.get("/admin?question=free-tokens&period=week"))
    assert "Free tokens and all-reduce Marks set per week" in page.text
    assert page.links["Show all questions"] == "/admin?period=week#over-time"
    reply = practiced.dana.get("/admin?topic=model-serving")
    assert "Marks set per day: 2 in 90 days" in reply.text
    assert table(reply, "Practiced over time")[0] == [
        "Day",
        "Practiced",
        "Without guests",
        "Attempts",
        "Without guests",
    ]


def test_a_series_of_nothing_says_so_and_where_to_go(practiced):
    page = Page(practiced.dana.get("/admin?question=locked-coding"))
    assert "Nothing was practiced in these 90 days" in page.text
    assert page.links["Show all questions"] == "/admin#over-time"


def test_the_table_sorts_by_its_heads_and_says_which_way(practiced):
    reply = practiced.dana.get("/admin")
    assert reply.text.count('aria-sort="descending"') == 1
    assert table(reply, "Questions")[1][2:] == ["2", "1", "2", "2", "0"]
    page = Page(reply)
    assert page.links["Attempts"] == "/admin?sort=attempts#questions"
    assert page.links["Practiced"] == "/admin?order=asc#questions"
    turned = practiced.dana.get(page.links["Practiced"])
    assert 'aria-sort="ascending"' in turned.text
    assert Page(turned).links["Practiced"] == "/admin?order=desc#questions"


def test_the_questions_that_nobody_practiced_are_one_press_away(practiced):
    page = Page(practiced.dana.get("/admin"))
    reply = practiced.dana.get(page.links["Never practiced 3"])
    assert [row[2] for row in table(reply, "Questions")[1:]] == ["0", "0", "0"]
    assert "No question is like that" in practiced.dana.get("/admin?show=opened").text


def test_a_page_past_the_last_leads_back(practiced):
    page = Page(practiced.dana.get("/admin?page=9"))
    assert page.links["First page"] == "/admin#questions"


def test_an_empty_bank_leads_to_loading(visits):
    with writing(visits.engine) as session:
        session.execute(sa.update(Question).values(status="draft"))
    page = Page(visits.dana.get("/admin"))
    assert page.links["Load questions"] == "/admin/seeds"
    assert "The bank has no questions yet" in page.text


@pytest.mark.parametrize(
    "query",
    [
        "period=month",
        "sort=slug",
        "order=up",
        "show=some",
        "page=0",
        "page=x",
        "topic=nowhere",
        "question=%00",
        "table=x",
    ],
)
def test_a_wrong_parameter_is_refused_with_words(visits, query):
    for path in ("/admin/statistics.csv?table=days&", "/admin?") if query != "table=x" else ("/admin/statistics.csv?",):
        reply = visits.dana.get(f"{path}{query}")
        assert reply.status_code == 422
        assert "That input doesn&#39;t work" in reply.text


@pytest.mark.parametrize("path", ["/admin", "/admin?topic=model-serving&period=week", "/admin?question=free-tokens"])
def test_the_page_takes_seven_queries_and_writes_nothing(practiced, path):
    with statements(practiced.engine) as seen:
        assert practiced.dana.get(path).status_code == 200
    assert len(seen) <= 7
    assert [sql for sql, _ in seen if not sql.lstrip().startswith(("SELECT", "WITH"))] == []


def test_no_address_of_a_person_stands_in_page_or_tables(practiced):
    texts = [practiced.dana.get("/admin").text]
    texts += [
        practiced.dana.get(f"/admin/statistics.csv?table={name}").text for name in ("questions", "days", "topics")
    ]
    for text in texts:
        assert set(re.findall(r"[\w.]+@\w+\.org", text)) <= {"dana@example.org"}


@pytest.mark.parametrize("path", ["/admin", "/admin?question=locked-design", "/admin?topic=model-serving"])
def test_a_hostile_title_stays_a_text(practiced, path):
    rename(practiced, "locked-design", HOSTILE)
    with writing(practiced.engine) as session:
        session.execute(sa.update(Topic).where(Topic.slug == "model-serving").values(title=HOSTILE))
    text = practiced.dana.get(path).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<script>alert" not in text


def test_a_table_comes_as_a_file_that_holds_no_formula(practiced):
    rename(practiced, "locked-design", HOSTILE)
    reply = practiced.dana.get("/admin/statistics.csv?table=questions&sort=title")
    assert reply.headers["content-type"].startswith("text/csv; charset=utf-8")
    disposition = reply.headers["content-disposition"]
    assert re.fullmatch(r'attachment; filename="headroom-questions-\d{4}-\d\d-\d\d\.csv"', disposition)
    titles = [row["title"] for row in csv.DictReader(io.StringIO(reply.text))]
    assert f"'{HOSTILE}" in titles
    assert titles == sorted(titles, key=lambda title: title.lstrip("'").casefold())


@pytest.mark.parametrize("path", ["/admin", "/admin/statistics.csv?table=days"])
@pytest.mark.parametrize(
    ("name", "status"), [("visitor", 303), ("gus", 303), ("alice", 403), ("sam", 403), ("carol", 200)]
)
def test_admins_and_authors_read_it_and_nobody_else(visits, path, name, status):
    assert getattr(visits, name).get(path).status_code == status


def test_the_numbers_come_from_the_summaries(practiced):
    with writing(practiced.engine) as session:
        session.execute(sa.update(PracticeSummary).where(PracticeSummary.period == "ever").values(attempts=4321))
    assert "4,321" in practiced.dana.get("/admin").text
