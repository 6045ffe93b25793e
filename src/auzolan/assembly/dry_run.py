"""The open annex `dry_run/1` of a notice: what each amendment on the agenda would change.

The house works out what it would mean (who gains, who loses, which uses become allowed); the rules
hold it to the clauses, which they know. Lines about anything else are free.
"""

from __future__ import annotations

from auzolan.charter.articles import Change, Charter
from auzolan.charter.clauses import value_of_clause
from auzolan.record.annexes import Annex

DRY_RUN_KIND = "dry_run/1"
DRY_RUN_NAMES = ("after", "before", "proposal", "what")

Line = tuple[str, str, str, str]
"""After, before, proposal, what."""


def clause_lines(charter: Charter, proposal: str, changes: tuple[Change, ...]) -> list[Line]:
    """The lines that a dry run must have about an amendment: each clause, before and after.

    Args:
        charter: the charter in force.
        proposal: the item.
        changes: known clauses with their new values.
    Returns:
        A line for each, `what` being the clause, in the order of the changes.
    """
    return [
        (str(one.value), str(value_of_clause(charter, one.clause)), proposal, one.clause)
        for one in changes
    ]


def is_dry_run(annex: Annex) -> bool:
    """Whether this is an annex `dry_run/1`: its four columns, all texts."""
    return (
        (annex.kind, annex.names, annex.amount) == (DRY_RUN_KIND, DRY_RUN_NAMES, "")
        and all(isinstance(value, str) for column in annex.columns for value in column)
    )  # fmt: skip


def first_missing(annex: Annex, lines: list[Line]) -> Line | None:
    """The first of these lines that a dry run lacks, or None."""
    held = set(annex.lines())
    return next((line for line in lines if line not in held), None)
