"""Policies: what somebody permits and prohibits, and whether that allows a request.

Fail closed: what nobody permitted is denied, any matching prohibition wins, and a term that no
taxonomy knows denies whatever it stands beside. A decision depends on the statements and on the
request alone, so that it can be derived again later. Whose rows they are, and who asks, is not
known here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

import msgspec

from auzolan.consent.taxonomy import TAXONOMIES, TAXONOMY, Taxonomy


class Effect(StrEnum):
    """What a statement does to the requests that it matches.

    A withdrawal prohibits everything; its operation and end use are not read.
    """

    PERMIT = "permit"
    PROHIBIT = "prohibit"
    WITHDRAW = "withdraw"


class Statement(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """One sentence of a policy.

    Attributes:
        effect: permit, prohibit or withdraw.
        operation: what is done; its descendants are meant too.
        end_use: what for; likewise.
        begins: the first moment at which it holds, milliseconds since 1970, UTC.
        ends: the first moment at which it no longer holds; None for never.
        party: who may ask, None for anybody, nobody where empty.
        territory: where; likewise.
        model_class: for which kinds of models; likewise.
        taxonomy: the version that was shown. A permission covers descendants of that version only,
            a prohibition those of later ones too.
        price_floor_micro: the least price at which a permission holds where something is sold,
            millionths of the currency's unit; no condition of a prohibition.
        credit: a permission holds only for who names the people; no condition of a prohibition.
    """

    effect: Effect
    operation: str
    end_use: str
    begins: int = msgspec.field(name="from")
    ends: int | None = msgspec.field(name="to")
    party: tuple[str, ...] | None
    territory: tuple[str, ...] | None
    model_class: tuple[str, ...] | None
    taxonomy: int = TAXONOMY.version
    price_floor_micro: int = 0
    credit: bool = False


class Stated(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A statement with when it was known, so that an old decision can be derived again.

    Attributes:
        statement: what was said.
        stated_at: the moment from which it was known.
        lifted_at: the first moment at which it was taken back; None for never.
    """

    statement: Statement
    stated_at: int
    lifted_at: int | None = None


class Request(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """What somebody wants to do.

    Attributes:
        operation: what is done, exactly.
        end_use: what for, exactly.
        party: who asks.
        territory: where.
        model_class: for which kind of model.
        at: when, milliseconds since 1970, UTC.
        price_micro: at which price, millionths; None where nothing is sold, and no floor applies.
        credit: whether the people are named.
    """

    operation: str
    end_use: str
    party: str
    territory: str
    model_class: str
    at: int
    price_micro: int | None = None
    credit: bool = True


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a request is allowed, and why not: codes in order of name, empty where it is."""

    allow: bool
    reasons: tuple[str, ...]


ALLOWED = Decision(allow=True, reasons=())
WITHDRAWN = Decision(allow=False, reasons=("withdrawn",))
PROHIBITED = Decision(allow=False, reasons=("prohibited",))
NOT_PERMITTED = Decision(allow=False, reasons=("not_permitted",))
Names = frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Limits:
    """When and for whom a statement holds, and at what price."""

    begins: int
    ends: int | None
    party: Names
    territory: Names
    model_class: Names
    price_floor_micro: int
    credit: bool


@dataclass(frozen=True, slots=True)
class _About:
    """The statements about one operation and end use."""

    permits: tuple[Limits, ...]
    prohibits: tuple[Limits, ...]


_ABOUT_NOTHING = _About((), ())


@dataclass(frozen=True, slots=True)
class Policy:
    """Statements made ready to be asked often; `unknown` are reasons that deny every request."""

    about: MappingProxyType[tuple[str, str], _About]
    withdraws: tuple[Limits, ...]
    unknown: tuple[str, ...]
    taxonomy: Taxonomy = TAXONOMY


def known(stated: Iterable[Stated], as_of: int) -> list[Statement]:
    """The statements that were known at a moment: stated by then, and not lifted yet.

    Args:
        stated: in any order.
        as_of: the moment of which is asked, milliseconds since 1970, UTC.
    """
    return [
        one.statement
        for one in stated
        if one.stated_at <= as_of and (one.lifted_at is None or as_of < one.lifted_at)
    ]


def policy(
    statements: Iterable[Statement],
    *,
    taxonomy: Taxonomy = TAXONOMY,
    shown: Mapping[int, Taxonomy] = TAXONOMIES,
) -> Policy:
    """Make statements ready to be asked.

    Args:
        statements: in any order; the order changes no decision.
        taxonomy: the version in which requests are written.
        shown: all versions there are; a statement of another one denies everything.
    Returns:
        The policy; with an unknown term in any statement it allows nothing.
    """
    permits: _Found = {}
    prohibits: _Found = {}
    withdraws, unknown = [], set[str]()
    for statement in statements:
        found = unknown_terms(statement, shown)
        if found:
            unknown.update(found)
        elif statement.effect == Effect.WITHDRAW:
            withdraws.append(_limits(statement))
        elif statement.effect == Effect.PERMIT:
            _add(permits, statement, shown[statement.taxonomy], _limits(statement))
        else:
            _add(prohibits, statement, taxonomy, _limits(statement))
    about = {
        pair: _About(tuple(permits.get(pair, ())), tuple(prohibits.get(pair, ())))
        for pair in permits.keys() | prohibits.keys()
    }
    return Policy(MappingProxyType(about), tuple(withdraws), tuple(sorted(unknown)), taxonomy)


def unknown_terms(
    statement: Statement, shown: Mapping[int, Taxonomy] = TAXONOMIES
) -> tuple[str, ...]:
    """What of a statement no taxonomy knows; with anything, the statement denies every request.

    Args:
        statement: any; of a withdrawal only the version is read.
        shown: all versions there are.
    Returns:
        Reasons, as `unknown.operation`.
    """
    among = shown.get(statement.taxonomy)
    if among is None:
        return ("unknown.taxonomy",)
    if statement.effect == Effect.WITHDRAW:
        return ()
    found = () if statement.operation in among.operations else ("unknown.operation",)
    return found if statement.end_use in among.end_uses else (*found, "unknown.end_use")


def decide(policy: Policy, request: Request) -> Decision:
    """Whether a policy allows a request.

    Args:
        policy: from `policy`.
        request: with terms of the policy's taxonomy.
    Returns:
        Allowed only where a permission matches and no prohibition does. A denial says all that is
        unknown; else `withdrawn`; else `prohibited`; else what kept the nearest permissions from
        matching; else `not_permitted`.
    Source: charter, article on consent: what is not known is not allowed.
    """
    operations, end_uses = policy.taxonomy.operations, policy.taxonomy.end_uses
    if policy.unknown or request.operation not in operations or request.end_use not in end_uses:
        return _unknown(policy, request)
    about = policy.about.get((request.operation, request.end_use), _ABOUT_NOTHING)
    return judge(policy.withdraws, about.prohibits, about.permits, request)


def judge(
    withdraws: Iterable[Limits],
    prohibits: Iterable[Limits],
    permits: Iterable[Limits],
    request: Request,
) -> Decision:
    """What statements that are all about a request's operation and end use say to it.

    Args:
        withdraws: withdrawals, which are about everything.
        prohibits: prohibitions about it.
        permits: permissions about it.
        request: what is asked.
    Returns:
        As `decide`, for known terms.
    """
    for one in withdraws:
        if _holds(one, request):
            return WITHDRAWN
    for one in prohibits:
        if _holds(one, request):
            return PROHIBITED
    missed = set[str]()
    for one in permits:
        misses = _misses(one, request)
        if not misses:
            return ALLOWED
        missed.update(misses)
    return Decision(allow=False, reasons=tuple(sorted(missed))) if missed else NOT_PERMITTED


_Found = dict[tuple[str, str], list[Limits]]


def _add(found: _Found, statement: Statement, among: Taxonomy, limits: Limits) -> None:
    for operation in among.operations_under.get(statement.operation, ()):
        for end_use in among.end_uses_under.get(statement.end_use, ()):
            found.setdefault((operation, end_use), []).append(limits)


def _limits(statement: Statement) -> Limits:
    return Limits(
        statement.begins, statement.ends,
        None if statement.party is None else frozenset(statement.party),
        None if statement.territory is None else frozenset(statement.territory),
        None if statement.model_class is None else frozenset(statement.model_class),
        statement.price_floor_micro, statement.credit,
    )  # fmt: skip


def _unknown(policy: Policy, request: Request) -> Decision:
    unknown = {*policy.unknown}
    if request.operation not in policy.taxonomy.operations:
        unknown.add("unknown.operation")
    if request.end_use not in policy.taxonomy.end_uses:
        unknown.add("unknown.end_use")
    return Decision(allow=False, reasons=tuple(sorted(unknown)))


def _holds(one: Limits, request: Request) -> bool:
    """Whether a prohibition holds for the request; a price or a name lifts none."""
    return (
        one.begins <= request.at
        and (one.ends is None or request.at < one.ends)
        and (one.party is None or request.party in one.party)
        and (one.territory is None or request.territory in one.territory)
        and (one.model_class is None or request.model_class in one.model_class)
    )


def _misses(one: Limits, request: Request) -> list[str]:
    """Why a permission of this operation and end use does not hold for the request."""
    found = []
    if request.at < one.begins:
        found.append("not_yet")
    if one.ends is not None and request.at >= one.ends:
        found.append("expired")
    if one.party is not None and request.party not in one.party:
        found.append("party")
    if one.territory is not None and request.territory not in one.territory:
        found.append("territory")
    if one.model_class is not None and request.model_class not in one.model_class:
        found.append("model_class")
    if request.price_micro is not None and request.price_micro < one.price_floor_micro:
        found.append("price")
    if one.credit and not request.credit:
        found.append("credit")
    return found
