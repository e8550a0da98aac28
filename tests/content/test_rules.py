"""Every question keeps every rule of `rules.py`."""

import pytest

from tests.content.conftest import refuse
from tests.content.rules import RULES


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_question(document, bank, rule):
    refuse(rule(document, bank))
