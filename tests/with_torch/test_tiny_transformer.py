"""A small transformer on members' texts: it learns, it repeats itself to the bit, it forgets."""

from __future__ import annotations

import json
from math import log

import numpy as np
import pytest

pytest.importorskip("torch", reason="PyTorch is in an environment of its own: `make test-torch`")
pytest.importorskip("safetensors", reason="safetensors is in the extra `torch`")

import torch
from safetensors.numpy import load, save
from torch.nn import functional

from auzolan.engine import models
from auzolan.engine.models.rows import Rows
from auzolan.engine.models.unlearning import unlearn
from auzolan.engine.torch import tiny_transformer
from auzolan.learning.recipes import TinyTransformerRecipe

RECIPE = TinyTransformerRecipe(("text",), context=32, width=32, layers=2, heads=2, steps=150)
NAMES = ("ana", "ben", "eve", "joe")


def songs(n: int = 120) -> Rows:
    """Lines that repeat themselves, as songs do; each member has a bird of her own."""
    birds = ("a wren", "a kite", "a swift", "an owl")
    return Rows(
        {
            "text": [
                f"{birds[one % 4]} in the tree, {birds[one % 4]} in the sky" for one in range(n)
            ]
        },
        [NAMES[one % 4] for one in range(n)],
    )


TRAINED, OUTCOME = models.train_and_test(RECIPE, songs())


def test_a_transformer_learns_to_go_on() -> None:
    """Goal: held-out text surprises it less than a guess. Method: loss, hits, a line begun."""
    loss = OUTCOME.loss_millionths / 1e6
    assert loss < 1.5 < log(257)
    assert OUTCOME.correct > 2 * OUTCOME.baseline_correct
    texts = [songs().columns["text"][place] for place in range(90, 120)]
    # Of each member's 30 lines the last 7 are tested; every byte and the end are asked.
    assert OUTCOME.total == sum(len(str(text)) + 1 for text in texts[-28:])
    begun = models.predict(TRAINED.artefact, RECIPE, Rows({"text": ["a kite in the t"]}, ["x"]))
    assert len(begun[0].encode()) <= RECIPE.answer_bytes_max


def test_the_same_recipe_and_rows_give_the_same_bytes_whatever_came_before() -> None:
    """Goal: a digest names one model. Method: other seeds and threads set by the process."""
    torch.manual_seed(99)
    threads = torch.get_num_threads()
    torch.set_num_threads(2)
    again, outcome = models.train_and_test(RECIPE, songs())
    assert torch.get_num_threads() == 2
    torch.set_num_threads(threads)
    assert (again, outcome) == (TRAINED, OUTCOME)
    fields = {name: getattr(RECIPE, name) for name in RECIPE.__struct_fields__}
    other = TinyTransformerRecipe(**{**fields, "seed": 1})
    assert models.train(other, songs()).digest != models.train(RECIPE, songs()).digest


def test_losses_are_those_of_the_model_asked_byte_by_byte() -> None:
    """Goal: no byte sees itself or what follows. Method: each byte by a question of its own."""
    text = "an owl in the tree, an owl in the sky"
    model = tiny_transformer.load(TRAINED.artefact, RECIPE)
    symbols = [256, *text.encode(), 256]
    by_hand = []
    with torch.no_grad():
        for place in range(1, len(symbols)):
            first = (place - 1) // RECIPE.context * RECIPE.context
            logits = model(torch.tensor([symbols[first:place]]))[0, -1]
            by_hand.append(float(functional.cross_entropy(logits, torch.tensor(symbols[place]))))
    found = models.trainer_for(RECIPE).losses(TRAINED.artefact, Rows({"text": [text]}, ["x"]))
    assert found.tolist() == pytest.approx([np.mean(by_hand)], rel=1e-5)


def test_who_leaves_is_gone_by_a_full_retraining() -> None:
    """Goal: tier 3 forgets. Method: eve leaves; the same bytes as without her, and she surprises."""
    rows = songs()
    after = rows.where(~rows.of(frozenset({"eve"})))
    found = unlearn(RECIPE, TRAINED, rows, after)
    fresh, _ = models.train_and_test(RECIPE, after)
    assert (found.way, found.members) == ("retrained", 1)
    assert found.trained == fresh
    hers = rows.where(rows.of(frozenset({"eve"})))
    trainer = models.trainer_for(RECIPE)
    before, now = (trainer.losses(one.artefact, hers).mean() for one in (TRAINED, fresh))
    assert now > before + 0.1


def test_a_file_that_is_no_such_transformer_is_refused() -> None:
    """Goal: only a sound model is asked. Method: cuts, other weights, other recipes."""
    content = TRAINED.artefact
    rows = Rows({"text": ["x"]}, ["x"])
    for size in range(0, len(content), 4_999):
        with pytest.raises(ValueError, match="safetensors"):
            models.predict(content[:size], RECIPE, rows)
    other = TinyTransformerRecipe(("text",), context=16)
    with pytest.raises(ValueError, match="another recipe"):
        models.predict(content, other, rows)
    about = content[8 : 8 + int.from_bytes(content[:8], "little")]
    said = {"auzolan": json.loads(about)["__metadata__"]["auzolan"]}
    tensors = load(content)
    spoilt = {**tensors, "norm.weight": np.full(32, np.nan, dtype=np.float32)}
    with pytest.raises(ValueError, match="norm.weight holds a weight that is not a finite number"):
        models.predict(save(spoilt, metadata=said), RECIPE, rows)
    wide = {**tensors, "norm.weight": np.ones(33, dtype=np.float32)}
    with pytest.raises(ValueError, match="expected float32"):
        models.predict(save(wide, metadata=said), RECIPE, rows)
    few = {name: value for name, value in tensors.items() if name != "norm.weight"}
    with pytest.raises(ValueError, match="other tensors"):
        models.predict(save(few, metadata=said), RECIPE, rows)


def test_texts_without_a_byte_cannot_be_learned_from() -> None:
    """Goal: no model of nothing. Method: no rows, and empty ones."""
    for texts in ([], [""]):
        with pytest.raises(ValueError, match="no text is left"):
            models.train(RECIPE, Rows({"text": texts}, ["x"] * len(texts)))


def test_texts_of_any_tongue_and_length_are_answered() -> None:
    """Goal: bytes know no alphabet. Method: accents, signs, nothing, more than it sees at once."""
    rows = Rows({"text": ["", "Ñandú, 鳥!", "wren " * 100, "\x00"]}, ["x"] * 4)
    losses = models.trainer_for(RECIPE).losses(TRAINED.artefact, rows)
    assert np.isfinite(losses).all()
    assert len(models.predict(TRAINED.artefact, RECIPE, rows)) == 4
