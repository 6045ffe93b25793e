"""Clauses: what a vote can change in a charter, one named value at a time.

Purposes and kinds of rows can be appended to and never reordered, since consents are bits in their
order. Rights, works and vouched kinds are settled at founding; texts change beside the clauses, see
`amending`. The clauses of the article on surplus follow its lines, see `distribution_clauses`. Nothing
here asks who voted; the assembly does.
"""

from __future__ import annotations

from types import MappingProxyType

import msgspec

from auzolan.charter.article import Article, Tier
from auzolan.charter.articles import Change, Charter, Consent, Labour
from auzolan.charter.authorize import KERNEL
from auzolan.charter.bounds import breaches
from auzolan.charter.deciding import Decisions, Meetings, Organs
from auzolan.charter.distribution import Distribution
from auzolan.charter.distribution_clauses import clauses_of, with_clauses
from auzolan.charter.thresholds import is_part
from auzolan.foundation.refusals import Refusal

_KERNEL_FIELDS = frozenset({"number", "tier"})


def _names(article: type[Article]) -> tuple[str, ...]:
    """The fields of an article all of whose values a vote can change."""
    return tuple(name for name in article.__struct_fields__ if name not in _KERNEL_FIELDS)


CLAUSES = MappingProxyType(
    {
        "membership": ("contribution_cents", "open_record"),
        "consent": _names(Consent),
        "labour": _names(Labour),
        "payouts": ("approvals", "cooling_hours", "smallest_cents", "withholding_bp"),
        "royalties": ("part_bp",),
        "decisions": _names(Decisions),
        "meetings": _names(Meetings),
        "organs": _names(Organs),
        "worth": ("cap_rows", "near_squared_max", "recipe"),
    }
)  # fmt: skip
"""The clauses of each article but the one on surplus, as `labour.floor_cents_hour` names them."""

SURPLUS = "surplus"
APPENDED = frozenset({"consent.purposes", "consent.kinds"})
"""Clauses that are lists of names, to which a vote may only append."""

_KERNEL_ROOTS = frozenset({"holders", "kernel", "rights"})


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
    else:
        value = getattr(_article(charter, root), field)
    return ",".join(value) if isinstance(value, tuple) else value


def amended(charter: Charter, changes: tuple[Change, ...], texts: str = "") -> Charter | Refusal:
    """The charter as it would be after these changes, or why it may not be so.

    Args:
        charter: the charter in force.
        changes: clauses with their new values, up to 20.
        texts: digest of the texts that are to stand beside it; empty where they stay.
    Returns:
        The next version, within all bounds; or the first refusal, in the order: kernel clause,
        unknown clause, clause twice, value out of range, list not appended to, no change, first
        breach of a bound.
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
        if change.clause in APPENDED and not _is_appended(charter, change):
            return Refusal(
                "charter.only_appended", article_of(charter, change.clause),
                f"{change.clause} says {value_of_clause(charter, change.clause)}; consents are "
                "bits in this order.",
                "Keep the names that are there in their order, and write each new one once behind.",
            )  # fmt: skip
    is_new = any(value_of_clause(charter, one.clause) != one.value for one in changes)
    if not is_new and texts in ("", charter.texts):
        return Refusal(
            "charter.no_change", article_of(charter, named[0]) if named else KERNEL,
            "The charter says all of this already.",
            "Propose a value other than the present one.",
        )  # fmt: skip
    changed = replaced(charter, changes, texts)
    faults = breaches(changed)
    return faults[0] if faults else changed


def replaced(charter: Charter, changes: tuple[Change, ...], texts: str = "") -> Charter:
    """The next version of a charter with these values in place, unchecked.

    Replay calls this for changes that were checked when they were accepted.

    Args:
        charter: the charter before.
        changes: known clauses with values in range.
        texts: digest of the texts that are to stand beside it; empty where they stay.
    Returns:
        The charter with its version counted up.
    """
    for change in changes:
        root, _, field = change.clause.partition(".")
        changed = _surplus_with(charter, change) if root == SURPLUS else {field: _typed(change)}
        assert changed is not None, f"{change.clause} was checked when it was accepted"
        article = msgspec.structs.replace(_article(charter, root), **changed)
        charter = msgspec.structs.replace(charter, **{root: article})
    version = charter.version + 1
    return msgspec.structs.replace(charter, version=version, texts=texts or charter.texts)


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


def _typed(change: Change) -> int | str | tuple[str, ...]:
    """The value as the article holds it."""
    if change.clause in APPENDED and isinstance(change.value, str):
        return tuple(change.value.split(","))
    return change.value


def _is_appended(charter: Charter, change: Change) -> bool:
    before = str(value_of_clause(charter, change.clause)).split(",")
    after = str(change.value).split(",")
    return after[: len(before)] == before and len(set(after)) == len(after)


def _fits(charter: Charter, change: Change) -> bool:
    root, _, field = change.clause.partition(".")
    if root == SURPLUS:
        return _surplus_with(charter, change) is not None
    article = _article(charter, root)
    values = {**msgspec.structs.asdict(article), field: _typed(change)}
    try:
        msgspec.convert(values, type(article))
    except msgspec.ValidationError:
        return False
    is_of_part = isinstance(change.value, str) and change.value.startswith(("<", ">"))
    return not is_of_part or is_part(str(change.value))
