"""Measures about uses as people write them on a command line: a strike, its end, a group's word."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from auzolan.assembly.resolutions import EndStrikeVote, GroupDecides, Measure, StrikeUses
from auzolan.consent.acts import Scope, Terms
from auzolan.consent.group_acts import GroupDecision, GroupLift, GroupPermit, GroupProhibit
from auzolan.consent.strike_acts import StrikeTerms
from auzolan.consent.taxonomy import TAXONOMY
from auzolan.foundation.moments import moment_from_iso
from auzolan.house.doors.errors import Misused

DECISION_BYTES_MAX = 65_536
_TERM = r"[a-z][a-z.-]{0,47}"
_NAME = r"[A-Za-z0-9][A-Za-z0-9._-]{0,47}"
_SHORT = r"[a-z0-9][a-z0-9_-]{0,35}"
_STRIKE = re.compile(
    rf"({_SHORT})=({_TERM}):({_TERM})(?::({_NAME}(?:,{_NAME}){{0,19}}))?(?:@(.+))?\Z"
)
_SAYS = re.compile(rf"({_SHORT})=(permit|prohibit):({_TERM}):({_TERM})\Z")
_LIFTS = re.compile(rf"({_SHORT})=lift:([a-z0-9][a-z0-9._-]{{0,47}})\Z")


def is_about_uses(*, strike: str, end_strike: str, group_says: str, group_terms: object) -> bool:
    """Whether any of these describes a measure."""
    return bool(strike or end_strike or group_says or group_terms)


def uses_from(
    *, strike: str, end_strike: str, group_says: str, group_terms: Path | None
) -> Measure:
    """The one measure about uses that was described.

    Raises:
        Misused: it cannot be read.
    """
    if strike:
        return strike_from(strike)
    if end_strike:
        return EndStrikeVote(end_strike)
    if group_terms is not None:
        return _decision_in(group_terms)
    return said_by_group(group_says)


def strike_from(text: str) -> StrikeUses:
    """A strike, as `late-pay=train:commercial`, with `:milk-ltd,dairy` for whom and `@2026-06-01`.

    Raises:
        Misused: it cannot be read.
    """
    found = _STRIKE.match(text)
    until = _day(found[5]) if found is not None else None
    if found is None or until is None:
        raise Misused(
            "A strike is written as late-pay=train:commercial (its name, the operation, the end "
            "use), then :milk-ltd,dairy where it is towards these alone, then @2026-06-01 where it "
            f"ends on a day; got {text!r}"
        )
    party = tuple(found[4].split(",")) if found[4] else None
    return StrikeUses(StrikeTerms(found[1], found[2], found[3], party, until))


def said_by_group(text: str) -> GroupDecides:
    """A group's word, as `choir=permit:train:research`, `choir=prohibit:...` or `choir=lift:group-41`.

    Raises:
        Misused: it cannot be read.
    """
    lifts, says = _LIFTS.match(text), _SAYS.match(text)
    if lifts is not None:
        return GroupDecides(GroupLift(lifts[1], lifts[2]))
    if says is None:
        raise Misused(
            "What a group says is written as choir=permit:train:research, "
            "choir=prohibit:train:commercial or choir=lift:group-41; with conditions it stands in a "
            f"file, see --group-terms; got {text!r}"
        )
    terms = Terms(says[3], says[4], 0, 0, None, None, None, TAXONOMY.version)
    if says[2] == "permit":
        return GroupDecides(GroupPermit(says[1], Scope(), terms, None, credit=False))
    return GroupDecides(GroupProhibit(says[1], Scope(), terms))


def _decision_in(path: Path) -> GroupDecides:
    with path.open("rb") as file:
        text = file.read(DECISION_BYTES_MAX)
    try:
        return GroupDecides(msgspec.json.decode(text, type=GroupDecision))
    except ValueError as fault:
        fields = ", ".join(("type", *GroupPermit.__struct_fields__))
        raise Misused(f"{path} does not hold what a group says ({fields}): {fault}") from fault


def _day(text: str | None) -> int | None:
    if text is None:
        return 0
    try:
        return moment_from_iso(text)
    except ValueError:
        return None
