"""Measures as people write them on a command line: exactly one kind at a time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import msgspec

from auzolan.assembly.acts import (
    ChangeCharter,
    FillOffice,
    GrantLicence,
    Measure,
    RecallOfficer,
    ShareSurplus,
)
from auzolan.charter.articles import Change
from auzolan.house.doors.errors import Misused
from auzolan.house.doors.session import folder_at
from auzolan.house.storage.reader import reader_of
from auzolan.licensing.acts import LicenceTerms
from auzolan.treasury.state import Plan

TERMS_BYTES_MAX = 65_536
TERM_DAYS_MAX = 3_650
_CHANGE = re.compile(r"([a-z]+\.[a-z_]+)=([0-9a-f]{64}|[0-9]{1,16}|[a-z_]+(?:,[a-z_]+)*)\Z")
_DIGEST_DIGITS, _RECIPE = 64, "worth.recipe"
_SEAT = re.compile(r"([a-z0-9][a-z0-9._-]{0,47})=([a-z0-9][a-z0-9._-]{0,47})\Z")
_NO_DIGEST = "0" * 64


def measure_from(
    path: Path, *, changes: Sequence[str], terms: Path | None, plan: str, appoint: str, days: int,
    recall: str,
) -> Measure:  # fmt: skip
    """The one measure that was described.

    Args:
        path: the co-operative's folder, where a plan's digest is looked up.
        changes: clauses with new values, as `surplus.education_bp=1500`.
        terms: a file with the terms of a licence, in JSON.
        plan: a plan for sharing a surplus.
        appoint: an office and the member who is to hold it, as `data=m017`.
        days: how long she holds it, 1 to 3,650.
        recall: an office and the member who is to lose it.
    Raises:
        Misused: none was described, or several, or one that cannot be read.
    """
    if sum(map(bool, (changes, terms, plan, appoint, recall))) != 1:
        raise Misused(
            "A proposal has one measure: --change CLAUSE=VALUE, --terms FILE, --plan ID, "
            "--appoint OFFICE=MEMBER or --recall OFFICE=MEMBER"
        )
    if changes:
        return ChangeCharter(tuple(_change(text) for text in changes))
    if appoint:
        if not 1 <= days <= TERM_DAYS_MAX:
            raise Misused(f"A term lasts 1 to {TERM_DAYS_MAX} days; got {days}")
        return FillOffice(*_seat(appoint), days)
    if recall:
        return RecallOfficer(*_seat(recall))
    return GrantLicence(_terms(terms)) if terms is not None else _share(path, plan)


def _seat(text: str) -> tuple[str, str]:
    found = _SEAT.match(text)
    if found is None:
        raise Misused(f"An office and a member are written as data=m017; got {text!r}")
    return found[1], found[2]


def _change(text: str) -> Change:
    found = _CHANGE.match(text)
    wrong = Misused(f"A change is written as surplus.education_bp=1500; got {text!r}")
    if found is None:
        raise wrong
    clause, value = found[1], found[2]
    is_digest = len(value) == _DIGEST_DIGITS
    if clause == _RECIPE and value != "none" and not is_digest:
        raise wrong
    if clause == _RECIPE and value == "none":
        return Change(clause, "")
    is_number = value.isdigit() and not is_digest
    return Change(clause, int(value) if is_number else value)


def _terms(path: Path) -> LicenceTerms:
    with path.open("rb") as file:
        text = file.read(TERMS_BYTES_MAX)
    try:
        return msgspec.json.decode(text, type=LicenceTerms)
    except ValueError as fault:
        fields = ", ".join(LicenceTerms.__struct_fields__)
        raise Misused(f"{path} does not hold terms ({fields}): {fault}") from fault


def _share(path: Path, plan: str) -> ShareSurplus:
    with reader_of(folder_at(path)) as reader:
        row = reader.get(Plan, plan)
    # A plan that nobody knows goes to the desk all the same: its refusal says what to do.
    return ShareSurplus(plan, row.plan_digest if row is not None else _NO_DIGEST)
