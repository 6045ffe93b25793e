"""Settling work and bringing wage references in. What is owed, the rule works out; nothing here does."""

from __future__ import annotations

import msgspec

from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import ask, named, reading
from auzolan.house.desk import Desk
from auzolan.house.rooms.contributions.limits import RowRefused
from auzolan.house.rooms.labour.paying.references import Reference, References
from auzolan.house.rooms.labour.work.appeal_flows import forget_panels
from auzolan.house.rooms.members.flows import UNSEALED
from auzolan.house.submission import Receipt, Submission
from auzolan.labour.state import WorkSheet
from auzolan.labour.tasks.acts import SetReference
from auzolan.labour.work.acts import SettleWork

_AT_ONCE_MAX = 1_000
_SAYS_SO_ALREADY = "labour.reference_stands"


class ReferencesBrought(msgspec.Struct, frozen=True):
    """What became of a file of references; imported, known and refused together are all lines read.

    Attributes:
        read: lines of the file.
        imported: references that hold now.
        known: those that stood on the books already.
        refused: lines left out, each with its reason; line 0 is a refusal of the rules.
        document: SHA-256 of the file.
        entries: those that brought them in.
    """

    read: int
    imported: int
    known: int
    refused: tuple[RowRefused, ...]
    document: str
    entries: tuple[int, ...]


def settle_work(desk: Desk, *, actor: str, work: str, period: str) -> Receipt | Refusal:
    """Pay what is due, and lift each person to the floor.

    Appeals that have lapsed are paid with it, so nobody needs to know any more who would have
    judged them.

    Args:
        desk: the desk.
        actor: who holds the office of treasury.
        work: the id of the sheet that comes of it.
        period: the open period, which bears the cost.
    """
    answer = ask(desk, named("settle", work), actor, SettleWork(work, period))
    if isinstance(answer, Receipt):
        forget_panels(desk)
    return answer


def sheet_id(desk: Desk, period: str) -> str:
    """A free id for the sheet of a settlement: the period and its place among those of it."""
    with reading(desk.folder) as now:
        taken = now.books.count(WorkSheet, period=period)
        while now.books.get(WorkSheet, named("settled", period, str(taken + 1))) is not None:
            taken += 1
    return named("settled", period, str(taken + 1))


def bring_references(
    desk: Desk, *, actor: str, source: str, references: References
) -> ReferencesBrought | Refusal:
    """Bring in the references of a file, each with where it stands; the same file twice adds nothing.

    Args:
        desk: the desk.
        actor: who holds the office of treasury.
        source: who published them, as a short name.
        references: as the file has them.
    Returns:
        What became of each line; or the first refusal, where none could be brought in.
    """
    with reading(desk.folder) as now:
        size_before = now.log.head().size
    found, first = references.found, None
    entries: list[int] = []
    refused = list(references.refused)
    known = 0
    for start in range(0, len(found), _AT_ONCE_MAX):
        some = found[start : start + _AT_ONCE_MAX]
        submissions = [_submission(actor, source, references.document, one) for one in some]
        for one, answer in zip(some, desk.submit(submissions), strict=True):
            if isinstance(answer, Receipt):
                is_new = answer.seq >= size_before and answer.seq not in entries
                entries += [answer.seq] if is_new else []
                known += not is_new
            elif answer.code == _SAYS_SO_ALREADY:
                known += 1
            else:
                first = first or answer
                refused.append(RowRefused(0, f"{one.place}, {one.basis}: {answer}"))
    if first is not None and not entries and not known:
        return first
    return ReferencesBrought(
        references.read, len(entries), known, tuple(refused), references.document, tuple(entries)
    )


def _submission(actor: str, source: str, document: str, one: Reference) -> Submission:
    act = SetReference(
        place=one.place, basis=one.basis, from_at=one.from_at, cents_hour=one.cents_hour,
        source=source, document=document, citation=UNSEALED,
    )  # fmt: skip
    identity = named("reference", one.place.lower(), one.basis, str(one.from_at), document)
    return Submission(identity, actor, act, {"citation": one.citation})
