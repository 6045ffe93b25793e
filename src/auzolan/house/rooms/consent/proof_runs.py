"""Running models again and attacking them, for a member's proof.

Both read rows, so both ask for a use that everyone in the data set permits today. Her own rows are
read for her own proof, at her word; they enter no model by it.
"""

from __future__ import annotations

from auzolan.contributions.state import Batch
from auzolan.engine.models import Rows as ModelRows
from auzolan.engine.models import rows_for_test, trainer_for
from auzolan.engine.models.membership import attack
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import drawn, reading
from auzolan.house.desk import Desk
from auzolan.house.rooms.consent.proof_shapes import Attacked, Rerun
from auzolan.house.rooms.learning.fitting import fit
from auzolan.house.rooms.learning.flows import Part, Rows, load_rows, parts_of, recipe_of, use
from auzolan.learning.recipes import ModelRecipe, PaidRecipe, TinyTransformerRecipe
from auzolan.learning.state import Model, snapshot_of

_SAME, _OTHER = "the same file", "another file"


def run_again(desk: Desk, actor: str, name: str) -> Rerun:
    """Train a model again from its data set and recipe, and compare the files.

    What is not done says so: another machine rounds otherwise, so a difference alone is no fault.
    """
    recipe = _recipe(desk, name)
    if isinstance(recipe, str):
        return Rerun(name, f"not done: {recipe}", "")
    rows = _rows(desk, actor, name, "train")
    if isinstance(rows, Refusal):
        return Rerun(name, f"not done: {rows.because}", "")
    try:
        digest = fit(recipe, rows.columns, rows.owners).trained.digest
    except (ValueError, ImportError) as fault:
        return Rerun(name, f"not done: {fault}", "")
    with reading(desk.folder) as now:
        model = now.books.get(Model, name)
    assert model is not None, "the model was just read"
    return Rerun(name, _SAME if digest == model.artefact else _OTHER, digest)


def attack_model(desk: Desk, actor: str, name: str, batches: list[Batch]) -> Attacked:
    """Measure how well her rows can be told from test rows by what surprises a model.

    Args:
        desk: the desk.
        actor: who holds the office of data.
        name: a model made since she withdrew.
        batches: her rows; erased ones cannot be tried.
    """
    recipe = _recipe(desk, name)
    if isinstance(recipe, str):
        return Attacked(name, f"not done: {recipe}")
    hers = [
        Part(one.batch, one.member, one.root)
        for one in batches
        if one.erased_at < 0 and desk.folder.batch_rows(one.batch).is_file()
    ]
    if not hers:
        return Attacked(name, "not done: her rows are erased, so there is nothing to try")
    rows = _rows(desk, actor, name, "evaluate")
    if isinstance(rows, Refusal):
        return Attacked(name, f"not done: {rows.because}")
    own = load_rows(desk.folder, hers)
    with reading(desk.folder) as now:
        model = now.books.get(Model, name)
    path = desk.folder.model_file(model.artefact) if model is not None else None
    if path is None:
        return Attacked(name, "not done: the model's file is gone")
    try:
        return _attacked(name, recipe, path.read_bytes(), own, rows)
    except (ValueError, ImportError) as fault:
        return Attacked(name, f"not done: {fault}")


def _attacked(name: str, recipe: ModelRecipe, content: bytes, own: Rows, others: Rows) -> Attacked:
    trainer = trainer_for(recipe)
    rest = ModelRows(others.columns, others.owners)
    mine = trainer.losses(content, ModelRows(own.columns, own.owners))
    theirs = trainer.losses(content, rest, rows_for_test(recipe, rest))
    found = attack(mine, theirs)
    return Attacked(
        name, "measured; no proof", found.auc_bp, found.low_bp, found.high_bp, found.members,
        found.others,
    )  # fmt: skip


def _recipe(desk: Desk, name: str) -> ModelRecipe | str:
    """A model's recipe, or why it cannot be run."""
    with reading(desk.folder) as now:
        model = now.books.get(Model, name)
    assert model is not None, f"there is no model {name}"
    try:
        recipe = recipe_of(desk.folder, model.recipe)
    except FileNotFoundError:
        return "it was trained with tools of its maker's own"
    if isinstance(recipe, PaidRecipe):
        return "its recipe trains nothing"
    if isinstance(recipe, TinyTransformerRecipe):
        return "its training takes long; run it again by hand"
    return recipe


def _rows(desk: Desk, actor: str, name: str, operation: str) -> Rows | Refusal:
    """The rows of a model's data set, under a use of their own."""
    with reading(desk.folder) as now:
        model = now.books.get(Model, name)
        assert model is not None, f"there is no model {name}"
        snapshot = snapshot_of(now.books, model.snapshot)
    done = snapshot.operation if operation == "train" else operation
    allowed = use(
        desk, actor=actor, use=drawn(desk, "proof"), snapshot=snapshot.snapshot,
        purpose=snapshot.purpose, operation=done,
    )  # fmt: skip
    if isinstance(allowed, Refusal):
        return allowed
    return load_rows(desk.folder, parts_of(desk.folder, snapshot.snapshot))
