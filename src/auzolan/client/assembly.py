"""The room assembly. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

from auzolan.client.assembly_4 import Assembly4
from auzolan.client.door import Done
from auzolan.client.shapes_assembly import ProposalAsked
from auzolan.client.shapes_assembly_4 import MeetingAsked, ReviseStrikeAsked, SignAsked


class Assembly(Assembly4):
    """What can be asked of the room assembly."""

    def revise_strike(
        self,
        *,
        operation: str,
        end_use: str,
        towards: tuple[str, ...] = (),
        until: str = "",
        proposal: str,
        reasons: str = "",
        once: str = "",
    ) -> Done:
        """Stop uses together.

        Scope: `do:assembly.revise_strike`.

        Args:
            operation: What is done with the data?
            end_use: What for?
            towards: Towards whom?
            until: Until when?
            proposal: Which of your drafts?
            reasons: Why?
            once: the number of this request; drawn where empty.
        """
        asked = ReviseStrikeAsked(operation=operation, end_use=end_use, towards=towards, until=until, proposal=proposal, reasons=reasons)
        return self._door.do("assembly.revise_strike", asked, Done, once)

    def revoke_proxy(
        self,
        *,
        meeting: str,
        once: str = "",
    ) -> Done:
        """Take my proxy back.

        Scope: `do:assembly.revoke_proxy`.

        Args:
            meeting: For which meeting?
            once: the number of this request; drawn where empty.
        """
        asked = MeetingAsked(meeting=meeting)
        return self._door.do("assembly.revoke_proxy", asked, Done, once)

    def sign(
        self,
        *,
        petition: str,
        once: str = "",
    ) -> Done:
        """Sign a petition.

        Scope: `do:assembly.sign`.

        Args:
            petition: Which petition?
            once: the number of this request; drawn where empty.
        """
        asked = SignAsked(petition=petition)
        return self._door.do("assembly.sign", asked, Done, once)

    def stand_down(
        self,
        *,
        proposal: str,
        once: str = "",
    ) -> Done:
        """Stand no longer.

        Scope: `do:assembly.stand_down`.

        Args:
            proposal: Which proposal?
            once: the number of this request; drawn where empty.
        """
        asked = ProposalAsked(proposal=proposal)
        return self._door.do("assembly.stand_down", asked, Done, once)

    def withdraw(
        self,
        *,
        proposal: str,
        once: str = "",
    ) -> Done:
        """Take my proposal back.

        Scope: `do:assembly.withdraw`.

        Args:
            proposal: Which proposal?
            once: the number of this request; drawn where empty.
        """
        asked = ProposalAsked(proposal=proposal)
        return self._door.do("assembly.withdraw", asked, Done, once)
