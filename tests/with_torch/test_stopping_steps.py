"""A small transformer stops between two steps, like every other training."""

from __future__ import annotations

import pytest

from auzolan.engine.models import Rows, train
from auzolan.engine.models.stopping import Stopped, watched
from auzolan.learning.recipes import TinyTransformerRecipe

pytest.importorskip("torch", reason="PyTorch is in an environment of its own: `make test-torch`")
pytest.importorskip("safetensors", reason="safetensors is in the extra `torch`")


def test_a_transformer_ends_at_the_very_step_at_which_it_may_not_go_on() -> None:
    """Goal: asked before each step. Method: say stop at the fourth of forty."""
    recipe = TinyTransformerRecipe(("text",), context=8, width=8, heads=1, layers=1, steps=40)
    rows = Rows({"text": ["we own what we make together"] * 8}, [f"m{n}" for n in range(8)])
    asked: list[int] = []

    def should_stop() -> bool:
        asked.append(1)
        return len(asked) > 3

    with pytest.raises(Stopped), watched(should_stop):
        train(recipe, rows)
    assert len(asked) == 4
