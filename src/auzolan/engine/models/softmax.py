"""The softmax model of purchases as one of the families (tier 3); `engine.training` trains it.

Its features are a household's history, so rows are read whole and the marked ones answered.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from auzolan.engine import training
from auzolan.engine.models import trained
from auzolan.engine.models.rows import BoolArray, IntArray, Rows, RowsKind
from auzolan.engine.models.trained import Asker, FloatArray, Hits, Trained
from auzolan.learning.purchases import BRANDS, features, purchases, training_matrix
from auzolan.learning.recipes import TrainingRecipe

_LABEL = "choice"


@dataclass(frozen=True, slots=True)
class SoftmaxTrainer:
    """Trains and answers by what a household bought before and what is on offer."""

    recipe: TrainingRecipe

    def kind_of_rows(self) -> RowsKind:
        """Say which columns rows must have."""
        featured = tuple(f"feat_{brand}" for brand in BRANDS)
        prices = tuple(f"price_{brand}" for brand in BRANDS)
        return RowsKind(_LABEL, ("household", "position", *featured, *prices))

    def train(self, rows: Rows, is_test: BoolArray | None = None) -> Trained:
        """Fit on the rows that are not marked for the test."""
        x, y, _ = self._laid_out(rows)
        known = np.ones(len(rows), dtype=np.bool_) if is_test is None else ~is_test
        made = training.train(self.recipe, x[known], y[known])
        return Trained(
            made.weights, ".safetensors", made.digest, made.recipe, made.n_rows,
            BRANDS[made.baseline], made.has_converged,
        )  # fmt: skip

    def opened(self, content: bytes) -> Asker:
        """Read the weights once; a household's rows are its history, oldest first."""
        model = training.load(content)

        def answers(rows: Rows) -> list[str]:
            codes = training.predict(model, self._laid_out(rows)[0])
            return [BRANDS[code] for code in codes.tolist()]

        return answers

    def predict(self, content: bytes, rows: Rows, only: BoolArray | None = None) -> list[str]:
        """Name the brand with the largest score."""
        found = self.opened(content)(rows)
        places = range(len(rows)) if only is None else np.flatnonzero(only).tolist()
        return [found[place] for place in places]

    def hits(self, content: bytes, rows: Rows, only: BoolArray, baseline: str) -> Hits:
        """Count right answers, a question a row."""
        _, y, _ = self._laid_out(rows)
        labels = [BRANDS[code] for code in y[only].tolist()]
        return trained.hits_of(self.predict(content, rows, only), labels, baseline)

    def losses(self, content: bytes, rows: Rows, only: BoolArray | None = None) -> FloatArray:
        """Give minus the logarithm of the true brand's likelihood."""
        x, y, _ = self._laid_out(rows)
        model = training.load(content)
        found = trained.softmax(x @ model.coefficients.T + model.intercepts)
        classes = [BRANDS[code] for code in model.classes.tolist()]
        losses = trained.log_losses(found, classes, [BRANDS[code] for code in y.tolist()])
        return losses if only is None else losses[only]

    def rows_for_test(self, rows: Rows) -> BoolArray:
        """Mark the rows that the recipe keeps for the test, by their positions."""
        return self._laid_out(rows)[2]

    def _laid_out(self, rows: Rows) -> tuple[FloatArray, IntArray, BoolArray]:
        known = features(
            purchases(rows.columns, rows.owners),
            loyalty_keep_bp=self.recipe.loyalty_keep_bp,
            test_share_bp=self.recipe.test_share_bp,
        )
        return training_matrix(known, self.recipe), known.purchases.choice, known.is_test
