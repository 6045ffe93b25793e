"""Policies: what somebody permits and prohibits, and whether that allows a request.

Fail closed: what nobody permitted is denied, any matching prohibition wins, and a term that no
taxonomy knows denies whatever it stands beside. A decision depends on the statements and on the
request alone, so that it can be derived again later. Whose rows they are, and who asks, is not
known here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from auzolan.consent.taxonomy import TAXONOMIES, TAXONOMY, Taxonomy, covers


class Effect(StrEnum):
    """What a statement does to the requests that it matches."""

    PERMIT = "permit"
    PROHIBIT = "prohibit"


class Statement(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """One sentence of a policy.

    Attributes:
        effect: permit or prohibit.
        operation: what is done; its descendants are meant too.
        end_use: what for; likewise.
        begins: the first moment at which it holds, milliseconds since 1970, UTC.
        ends: the first moment at which it no longer holds; None for never.
        party: who may ask, None for anybody, nobody where empty.
        territory: where; likewise.
        model_class: for which kinds of models; likewise.
        taxonomy: the version that was shown. A permission covers descendants of that version only,
            a prohibition those of later ones too.
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


class Request(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """What somebody wants to do: which operation, what for, who, where, what model, when."""

    operation: str
    end_use: str
    party: str
    territory: str
    model_class: str
    at: int


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a request is allowed, and why not: codes in order of name, empty where it is."""

    allow: bool
    reasons: tuple[str, ...]


ALLOWED = Decision(allow=True, reasons=())
_CONSTRAINTS = ("party", "territory", "model_class")
_Names = frozenset[str] | None


@dataclass(frozen=True, slots=True)
class _Compiled:
    operations: frozenset[str]
    end_uses: frozenset[str]
    begins: int
    ends: int | None
    party: _Names
    territory: _Names
    model_class: _Names


@dataclass(frozen=True, slots=True)
class Policy:
    """Statements made ready to be asked often; `unknown` are reasons that deny every request."""

    permits: tuple[_Compiled, ...]
    prohibits: tuple[_Compiled, ...]
    unknown: tuple[str, ...]
    taxonomy: Taxonomy = TAXONOMY


def policy(statements: Iterable[Statement], *, taxonomy: Taxonomy = TAXONOMY) -> Policy:
    """Make statements ready to be asked.

    Args:
        statements: in any order; the order changes no decision.
        taxonomy: the version in which requests are written.
    Returns:
        The policy; with an unknown term in any statement it allows nothing.
    """
    permits, prohibits, unknown = [], [], set[str]()
    for statement in statements:
        shown = TAXONOMIES.get(statement.taxonomy)
        if shown is None:
            unknown.add("unknown.taxonomy")
            continue
        if statement.operation not in shown.operations:
            unknown.add("unknown.operation")
        if statement.end_use not in shown.end_uses:
            unknown.add("unknown.end_use")
        if statement.effect == Effect.PERMIT:
            permits.append(_compiled(statement, shown))
        else:
            prohibits.append(_compiled(statement, taxonomy))
    return Policy(tuple(permits), tuple(prohibits), tuple(sorted(unknown)), taxonomy)


def decide(policy: Policy, request: Request) -> Decision:
    """Whether a policy allows a request.

    Args:
        policy: from `policy`.
        request: with terms of the policy's taxonomy.
    Returns:
        Allowed only where a permission matches and no prohibition does. A denial says all that is
        unknown; else `prohibited`; else what kept the nearest permissions from matching; else
        `not_permitted`.
    Source: charter, article on consent: what is not known is not allowed.
    """
    unknown = {*policy.unknown}
    if request.operation not in policy.taxonomy.operations:
        unknown.add("unknown.operation")
    if request.end_use not in policy.taxonomy.end_uses:
        unknown.add("unknown.end_use")
    if unknown:
        return Decision(allow=False, reasons=tuple(sorted(unknown)))
    for one in policy.prohibits:
        if _is_about(one, request) and not _misses(one, request):
            return Decision(allow=False, reasons=("prohibited",))
    missed = set[str]()
    for one in policy.permits:
        if not _is_about(one, request):
            continue
        misses = _misses(one, request)
        if not misses:
            return ALLOWED
        missed.update(misses)
    return Decision(allow=False, reasons=tuple(sorted(missed)) or ("not_permitted",))


def _compiled(statement: Statement, among: Taxonomy) -> _Compiled:
    names = (getattr(statement, name) for name in _CONSTRAINTS)
    limits = (None if name is None else frozenset(name) for name in names)
    return _Compiled(
        _below(statement.operation, among.operations), _below(statement.end_use, among.end_uses),
        statement.begins, statement.ends, *limits,
    )  # fmt: skip


def _below(named: str, terms: frozenset[str]) -> frozenset[str]:
    return frozenset(term for term in terms if covers(named, term))


def _is_about(one: _Compiled, request: Request) -> bool:
    return request.operation in one.operations and request.end_use in one.end_uses


def _misses(one: _Compiled, request: Request) -> list[str]:
    """Why a statement about this operation and end use does not hold for the request."""
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
    return found
