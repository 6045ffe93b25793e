"""What can be read of this room by programs and as files; see `house/doing.py`.

While a poll is open nothing here says how it stands. Titles and reasons go to those who may read them
on pages too; ballots go to nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from auzolan.assembly.state import Meeting, PetitionRow
from auzolan.foundation.moments import iso_from_moment
from auzolan.house.doing import Showing, Who
from auzolan.house.rooms.assembly.queries import (
    DryRunPage,
    ProposalLine,
    ProposalPage,
    ResultPage,
    dry_run_page,
    proposal_lines,
    proposal_page,
    result_page,
)
from auzolan.house.storage.reader import Reader


class MeetingShown(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting that was called: who meets, since when one is on its roll, its two calls, its end."""

    meeting: str
    organ: str
    called_by: str
    record_at: str
    opens_at: str
    second_call_at: str
    ends_at: str
    entry: int


class PetitionShown(msgspec.Struct, frozen=True, kw_only=True):
    """A petition: what it asks for, about what, how many signed and how many must."""

    petition: str
    kind: str
    about: str
    author: str
    signatures: int
    needed: int
    state: str
    entry: int


def _proposals(reader: Reader, who: Who) -> Sequence[ProposalLine]:
    return proposal_lines(reader)


def _proposal(reader: Reader, who: Who, proposal: str) -> ProposalPage | None:
    return proposal_page(reader, proposal)


def _result(reader: Reader, who: Who, proposal: str) -> ResultPage | None:
    return result_page(reader, proposal)


def _dry_run(reader: Reader, who: Who, proposal: str) -> DryRunPage | None:
    """What an amendment would change; her own line for a member who asks, and for nobody else."""
    return dry_run_page(reader, proposal, who.member)


def _meetings(reader: Reader, who: Who) -> Iterator[MeetingShown]:
    for one in reader.rows(Meeting):
        yield MeetingShown(
            meeting=one.meeting, organ=one.organ, called_by=one.called_by,
            record_at=iso_from_moment(one.record_at), opens_at=iso_from_moment(one.opens_at),
            second_call_at=iso_from_moment(one.second_call_at),
            ends_at=iso_from_moment(one.ends_at), entry=one.entry,
        )  # fmt: skip


def _petitions(reader: Reader, who: Who) -> Iterator[PetitionShown]:
    for one in reader.rows(PetitionRow):
        yield PetitionShown(
            petition=one.petition, kind=one.kind, about=one.about, author=one.author,
            signatures=one.signatures, needed=one.needed, state=one.state, entry=one.entry,
        )  # fmt: skip


SHOWINGS: tuple[Showing, ...] = (
    Showing("assembly.proposals", "proposals", ProposalLine, _proposals, key="proposal"),
    Showing("assembly.proposal", "proposals/{proposal}", ProposalPage, _proposal),
    Showing("assembly.result", "proposals/{proposal}/result", ResultPage, _result),
    Showing("assembly.dry_run", "proposals/{proposal}/dry-run", DryRunPage, _dry_run),
    Showing("assembly.meetings", "meetings", MeetingShown, _meetings, key="meeting"),
    Showing("assembly.petitions", "petitions", PetitionShown, _petitions, key="petition"),
)
