"""Practice by programs: keys, repeats, bodies."""

PATH = "/api/v1/questions/locked-coding/practice"


def put(client, **body):
    reply = client.put(PATH, json=body) if body else client.put(PATH)
    assert reply.status_code == 200
    return reply.json()


def test_marking_and_taking_back_answer_the_count(visits):
    assert put(visits.alice) == {"practiced": True, "practiced_count": 1}
    assert put(visits.gus) == {"practiced": True, "practiced_count": 2}
    assert visits.alice.delete(PATH).json() == {"practiced": False, "practiced_count": 1}
    assert visits.alice.delete(PATH).json() == {"practiced": False, "practiced_count": 1}


def test_a_replayed_key_changes_nothing_even_after_a_withdrawal(visits):
    assert put(visits.alice, key="k1", grade="good")["practiced_count"] == 1
    assert put(visits.alice, key="k1") == {"practiced": True, "practiced_count": 1}
    visits.alice.delete(PATH)
    assert put(visits.alice, key="k1") == {"practiced": False, "practiced_count": 0}


def test_a_visitor_begins_as_a_guest_and_keeps_the_mark(visits):
    browser = visits.fresh()
    assert put(browser)["practiced_count"] == 1
    assert browser.get("/api/v1/questions/locked-coding").json()["practiced"] is True


def test_a_visitor_has_nothing_to_take_back(visits):
    put(visits.alice)
    assert visits.fresh().delete(PATH).json() == {"practiced": False, "practiced_count": 1}


def test_everything_about_an_attempt_may_be_told(visits):
    body = {"grade": "hard", "minutes": 25, "rubric": {"1": 1, "2": 0.5}, "key": "a-1"}
    assert put(visits.alice, **body)["practiced"] is True


WRONG = [
    {"grade": "splendid"},
    {"minutes": "25"},
    {"minutes": 0},
    {"minutes": True},
    {"rubric": {"1": 2}},
    {"rubric": {"x": 1}},
    {"rubric": {"1": True}},
    {"rubric": [1]},
    {"key": ""},
    {"key": "nul\x00"},
    {"key": "k" * 101},
    {"practiced_count": 7},
    {"person_id": 1},
    [],
]


def test_a_wrong_body_is_refused_and_nothing_counts(visits):
    for body in WRONG:
        reply = visits.alice.put(PATH, json=body)
        assert (reply.status_code, reply.headers["content-type"]) == (422, "application/problem+json"), body
    assert visits.alice.get("/api/v1/questions/locked-coding").json()["practiced_count"] == 0


def test_a_key_of_another_question_is_refused(visits):
    put(visits.alice, key="k")
    reply = visits.alice.put("/api/v1/questions/locked-tokens/practice", json={"key": "k"})
    assert reply.status_code == 422
    assert "another question" in reply.json()["errors"]["key"]


def test_a_question_one_may_not_see_is_not_found(visits):
    assert visits.alice.put("/api/v1/questions/a-draft/practice").status_code == 404


def test_a_wrong_method_is_told_every_right_one(visits):
    reply = visits.alice.post(PATH)
    assert (reply.status_code, reply.headers["allow"]) == (405, "DELETE, PUT")


def test_a_body_that_is_no_json_is_refused(visits):
    reply = visits.alice.put(PATH, content=b"\xff:", headers={"content-type": "application/json"})
    assert reply.status_code == 422
    assert visits.alice.put(PATH, json={"minutes": 25.0}).status_code == 200
