"""Stopping a training between its steps: at once, with nothing left, and only where it is watched."""

from __future__ import annotations

import pytest

from auzolan.engine.models import Rows, train
from auzolan.engine.models.stopping import Stopped, go_on, watched
from auzolan.learning.recipes import ShardsRecipe

RECIPE = ShardsRecipe("label", categories=("word",), shards=8, iterations_max=20)
ROWS = Rows(
    {"label": ["a", "b"] * 20, "word": [f"w{place % 7}" for place in range(40)]},
    [f"m{place // 2}" for place in range(40)],
)


@pytest.mark.parametrize("steps", range(8))
def test_a_training_ends_at_the_very_step_at_which_it_may_not_go_on(steps: int) -> None:
    """Goal: asked before each shard. Method: say stop at the k-th question, for each k."""
    asked: list[int] = []

    def should_stop() -> bool:
        asked.append(1)
        return len(asked) > steps

    with pytest.raises(Stopped), watched(should_stop):
        train(RECIPE, ROWS)
    assert len(asked) == steps + 1


def test_a_training_that_is_watched_and_never_stopped_gives_the_same_file() -> None:
    """Goal: watching changes nothing. Method: compare the bytes with and without."""
    with watched(lambda: False):
        seen = train(RECIPE, ROWS)
    assert seen.artefact == train(RECIPE, ROWS).artefact


def test_a_watch_ends_with_its_block_and_gives_way_to_an_inner_one() -> None:
    """Goal: no watch outlives its training. Method: nest two, and ask after each."""
    go_on()
    with watched(lambda: True):
        with watched(lambda: False):
            go_on()
        with pytest.raises(Stopped):
            go_on()
    go_on()
