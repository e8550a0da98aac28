"""The order in which everything is asked."""

from fastapi import FastAPI

from app.gate.crawl import routes


def test_what_reads_is_asked_first_and_what_changes_what_one_may_read_last():
    """Else a member would be signed out after three calls, and an answer be open by right to whoever attempted it."""
    app = FastAPI(openapi_url=None)
    for path in ("/sign-out", "/questions/{slug}/reveal", "/questions/{slug}/practice", "/drills/{slug}", "/theme"):
        app.add_api_route(path, lambda: None, methods=["POST"], name=path)
    app.add_api_route("/questions/{slug}", lambda: None, name="last")
    calls = [f"{call.method} {call.url}" for call in routes(app, {"slug": ["one"]})]
    assert calls[0] == "GET /questions/one"
    assert set(calls[1:3]) == {"POST /drills/one", "POST /theme"}
    assert set(calls[3:5]) == {"POST /questions/one/reveal", "POST /questions/one/practice"}
    assert calls[5:] == ["POST /sign-out"]
