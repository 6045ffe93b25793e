"""Clauses: what a vote can change in a charter, one named value at a time.

Purposes, kinds, rights and texts are not clauses yet: they are settled at founding. The clauses of
the article on surplus follow its lines, see `distribution_clauses`. Nothing here asks who voted;
the assembly does.
"""

from __future__ import annotations

from types import MappingProxyType

import msgspec

from auzolan.charter.articles import Article, Change, Charter, Tier
from auzolan.charter.authorize import KERNEL
from auzolan.charter.bounds import breaches
from auzolan.charter.distribution import Distribution
from auzolan.charter.distribution_clauses import clauses_of, with_clauses
from auzolan.foundation.refusals import Refusal

CLAUSES = MappingProxyType(
    {
        "membership": ("contribution_cents",),
        "consent": ("retrain_days", "erase_days"),
        "labour": ("floor_cents_hour", "index_ratio_max"),
        "payouts": ("approvals", "cooling_hours", "smallest_cents", "withholding_bp"),
        "royalties": ("part_bp",),
        "decisions": (
            "quorum_bp", "majority_bp", "entrenched_majority_bp",
            "poll_days", "cooling_days", "mandate_days",
        ),
        "worth": ("cap_rows", "near_squared_max", "recipe"),
    }
)  # fmt: skip
"""The clauses of each article but the one on surplus, as `labour.floor_cents_hour` names them."""

SURPLUS = "surplus"

_KERNEL_ROOTS = frozenset({"kernel", "rights"})
_KERNEL_FIELDS = frozenset({"number", "tier"})


def clauses_of_charter(charter: Charter) -> dict[str, tuple[str, ...]]:
    """The clauses of each article of this charter, in order of the articles.

    Those of the article on surplus depend on its lines.
    """
    return {**CLAUSES, SURPLUS: tuple(clauses_of(charter.surplus.distribution))}


def value_of_clause(charter: Charter, clause: str) -> int | str:
    """What a known clause says now, as a `Change` would write it."""
    root, _, field = clause.partition(".")
    if root == SURPLUS:
        value = clauses_of(charter.surplus.distribution)[field]
        return ",".join(value) if isinstance(value, tuple) else value
    found: int = getattr(_article(charter, root), field)
    return found


def amended(charter: Charter, changes: tuple[Change, ...]) -> Charter | Refusal:
    """The charter as it would be after these changes, or why it may not be so.

    Args:
        charter: the charter in force.
        changes: clauses with their new values, 1 to 20.
    Returns:
        The next version, within all bounds; or the first refusal, in the order: kernel clause,
        unknown clause, clause twice, value out of range, no change, first breach of a bound.
    Source: charter, its tiers; the law of its preset.
    """
    for change in changes:
        refusal = _clause_refusal(charter, change)
        if refusal is not None:
            return refusal
    named = [change.clause for change in changes]
    for clause in named:
        if named.count(clause) > 1:
            return Refusal(
                "charter.clause_twice", article_of(charter, clause),
                f"{clause} is changed {named.count(clause)} times in one measure.",
                "Name each clause once.",
            )  # fmt: skip
    for change in changes:
        if not _fits(charter, change):
            return Refusal(
                "charter.value_out_of_range", article_of(charter, change.clause),
                f"{change.clause} cannot be {change.value}.",
                "Choose a value within the range that the reference gives.",
            )  # fmt: skip
    if all(value_of_clause(charter, one.clause) == one.value for one in changes):
        return Refusal(
            "charter.no_change", article_of(charter, named[0]),
            "The charter says all of this already.",
            "Propose a value other than the present one.",
        )  # fmt: skip
    changed = replaced(charter, changes)
    faults = breaches(changed)
    return faults[0] if faults else changed


def replaced(charter: Charter, changes: tuple[Change, ...]) -> Charter:
    """The next version of a charter with these values in place, unchecked.

    Replay calls this for changes that were checked when they were accepted.

    Args:
        charter: the charter before.
        changes: known clauses with values in range.
    Returns:
        The charter with its version counted up.
    """
    for change in changes:
        root, _, field = change.clause.partition(".")
        changed = _surplus_with(charter, change) if root == SURPLUS else {field: change.value}
        assert changed is not None, f"{change.clause} was checked when it was accepted"
        article = msgspec.structs.replace(_article(charter, root), **changed)
        charter = msgspec.structs.replace(charter, **{root: article})
    return msgspec.structs.replace(charter, version=charter.version + 1)


def majority_needed(charter: Charter, changes: tuple[Change, ...]) -> int:
    """The majority that these changes need, in basis points; yes must be strictly more.

    Args:
        charter: the charter in force.
        changes: known clauses.
    Returns:
        `entrenched_majority_bp` where one clause stands in an entrenched article, else
        `majority_bp`.
    Source: charter, article on decisions.
    """
    decisions = charter.decisions
    tiers = (_article(charter, change.clause.partition(".")[0]).tier for change in changes)
    hard = any(tier <= Tier.ENTRENCHED for tier in tiers)
    return decisions.entrenched_majority_bp if hard else decisions.majority_bp


def article_of(charter: Charter, clause: str) -> str:
    """The article of a known clause, as refusals cite it."""
    return f"Art. {_article(charter, clause.partition('.')[0]).number}"


def _clause_refusal(charter: Charter, change: Change) -> Refusal | None:
    root, _, field = change.clause.partition(".")
    clauses = clauses_of_charter(charter)
    known = field in clauses.get(root, ())
    is_kernel = root in _KERNEL_ROOTS or (root in clauses and field in _KERNEL_FIELDS)
    if is_kernel or (known and _article(charter, root).tier == Tier.KERNEL):
        return Refusal(
            "charter.kernel", KERNEL,
            f"{change.clause} belongs to the kernel, which no resolution can change.",
            "Propose a change of a clause outside the kernel.",
        )  # fmt: skip
    if not known:
        return Refusal(
            "charter.clause_unknown", KERNEL,
            f"The charter has no clause {change.clause}.",
            "Choose one of the clauses that the reference lists.",
        )  # fmt: skip
    return None


def _article(charter: Charter, root: str) -> Article:
    article: Article = getattr(charter, root)
    return article


def _surplus_with(charter: Charter, change: Change) -> dict[str, Distribution] | None:
    """The article on surplus with one known clause replaced, None where the value does not fit."""
    field = change.clause.partition(".")[2]
    article, value = charter.surplus.distribution, change.value
    before = clauses_of(article)[field]
    new = tuple(value.split(",")) if isinstance(before, tuple) and isinstance(value, str) else value
    found = with_clauses(article, {field: new})
    return None if isinstance(found, Refusal) else {"distribution": found}


def _fits(charter: Charter, change: Change) -> bool:
    root, _, field = change.clause.partition(".")
    if root == SURPLUS:
        return _surplus_with(charter, change) is not None
    article = _article(charter, root)
    values = {**msgspec.structs.asdict(article), field: change.value}
    try:
        msgspec.convert(values, type(article))
    except msgspec.ValidationError:
        return False
    return True
