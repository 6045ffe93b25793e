"""Valuing members' rows, and valuing them again by somebody else.

The second computation reads rows and recipe afresh and compares nothing: the rule compares. The
arithmetic is in the pure room.
"""

from __future__ import annotations

from collections.abc import Sequence

from auzolan.audit.folder import Folder
from auzolan.audit.rows import Columns
from auzolan.charter.state import charter_of
from auzolan.foundation.books import Scalar
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import ask, moment_of, named, reading
from auzolan.house.desk import Desk
from auzolan.house.rooms.learning.flows import keep_recipe, load_rows, parts_of, recipe_of
from auzolan.house.rooms.learning.flows import use as use_rows
from auzolan.house.submission import Receipt
from auzolan.learning.recipes import PaidRecipe
from auzolan.learning.refusals import refused_today
from auzolan.learning.sealing import VALUE
from auzolan.learning.state import Model, Snapshot, snapshot_of
from auzolan.record.annexes import AnnexRef
from auzolan.valuation.acts import Recheck, Value
from auzolan.valuation.lines import AMOUNT, VALUES
from auzolan.valuation.payable.canonical_rows import Merging
from auzolan.valuation.payable.knn import MemberValues
from auzolan.valuation.payable.terms import Terms, terms_now, terms_of
from auzolan.valuation.state import Valuation

_UNKNOWN = "0" * 64


def value(
    desk: Desk, *, actor: str, valuation: str, model: str, recipe: PaidRecipe
) -> Receipt | Refusal:
    """Value the rows that a model was trained on, member by member.

    Args:
        desk: the desk.
        actor: who holds the office of data.
        valuation: the id of the valuation.
        model: the model whose snapshot is valued.
        recipe: every choice there is.
    Returns:
        The valuation's entry, or the first refusal.
    Raises:
        FileNotFoundError: the rows are not in the vault.
        ValueError: rows in the vault are not those on the record, or cannot be valued.
    """
    snapshot = _snapshot_of_model(desk, model)
    name = named("value", valuation)
    if snapshot is not None:
        allowed = use_rows(
            desk, actor=actor, use=name, snapshot=snapshot.snapshot, purpose=snapshot.purpose,
            operation="value",
        )  # fmt: skip
        if isinstance(allowed, Refusal):
            return allowed
        with reading(desk.folder) as now:
            terms = terms_now(now.books, snapshot, now.log.head().size)
        if recipe.near_squared > terms.near_squared_max:
            # Not computed at all: the rule refuses it before it looks at lines.
            return ask(desk, name, actor, _without_lines(valuation, model, recipe, terms))
        values = _computed(desk.folder, snapshot.snapshot, recipe, terms)
        act = Value(
            valuation, model, name, keep_recipe(desk.folder, recipe), _lay_down(desk, values),
            values.n_queries, values.residual_e9, terms.merging.value, terms.cap_rows,
            recipe.near_squared,
        )  # fmt: skip
        return ask(desk, name, actor, act)
    nothing = Terms(Merging.OBSERVATION, 0, 0, (), -1)
    return ask(desk, name, actor, _without_lines(valuation, model, recipe, nothing))


def _without_lines(valuation: str, model: str, recipe: PaidRecipe, terms: Terms) -> Value:
    """The act as it is asked where a rule refuses it before any line is computed."""
    return Value(
        valuation, model, named("value", valuation), _UNKNOWN, AnnexRef(_UNKNOWN, 0, _UNKNOWN),
        1, 0, terms.merging.value, terms.cap_rows, recipe.near_squared,
    )  # fmt: skip


def recheck(desk: Desk, *, actor: str, valuation: str) -> Receipt | Refusal:
    """Compute a valuation again from rows and recipe, and report what came out.

    The rows are read under the use that the valuation was made under; before that, everyone in
    the snapshot is asked once more, as before every use. The terms are those of its own entry.

    Raises:
        FileNotFoundError: rows or recipe are not in the folder.
        ValueError: rows or recipe are not those on the record.
    """
    identity = named("recheck", valuation)
    with reading(desk.folder) as now:
        row = now.books.get(Valuation, valuation)
        if row is not None:
            snapshot = snapshot_of(now.books, row.snapshot)
            at = moment_of(now, desk.ports.clock)
            refused = refused_today(
                now.books, snapshot, charter_of(now.books), at=at, operation=VALUE
            )
            if refused is not None:
                return refused
            terms = terms_of(now.books, row)
    if row is None:
        nothing = Recheck(valuation, AnnexRef(_UNKNOWN, 0, _UNKNOWN))
        return ask(desk, identity, actor, nothing)
    recipe = recipe_of(desk.folder, row.recipe)
    if not isinstance(recipe, PaidRecipe):
        raise ValueError(f"the recipe of {valuation} is not one for valuing")
    lines = _lay_down(desk, _computed(desk.folder, row.snapshot, recipe, terms))
    return ask(desk, identity, actor, Recheck(valuation, lines))


def _computed(folder: Folder, snapshot: str, recipe: PaidRecipe, terms: Terms) -> MemberValues:
    from auzolan.valuation.payable.kinds import paid_values

    return paid_values(recipe, rows_of(folder, terms, snapshot), terms)


def rows_of(folder: Folder, terms: Terms, snapshot: str) -> Columns:
    """Read the rows of a snapshot, each batch checked against its root on the record.

    Raises:
        FileNotFoundError: the rows are not in the vault.
        ValueError: they are not those on the record.
    """
    rows = load_rows(folder, parts_of(folder, snapshot))
    assert rows.owners == terms.owners(), f"the terms of {snapshot} are those of its own batches"
    return rows.columns


def _lay_down(desk: Desk, values: MemberValues) -> AnnexRef:
    columns: dict[str, Sequence[Scalar]] = {
        "high_e9": values.high_e9,
        "low_e9": values.low_e9,
        "member": values.members,
        "rows": values.rows,
        AMOUNT: values.value_e9,
    }
    return desk.lay_down(VALUES, columns, amount=AMOUNT)


def _snapshot_of_model(desk: Desk, model: str) -> Snapshot | None:
    with reading(desk.folder) as now:
        row = now.books.get(Model, model)
        return snapshot_of(now.books, row.snapshot) if row is not None else None
