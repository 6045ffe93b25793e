"""Tiers: how hard a change of the charter is, what it needs to pass, and the ratchet.

The ratchet: whoever changes what a vote must reach needs to reach the harder of what holds and what
is proposed, so that no ladder of easy steps leads below a hard one. Nothing is counted here.
"""

from __future__ import annotations

from auzolan.charter.article import Tier
from auzolan.charter.articles import Change, Charter
from auzolan.charter.authorize import KERNEL
from auzolan.charter.thresholds import harder
from auzolan.foundation.refusals import Refusal

MAJORITIES = frozenset(
    {
        "decisions.policy_majority", "decisions.bylaw_majority", "decisions.entrenched_majority",
        "decisions.structural_majority", "organs.recall_majority",
    }
)  # fmt: skip
"""Clauses that say how many of the valid votes must say yes."""

TURNOUTS = frozenset(
    {
        "decisions.entrenched_turnout", "decisions.structural_attendance",
        "decisions.first_call_quorum", "decisions.second_call_quorum",
    }
)  # fmt: skip
"""Clauses that say how much of the roll must take part."""


RELIEF = "decisions.structural_attendance"
ENOUGH_VOTES = "decisions.second_call_votes"
"""Clauses that decide whether a majority or a quorum must be reached at all."""


def tier_of_changes(
    charter: Charter, changes: tuple[Change, ...], articles: tuple[str, ...] = ()
) -> Tier | Refusal:
    """The one tier of a measure that changes the charter.

    Args:
        charter: the charter in force.
        changes: known clauses.
        articles: articles whose text changes.
    Returns:
        The tier of everything that is changed, entrenched or easier; or a refusal: something of the
        kernel, or articles of several tiers.
    Source: charter, its tiers: one tier a measure.
    """
    roots = sorted({*articles, *(change.clause.partition(".")[0] for change in changes)})
    tiers = {root: Tier(getattr(charter, root).tier) for root in roots}
    for root, tier in tiers.items():
        if tier == Tier.KERNEL:
            return Refusal(
                "charter.kernel", KERNEL,
                f"The article on {root} belongs to the kernel, which no resolution can change.",
                "Propose a change outside the kernel.",
            )  # fmt: skip
    if len({*tiers.values()}) > 1:
        named = ", ".join(f"{root} (tier {int(tier)})" for root, tier in tiers.items())
        return Refusal(
            "charter.tiers_mixed", f"Art. {charter.decisions.number}",
            f"One measure would change articles of several tiers: {named}.",
            "Propose one measure for each tier.",
        )  # fmt: skip
    return next(iter(tiers.values()), Tier.POLICY)


def majority_of_tier(charter: Charter, tier: int) -> str:
    """The threshold of yes and no that a measure of this tier must reach."""
    decisions = charter.decisions
    by_tier = {
        Tier.ENTRENCHED: decisions.entrenched_majority, Tier.BYLAW: decisions.bylaw_majority
    }  # fmt: skip
    return by_tier.get(Tier(tier), decisions.policy_majority)


def turnout_of_tier(charter: Charter, tier: int) -> str:
    """The threshold of the roll that must take part beside the quorum; empty for none."""
    return charter.decisions.entrenched_turnout if tier == Tier.ENTRENCHED else ""


def cooling_days_of_tier(charter: Charter, tier: int) -> int:
    """The days from a certified result to its execution."""
    decisions = charter.decisions
    by_tier = {
        Tier.ENTRENCHED: decisions.entrenched_cooling_days,
        Tier.BYLAW: decisions.bylaw_cooling_days,
    }
    return by_tier.get(Tier(tier), decisions.policy_cooling_days)


def majority_for(charter: Charter, changes: tuple[Change, ...], tier: int) -> str:
    """The majority that these changes need: that of their tier, or a harder one by the ratchet.

    Args:
        charter: the charter in force.
        changes: known clauses with sound values.
        tier: that of the changes, see `tier_of_changes`.
    Returns:
        A threshold of yes and no: the hardest of the tier's own and, for each majority that is
        changed, its old and its new value. Whoever changes the attendance that relieves a measure
        of the structural majority needs that majority.
    Source: charter, article on decisions; house: the ratchet.
    """
    own = majority_of_tier(charter, tier)
    if any(change.clause == RELIEF for change in changes):
        # Without the relief nothing less ever carries such a measure.
        own = harder(own, charter.decisions.structural_majority)
    return _ratcheted(charter, changes, MAJORITIES, own)


def turnout_for(charter: Charter, changes: tuple[Change, ...], tier: int) -> str:
    """The turnout that these changes need beside the quorum; empty for none.

    Args:
        charter: the charter in force.
        changes: known clauses with sound values.
        tier: that of the changes, see `tier_of_changes`.
    Returns:
        A threshold of the roll, the hardest of the tier's own and those that are changed. Whoever
        changes how many votes are enough after the second call needs the quorum of it.
    Source: charter, article on decisions; house: the ratchet.
    """
    own = turnout_of_tier(charter, tier)
    if any(change.clause == ENOUGH_VOTES for change in changes):
        # A number of votes is no part of a roll; the part that it stands beside is.
        quorum = charter.decisions.second_call_quorum
        own = harder(own, quorum) if own else quorum
    return _ratcheted(charter, changes, TURNOUTS, own)


def _ratcheted(
    charter: Charter, changes: tuple[Change, ...], clauses: frozenset[str], own: str
) -> str:
    needed = own
    for change in changes:
        if change.clause in clauses:
            root, _, field = change.clause.partition(".")
            for value in (str(getattr(getattr(charter, root), field)), str(change.value)):
                needed = harder(needed, value) if needed and value else needed or value
    return needed
