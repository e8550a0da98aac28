"""Tests that share what is slow to make stay on one worker; pytest and xdist must agree on how a group is named."""

import pytest


@pytest.mark.xdist_group("named")
def test_a_group_is_known_to_the_scheduler(request):
    is_grouped = getattr(request.config.option, "loadgroup", False)
    assert request.node.nodeid.endswith("@named") or not is_grouped
