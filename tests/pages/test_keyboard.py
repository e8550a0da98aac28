"""The page of the keys, and the switch that this browser keeps."""

import pytest

from tests.pages.html import Page


def switch(browser, value):
    return browser.post("/keyboard", data={"keys": value})


def has_keys(browser, path="/questions"):
    text = browser.get(path).text
    assert ('data-behavior="keyboard"' in text) == ("/static/keyboard." in text) == ("<kbd" in text)
    return "/static/keyboard." in text


@pytest.mark.parametrize("name", ["visitor", "gus", "alice"])
def test_it_lists_every_key_for_everybody(looks, name):
    page = getattr(looks, name).get("/keyboard").text
    for key in ("/", "j", "k", "Enter", "p", "?"):
        assert f"<kbd>{key}</kbd>" in page
    assert "<noscript><p>They need JavaScript" in page
    assert Page(getattr(looks, name).get("/")).links["Keyboard"] == "/keyboard"


def test_keys_are_off_in_every_page_once_they_are_switched_off_and_on_again(visits):
    browser = visits.fresh()
    assert has_keys(browser)
    reply = switch(browser, "off")
    assert (reply.status_code, reply.headers["location"]) == (303, "/keyboard")
    assert "Single keys: off" in Page(browser.get("/keyboard")).text
    assert not has_keys(browser)
    assert not has_keys(browser, "/nowhere")
    switch(browser, "on")
    assert has_keys(browser)
    assert "keys" not in browser.cookies


def test_the_choice_is_of_one_browser(visits):
    browser = visits.signed_in()
    switch(browser, "off")
    assert has_keys(visits.alice)


@pytest.mark.parametrize("data", [{}, {"keys": "maybe"}, {"keys": "off", "theme": "dark"}])
def test_another_choice_is_refused(visits, data):
    reply = visits.visitor.post("/keyboard", data=data)
    assert reply.status_code == 422
    assert "set-cookie" not in reply.headers


@pytest.mark.settings(base_url="https://bank.example")
def test_over_https_the_choice_is_kept_as_strictly_as_a_session(visits):
    cookie = switch(visits.visitor, "off").headers["set-cookie"]
    assert cookie == "__Host-keys=off; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000; Secure"
