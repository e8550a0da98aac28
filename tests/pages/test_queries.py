"""How many queries a whole request takes, the session's own lookup included."""

import pytest

from tests.queries import statements


@pytest.mark.parametrize(
    ("path", "visitor", "person"),
    [
        ("/questions", 3, 6),
        ("/questions?q=cache&sort=newest", 3, 6),
        ("/topics/model-serving?kind=coding&kind=technical", 3, 6),
        ("/questions/locked-design", 3, 7),
        ("/questions/free-cache-hits", 3, 7),
        ("/api/v1/questions", 3, 6),
        ("/api/v1/questions/locked-design", 3, 7),
        ("/", 3, 5),
    ],
)
def test_a_request_stays_within_its_queries(looks, path, visitor, person):
    for name, most in (("visitor", visitor), ("gus", person), ("alice", person), ("bob", person)):
        with statements(looks.engine) as seen:
            assert getattr(looks, name).get(path).status_code == 200
        assert len(seen) <= most, (name, [sql for sql, _ in seen])
