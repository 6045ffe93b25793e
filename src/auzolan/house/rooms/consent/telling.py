"""What an entry means for the people whose rows or words it is about: the way to their receipts.

It reads the record and rows that are never taken away, so that the same entry is told in the same way
years later. It writes nothing and decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from auzolan.charter.articles import charter_from_text
from auzolan.charter.state import IN_FORCE, CharterInForce
from auzolan.consent import acts as consent
from auzolan.consent import group_acts as groups
from auzolan.consent import strike_acts as strikes
from auzolan.consent.gate import OWN
from auzolan.consent.receipts import (
    GIVEN,
    NO_WORD,
    REFUSED,
    WITHDRAWN,
    Handling,
    Place,
    Told,
    process_of_handling,
    process_of_statement,
    processes_of_grant,
    processes_of_kind,
)
from auzolan.consent.state import PERMIT, ConsentStatement, GroupMember, StrikeRow, Trust
from auzolan.cooperative import AnyEntry
from auzolan.foundation.moments import MOMENT_MAX
from auzolan.house.storage.reader import Reader
from auzolan.learning import acts as learning
from auzolan.learning.sealing import VALUE
from auzolan.learning.state import Model, Snapshot, SnapshotPart, UseOfRows
from auzolan.licensing import acts as licensing
from auzolan.licensing import use_acts
from auzolan.licensing.state import Licence
from auzolan.members import acts as members
from auzolan.record.entries import Fact

OWN_ACTS = (
    "consent.grant/1", "consent.withdraw/1", "consent.permit/1", "consent.prohibit/1",
    "consent.lift/1", "consent.entrust/1", "consent.end_trust/1", "members.leave/1",
)  # fmt: skip
"""Acts that are one member's alone."""
SHARED_ACTS = (
    "consent.strike/1", "consent.end_strike/1", "consent.decide_for_group/1",
    "learning.use/1", "learning.train/1", "licensing.record_segment/1", "licensing.meter/1",
)  # fmt: skip
"""Acts that concern many at once."""
EACH_MAX = 1_000
"""Up to how many people each get a file of their own; of a larger use all share one."""


@dataclass(frozen=True, slots=True)
class Telling:
    """One thing that an entry says, and to whom.

    Attributes:
        place: the entry.
        people: members, each with the number of her rows that it is about, 0 where it is about
            none; nobody where it is shared.
        everyone: what they are together, as `snapshot:spring`.
        rows: of all of them together.
        is_shared: whether one receipt is for all of them, because they are too many.
        told: what it says to somebody with so many rows.
    """

    place: Place
    people: Mapping[str, int]
    everyone: str
    rows: int
    told: Callable[[int], Told]
    is_shared: bool = False


def tellings(reader: Reader, entry: AnyEntry, member: str = "") -> list[Telling]:
    """What an entry says to the people whom it concerns.

    Args:
        reader: of the folder.
        entry: any entry; most concern nobody's consent.
        member: only she is looked for; everybody where empty.
    """
    found = []
    for fact in entry.facts:
        made = _telling(reader, entry, fact, member)
        if made is not None and (made.people or not member):
            found.append(made)
    return found


def _telling(reader: Reader, entry: AnyEntry, fact: Fact, member: str) -> Telling | None:
    own = _own(reader, entry, fact)
    if own is not None:
        whose, told = own
        people = {whose: 0} if member in ("", whose) else {}
        return Telling(_place(reader, entry), people, f"member:{whose}", 0, lambda _: told)
    return _strike(reader, entry, fact, member) or _of_group(reader, entry, fact, member) or _use(
        reader, entry, fact, member
    )  # fmt: skip


def _place(reader: Reader, entry: AnyEntry) -> Place:
    in_force = reader.get(CharterInForce, IN_FORCE)
    assert in_force is not None, "a record begins with its founding"
    return Place(
        entry=entry.seq, at=entry.at, actor=entry.actor,
        act=str(type(entry.act).__struct_config__.tag), origin=in_force.origin,
        charter=entry.charter, preset=charter_from_text(in_force.text).preset,
    )  # fmt: skip


# --- one member's own word ------------------------------------------------------------------------


def _own(reader: Reader, entry: AnyEntry, fact: Fact) -> tuple[str, Told] | None:
    """Whose word it is, and what it says, where it is one member's."""
    act, at = entry.act, entry.at
    match fact:
        case consent.Granted() if isinstance(act, consent.Grant):
            processes = processes_of_grant(fact.kind, act.purposes)
            status = GIVEN if processes else WITHDRAWN
            return fact.member, Told(
                "granted", status, processes, at, retrain_by=fact.retrain_by,
                taxonomy=fact.taxonomy,
            )  # fmt: skip
        case consent.Withdrawn():
            return fact.member, _all_ended("withdrawn", fact.kind, at, fact)
        case members.Left():
            return fact.member, _all_ended("left", "*", at, fact)
        case consent.Entrusted():
            return fact.member, Told("entrusted", NO_WORD, (), at)
        case consent.TrustEnded():
            return fact.member, Told("trust_ended", NO_WORD, (), at, at)
        case consent.Permitted() | consent.Prohibited() | consent.Lifted():
            said = _statement(reader, fact.statement)
            return said.member, _said(said, fact, at)
    return None


def _all_ended(what: str, kind: str, at: int, fact: consent.Withdrawn | members.Left) -> Told:
    return Told(
        what, WITHDRAWN, processes_of_kind(kind), at, retrain_by=fact.retrain_by,
        erase_by=fact.erase_by,
    )  # fmt: skip


Said = (
    consent.Permitted | consent.Prohibited | consent.Lifted
    | groups.GroupPermitted | groups.GroupProhibited | groups.GroupLifted
)  # fmt: skip


def _said(said: ConsentStatement, fact: Said, at: int) -> Told:
    process = (process_of_statement(said),)
    begins, ends = said.begins, said.ends
    match fact:
        case consent.Permitted() | groups.GroupPermitted():
            what, status, retrain_by = "permitted", GIVEN, 0
        case consent.Prohibited() | groups.GroupProhibited():
            what, status, retrain_by = "prohibited", REFUSED, fact.retrain_by
        case consent.Lifted() | groups.GroupLifted():
            was_permit = said.effect == PERMIT
            # To take back a prohibition gives nothing: what is not permitted stays denied.
            what, status = "lifted", WITHDRAWN if was_permit else NO_WORD
            begins, ends, retrain_by = at, MOMENT_MAX, fact.retrain_by
    return Told(
        what, status, process, begins, ends, about=said.statement, retrain_by=retrain_by,
        taxonomy=said.taxonomy,
    )  # fmt: skip


def _statement(reader: Reader, name: str) -> ConsentStatement:
    said = reader.get(ConsentStatement, name)
    assert said is not None, f"an entry names the statement {name}, which was never made"
    return said


# --- what concerns many ---------------------------------------------------------------------------


def _strike(reader: Reader, entry: AnyEntry, fact: Fact, member: str) -> Telling | None:
    if not isinstance(fact, strikes.Struck | strikes.StrikeEnded):
        return None
    row = reader.get(StrikeRow, fact.strike)
    assert row is not None, f"an entry names the strike {fact.strike}, which was never begun"
    begun = isinstance(fact, strikes.Struck)
    told = Told(
        "struck" if begun else "strike_ended", NO_WORD, (), entry.at,
        row.ends if begun else entry.at, about=fact.strike,
    )  # fmt: skip
    chosen = {"member": member} if member else {}
    people = {
        one.member: 0
        for one in reader.rows(Trust, **chosen)
        if one.entry <= entry.seq and one.began_at <= entry.at < one.ended_at
    }
    return _to_people(_place(reader, entry), people, "everyone-who-entrusted", told)


def _of_group(reader: Reader, entry: AnyEntry, fact: Fact, member: str) -> Telling | None:
    if not isinstance(fact, groups.GroupPermitted | groups.GroupProhibited | groups.GroupLifted):
        return None
    told = _said(_statement(reader, fact.statement), fact, entry.at)
    chosen = {"member": member} if member else {}
    people = {
        one.member: 0
        for one in reader.rows(GroupMember, group_id=fact.group_id, **chosen)
        if one.entry <= entry.seq and one.since <= entry.at < one.until
    }
    return _to_people(_place(reader, entry), people, f"group:{fact.group_id}", told)


def _to_people(place: Place, people: Mapping[str, int], everyone: str, told: Told) -> Telling:
    is_shared = len(people) > EACH_MAX
    return Telling(place, {} if is_shared else people, everyone, 0, lambda _: told, is_shared)


@dataclass(frozen=True, slots=True)
class _Used:
    """A use as it is told: our word for it, what it names, how many calls, what was done."""

    word: str
    about: str
    calls: int
    handling: Handling


def _use(reader: Reader, entry: AnyEntry, fact: Fact, member: str) -> Telling | None:
    match fact:
        case learning.Used():
            handling = _handling(reader, fact.snapshot, fact.operation)
            used = _Used("used", fact.use, 0, handling)
            return _of_snapshot(reader, entry, fact.snapshot, used, member=member)
        case learning.Trained() if isinstance(entry.act, learning.Train):
            use = reader.get(UseOfRows, entry.act.use)
            assert use is not None, f"{fact.model} was trained under no use"
            used = _Used("trained", fact.model, 0, _handling(reader, fact.snapshot, use.operation))
            return _of_snapshot(reader, entry, fact.snapshot, used, member=member)
        case use_acts.SegmentRecorded():
            return _answered(reader, entry, fact.licence, fact.calls, member=member)
        case licensing.Metered():
            return _answered(reader, entry, fact.licence, fact.predictions, member=member)
    return None


def _answered(reader: Reader, entry: AnyEntry, name: str, calls: int, *, member: str) -> Telling:
    licence = reader.get(Licence, name)
    assert licence is not None, f"use was metered under {name}, which was never granted"
    model = reader.get(Model, licence.model)
    assert model is not None, f"{name} licenses {licence.model}, which was never trained"
    handling = Handling(
        _snapshot(reader, model.snapshot).kind, licence.operation, licence.purpose,
        licence.licensee, licence.territory, licence.model_class,
    )  # fmt: skip
    used = _Used("answered", name, calls, handling)
    return _of_snapshot(reader, entry, model.snapshot, used, member=member)


def _handling(reader: Reader, name: str, operation: str) -> Handling:
    snapshot = _snapshot(reader, name)
    done = "analyse" if operation == VALUE else operation
    return Handling(
        snapshot.kind, done, snapshot.purpose, snapshot.party or OWN, snapshot.territory,
        snapshot.model_class,
    )  # fmt: skip


def _of_snapshot(
    reader: Reader, entry: AnyEntry, name: str, used: _Used, *, member: str
) -> Telling:
    """What was done with everybody's rows in a snapshot, told to each with her own."""
    snapshot, place = _snapshot(reader, name), _place(reader, entry)
    people: dict[str, int] = {}
    is_shared = not member and snapshot.members > EACH_MAX
    if not is_shared:
        chosen = {"member": member} if member else {}
        for part in reader.rows(SnapshotPart, snapshot=name, **chosen):
            people[part.member] = people.get(part.member, 0) + part.rows

    def told(rows: int) -> Told:
        process = process_of_handling(used.handling, rows=rows, origin=place.origin)
        return Told(
            used.word, NO_WORD, (process,), entry.at, entry.at, about=used.about, calls=used.calls
        )

    return Telling(place, people, f"snapshot:{name}", snapshot.rows, told, is_shared)


def _snapshot(reader: Reader, name: str) -> Snapshot:
    snapshot = reader.get(Snapshot, name)
    assert snapshot is not None, f"an entry names the snapshot {name}, which was never sealed"
    return snapshot
