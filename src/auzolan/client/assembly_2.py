"""The room assembly. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from auzolan.client.assembly_1 import Assembly1
from auzolan.client.door import Done, part
from auzolan.client.shapes_assembly import (
    MeetingShown,
    PauseAsked,
    PetitionAsked,
    PetitionShown,
    ProposalAsked,
    ProxyAsked,
)
from auzolan.client.shapes_assembly_2 import (
    ProposalLine,
    ProposalPage,
    ProposeChangeAsked,
    ProposeElectionAsked,
    ProposeEndAsked,
    ProposeEndStrikeAsked,
    ProposeExitAsked,
)


class Assembly2(Assembly1):
    """What can be asked of the room assembly."""

    def execute(
        self,
        *,
        proposal: str,
        once: str = "",
    ) -> Done:
        """Carry out what was voted.

        Scope: `do:assembly.execute`.

        Args:
            proposal: Which proposal?
            once: the number of this request; drawn where empty.
        """
        asked = ProposalAsked(proposal=proposal)
        return self._door.do("assembly.execute", asked, Done, once)

    def give_proxy(
        self,
        *,
        meeting: str,
        holder: str,
        once: str = "",
    ) -> Done:
        """Let somebody vote for me.

        Scope: `do:assembly.give_proxy`.

        Args:
            meeting: At which meeting?
            holder: Who votes for you?
            once: the number of this request; drawn where empty.
        """
        asked = ProxyAsked(meeting=meeting, holder=holder)
        return self._door.do("assembly.give_proxy", asked, Done, once)

    def meetings(
        self,
    ) -> Iterator[MeetingShown]:
        """A meeting that was called: who meets, since when one is on its roll, its two calls, its end.

        Scope: `read:assembly.meetings`.
        """
        return self._door.lines("meetings", MeetingShown)

    def nominate(
        self,
        *,
        proposal: str,
        once: str = "",
    ) -> Done:
        """Stand in an election.

        Scope: `do:assembly.nominate`.

        Args:
            proposal: Which proposal?
            once: the number of this request; drawn where empty.
        """
        asked = ProposalAsked(proposal=proposal)
        return self._door.do("assembly.nominate", asked, Done, once)

    def open_poll(
        self,
        *,
        proposal: str,
        once: str = "",
    ) -> Done:
        """Open voting.

        Scope: `do:assembly.open_poll`.

        Args:
            proposal: Which proposal?
            once: the number of this request; drawn where empty.
        """
        asked = ProposalAsked(proposal=proposal)
        return self._door.do("assembly.open_poll", asked, Done, once)

    def pause(
        self,
        *,
        power: str,
        until: str,
        reasons: str,
        once: str = "",
    ) -> Done:
        """Ask for a pause.

        Scope: `do:assembly.pause`.

        Args:
            power: What is to stop?
            until: Until when?
            reasons: Why?
            once: the number of this request; drawn where empty.
        """
        asked = PauseAsked(power=power, until=until, reasons=reasons)
        return self._door.do("assembly.pause", asked, Done, once)

    def petition(
        self,
        *,
        kind: Literal["add_item", "call", "confirm", "suspend"],
        about: str = "",
        reasons: str,
        once: str = "",
    ) -> Done:
        """Start a petition.

        Scope: `do:assembly.petition`.

        Args:
            kind: What do you ask for?
            about: About which proposal?
            reasons: Why?
            once: the number of this request; drawn where empty.
        """
        asked = PetitionAsked(kind=kind, about=about, reasons=reasons)
        return self._door.do("assembly.petition", asked, Done, once)

    def petitions(
        self,
    ) -> Iterator[PetitionShown]:
        """A petition: what it asks for, about what, how many signed and how many must.

        Scope: `read:assembly.petitions`.
        """
        return self._door.lines("petitions", PetitionShown)

    def proposal(
        self,
        *,
        proposal: str,
    ) -> ProposalPage:
        """One proposal with all that is known of it; `from_at` is when it may be carried out.

        Scope: `read:assembly.proposal`.
        """
        return self._door.one(f"proposals/{part(proposal)}", ProposalPage)

    def proposals(
        self,
    ) -> Iterator[ProposalLine]:
        """One proposal; votes are zero and `passed` is None until its poll is closed.

        Scope: `read:assembly.proposals`.
        """
        return self._door.lines("proposals", ProposalLine)

    def propose_change(
        self,
        *,
        clause: str,
        value: str,
        more: str = "",
        title: str,
        reasons: str = "",
        organ: Literal["appeals", "assembly", "council", "delegates", "monitoring", "social"] = "assembly",
        once: str = "",
    ) -> Done:
        """Change the house rules.

        Scope: `do:assembly.propose_change`.

        Args:
            clause: Which rule?
            value: What should it say?
            more: Rules that change together with it
            title: What is it about?
            reasons: Why?
            organ: Who decides?
            once: the number of this request; drawn where empty.
        """
        asked = ProposeChangeAsked(clause=clause, value=value, more=more, title=title, reasons=reasons, organ=organ)
        return self._door.do("assembly.propose_change", asked, Done, once)

    def propose_election(
        self,
        *,
        organ_elected: Literal["appeals", "council", "delegates", "monitoring", "social"],
        seats: int,
        days: int = 1460,
        section: str = "",
        title: str,
        reasons: str = "",
        organ: Literal["appeals", "assembly", "council", "delegates", "monitoring", "social"] = "assembly",
        once: str = "",
    ) -> Done:
        """Hold an election.

        Scope: `do:assembly.propose_election`.

        Args:
            organ_elected: Which organ?
            seats: How many seats?
            days: For how many days?
            section: In which section?
            title: What is it about?
            reasons: Why?
            organ: Who decides?
            once: the number of this request; drawn where empty.
        """
        asked = ProposeElectionAsked(organ_elected=organ_elected, seats=seats, days=days, section=section, title=title, reasons=reasons, organ=organ)
        return self._door.do("assembly.propose_election", asked, Done, once)

    def propose_end(
        self,
        *,
        winding_up: str,
        title: str,
        reasons: str = "",
        organ: Literal["appeals", "assembly", "council", "delegates", "monitoring", "social"] = "assembly",
        once: str = "",
    ) -> Done:
        """End the co-operative as planned.

        Scope: `do:assembly.propose_end`.

        Args:
            winding_up: Which plan?
            title: What is it about?
            reasons: Why?
            organ: Who decides?
            once: the number of this request; drawn where empty.
        """
        asked = ProposeEndAsked(winding_up=winding_up, title=title, reasons=reasons, organ=organ)
        return self._door.do("assembly.propose_end", asked, Done, once)

    def propose_end_strike(
        self,
        *,
        strike: str,
        title: str,
        reasons: str = "",
        organ: Literal["appeals", "assembly", "council", "delegates", "monitoring", "social"] = "assembly",
        once: str = "",
    ) -> Done:
        """End a strike.

        Scope: `do:assembly.propose_end_strike`.

        Args:
            strike: Which strike?
            title: What is it about?
            reasons: Why?
            organ: Who decides?
            once: the number of this request; drawn where empty.
        """
        asked = ProposeEndStrikeAsked(strike=strike, title=title, reasons=reasons, organ=organ)
        return self._door.do("assembly.propose_end_strike", asked, Done, once)

    def propose_exit(
        self,
        *,
        leaving: str,
        reason: Literal["death", "expulsion", "justified", "transfer", "unjustified"],
        deduction_percent: int = 0,
        transfer_to: str = "",
        title: str,
        reasons: str = "",
        organ: Literal["appeals", "assembly", "council", "delegates", "monitoring", "social"] = "assembly",
        once: str = "",
    ) -> Done:
        """Pay a member's capital out.

        Scope: `do:assembly.propose_exit`.

        Args:
            leaving: Whose capital?
            reason: Why?
            deduction_percent: How many per cent stay in the savings of all?
            transfer_to: Who takes it over?
            title: What is it about?
            reasons: Why?
            organ: Who decides?
            once: the number of this request; drawn where empty.
        """
        asked = ProposeExitAsked(leaving=leaving, reason=reason, deduction_percent=deduction_percent, transfer_to=transfer_to, title=title, reasons=reasons, organ=organ)
        return self._door.do("assembly.propose_exit", asked, Done, once)
