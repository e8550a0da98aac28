"""How many queries a whole request takes, the session's own lookup included."""

import pytest

from tests.queries import statements


@pytest.mark.parametrize(
    ("path", "visitor", "person"),
    [
        ("/questions", 3, 6),
        ("/questions?q=cache&sort=newest", 3, 6),
        ("/topics/model-serving?kind=coding&kind=technical", 3, 6),
        ("/questions/locked-design", 3, 5),
        ("/questions/free-cache-hits", 3, 5),
        ("/questions/free-tokens/worksheets/1?rate=4000", 3, 4),
        ("/questions/locked-tokens/worksheets/1", 3, 4),
        ("/", 3, 5),
        ("/drills", 2, 7),
        ("/drills/next", 1, 4),
        ("/drills/free-tokens/1?seed=1", 2, 4),
        ("/unlock", 0, 2),
        ("/sign-in", 0, 2),
        ("/sign-up", 0, 2),
        ("/account", 0, 4),
        ("/account/password", 0, 1),
        ("/api/docs", 0, 1),
        ("/keyboard", 0, 1),
        ("/sitemap.xml", 2, 2),
        ("/feed.xml", 2, 2),
        ("/robots.txt", 0, 0),
        ("/.well-known/security.txt", 0, 1),
        ("/nowhere", 0, 1),
        ("/api/v1/questions", 3, 6),
        ("/api/v1/questions/locked-design", 3, 5),
        ("/api/v1/questions/locked-design/answer", 1, 4),
        ("/api/v1/questions/free-cache-hits/answer", 2, 3),
        ("/api/v1/topics", 1, 3),
        ("/api/v1/me", 0, 3),
    ],
)
def test_a_request_stays_within_its_queries(looks, path, visitor, person):
    for name, most in (("visitor", visitor), ("gus", person), ("alice", person), ("bob", person)):
        with statements(looks.engine) as seen:
            assert getattr(looks, name).get(path).status_code < 500
        assert len(seen) <= most, (name, [sql for sql, _ in seen])
