"""Measures as people write them on a command line: exactly one kind at a time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from auzolan.assembly.acts import (
    ChangeCharter,
    Dissolve,
    FillOffice,
    GrantLicence,
    Measure,
    RecallOfficer,
    SettleExit,
    ShareSurplus,
)
from auzolan.charter.articles import Change
from auzolan.charter.distribution import Reason
from auzolan.foundation.money import BASIS_POINTS
from auzolan.house.doors.errors import Misused
from auzolan.house.doors.session import folder_at
from auzolan.house.storage.reader import reader_of
from auzolan.licensing.acts import LicenceTerms
from auzolan.treasury.capital.exit_acts import ExitTerms
from auzolan.treasury.state import Plan, WindingUp

TERMS_BYTES_MAX = 65_536
TERM_DAYS_MAX = 3_650
_CHANGE = re.compile(r"([a-z]+\.[a-z_]+)=([0-9a-f]{64}|[0-9]{1,16}|[a-z_]+(?:,[a-z_]+)*)\Z")
_DIGEST_DIGITS, _RECIPE = 64, "worth.recipe"
_SEAT = re.compile(r"([a-z0-9][a-z0-9._-]{0,47})=([a-z0-9][a-z0-9._-]{0,47})\Z")
_EXIT = re.compile(
    rf"([a-z0-9][a-z0-9._-]{{0,47}})=({'|'.join(Reason)})(?::([a-z0-9][a-z0-9._-]{{0,47}}))?\Z"
)
_NO_DIGEST = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A measure as it was typed; one of these is given.

    Attributes:
        changes: clauses with new values, as `surplus.education_bp=1500`.
        terms: a file with the terms of a licence, in JSON.
        plan: a plan for sharing a surplus.
        appoint: an office and the member who is to hold it, as `data=m017`.
        days: how long she holds it, 1 to 3,650.
        recall: an office and the member who is to lose it.
        settle_exit: whose capital leaves, why, and the basis points deducted or who takes it over,
            as `m017=unjustified:1000` and `m017=transfer:m002`.
        wind_up: a plan for the end of the co-operative.
    """

    changes: Sequence[str] = ()
    terms: Path | None = None
    plan: str = ""
    appoint: str = ""
    days: int = 365
    recall: str = ""
    settle_exit: str = ""
    wind_up: str = ""

    def kinds(self) -> int:
        """How many kinds of measure were described."""
        given = (self.changes, self.terms, self.plan, self.appoint, self.recall, self.settle_exit)
        return sum(map(bool, (*given, self.wind_up)))


def measure_from(path: Path, told: Described) -> Measure:
    """The one measure that was described.

    Args:
        path: the co-operative's folder, where a plan's digest is looked up.
        told: what was typed.
    Raises:
        Misused: none was described, or several, or one that cannot be read.
    """
    if told.kinds() != 1:
        raise Misused(
            "A proposal has one measure: --change CLAUSE=VALUE, --terms FILE, --plan ID, "
            "--appoint OFFICE=MEMBER, --recall OFFICE=MEMBER, --settle-exit MEMBER=REASON or "
            "--wind-up ID"
        )
    if told.changes:
        return ChangeCharter(tuple(_change(text) for text in told.changes))
    if told.appoint:
        if not 1 <= told.days <= TERM_DAYS_MAX:
            raise Misused(f"A term lasts 1 to {TERM_DAYS_MAX} days; got {told.days}")
        return FillOffice(*_seat(told.appoint), told.days)
    if told.recall:
        return RecallOfficer(*_seat(told.recall))
    if told.settle_exit:
        return SettleExit(_exit(told.settle_exit))
    if told.wind_up:
        return _end(path, told.wind_up)
    return GrantLicence(_terms(told.terms)) if told.terms is not None else _share(path, told.plan)


def _seat(text: str) -> tuple[str, str]:
    found = _SEAT.match(text)
    if found is None:
        raise Misused(f"An office and a member are written as data=m017; got {text!r}")
    return found[1], found[2]


def _exit(text: str) -> ExitTerms:
    found = _EXIT.match(text)
    if found is None:
        raise Misused(
            "An exit is written as m017=justified, m017=unjustified:1000 (basis points deducted) or "
            f"m017=transfer:m002; the reasons are {', '.join(Reason)}; got {text!r}"
        )
    member, reason, more = found[1], Reason(found[2]), found[3] or ""
    if reason == Reason.TRANSFER:
        return ExitTerms(member, reason, transfer_to=more)
    if not (more or "0").isdigit() or int(more or "0") > BASIS_POINTS:
        raise Misused(f"A deduction is 0 to {BASIS_POINTS} basis points; got {more!r}")
    return ExitTerms(member, reason, int(more or "0"))


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


def _end(path: Path, winding_up: str) -> Dissolve:
    with reader_of(folder_at(path)) as reader:
        row = reader.get(WindingUp, winding_up)
    return Dissolve(winding_up, row.plan_digest if row is not None else _NO_DIGEST)


def _share(path: Path, plan: str) -> ShareSurplus:
    with reader_of(folder_at(path)) as reader:
        row = reader.get(Plan, plan)
    # A plan that nobody knows goes to the desk all the same: its refusal says what to do.
    return ShareSurplus(plan, row.plan_digest if row is not None else _NO_DIGEST)
