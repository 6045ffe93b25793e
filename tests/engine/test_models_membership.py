"""The attack by losses: the area is the share of pairs, and its interval is DeLong's."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("sklearn", reason="scikit-learn is in the extra `models`")
pytest.importorskip("skops", reason="skops is in the extra `models`")

from auzolan.engine import models
from auzolan.engine.models.membership import attack
from auzolan.learning.recipes import TextRecipe
from engine.model_rows import many_rows

losses = st.lists(st.integers(0, 9), min_size=2, max_size=30).map(lambda one: np.array(one, float))


@given(losses, losses)
def test_the_area_is_the_share_of_pairs_that_the_attack_gets_right(
    members: np.ndarray, others: np.ndarray
) -> None:
    """Goal: ranks count what they should. Method: all pairs; and DeLong's components, by pairs."""
    wins = (members[:, None] < others[None, :]) + 0.5 * (members[:, None] == others[None, :])
    found = attack(members, others)
    assert found.auc_bp == int(np.floor(wins.mean() * 10_000 + 0.5))
    m, n = wins.shape
    spread = wins.mean(axis=1).var(ddof=1) / m + wins.mean(axis=0).var(ddof=1) / n
    reach = 1.959963984540054 * np.sqrt(spread) if spread > 1e-12 else 3 / min(m, n)
    assert found.low_bp == pytest.approx(max(0, wins.mean() - reach) * 10_000, abs=1.001)
    assert found.high_bp == pytest.approx(min(1, wins.mean() + reach) * 10_000, abs=1.001)
    turned = attack(others, members)
    assert abs(found.auc_bp + turned.auc_bp - 10_000) <= 1


def test_rows_that_were_never_in_look_like_a_guess() -> None:
    """Goal: no alarm without cause. Method: 200 draws of one law; the interval misses rarely."""
    made = np.random.default_rng(3)
    missed = 0
    for _ in range(200):
        found = attack(made.normal(size=80), made.normal(size=120))
        missed += not found.low_bp <= 5_000 <= found.high_bp
    assert 2 <= missed <= 22


def test_a_model_that_learned_by_heart_is_found_out_and_a_shy_one_is_not() -> None:
    """Goal: the figure moves with what is remembered. Method: labels by lot, two strengths."""
    rows = many_rows(400, members=400)
    made = np.random.default_rng(7)
    labels = made.choice(["x", "y"], 400).tolist()
    texts = [" ".join(f"w{one}" for one in made.integers(0, 400, 12)) for _ in range(400)]
    rows = models.Rows({"text": texts, "label": labels}, rows.owners)
    was_in = np.arange(400) < 200
    found = {}
    for strength in (1_000, 100_000_000):
        recipe = TextRecipe("label", ("text",), inverse_l2_millionths=strength)
        content = models.train(recipe, rows.where(was_in)).artefact
        known = models.trainer_for(recipe).losses(content, rows)
        found[strength] = attack(known[was_in], known[~was_in])
    assert found[100_000_000].low_bp > 9_000
    assert found[1_000].auc_bp < found[100_000_000].auc_bp
    assert (found[1_000].members, found[1_000].others) == (200, 200)


@pytest.mark.parametrize(
    "members", [np.array([1.0]), np.array([1.0, np.nan]), np.array([np.inf, 1]), np.ones((2, 2))]
)
def test_losses_that_say_nothing_are_refused(members: np.ndarray) -> None:
    """Goal: no figure of too little. Method: one loss, no number, a table; on either side."""
    for pair in ((members, np.ones(3)), (np.ones(3), members)):
        with pytest.raises(ValueError, match="at least 2 finite losses"):
            attack(*pair)
