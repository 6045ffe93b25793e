"""A small co-operative, and the same with its first quarter closed."""

import pytest

from rooms.treasury.small_year import CLOSE, with_a_surplus
from support.small_coop import SmallCoop


@pytest.fixture
def coop() -> SmallCoop:
    return SmallCoop().admit("ana", "ben", "eve")


@pytest.fixture
def closed(coop: SmallCoop) -> SmallCoop:
    """A period closed with 1,000.00 of surplus: 1,050.00 earned, an hour and a half at 50.00."""
    with_a_surplus(coop)
    coop.done(CLOSE)
    return coop
