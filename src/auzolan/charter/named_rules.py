"""The charter's named rules: six ways of sharing the members' part, each a set of pools with a source.

A rule is no power of its own. It names values of the clauses `pool_..._bp`, and members choose it by
the ordinary vote on those clauses of the article on surplus. How much reaches the members at all, what
of it is cash, caps and losses are other clauses, which no rule here touches.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import msgspec

from auzolan.charter.distribution import Basis, Bp, Distribution, Pool, pool_weights
from auzolan.charter.distribution_clauses import ARTICLE, Value, clauses_of, with_clauses
from auzolan.foundation.refusals import Refusal


class SharingRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One named rule.

    Attributes:
        name: by which it is asked for.
        pools: the parts of the members' part; together 10,000 basis points.
        says: the rule in a sentence.
        source: who shares like this, or why.
    """

    name: str
    pools: tuple[Pool, ...]
    says: str
    source: str

    def weights(self) -> dict[Basis, Bp]:
        """The weight of every basis, 0 where the rule has no such pool."""
        named = {pool.basis: pool.weight_bp for pool in self.pools}
        return {basis: named.get(basis, 0) for basis in Basis}


def _all_by(basis: Basis) -> tuple[Pool, ...]:
    return (Pool(basis=basis, weight_bp=10_000),)


_RULES = (
    SharingRule(
        "hours-only", _all_by(Basis.HOURS),
        "Every accepted hour counts alike, whoever worked it.",
        "ICA Statement on the Co-operative Identity 1995, third principle: in proportion to "
        "members' transactions, here their hours.",
    ),
    # A pay index bounded by a ratio is what Mondragon's advances are set by, so hours times index
    # are her labour income up to one factor. Money booked as pay is not: a client's piece price and
    # the lift to the floor would enter, and no ratio bounds them.
    SharingRule(
        "mondragon", _all_by(Basis.LABOUR),
        "Accepted hours count by the pay index of who worked them.",
        "Mondragon group: returns in proportion to advances, which are hours times a pay index "
        "within a ratio (Laboral Kutxa on how its members share profits; Whyte and Whyte 1991, "
        "Making Mondragon).",
    ),
    SharingRule(
        "stocksy", _all_by(Basis.USAGE),
        "Each counts by the royalties that she earned in the period.",
        "Stocksy United, Rules of the Co-op, 8.6: the class of artists shares by the part of all "
        "royalties that each earned in the year. Its parts for founders and staff have no class here.",
    ),
    SharingRule(
        "value-only", _all_by(Basis.VALUE),
        "Each counts by the worth of her data, at the lower end of its likely range.",
        "Jia et al. 2019, arXiv 1908.08619, Theorem 1, for the worth; 95 % interval over the test "
        "questions for its lower end.",
    ),
    SharingRule(
        "equal", _all_by(Basis.EQUAL),
        "Every member in good standing gets the same.",
        "One member, one share; not in every law: the ICA principles ask for proportion.",
    ),
    SharingRule(
        "blended",
        (
            Pool(basis=Basis.LABOUR, weight_bp=4_000),
            Pool(basis=Basis.VALUE, weight_bp=4_500),
            Pool(basis=Basis.EQUAL, weight_bp=1_500),
        ),
        "Forty parts by work, forty-five by the worth of data at its lower end, fifteen alike.",
        "A mixture of the rules above: mondragon, value-only, equal.",
    ),
)  # fmt: skip

SHARING_RULES: Mapping[str, SharingRule] = MappingProxyType({rule.name: rule for rule in _RULES})
"""The named rules, in the order in which they are shown."""


def rule_named(name: str) -> SharingRule | Refusal:
    """The rule of this name, or that there is none."""
    rule = SHARING_RULES.get(name)
    if rule is None:
        return Refusal(
            "charter.sharing_rule_unknown", ARTICLE, f"There is no rule of sharing named {name}.",
            f"Choose one of: {', '.join(SHARING_RULES)}.",
        )  # fmt: skip
    return rule


def clauses_of_rule(rule: SharingRule) -> dict[str, Value]:
    """Every clause on pools with the rule's value, by its short name, as `pool_labour_bp`."""
    return {f"pool_{basis}_bp": weight for basis, weight in rule.weights().items()}


def changes_to(article: Distribution, rule: SharingRule) -> dict[str, Value]:
    """The clauses of an article that would have to change, so that it follows a rule.

    Args:
        article: the article on surplus as it is.
        rule: the rule that is wanted.
    Returns:
        Clauses by their short names with the rule's values; empty where the article follows the
        rule already.
    Source: charter, article on surplus.
    """
    now = clauses_of(article)
    return {
        clause: wanted for clause, wanted in clauses_of_rule(rule).items() if now[clause] != wanted
    }


def under_rule(article: Distribution, rule: SharingRule) -> Distribution:
    """The article with a rule's pools in place of its own; nothing else changes."""
    found = with_clauses(article, changes_to(article, rule))
    assert not isinstance(found, Refusal), "the pools of a named rule fit any article"
    return found


def rule_of(article: Distribution) -> str:
    """The name of the rule that an article follows, or "" where its pools are none of them."""
    followed = (name for name, rule in SHARING_RULES.items() if not changes_to(article, rule))
    return next(followed, "")


def rule_refused(article: Distribution, rule: SharingRule) -> Refusal | None:
    """Why nothing can be entered by a rule, or None where the charter follows it."""
    if not changes_to(article, rule):
        return None
    weights = pool_weights(article.patronage)
    now = ", ".join(f"{of} by {basis}" for basis, of in weights.items() if of)
    return Refusal(
        "charter.rule_not_in_force", ARTICLE,
        f"The charter shares the members' part in basis points of {now}; {rule.name} is another "
        "rule.",
        f"Look at it with --dry-run, and put it to the vote: auzolan charter rule {rule.name}",
    )  # fmt: skip
