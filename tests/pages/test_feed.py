"""The feed shows the newest questions with their public text, under names that last."""

from xml.etree import ElementTree as ET

import pytest

from app.browsing.feed import PAGE_SIZE, lasting_id
from tests.pages.machines import NO_HOSTS, TITLE, check_visit, hostile, load_more
from tests.questions.seeds import BODY, numbered
from tests.visiting_bank import SECRET

ATOM = "{http://www.w3.org/2005/Atom}"
XML = "{http://www.w3.org/XML/1998/namespace}"


def feed(visits, **headers):
    return ET.fromstring(visits.visitor.get("/feed.xml", headers=headers).content)


def texts(node, *names):
    return [node.findtext(f"{ATOM}{name}") for name in names]


def entry_of(visits, title, **headers):
    return next(one for one in feed(visits, **headers).iter(f"{ATOM}entry") if one.findtext(f"{ATOM}title") == title)


def test_it_is_the_bank_with_its_newest_questions(visits):
    load_more(visits, numbered(7203, updated="2026-11-30"), numbered(7000, updated="2020-01-01"))
    root = ET.fromstring(check_visit(visits, "/feed.xml", "application/atom+xml").content)
    assert root.tag == f"{ATOM}feed"
    assert texts(root, "title", "subtitle", "updated") == ["The tests' bank", "For tests.", "2026-11-30T00:00:00Z"]
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "The tests' bank"
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {"self": "http://bank.example/feed.xml", "alternate": "http://bank.example/"}
    titles = [entry.findtext(f"{ATOM}title") for entry in root.iter(f"{ATOM}entry")]
    same_day = ["Free cache hits", "Locked design of a kv-cache", "Locked coding"]
    assert titles[:4] == ["Question number 7203", *same_day]
    assert titles[-1] == "Question number 7000"
    assert not {"A draft", "A retired one"} & set(titles)


def test_an_entry_is_the_question_with_its_prompt_and_nothing_of_its_answer(visits):
    entry = entry_of(visits, "Locked design of a kv-cache")
    assert texts(entry, "updated") == ["2026-11-24T00:00:00Z"]
    assert entry.find(f"{ATOM}link").get("href") == "http://bank.example/questions/locked-design"
    assert entry.find(f"{ATOM}category").get("term") == "Model serving"
    content = entry.find(f"{ATOM}content")
    assert content.get("type") == "html"
    assert "how many of 100 requests" in content.text
    assert 'src="/diagrams/' in content.text
    assert feed(visits).get(f"{XML}base") == "http://bank.example/"
    assert SECRET not in visits.visitor.get("/feed.xml").text


def test_a_name_lasts_wherever_the_bank_is_served_and_whatever_the_slug(visits):
    load_more(visits, numbered(7204))
    before = texts(entry_of(visits, "Question number 7204"), "id")
    load_more(visits, numbered(7204, slug="another-slug"))
    after = entry_of(visits, "Question number 7204", host="other.example")
    assert after.find(f"{ATOM}link").get("href") == "http://other.example/questions/another-slug"
    assert texts(after, "id") == before == [lasting_id("The tests' bank", "7204", "1")]


def test_a_question_whose_meaning_changed_is_a_new_entry(visits):
    load_more(visits, numbered(7205))
    before = texts(entry_of(visits, "Question number 7205"), "id")
    load_more(visits, numbered(7205, BODY.replace("30 %", "40 %"), version="2"))
    assert texts(entry_of(visits, "Question number 7205"), "id") != before


def test_names_differ(visits):
    load_more(visits, numbered(7206))
    names = [node.text for node in feed(visits).iter(f"{ATOM}id")]
    assert len(set(names)) == len(names) == 7
    assert all(name.startswith("urn:uuid:") for name in names)


def test_it_holds_the_50_newest(visits):
    load_more(visits, *(numbered(8000 + n, updated="2026-12-01") for n in range(PAGE_SIZE + 1)))
    titles = [entry.findtext(f"{ATOM}title") for entry in feed(visits).iter(f"{ATOM}entry")]
    assert titles == [f"Question number {8000 + n}" for n in range(PAGE_SIZE)]


def test_hostile_text_arrives_as_text_without_what_no_xml_can_hold(visits):
    load_more(visits, hostile())
    content = entry_of(visits, TITLE).findtext(f"{ATOM}content")
    assert "Two ]]&gt; bells and an escape,  &amp; <code>&lt;b&gt;</code>: how many" in content


@pytest.mark.parametrize("host", NO_HOSTS)
def test_a_host_that_is_none_breaks_nothing(looks, host):
    assert feed(looks, host=host).get(f"{XML}base") == "http://bank.example/"


@pytest.mark.settings(base_url="https://bank.example")
def test_addresses_begin_with_the_base_url_and_other_hosts_are_refused(visits):
    assert feed(visits).get(f"{XML}base") == "https://bank.example/"
    assert visits.visitor.get("/feed.xml", headers={"host": "other.example"}).status_code == 421


def test_home_and_list_lead_to_it(looks):
    link = '<link rel="alternate" type="application/atom+xml" title="New questions" href="/feed.xml">'
    assert [link in looks.visitor.get(path).text for path in ("/", "/questions", "/sign-in")] == [True, True, False]
