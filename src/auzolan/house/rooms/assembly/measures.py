"""Measures as people write them on a command line: exactly one kind at a time."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from auzolan.assembly.resolutions import (
    ChangeCharter,
    Choose,
    Elect,
    FillOffice,
    GrantLicence,
    Measure,
    RatifyPause,
    RecallOfficer,
    Restructure,
    ShareSurplus,
)
from auzolan.charter.articles import Change, Charter, charter_from_text
from auzolan.charter.organs import ORGANS
from auzolan.charter.state import IN_FORCE, CharterInForce
from auzolan.charter.texts import ARTICLES, texts_annex
from auzolan.foundation.moments import moment_from_iso
from auzolan.house.desk import Desk
from auzolan.house.doors.errors import Misused
from auzolan.house.doors.session import folder_at
from auzolan.house.rooms.assembly.capital_measures import end_from, exit_from
from auzolan.house.rooms.assembly.consent_measures import is_about_uses, uses_from
from auzolan.house.storage.reader import reader_of
from auzolan.licensing.acts import LicenceTerms
from auzolan.treasury.state import Plan

TERMS_BYTES_MAX = 65_536
TEXTS_BYTES_MAX = 1_000_000
TERM_DAYS_MAX = 3_650
APPOINTED_DAYS = 365
SEATS_MAX = 999
_CHANGE = re.compile(
    r"([a-z]+\.[a-z_]+)=([0-9a-f]{64}|[0-9]{1,16}|[<>]=?[0-9]{1,4}/[0-9]{1,4}|[a-z_]+(?:,[a-z_]+)*)\Z"
)
_DIGEST_DIGITS, _RECIPE = 64, "worth.recipe"
_ID = r"[a-z0-9][a-z0-9._-]{0,47}"
_SEAT = re.compile(rf"({_ID})=({_ID})\Z")
_ELECTION = re.compile(r"([a-z]+)=([1-9][0-9]{0,2})\Z")
_OPTIONS = re.compile(rf"{_ID}(?:,{_ID}){{1,29}}\Z")
_RESTRUCTURING = re.compile(r"(merger|split|transformation)=([0-9a-f]{64})\Z")
_NO_DIGEST = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A measure as it was typed; one of these is given, but texts and clauses may go together.

    Attributes:
        changes: clauses with new values, as `surplus.education_bp=1500`.
        texts: a file with new texts of articles, in JSON: by language, then by article.
        terms: a file with the terms of a licence, in JSON.
        plan: a plan for sharing a surplus.
        appoint: an office and the member who is to hold it, as `data=m017`.
        days: how long she holds it, 1 to 3,650; None for 365, or for the term of the organ.
        recall: an office and the member who is to lose it.
        elect: an organ and its seats, as `council=5`.
        choose: options to rank, as `red,green,blue`.
        restructure: what it becomes and the digest of the agreement, as `merger=` and 64 digits.
        keep_pause: a pause and its later end, as `flood=2026-05-20`.
        settle_exit: whose capital leaves, why, and the basis points deducted or who takes it over,
            as `m017=unjustified:1000` and `m017=transfer:m002`.
        wind_up: a plan for the end of the co-operative.
        strike: what is stopped together, as `late-pay=train:commercial:milk-ltd@2026-06-01`.
        end_strike: the strike that is to end.
        group_says: what a group says, as `choir=permit:train:research`.
        group_terms: a file with what a group says under conditions, in JSON.
    """

    changes: Sequence[str] = ()
    texts: Path | None = None
    terms: Path | None = None
    plan: str = ""
    appoint: str = ""
    days: int | None = None
    recall: str = ""
    elect: str = ""
    choose: str = ""
    restructure: str = ""
    keep_pause: str = ""
    settle_exit: str = ""
    wind_up: str = ""
    strike: str = ""
    end_strike: str = ""
    group_says: str = ""
    group_terms: Path | None = None

    def kinds(self) -> int:
        """How many kinds of measure were described."""
        given = (
            self.changes or self.texts, self.terms, self.plan, self.appoint, self.recall,
            self.elect, self.choose, self.restructure, self.keep_pause, self.settle_exit,
            self.wind_up, self.strike, self.end_strike, self.group_says, self.group_terms,
        )  # fmt: skip
        return sum(map(bool, given))


def measure_from(path: Path, told: Described) -> Measure:
    """The one measure that was described; texts of articles are added by `with_texts`.

    Args:
        path: the co-operative's folder, where a plan's digest and an organ's term are looked up.
        told: what was typed.
    Raises:
        Misused: none was described, or several, or one that cannot be read.
    """
    if told.kinds() != 1:
        raise Misused(
            "A proposal has one measure: --change CLAUSE=VALUE, --texts FILE, --terms FILE, "
            "--plan ID, --appoint OFFICE=MEMBER, --recall OFFICE=MEMBER, --elect ORGAN=SEATS, "
            "--choose ONE,OTHER, --restructure KIND=DIGEST, --keep-pause PAUSE=DAY, "
            "--settle-exit MEMBER=REASON, --wind-up ID, --strike ID=OPERATION:USE, "
            "--end-strike ID, --group-says GROUP=permit:OPERATION:USE or --group-terms FILE"
        )
    if told.days is not None and not 1 <= told.days <= TERM_DAYS_MAX:
        raise Misused(f"A term lasts 1 to {TERM_DAYS_MAX} days; got {told.days}")
    if told.changes or told.texts:
        return ChangeCharter(tuple(_change(text) for text in told.changes))
    if told.terms is not None:
        return GrantLicence(_terms(told.terms))
    if told.plan:
        return _share(path, told.plan)
    if told.settle_exit:
        return exit_from(told.settle_exit)
    if told.wind_up:
        return end_from(path, told.wind_up)
    about_uses = {
        "strike": told.strike, "end_strike": told.end_strike, "group_says": told.group_says,
    }  # fmt: skip
    if is_about_uses(**about_uses, group_terms=told.group_terms):
        return uses_from(**about_uses, group_terms=told.group_terms)
    return _about_people(path, told)


def with_texts(desk: Desk, measure: Measure, path: Path | None) -> Measure:
    """The measure with the new texts of a file, laid down beside the record.

    Raises:
        Misused: the file holds no texts of articles.
    """
    if path is None or not isinstance(measure, ChangeCharter):
        return measure
    annex = texts_annex(_texts(path))
    columns = {name: list(annex.column(name)) for name in annex.names}
    return ChangeCharter(measure.changes, desk.lay_down(annex.kind, columns))


def _about_people(path: Path, told: Described) -> Measure:
    if told.appoint:
        return FillOffice(*_seat(told.appoint), told.days or APPOINTED_DAYS)
    if told.recall:
        return RecallOfficer(*_seat(told.recall))
    if told.elect:
        return _election(path, told.elect, told.days)
    if told.choose:
        if not _OPTIONS.match(told.choose):
            raise Misused(f"Options are 2 to 30 names, as red,green,blue; got {told.choose!r}")
        return Choose(tuple(told.choose.split(",")))
    if told.restructure:
        return _restructuring(told.restructure)
    return _kept_pause(told.keep_pause)


def _seat(text: str) -> tuple[str, str]:
    found = _SEAT.match(text)
    if found is None:
        raise Misused(f"An office and a member are written as data=m017; got {text!r}")
    return found[1], found[2]


def _election(path: Path, text: str, days: int | None) -> Elect:
    found = _ELECTION.match(text)
    names = [organ.name for organ in ORGANS]
    if found is None or found[1] not in names:
        raise Misused(
            f"An election is written as council=5; the organs are {', '.join(names)}; got {text!r}"
        )
    organ, seats = found[1], int(found[2])
    return Elect(organ, seats, days if days is not None else _term(path, organ))


def _term(path: Path, organ: str) -> int:
    with reader_of(folder_at(path)) as reader:
        row = reader.get(CharterInForce, IN_FORCE)
    assert row is not None, "a folder with books has a charter"
    charter: Charter = charter_from_text(row.text)
    days: int = getattr(charter.organs, f"{organ}_term_days")
    return days


def _restructuring(text: str) -> Restructure:
    found = _RESTRUCTURING.match(text)
    if found is None:
        raise Misused(
            "A restructuring is written as merger, split or transformation, =, and the 64 digits of "
            f"the agreement's SHA-256; got {text!r}"
        )
    return Restructure(found[1], found[2])


def _kept_pause(text: str) -> RatifyPause:
    pause, mark, day = text.partition("=")
    try:
        until_at = moment_from_iso(day)
    except ValueError:
        mark = ""
        until_at = moment_from_iso("1970-01-01")
    if not mark or not re.fullmatch(_ID, pause):
        raise Misused(f"A pause and its end are written as flood=2026-05-20; got {text!r}")
    return RatifyPause(pause, until_at)


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


def _texts(path: Path) -> Mapping[str, Mapping[str, str]]:
    with path.open("rb") as file:
        text = file.read(TEXTS_BYTES_MAX)
    try:
        found = msgspec.json.decode(text, type=dict[str, dict[str, str]])
    except ValueError as fault:
        raise Misused(f"{path} does not hold texts by language and article: {fault}") from fault
    articles = {article for by_article in found.values() for article in by_article}
    if not articles or not articles <= set(ARTICLES):
        raise Misused(f"{path} may hold texts of {', '.join(ARTICLES)}; got {', '.join(articles)}")
    return found


def _share(path: Path, plan: str) -> ShareSurplus:
    with reader_of(folder_at(path)) as reader:
        row = reader.get(Plan, plan)
    # A plan that nobody knows goes to the desk all the same: its refusal says what to do.
    return ShareSurplus(plan, row.plan_digest if row is not None else _NO_DIGEST)
