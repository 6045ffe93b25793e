"""Fitting a model by any recipe, and the files that come of it: the model, and what forgetting needs.

It asks nobody whether rows may be used, and writes no entry; `flows` does both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from auzolan.audit.folder import Folder
from auzolan.audit.rows import Columns
from auzolan.engine.models import Rows as ModelRows
from auzolan.engine.models import rows_for_test, train_and_test, trainer_for
from auzolan.engine.models.groups import Group
from auzolan.engine.models.trained import Trained
from auzolan.house.storage.files import sync_folder, write_durably
from auzolan.learning.recipes import ModelRecipe, TrainingRecipe

STATE = ".state"


@dataclass(frozen=True, slots=True)
class Fitted:
    """A model with its test.

    Attributes:
        trained: the model's file, and the state that taking rows out of it needs.
        total: test questions.
        correct: answered right by the model.
        baseline_correct: answered right by the commonest training answer.
        groups: the same by group; empty where no column of groups was named.
        how: how it came about, as in the act `learning.train`.
    """

    trained: Trained
    total: int
    correct: int
    baseline_correct: int
    groups: tuple[Group, ...] = ()
    how: str = "trained"


def fit(
    recipe: ModelRecipe, columns: Columns, owners: list[str], *, group_column: str = ""
) -> Fitted:
    """Train on each member's earlier rows and test on her last.

    Args:
        recipe: every choice there is.
        columns: the rows.
        owners: the member of each row.
        group_column: a column that says to which group a row belongs, or an empty text.
    Raises:
        ValueError: rows that cannot be trained on, or no test rows.
        ImportError: the recipe needs a library that is not installed; the extra is named.
        Stopped: whoever watches has stopped it.
    """
    if isinstance(recipe, TrainingRecipe) and not group_column:
        return _fit_purchases(recipe, columns, owners)
    trained, outcome = train_and_test(recipe, ModelRows(columns, owners), group_column)
    return Fitted(trained, outcome.total, outcome.correct, outcome.baseline_correct, outcome.groups)


def _fit_purchases(recipe: TrainingRecipe, columns: Columns, owners: list[str]) -> Fitted:
    """The softmax model as it was first written: its bytes stay what they were."""
    from auzolan.engine.training import train_and_evaluate
    from auzolan.learning.purchases import purchases

    made, result = train_and_evaluate(recipe, purchases(columns, owners))
    trained = Trained(
        made.weights, ".safetensors", made.digest, made.recipe, made.n_rows, str(made.baseline),
        made.has_converged,
    )  # fmt: skip
    return Fitted(trained, result.total, result.correct, result.baseline_correct)


def tested(recipe: ModelRecipe, trained: Trained, rows: ModelRows, how: str) -> Fitted:
    """Test a model that was made by taking rows out, on the rows that are left for it."""
    is_test = rows_for_test(recipe, rows)
    if not is_test.any() or is_test.all():
        raise ValueError(
            f"of {len(rows)} rows {int(is_test.sum())} are for the test; both need one"
        )
    hits = trainer_for(recipe).hits(trained.artefact, rows, is_test, trained.baseline)
    return Fitted(
        trained, int(hits.totals.sum()), int(hits.corrects.sum()), int(hits.baselines.sum()),
        how=how,
    )  # fmt: skip


def keep_model(folder: Folder, trained: Trained) -> None:
    """Keep a model's file, and beside it the state that forgetting needs, durable on return."""
    path = folder.models / f"{trained.digest}{trained.suffix}"
    write_durably(path, trained.artefact, mode=0o600)
    if trained.state:
        write_durably(folder.models / f"{trained.digest}{STATE}", trained.state, mode=0o600)


def destroy_model(folder: Folder, artefact: str, *, is_named: Callable[[str], bool]) -> None:
    """Destroy the file and the state of a model that another has taken over from.

    They hold what was withdrawn: counts hold words, a state holds sums of few rows.

    Args:
        folder: the co-operative's folder.
        artefact: digest of its file.
        is_named: whether a model that is not replaced has this very file.
    """
    if is_named(artefact) or not folder.models.is_dir():
        return
    (folder.models / f"{artefact}{STATE}").unlink(missing_ok=True)
    path = folder.model_file(artefact)
    if path is not None:
        path.unlink(missing_ok=True)
    sync_folder(folder.models)
