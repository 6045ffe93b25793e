"""The room assembly. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

from typing import Literal

from auzolan.client.assembly_3 import Assembly3
from auzolan.client.door import Done
from auzolan.client.shapes_assembly_3 import (
    ReviseElectionAsked,
    ReviseEndAsked,
    ReviseEndStrikeAsked,
    ReviseExitAsked,
    ReviseGroupAsked,
    ReviseLicenceAsked,
    ReviseOfficeAsked,
    ReviseOptionsAsked,
    RevisePauseKeptAsked,
    RevisePlanAsked,
    ReviseRecallAsked,
    ReviseRestructureAsked,
)


class Assembly4(Assembly3):
    """What can be asked of the room assembly."""

    def revise_election(
        self,
        *,
        organ_elected: Literal["appeals", "council", "delegates", "monitoring", "social"],
        seats: int,
        days: int = 1460,
        section: str = "",
        proposal: str,
        reasons: str = "",
        once: str = "",
    ) -> Done:
        """Hold an election.

        Scope: `do:assembly.revise_election`.

        Args:
            organ_elected: Which organ?
            seats: How many seats?
            days: For how many days?
            section: In which section?
            proposal: Which of your drafts?
            reasons: Why?
            once: the number of this request; drawn where empty.
        """
        asked = ReviseElectionAsked(organ_elected=organ_elected, seats=seats, days=days, section=section, proposal=proposal, reasons=reasons)
        return self._door.do("assembly.revise_election", asked, Done, once)

    def revise_end(
        self,
        *,
        winding_up: str,
        proposal: str,
        reasons: str = "",
        once: str = "",
    ) -> Done:
        """End the co-operative as planned.

        Scope: `do:assembly.revise_end`.

        Args:
            winding_up: Which plan?
            proposal: Which of your drafts?
            reasons: Why?
            once: the number of this request; drawn where empty.
        """
        asked = ReviseEndAsked(winding_up=winding_up, proposal=proposal, reasons=reasons)
        return self._door.do("assembly.revise_end", asked, Done, once)

    def revise_end_strike(
        self,
        *,
        strike: str,
        proposal: str,
        reasons: str = "",
        once: str = "",
    ) -> Done:
        """End a strike.

        Scope: `do:assembly.revise_end_strike`.

        Args:
            strike: Which strike?
            proposal: Which of your drafts?
            reasons: Why?
            once: the number of this request; drawn where empty.
        """
        asked = ReviseEndStrikeAsked(strike=strike, proposal=proposal, reasons=reasons)
        return self._door.do("assembly.revise_end_strike", asked, Done, once)

    def revise_exit(
        self,
        *,
        leaving: str,
        reason: Literal["death", "expulsion", "justified", "transfer", "unjustified"],
        deduction_percent: int = 0,
        transfer_to: str = "",
        proposal: str,
        reasons: str = "",
        once: str = "",
    ) -> Done:
        """Pay a member's capital out.

        Scope: `do:assembly.revise_exit`.

        Args:
            leaving: Whose capital?
            reason: Why?
            deduction_percent: How many per cent stay in the savings of all?
            transfer_to: Who takes it over?
            proposal: Which of your drafts?
            reasons: Why?
            once: the number of this request; drawn where empty.
        """
        asked = ReviseExitAsked(leaving=leaving, reason=reason, deduction_percent=deduction_percent, transfer_to=transfer_to, proposal=proposal, reasons=reasons)
        return self._door.do("assembly.revise_exit", asked, Done, once)

    def revise_group(
        self,
        *,
        group: str,
        says: Literal["lift", "permit", "prohibit"],
        operation: str = "train",
        end_use: str = "research",
        statement: str = "",
        proposal: str,
        reasons: str = "",
        once: str = "",
    ) -> Done:
        """Say for our group what may be done with its data.

        Scope: `do:assembly.revise_group`.

        Args:
            group: Which group?
            says: What does it say?
            operation: What is done with the data?
            end_use: What for?
            statement: What does it take back?
            proposal: Which of your drafts?
            reasons: Why?
            once: the number of this request; drawn where empty.
        """
        asked = ReviseGroupAsked(group=group, says=says, operation=operation, end_use=end_use, statement=statement, proposal=proposal, reasons=reasons)
        return self._door.do("assembly.revise_group", asked, Done, once)

    def revise_licence(
        self,
        *,
        licensee: str,
        model: str,
        purpose: str,
        fee: int,
        price_of_thousand: int,
        answers_max: int,
        days: int,
        operation: str = "train",
        territory: str = "",
        model_class: str = "",
        pay_days: int = 30,
        no_names: bool = False,
        proposal: str,
        reasons: str = "",
        once: str = "",
    ) -> Done:
        """Let a company use our data.

        Scope: `do:assembly.revise_licence`.

        Args:
            licensee: Which company?
            model: Which model?
            purpose: What for?
            fee: What does it pay once?
            price_of_thousand: What does it pay for 1,000 answers?
            answers_max: How many answers at most?
            days: For how many days?
            operation: What is done with the data?
            territory: Where?
            model_class: For which kind of model?
            pay_days: Within how many days are its bills paid?
            no_names: The company need not name those who made the data
            proposal: Which of your drafts?
            reasons: Why?
            once: the number of this request; drawn where empty.
        """
        asked = ReviseLicenceAsked(licensee=licensee, model=model, purpose=purpose, fee=fee, price_of_thousand=price_of_thousand, answers_max=answers_max, days=days, operation=operation, territory=territory, model_class=model_class, pay_days=pay_days, no_names=no_names, proposal=proposal, reasons=reasons)
        return self._door.do("assembly.revise_licence", asked, Done, once)

    def revise_office(
        self,
        *,
        office: str,
        holder: str,
        days: int = 365,
        proposal: str,
        reasons: str = "",
        once: str = "",
    ) -> Done:
        """Put somebody into an office.

        Scope: `do:assembly.revise_office`.

        Args:
            office: Which office?
            holder: Who?
            days: For how many days?
            proposal: Which of your drafts?
            reasons: Why?
            once: the number of this request; drawn where empty.
        """
        asked = ReviseOfficeAsked(office=office, holder=holder, days=days, proposal=proposal, reasons=reasons)
        return self._door.do("assembly.revise_office", asked, Done, once)

    def revise_options(
        self,
        *,
        options: tuple[str, ...],
        proposal: str,
        reasons: str = "",
        once: str = "",
    ) -> Done:
        """Ask what members prefer.

        Scope: `do:assembly.revise_options`.

        Args:
            options: What can they choose from?
            proposal: Which of your drafts?
            reasons: Why?
            once: the number of this request; drawn where empty.
        """
        asked = ReviseOptionsAsked(options=options, proposal=proposal, reasons=reasons)
        return self._door.do("assembly.revise_options", asked, Done, once)

    def revise_pause(
        self,
        *,
        pause: str,
        until: str,
        proposal: str,
        reasons: str = "",
        once: str = "",
    ) -> Done:
        """Keep a pause.

        Scope: `do:assembly.revise_pause`.

        Args:
            pause: Which pause?
            until: Until when?
            proposal: Which of your drafts?
            reasons: Why?
            once: the number of this request; drawn where empty.
        """
        asked = RevisePauseKeptAsked(pause=pause, until=until, proposal=proposal, reasons=reasons)
        return self._door.do("assembly.revise_pause", asked, Done, once)

    def revise_plan(
        self,
        *,
        plan: str,
        proposal: str,
        reasons: str = "",
        once: str = "",
    ) -> Done:
        """Share a surplus as planned.

        Scope: `do:assembly.revise_plan`.

        Args:
            plan: Which plan?
            proposal: Which of your drafts?
            reasons: Why?
            once: the number of this request; drawn where empty.
        """
        asked = RevisePlanAsked(plan=plan, proposal=proposal, reasons=reasons)
        return self._door.do("assembly.revise_plan", asked, Done, once)

    def revise_recall(
        self,
        *,
        seat: str,
        proposal: str,
        reasons: str = "",
        once: str = "",
    ) -> Done:
        """Take an office away.

        Scope: `do:assembly.revise_recall`.

        Args:
            seat: From whom?
            proposal: Which of your drafts?
            reasons: Why?
            once: the number of this request; drawn where empty.
        """
        asked = ReviseRecallAsked(seat=seat, proposal=proposal, reasons=reasons)
        return self._door.do("assembly.revise_recall", asked, Done, once)

    def revise_restructure(
        self,
        *,
        kind: Literal["merger", "split", "transformation"],
        agreement: str,
        proposal: str,
        reasons: str = "",
        once: str = "",
    ) -> Done:
        """Merge, split or transform.

        Scope: `do:assembly.revise_restructure`.

        Args:
            kind: Which of them?
            agreement: Digest of the agreement
            proposal: Which of your drafts?
            reasons: Why?
            once: the number of this request; drawn where empty.
        """
        asked = ReviseRestructureAsked(kind=kind, agreement=agreement, proposal=proposal, reasons=reasons)
        return self._door.do("assembly.revise_restructure", asked, Done, once)
