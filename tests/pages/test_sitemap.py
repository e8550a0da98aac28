"""The sitemap names every public address, and tells nothing else."""

from xml.etree import ElementTree as ET

import pytest

from app.browsing.sitemap import sitemap
from app.core.db import reading
from tests.pages.machines import NO_HOSTS, check_visit, hostile, load_more
from tests.questions.seeds import numbered

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
QUESTIONS = ["free-cache-hits", "locked-design", "locked-coding", "free-tokens", "locked-tokens"]


def addresses(reply):
    """Each address with the day of its last change."""
    urls = ET.fromstring(reply.content)
    return {url.findtext(f"{SPACE}loc"): url.findtext(f"{SPACE}lastmod") for url in urls}


def test_it_names_every_page_topics_and_ready_questions_in_the_order_of_the_syllabus(visits):
    found = addresses(check_visit(visits, "/sitemap.xml", "application/xml"))
    paths = [
        "/",
        "/drills",
        "/facts",
        "/topics/model-serving",
        "/topics/llm-inference",
        *(f"/questions/{slug}" for slug in QUESTIONS),
    ]
    assert list(found) == [f"http://bank.example{path}" for path in paths]
    assert [visits.visitor.get(address).status_code for address in found] == [200] * len(paths)


def test_the_day_of_a_question_is_what_its_file_says(visits):
    load_more(visits, numbered(7202, updated="2024-02-29"))
    found = addresses(visits.visitor.get("/sitemap.xml"))
    assert found["http://bank.example/questions/question-7202"] == "2024-02-29"
    assert found["http://bank.example/"] is None


@pytest.mark.settings(base_url="https://bank.example")
def test_addresses_begin_with_the_base_url_and_other_hosts_are_refused(visits):
    assert all(address.startswith("https://bank.example/") for address in addresses(visits.visitor.get("/sitemap.xml")))
    assert visits.visitor.get("/sitemap.xml", headers={"host": "other.example"}).status_code == 421


@pytest.mark.parametrize("host", NO_HOSTS)
def test_a_host_that_is_none_breaks_nothing(looks, host):
    found = addresses(looks.visitor.get("/sitemap.xml", headers={"host": host}))
    assert next(iter(found)) == "http://bank.example/"


def test_any_host_is_served_under_its_own_name(looks):
    found = addresses(looks.visitor.get("/sitemap.xml", headers={"host": "[::1]:8000"}))
    assert next(iter(found)) == "http://[::1]:8000/"


def test_a_file_holds_no_more_than_it_may_and_keeps_the_first_of_the_syllabus(looks):
    with reading(looks.engine) as session:
        found = sitemap(session, most=7)
        assert len(found.topics) == 2
        assert [slug for slug, _ in found.questions] == QUESTIONS[:2]
        assert sitemap(session, most=4).questions == ()


def test_hostile_questions_leave_it_whole(visits):
    load_more(visits, hostile())
    assert "http://bank.example/questions/question-7201" in addresses(visits.visitor.get("/sitemap.xml"))
