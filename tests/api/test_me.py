"""`GET /me`: who is asking."""


def test_a_member_sees_their_account(visits):
    visits.bob.put("/api/v1/questions/locked-coding/practice")
    assert visits.bob.get("/api/v1/me").json() == {
        "email": "bob@example.org",
        "is_guest": False,
        "is_admin": False,
        "role": None,
        "practiced_count": 1,
        "unlocks": [{"topic": None, "expires_at": None}],
    }
    assert visits.carol.get("/api/v1/me").json()["role"] == "admin"


def test_a_guest_is_a_guest(visits):
    me = visits.gus.get("/api/v1/me").json()
    assert (me["email"], me["is_guest"], me["unlocks"]) == (None, True, [])


def test_a_visitor_is_nobody(visits):
    reply = visits.visitor.get("/api/v1/me")
    assert reply.status_code == 401
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.json()["code"] == "sign_in"


def test_what_is_personal_is_never_stored(visits):
    assert visits.alice.get("/api/v1/me").headers["cache-control"] == "private, no-store"
