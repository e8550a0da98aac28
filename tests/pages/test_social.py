"""What links to public pages show elsewhere."""

from html.parser import HTMLParser

import pytest

from tests.pages.machines import NO_HOSTS, TITLE, hostile, load_more


class Metas(HTMLParser):
    """The `og:` and `twitter:` tags of a page."""

    def __init__(self, browser, path, **headers):
        super().__init__()
        self.found = {}
        self.feed(browser.get(path, headers=headers).text)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        name = attributes.get("property") or attributes.get("name") or ""
        if tag == "meta" and name.startswith(("og:", "twitter:")):
            self.found[name] = attributes["content"]


@pytest.mark.parametrize(
    ("path", "title", "description", "kind"),
    [
        ("/", "The tests' bank", "For tests.", "website"),
        ("/topics/model-serving", "Model serving", "What it is about.", "website"),
        ("/questions", "Questions", "Every question of the bank, by topic, tag, difficulty, kind and level.",
         "website"),
        ("/questions/locked-coding", "Locked coding", "Medium Coding question on Model serving, about 10 minutes.",
         "article"),
    ],
)  # fmt: skip
def test_a_public_page_says_what_it_is(looks, path, title, description, kind):
    found = Metas(looks.visitor, path).found
    picture = f"http://bank.example{looks.app.state.assets.path_of('img/social.png')}"
    assert looks.visitor.get(picture).headers["content-type"] == "image/png"
    assert found.pop("og:image:alt")
    assert found == {
        "og:site_name": "Headroom",
        "og:type": kind,
        "og:title": title,
        "og:description": description,
        "og:url": f"http://bank.example{path}",
        "og:image": picture,
        "twitter:card": "summary",
    }


def test_a_filtered_list_is_the_list(looks):
    assert Metas(looks.visitor, "/topics/model-serving?kind=coding").found["og:url"].endswith("/topics/model-serving")


@pytest.mark.parametrize("path", ["/questions?q=cache", "/nowhere", "/sign-in", "/unlock", "/keyboard", "/account"])
def test_what_is_nobody_elses_to_see_says_nothing(looks, path):
    for browser in (looks.visitor, looks.alice):
        assert Metas(browser, path).found == {}


def test_drafts_and_retired_questions_say_nothing(looks):
    assert "This is a draft" in looks.carol.get("/questions/a-draft").text
    assert Metas(looks.carol, "/questions/a-draft").found == {}
    assert Metas(looks.carol, "/questions/a-retired-one").found == {}


def test_a_hostile_title_stays_a_title(visits):
    load_more(visits, hostile())
    assert Metas(visits.visitor, "/questions/question-7201").found["og:title"] == TITLE


@pytest.mark.parametrize("host", NO_HOSTS)
def test_a_host_that_is_none_breaks_nothing(looks, host):
    assert Metas(looks.visitor, "/", host=host).found["og:url"] == "http://bank.example/"


@pytest.mark.settings(base_url="https://bank.example")
def test_addresses_begin_with_the_base_url(visits):
    found = Metas(visits.visitor, "/questions/locked-coding").found
    assert found["og:url"] == "https://bank.example/questions/locked-coding"
    assert found["og:image"].startswith("https://bank.example/static/")


def test_the_picture_is_small(looks, root):
    assert (root / "static/img/social.png").stat().st_size <= 40_000
