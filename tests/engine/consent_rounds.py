"""Made-up policies and requests, and what the words of the rules say about them.

`told` is the independent reading: it shares no code with the engines, follows the sentences of the
rules one by one, and is slow. A round is one request, asked of many policies.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from auzolan.consent.policies import Effect, Request, Stated, Statement
from auzolan.consent.taxonomy import END_USES, OPERATIONS, first_terms

SHOWN = {1: first_terms(1, 7, 5), 2: first_terms(2, 9, 8), 3: first_terms(3, 18, 12)}
"""Three versions: `train.finetune` came with the second, `share` and its children with the third."""

_TERMS = {
    version: (OPERATIONS[:n_operations], END_USES[:n_end_uses])
    for version, n_operations, n_end_uses in ((1, 7, 5), (2, 9, 8), (3, 18, 12))
}
_ASKED = ("train.finetune", "train.pretrain", "train.pretrain", "train", "share.open", "index")
_NAMED = ("train",) * 16 + ("train.finetune", "train.pretrain", "share", "share.open", "index")
_PURPOSES = ("research",) * 17 + ("commercial", "hiring", "adult")
_LISTS = (None,) * 14 + ((), ("a",), ("a",), ("b",), ("a", "b"), ("b", "a", "b"))
_NOW = 5


@dataclass(frozen=True)
class Round:
    """One request, and the policies that it is asked of.

    Attributes:
        policies: of each unit, its statements.
        request: what is asked.
        as_of: the moment whose statements count.
        written_in: the version of the request's terms.
    """

    policies: tuple[tuple[Stated, ...], ...]
    request: Request
    as_of: int
    written_in: int


def drawn(draw: Random, n_policies: int) -> Round:
    """A round; moments lie close together, so that they often meet."""
    request = Request(
        draw.choice([*_ASKED * 12, "trian", "", "train."]),
        draw.choice([*_PURPOSES * 3, "fun", "research.more"]),
        *(draw.choice("aabc") for _ in range(3)),
        draw.choice((*range(_NOW - 3, _NOW + 4), _NOW, _NOW, _NOW)),
        draw.choice((None, None, 0, 1, 2)), draw.random() < 0.8,
    )  # fmt: skip
    policies = tuple(_policy(draw) for _ in range(n_policies))
    return Round(
        policies, request, draw.randint(_NOW - 2, _NOW + 2), draw.choice((3,) * 8 + (2, 1))
    )


def _policy(draw: Random) -> tuple[Stated, ...]:
    return tuple(_stated(draw) for _ in range(draw.choice((0, 1, 1, 2, 2, 2, 3, 3, 4))))


def _stated(draw: Random) -> Stated:
    effect = draw.choice([Effect.PERMIT] * 16 + [Effect.PROHIBIT] * 2 + [Effect.WITHDRAW])
    rare = draw.random() < 0.01
    operation = draw.choice(
        ("trian", "", "train.finetune.more") if rare else _NAMED + OPERATIONS[::6]
    )
    end_use = draw.choice(("fun", "Research") if draw.random() < 0.01 else _PURPOSES)
    begins = draw.choice((*range(_NOW - 5, _NOW + 2), 0, 0))
    ends = draw.choice((None, None, None, draw.randint(_NOW - 4, _NOW + 5)))
    statement = Statement(
        effect, operation, end_use, begins, ends, *(draw.choice(_LISTS) for _ in range(3)),
        taxonomy=draw.choice((0, 9)) if draw.random() < 0.01 else draw.choice((1, 2, 3, 3, 3, 3, 3)),
        price_floor_micro=draw.choice((0, 0, 0, 1, 2)), credit=draw.random() < 0.2,
    )  # fmt: skip
    lifted = draw.choice((None, None, None, None, draw.randint(_NOW - 2, _NOW + 3)))
    return Stated(statement, draw.choice((0, 0, 0, *range(_NOW - 2, _NOW + 2))), lifted)


def told(said: Sequence[Stated], asked: Round) -> tuple[str, ...]:
    """Why a policy denies a request, by the words of the rules; nothing where it allows it."""
    request = asked.request
    held = [
        one.statement
        for one in said
        if not asked.as_of < one.stated_at
        and not (one.lifted_at is not None and asked.as_of >= one.lifted_at)
    ]
    # An unknown term denies, in the request or in anything that was said.
    unknown = {reason for one in held for reason in _unknown(one)}
    operations, end_uses = _TERMS[asked.written_in]
    unknown |= {"unknown.operation"} if request.operation not in operations else set()
    unknown |= {"unknown.end_use"} if request.end_use not in end_uses else set()
    if unknown:
        return tuple(sorted(unknown))
    # Any matching prohibition wins, and covers descendants of all versions.
    if any(one.effect == "withdraw" and not _elsewhere(one, request) for one in held):
        return ("withdrawn",)
    if any(
        one.effect == "prohibit"
        and _below(request.operation, one.operation)
        and _below(request.end_use, one.end_use)
        and not _elsewhere(one, request)
        for one in held
    ):
        return ("prohibited",)
    # A permission covers the descendants that the member was shown.
    about = [
        one
        for one in held
        if one.effect == "permit"
        and _below(request.operation, one.operation)
        and _below(request.end_use, one.end_use)
        and request.operation in _TERMS[one.taxonomy][0]
        and request.end_use in _TERMS[one.taxonomy][1]
    ]
    missed = [_elsewhere(one, request) | _unmet(one, request) for one in about]
    if not all(missed):
        return ()
    return tuple(sorted(set().union(*missed))) or ("not_permitted",)


def _unknown(one: Statement) -> set[str]:
    if one.taxonomy not in _TERMS:
        return {"unknown.taxonomy"}
    if one.effect == "withdraw":
        return set()
    operations, end_uses = _TERMS[one.taxonomy]
    found = {"unknown.operation"} if one.operation not in operations else set()
    return found | ({"unknown.end_use"} if one.end_use not in end_uses else set())


def _below(term: str, named: str) -> bool:
    parts = named.split(".")
    return term.split(".")[: len(parts)] == parts


def _elsewhere(one: Statement, request: Request) -> set[str]:
    """Time and names: from the first moment, up to the last, nobody where a list is empty."""
    found = set()
    if not one.begins <= request.at:
        found.add("not_yet")
    if not (one.ends is None or request.at < one.ends):
        found.add("expired")
    for name in ("party", "territory", "model_class"):
        limit = getattr(one, name)
        if limit is not None and not any(getattr(request, name) == other for other in limit):
            found.add(name)
    return found


def _unmet(one: Statement, request: Request) -> set[str]:
    found = set()
    if request.price_micro is not None and not request.price_micro >= one.price_floor_micro:
        found.add("price")
    if one.credit and not request.credit:
        found.add("credit")
    return found
