"""A small co-operative with a model, for tests of what is done with it."""

from __future__ import annotations

import pytest

from support.small_coop import SmallCoop


@pytest.fixture
def coop() -> SmallCoop:
    """One whose model can be licensed."""
    made = SmallCoop()
    made.model()
    return made
