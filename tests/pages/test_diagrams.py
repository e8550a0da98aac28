"""Drawings of prompts are public; those of answers open with the answer."""

import re

import pytest


def drawings(client, slug="locked-design"):
    return re.findall(r'src="(/diagrams/[0-9a-f]{64}\.svg)"', client.get(f"/questions/{slug}").text)


class TestShow:
    def test_a_prompts_drawing_is_for_everybody(self, visits):
        (public,) = drawings(visits.visitor)
        reply = visits.visitor.get(public)
        assert reply.status_code == 200
        assert reply.headers["content-type"] == "image/svg+xml"
        assert reply.headers["content-security-policy"].endswith("sandbox")

    def test_an_answers_drawing_opens_with_the_answer_only(self, visits):
        public, gated = drawings(visits.bob)
        assert public != gated
        assert "zebrafish" in visits.bob.get(gated).text
        assert visits.bob.get(gated).headers["cache-control"] == "private, no-store"
        for name in ("visitor", "gus", "alice"):
            reply = getattr(visits, name).get(gated)
            assert reply.status_code == 404
            assert reply.content == getattr(visits, name).get(f"/diagrams/{'0' * 64}.svg").content

    def test_what_is_no_digest_is_not_there(self, visits):
        nowhere = visits.visitor.get(f"/diagrams/{'0' * 64}.svg")
        for digest in ("%00", "x%00y", "%ff", "A" * 64, "0" * 5000):
            reply = visits.visitor.get(f"/diagrams/{digest}.svg")
            assert (reply.status_code, reply.content) == (404, nowhere.content)

    @pytest.mark.settings(gate="attempt")
    def test_under_the_gate_attempt_it_opens_with_an_attempt(self, visits):
        gated = "/questions/locked-design/practice"
        assert visits.alice.post(gated).status_code == 303
        assert [visits.alice.get(url).status_code for url in drawings(visits.alice)] == [200, 200]
        assert len(drawings(visits.gus)) == 1
