"""Reading metered calls: what waits, which uses made a member her money, and a sample done again."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby

import msgspec

from auzolan.audit.folder import Folder
from auzolan.charter.state import charter_of
from auzolan.foundation.moments import iso_from_moment
from auzolan.house.asking import reading
from auzolan.house.ports import system_ports
from auzolan.house.rooms.licensing.use_flows import Recorded, recorded
from auzolan.house.rooms.treasury.statement_plans import charter_at
from auzolan.house.serving.calls import QUESTION_DECODER
from auzolan.house.serving.journal import Answered, Journal
from auzolan.house.serving.shelf import Ready, made_ready
from auzolan.house.storage.reader import reader_of
from auzolan.learning.refusals import refused_today
from auzolan.learning.sealing import VALUE
from auzolan.learning.state import Model, snapshot_of
from auzolan.licensing.state import Licence, Segment
from auzolan.licensing.use_acts import SEGMENT_ROWS_MAX
from auzolan.licensing.use_shares import answer_digest, members_part, share_use, shares_digest

SAMPLE_MAX = 10_000


class WaitingLine(msgspec.Struct, frozen=True):
    """Answered calls of a licence that stand in no segment on the record."""

    licence: str
    calls: int
    segments: int


class UseOfMember(msgspec.Struct, frozen=True):
    """One call that made a member money, and where it stands."""

    member: str
    licence: str
    model: str
    segment: int
    entry: int
    call: str
    at: str
    amount_micro: int
    fee_micro: int


class SampledCall(msgspec.Struct, frozen=True):
    """One call computed again; `attribution` says whether its rows could be asked again too."""

    segment: int
    entry: int
    call: str
    fee_micro: int
    members_micro: int
    people: int
    attribution: str
    difference: str


class Sample(msgspec.Struct, frozen=True):
    """What came of computing calls again."""

    licence: str
    recorded: int
    sampled: int
    again: int
    differences: int
    calls: tuple[SampledCall, ...]


@dataclass(frozen=True, slots=True)
class _Expected:
    """What a call should say: fee and members' part, and the model, if it can be asked again."""

    fee_micro: int
    members_micro: int
    ready: Ready | None


def waiting(folder: Folder, licence: str) -> WaitingLine:
    """How many calls wait in the meter, and how many segments they make."""
    with reading(folder) as now:
        row = now.books.get(Licence, licence)
        done = row.segments if row is not None else 0
    if not folder.meter.exists():
        return WaitingLine(licence, 0, 0)
    with closing(Journal(folder.meter)) as journal:
        calls = journal.count_beyond(licence, done)
    return WaitingLine(licence, calls, -(-calls // SEGMENT_ROWS_MAX))


def uses_of(folder: Folder, member: str) -> list[UseOfMember]:
    """The recorded calls by which a member earned, in the order in which they came."""
    found = []
    for model, one in _all_recorded(folder):
        place = {call: at for at, call in enumerate(one.uses.calls)}
        hers = zip(one.shares.calls, one.shares.members, one.shares.amount_micro, strict=True)
        for call, whose, micro in hers:
            if whose == member:
                at = place[call]
                found.append(
                    UseOfMember(
                        member, one.row.licence, model, one.row.number, one.row.entry, call,
                        iso_from_moment(one.uses.moments[at]), micro, one.uses.fee_micro[at],
                    )
                )  # fmt: skip
    return found


def sample(folder: Folder, licence: str, *, count: int, seed: str) -> Sample:
    """Compute a random sample of recorded calls again.

    Fee, members' part and sums are computed from the licence and the charter, the shares are set
    beside their digest on the record, and where the question is still kept the rows behind the answer
    are asked again.

    Args:
        folder: the co-operative's folder.
        licence: the licence.
        count: how many calls, at most; 1 to 10,000.
        seed: chooses them; the same seed, the same calls.
    Returns:
        Each call with its first difference.
    """
    with reading(folder) as now:
        row = now.books.get(Licence, licence)
        numbers = sorted(one.number for one in now.books.find(Segment, licence=licence))
        counts = {one.number: one.calls for one in now.books.find(Segment, licence=licence)}
    places = [(number, place) for number in numbers for place in range(counts[number])]
    chosen = sorted(random.Random(seed).sample(places, min(count, len(places))))
    ready = _ready_again(folder, row) if row is not None and chosen else None
    calls: list[SampledCall] = []
    with closing(Journal(folder.meter)) as journal:
        for number, some in groupby(chosen, key=lambda one: one[0]):
            found = recorded(folder, licence, number)
            assert found is not None, "a segment on the record has its lines"
            assert row is not None, "a segment belongs to a licence"
            expected = _Expected(
                row.price_micro, _part_at(folder, found.row.entry, row.price_micro), ready
            )
            calls.extend(_again(journal, found, place, expected) for _, place in some)
    return Sample(
        licence, len(places), len(calls), sum(one.attribution == "equal" for one in calls),
        sum(bool(one.difference) for one in calls), tuple(calls),
    )  # fmt: skip


def _all_recorded(folder: Folder) -> Iterator[tuple[str, Recorded]]:
    """Every segment on the record with the model of its licence, by licence and number."""
    with reader_of(folder) as reader:
        models = {one.licence: one.model for one in reader.rows(Licence)}
        places = [(one.licence, one.number) for one in reader.rows(Segment)]
    for licence, number in places:
        found = recorded(folder, licence, number)
        assert found is not None, "a segment on the record has its lines"
        yield models[licence], found


def _ready_again(folder: Folder, licence: Licence) -> Ready | None:
    """The model with the rows behind it, if everybody in it lets them be read today."""
    with reading(folder) as now:
        model = now.books.get(Model, licence.model)
        assert model is not None, "a licence is granted for a model that exists"
        at = max(now.log.head().at, system_ports().clock())
        snapshot = snapshot_of(now.books, model.snapshot)
        refused = refused_today(now.books, snapshot, charter_of(now.books), at=at, operation=VALUE)
    if refused is not None:
        return None
    try:
        made = made_ready(folder, model)
    except (FileNotFoundError, ImportError):
        return None
    return made if isinstance(made, Ready) else None


def _part_at(folder: Folder, entry: int, fee_micro: int) -> int:
    """The members' part of a fee by the charter under which an entry was made."""
    with reader_of(folder) as reader:
        return members_part(fee_micro, charter_at(reader, entry).royalties.part_bp)


def _again(journal: Journal, found: Recorded, place: int, expected: _Expected) -> SampledCall:
    fee, part = expected.fee_micro, expected.members_micro
    uses, call = found.uses, found.uses.calls[place]
    lines = zip(found.shares.calls, found.shares.members, found.shares.amount_micro, strict=True)
    shares = {member: micro for one, member, micro in lines if one == call}
    kept = journal.by_call(call)
    attribution, difference = "not kept", ""
    if uses.fee_micro[place] != fee:
        difference = f"fee: expected {fee}, found {uses.fee_micro[place]}"
    elif uses.members_micro[place] != part:
        difference = f"members' part: expected {part}, found {uses.members_micro[place]}"
    elif sum(shares.values()) != part:
        difference = f"shares: expected {part}, found {sum(shares.values())}"
    elif kept is not None:
        attribution, difference = _beside(kept, found, place, shares, expected.ready)
    return SampledCall(
        found.row.number, found.row.entry, call, uses.fee_micro[place], uses.members_micro[place],
        len(shares), attribution, difference,
    )  # fmt: skip


def _beside(
    kept: Answered, found: Recorded, place: int, shares: dict[str, int], ready: Ready | None
) -> tuple[str, str]:
    """Set a call on the record beside what the meter kept of it; attribute it again."""
    told = shares_digest(kept.call, shares, kept.shares_salt)
    if told != found.uses.shares[place]:
        return "different", f"digest of shares: expected {found.uses.shares[place]}, found {told}"
    if kept.question is None or kept.answer is None:
        return "question forgotten", ""
    digest = answer_digest(kept.salt, kept.model, kept.question, kept.answer)
    if digest != found.uses.answers[place]:
        return (
            "different",
            f"digest of answer: expected {found.uses.answers[place]}, found {digest}",
        )
    if ready is None:
        return "rows not readable", ""
    laid = ready.answerer.read(QUESTION_DECODER.decode(kept.question))
    if ready.answerer.answer(laid) != kept.answer:
        return "different", "the model gives another answer"
    weights = ready.attributor.weights(laid, kept.answer)
    again = share_use(found.uses.members_micro[place], weights, ready.everyone)
    if again != shares:
        member = min(set(again.items()) ^ set(shares.items()))[0]
        return "different", (
            f"share of {member}: expected {again.get(member, 0)}, found {shares.get(member, 0)}"
        )
    return "equal", ""
