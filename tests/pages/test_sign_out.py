"""Signing out: the session ends, the browser forgets, and a guest stays who they are."""


class TestNew:
    def test_it_asks_whoever_is_signed_in_and_leads_others_home(self, visits):
        assert "<h1>Sign out of this browser?</h1>" in visits.alice.get("/sign-out").text
        for name in ("visitor", "gus"):
            reply = getattr(visits, name).get("/sign-out")
            assert (reply.status_code, reply.headers["location"]) == (303, "/")


class TestCreate:
    def test_the_session_ends_and_what_the_browser_kept_is_cleared(self, visits):
        browser = visits.signed_in()
        token = browser.cookies["headroom"]
        reply = browser.post("/sign-out")
        assert reply.headers["clear-site-data"] == '"cache", "storage"'
        assert "headroom" not in browser.cookies
        assert visits.fresh(token).get("/account").status_code == 303

    def test_a_guest_stays_a_guest(self, visits):
        browser = visits.fresh()
        assert browser.post("/questions/locked-coding/practice").status_code == 303
        assert browser.post("/sign-out").headers["location"] == "/"
        assert browser.get("/api/v1/me").json()["practiced_count"] == 1
