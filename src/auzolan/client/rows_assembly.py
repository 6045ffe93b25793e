"""The rows of the room assembly. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

from collections.abc import Iterator

from auzolan.client.door import Door
from auzolan.client.shapes_rows_assembly import (
    Candidate,
    ChallengeRow,
    Endorsement,
    Interest,
    Meeting,
    PetitionRow,
    Poll,
    Proposal,
    RemarkRow,
    Signature,
)


class RowsOfAssembly:
    """What can be asked of the rows of the room assembly."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def candidate(
        self,
        *,
        proposal: str | None = None,
    ) -> Iterator[Candidate]:
        """Somebody who stands in an election, under a number from 1; `withdrawn` is 1 if no longer.

        Scope: `read:own_rows`.
        """
        return self._door.lines("rows/assembly.Candidate", Candidate, {"proposal": proposal})

    def challenge_row(
        self,
        *,
        challenge: str | None = None,
        proposal: str | None = None,
    ) -> Iterator[ChallengeRow]:
        """A challenge of what one poll decided.

        Scope: `read:own_rows`.
        """
        return self._door.lines("rows/assembly.ChallengeRow", ChallengeRow, {"challenge": challenge, "proposal": proposal})

    def endorsement(
        self,
        *,
        proposal: str | None = None,
    ) -> Iterator[Endorsement]:
        """That a member supports a draft as it stands since `revision`, an entry.

        Scope: `read:own_rows`.
        """
        return self._door.lines("rows/assembly.Endorsement", Endorsement, {"proposal": proposal})

    def interest(
        self,
        *,
        proposal: str | None = None,
    ) -> Iterator[Interest]:
        """That a member has no vote on a proposal as it stands since `revision`, an entry.

        Scope: `read:own_rows`.
        """
        return self._door.lines("rows/assembly.Interest", Interest, {"proposal": proposal})

    def meeting(
        self,
        *,
        meeting: str | None = None,
        organ: str | None = None,
    ) -> Iterator[Meeting]:
        """A meeting of an organ that notice was given of, and the rules of its polls.

        Scope: `read:rows`.
        """
        return self._door.lines("rows/assembly.Meeting", Meeting, {"meeting": meeting, "organ": organ})

    def petition_row(
        self,
        *,
        petition: str | None = None,
        about: str | None = None,
    ) -> Iterator[PetitionRow]:
        """A petition; `state` is `gathering` or `carried`, `used` is 1 once it had its effect.

        Scope: `read:rows`.
        """
        return self._door.lines("rows/assembly.PetitionRow", PetitionRow, {"petition": petition, "about": about})

    def poll(
        self,
        *,
        poll: str | None = None,
        proposal: str | None = None,
        state: str | None = None,
    ) -> Iterator[Poll]:
        """One vote on an item, under the terms that were in force when it was called.

        Scope: `read:rows`.
        """
        return self._door.lines("rows/assembly.Poll", Poll, {"poll": poll, "proposal": proposal, "state": state})

    def proposal(
        self,
        *,
        proposal: str | None = None,
        state: str | None = None,
        meeting: str | None = None,
        mandate: str | None = None,
    ) -> Iterator[Proposal]:
        """A measure on its way.

        Scope: `read:rows`.
        """
        return self._door.lines("rows/assembly.Proposal", Proposal, {"proposal": proposal, "state": state, "meeting": meeting, "mandate": mandate})

    def remark_row(
        self,
        *,
        comment: str | None = None,
        proposal: str | None = None,
    ) -> Iterator[RemarkRow]:
        """A comment on a proposal; `answer` is the entry that answered it, or -1.

        Scope: `read:own_rows`.
        """
        return self._door.lines("rows/assembly.RemarkRow", RemarkRow, {"comment": comment, "proposal": proposal})

    def signature(
        self,
        *,
        petition: str | None = None,
    ) -> Iterator[Signature]:
        """That a member signed a petition.

        Scope: `read:own_rows`.
        """
        return self._door.lines("rows/assembly.Signature", Signature, {"petition": petition})
