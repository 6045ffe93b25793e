"""Cases: a policy and a request on one line of JSON, decided without a co-operative.

For who wants to know what a policy means, and for comparing with other programs. A line that is no
case is denied and said to be malformed; a field that holds something else than it should denies as
`unknown.<field>`.
"""

from __future__ import annotations

import json
from typing import TypeAlias

import msgspec

from auzolan.consent.policies import Decision, Effect, Request, Statement, decide, policy
from auzolan.foundation.canonical import INTEGER_MAX

MALFORMED = Decision(allow=False, reasons=("malformed",))
LINE_BYTES_MAX = 1 << 20

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

# A withdrawal, a price and a name are no part of a case: both are written in the books only.
_EFFECTS = (Effect.PERMIT.value, Effect.PROHIBIT.value)
_LISTS = ("party", "territory", "model_class")
_GRANT = frozenset({"effect", "operation", "end_use", "from", "to", *_LISTS})
_REQUEST = frozenset({"operation", "end_use", "at", *_LISTS})


def decide_case(line: bytes) -> Decision:
    """Decide one case.

    Args:
        line: an object with `grants`, a list of statements, and `request`; at most a megabyte.
    Returns:
        The decision; `MALFORMED` for what is no case, and then nothing was decided.
    Source: charter, article on consent: what is not known is not allowed.
    """
    found = _read(line)
    if found is None:
        return MALFORMED
    grants, asked = found
    faults = [*_faults(asked, _REQUEST), *_request_faults(asked)]
    statements = []
    for grant in grants:
        wrong = [*_faults(grant, _GRANT), *_grant_faults(grant)]
        faults += wrong
        if not wrong:
            statements.append(_statement(grant))
    if faults:
        return Decision(allow=False, reasons=tuple(sorted({f"unknown.{name}" for name in faults})))
    return decide(policy(statements), msgspec.convert(asked, Request))


def _read(line: bytes) -> tuple[list[dict[str, Json]], dict[str, Json]] | None:
    if len(line) > LINE_BYTES_MAX:
        return None
    try:
        # Two values under one name would let two programs read two policies.
        case: Json = json.loads(line, object_pairs_hook=_once, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    if not isinstance(case, dict) or set(case) != {"grants", "request"}:
        return None
    grants, asked = case["grants"], case["request"]
    if not isinstance(grants, list) or not isinstance(asked, dict):
        return None
    named = [grant for grant in grants if isinstance(grant, dict)]
    return (named, asked) if len(named) == len(grants) else None


def _once(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def _refuse(constant: str) -> Json:
    raise ValueError(f"{constant} is no number of JSON")


def _faults(of: dict[str, Json], names: frozenset[str]) -> list[str]:
    """Fields that are missing; one that nobody knows is a constraint that nobody can honour."""
    return [*(names - set(of)), *("field" for _ in set(of) - names)]


def _grant_faults(grant: dict[str, Json]) -> list[str]:
    wrong = [] if grant.get("effect") in _EFFECTS else ["effect"]
    wrong += [name for name in ("operation", "end_use") if not isinstance(grant.get(name), str)]
    wrong += [] if _is_moment(grant.get("from")) else ["from"]
    wrong += [] if grant.get("to") is None or _is_moment(grant.get("to")) else ["to"]
    return wrong + [name for name in _LISTS if not _is_names(grant.get(name))]


def _request_faults(asked: dict[str, Json]) -> list[str]:
    texts = ("operation", "end_use", *_LISTS)
    wrong = [name for name in texts if not isinstance(asked.get(name), str)]
    return wrong if _is_moment(asked.get("at")) else [*wrong, "at"]


def _statement(grant: dict[str, Json]) -> Statement:
    return msgspec.convert(grant, Statement)


def _is_moment(value: Json) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= INTEGER_MAX


def _is_names(value: Json) -> bool:
    return value is None or (
        isinstance(value, list) and all(isinstance(name, str) for name in value)
    )
