"""The topics for programs."""


def test_topics_come_in_order_with_counts(visits):
    visits.alice.put("/api/v1/questions/free-tokens/practice")
    items = visits.alice.get("/api/v1/topics").json()["items"]
    assert [(item["slug"], item["count"], item["practiced"]) for item in items] == [
        ("model-serving", 3, 0),
        ("llm-inference", 2, 1),
    ]
    assert [item["practiced"] for item in visits.visitor.get("/api/v1/topics").json()["items"]] == [0, 0]
