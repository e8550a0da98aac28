"""A visitor's page may be kept and asked about; what is personal is never kept."""


def test_a_visitor_gets_a_304_for_the_same_bytes(visits):
    first = visits.visitor.get("/api/docs")
    assert first.headers["cache-control"] == "private, no-cache"
    again = visits.visitor.get("/api/docs", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert visits.visitor.get("/api/docs", headers={"if-none-match": '"other"'}).status_code == 200


def test_a_page_of_somebody_signed_in_is_never_stored(visits):
    for name in ("alice", "gus"):
        reply = getattr(visits, name).get("/api/docs")
        assert reply.headers["cache-control"] == "private, no-store"
        assert "etag" not in reply.headers


def test_head_answers_like_get_without_the_body(visits):
    get, head = visits.visitor.get("/api/docs"), visits.visitor.head("/api/docs")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == get.headers["etag"]
    assert head.headers["content-length"] == get.headers["content-length"]


def test_the_server_keeps_the_head_it_holds_the_response_to(visits):
    # It refuses the empty body of a GET, with a traceback in the log for every HEAD.
    seen = []

    async def server(scope, receive, send):
        await visits.app(scope, receive, send)
        seen.append(scope["method"])

    client = visits.fresh()
    client._transport.app = server
    assert client.head("/api/docs").status_code == 200
    assert seen == ["HEAD"]
