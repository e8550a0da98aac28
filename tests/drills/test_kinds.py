"""Words for every kind of quantity there is."""

from typing import get_args

from app.drills.kinds import ONE, SEVERAL
from app.estimates.quantities import Quantity


def test_every_kind_has_words_for_one_and_for_several():
    assert set(ONE) == set(SEVERAL) == set(get_args(Quantity))
