"""Models that are trained by a recipe, a family a module; here is which recipe belongs to which.

    trainer = trainer_for(recipe)
    trained, tested = train_and_test(recipe, rows)
    trainer.predict(trained.artefact, rows)

Chooses no row and asks no consent; knows no co-operative.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor
from typing import assert_never

from auzolan.engine.models.groups import Group, by_group
from auzolan.engine.models.rows import MICRO, BoolArray, Rows, RowsKind, held_out
from auzolan.engine.models.trained import Trained, Trainer
from auzolan.learning import texts
from auzolan.learning.recipes import (
    CountsRecipe,
    ModelRecipe,
    RidgeRecipe,
    ShardsRecipe,
    TabularRecipe,
    TextRecipe,
    TinyTransformerRecipe,
    TrainingRecipe,
)

__all__ = [
    "Group",
    "Outcome",
    "Rows",
    "RowsKind",
    "Trained",
    "Trainer",
    "kind_of_rows",
    "predict",
    "rows_for_test",
    "train",
    "train_and_test",
    "trainer_for",
]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Right answers on rows that were kept for the test.

    Attributes:
        total: questions asked.
        correct: answered right by the model.
        baseline_correct: answered right by the commonest training answer.
        loss_millionths: mean loss of a question, in millionths, rounded half up; for a text model
            the loss of a next byte in natural units.
        groups: the same by group, with intervals; empty where no column of groups was named.
    """

    total: int
    correct: int
    baseline_correct: int
    loss_millionths: int
    groups: tuple[Group, ...] = ()


def trainer_for(recipe: ModelRecipe) -> Trainer:
    """Give what trains and answers by a recipe.

    Args:
        recipe: any recipe of a model.
    Raises:
        ImportError: the family needs a library that is not installed; the extra is named.
    """
    try:
        return _family(recipe)
    except ModuleNotFoundError as missing:
        extra = "torch" if isinstance(recipe, TinyTransformerRecipe) else "models"
        raise ImportError(
            f"this recipe needs a library that is not installed ({missing}); "
            f"install the extra: pip install 'auzolan[{extra}]'"
        ) from missing


def kind_of_rows(recipe: ModelRecipe) -> RowsKind:
    """Say which columns rows must have for a recipe."""
    return trainer_for(recipe).kind_of_rows()


def train(recipe: ModelRecipe, rows: Rows) -> Trained:
    """Train on all rows; the same recipe and rows, the same bytes on one machine.

    Raises:
        ValueError: rows that are malformed or cannot be learned from.
    """
    return trainer_for(recipe).train(rows)


def predict(content: bytes, recipe: ModelRecipe, rows: Rows) -> list[str]:
    """Answer rows from a model's file alone.

    Raises:
        ValueError: the file is refused or another recipe's, or a row is malformed.
    """
    return trainer_for(recipe).predict(content, rows)


def rows_for_test(recipe: ModelRecipe, rows: Rows) -> BoolArray:
    """Mark the rows that a recipe keeps for the test.

    The last part of each member's; or, where a recipe of texts names a column, what that says.
    """
    if isinstance(recipe, TrainingRecipe):
        from auzolan.engine.models.softmax import SoftmaxTrainer

        return SoftmaxTrainer(recipe).rows_for_test(rows)
    if isinstance(recipe, TextRecipe) and recipe.test_column:
        return texts.is_test(rows.columns, recipe.test_column)
    return held_out(rows, recipe.test_share_bp)


def train_and_test(
    recipe: ModelRecipe, rows: Rows, group_column: str = ""
) -> tuple[Trained, Outcome]:
    """Train on each member's earlier rows and test on her last.

    Args:
        recipe: every choice there is.
        rows: all rows that may be used.
        group_column: a column that says to which group a row belongs, or an empty text.
    Raises:
        ValueError: malformed rows, or none that can be trained or tested on.
    """
    is_test = rows_for_test(recipe, rows)
    if not is_test.any() or is_test.all():
        raise ValueError(
            f"of {len(rows)} rows {int(is_test.sum())} are for the test; both need one"
        )
    trainer = trainer_for(recipe)
    trained = trainer.train(rows, is_test)
    hits = trainer.hits(trained.artefact, rows, is_test, trained.baseline)
    groups: tuple[Group, ...] = ()
    if group_column:
        names = [str(name) for name in rows.where(is_test).column(group_column)]
        groups = by_group(names, hits.totals, hits.corrects)
    total = int(hits.totals.sum())
    losses = trainer.losses(trained.artefact, rows, is_test)
    loss_millionths = floor(float(losses @ hits.totals) / total * MICRO + 0.5)
    outcome = Outcome(
        total, int(hits.corrects.sum()), int(hits.baselines.sum()), loss_millionths, groups
    )
    return trained, outcome


def _family(recipe: ModelRecipe) -> Trainer:
    # Late: each family loads its own libraries, and some are large.
    match recipe:
        case CountsRecipe():
            from auzolan.engine.models.counts import CountsTrainer

            return CountsTrainer(recipe)
        case RidgeRecipe():
            from auzolan.engine.models.ridge import RidgeTrainer

            return RidgeTrainer(recipe)
        case ShardsRecipe():
            from auzolan.engine.models.shards import ShardsTrainer

            return ShardsTrainer(recipe)
        case TextRecipe():
            from auzolan.engine.models import text

            return text.trainer(recipe)
        case TabularRecipe():
            from auzolan.engine.models import tabular

            return tabular.trainer(recipe)
        case TinyTransformerRecipe():
            from auzolan.engine.torch.tiny_transformer import TinyTransformerTrainer

            return TinyTransformerTrainer(recipe)
        case TrainingRecipe():
            from auzolan.engine.models.softmax import SoftmaxTrainer

            return SoftmaxTrainer(recipe)
        case _:
            assert_never(recipe)
