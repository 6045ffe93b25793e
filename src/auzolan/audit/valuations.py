"""Valuations computed again from the vault's rows, by the recipe that their entry names.

Rows that were erased cannot be valued again: such a valuation stays attested, which is no
difference. It trains nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from auzolan.audit.annexes import AuditAnnexes
from auzolan.audit.folder import Folder
from auzolan.audit.report import NO_PYARROW, Findings
from auzolan.audit.rows import Columns, columns_without, join_batch, read_batch
from auzolan.contributions.state import Batch
from auzolan.foundation.books import Books, Scalar
from auzolan.learning.recipes import PaidRecipe, decode
from auzolan.learning.state import Model, SnapshotPart
from auzolan.valuation.acts import Value
from auzolan.valuation.lines import AMOUNT, VALUES
from auzolan.valuation.payable.canonical_rows import Merging
from auzolan.valuation.payable.kinds import paid_values
from auzolan.valuation.payable.terms import terms_at


class NotComputable(Exception):
    """A valuation cannot be computed again here; the text says why, and it is no difference."""


@dataclass(frozen=True, slots=True)
class Recomputed:
    """A valuation computed again: the columns of its annex, and the two numbers of its act."""

    columns: dict[str, list[Scalar]]
    n_queries: int
    residual_e9: int


def recompute(folder: Folder, books: Books, act: Value, entry: int) -> Recomputed:
    """Value the rows of a valuation's snapshot again, by the terms that its own act names.

    That these were the charter's is what the rule says when it runs again.

    Args:
        folder: with vault and recipes.
        books: the state before its entry or later; the snapshot must be on it.
        act: names model, recipe and terms.
        entry: the valuation's entry.
    Raises:
        NotComputable: rows were erased, rows or recipe are missing, or nothing here reads Parquet.
        ValueError: rows and recipe are there and cannot be valued.
    """
    model = books.get(Model, act.model)
    parts = books.find(SnapshotPart, snapshot=model.snapshot) if model is not None else []
    _refuse_erased(books, parts)
    path = folder.recipes / f"{act.recipe}.json"
    if not path.is_file():
        raise NotComputable("its recipe is missing, which is noted on its own")
    recipe = decode(path.read_bytes())
    if not isinstance(recipe, PaidRecipe):
        raise ValueError("the recipe is not one of a valuation")
    snapshot = model.snapshot if model is not None else ""
    terms = terms_at(
        books, snapshot, merging=Merging(act.merging), cap_rows=act.cap_rows,
        near_squared_max=act.near_squared, before=entry,
    )  # fmt: skip
    found = paid_values(recipe, _rows(folder, parts), terms)
    lines: dict[str, list[Scalar]] = {
        "member": list(found.members),
        "value_e9": list(found.value_e9),
        "low_e9": list(found.low_e9),
        "high_e9": list(found.high_e9),
        "rows": list(found.rows),
    }
    return Recomputed(lines, found.n_queries, found.residual_e9)


def check_valuation(
    folder: Folder, books: Books, annexes: AuditAnnexes, findings: Findings, at: tuple[int, Value]
) -> None:
    """Compare a valuation with the one computed again, line by line.

    Args:
        folder: with vault and recipes.
        books: the books after the last entry.
        annexes: reads the lines on the record.
        findings: where differences are noted.
        at: the valuation's entry and its act.
    """
    entry, act = at
    about = f"valuation {act.valuation}"
    try:
        again = recompute(folder, books, act, entry)
    except NotComputable as why:
        findings.leave(about, str(why))
        return
    except (ValueError, OSError, KeyError, TypeError) as fault:
        findings.differ(entry, about, "lines", expected="rows that can be valued", found=fault)
        return
    annexes.entry = entry
    annexes.restore(act.lines, VALUES, again.columns, amount=AMOUNT)
    for name in ("n_queries", "residual_e9"):
        expected, found = getattr(again, name), getattr(act, name)
        if expected != found:
            findings.differ(entry, about, name, expected=expected, found=found)
    findings.checked("valuations computed again")
    findings.checked("lines of valuations computed again", len(again.columns["member"]))


def _refuse_erased(books: Books, parts: list[SnapshotPart]) -> None:
    erased: list[tuple[int, int]] = []
    for part in parts:
        batch = books.get(Batch, part.batch)
        if batch is not None and batch.erased_at >= 0:
            erased.append((batch.erased_at, part.rows))
    if erased:
        rows = sum(count for _, count in erased)
        entries = sorted({at for at, _ in erased})
        where = (
            f"entry {entries[0]}" if len(entries) == 1 else f"entries {entries[0]} to {entries[-1]}"
        )
        raise NotComputable(f"attested, no longer re-computable ({rows} rows erased at {where})")


def _rows(folder: Folder, parts: list[SnapshotPart]) -> Columns:
    columns: Columns = {}
    for part in parts:
        try:
            rows, _ = read_batch(folder, part.batch)
        except ImportError as missing:
            raise NotComputable(NO_PYARROW) from missing
        except FileNotFoundError as missing:
            raise NotComputable(f"{missing}, which is noted on its own") from missing
        join_batch(columns, columns_without(rows, part.without), batch=part.batch)
    return columns
