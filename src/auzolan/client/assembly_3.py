"""The room assembly. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

from typing import Literal

from auzolan.client.assembly_2 import Assembly2
from auzolan.client.door import Done, part
from auzolan.client.shapes_assembly_2 import ProposeGroupAsked
from auzolan.client.shapes_assembly_3 import (
    ProposeLicenceAsked,
    ProposeOfficeAsked,
    ProposeOptionsAsked,
    ProposePauseKeptAsked,
    ProposePlanAsked,
    ProposeRecallAsked,
    ProposeRestructureAsked,
    ProposeStrikeAsked,
    ResultPage,
    ReviseChangeAsked,
)


class Assembly3(Assembly2):
    """What can be asked of the room assembly."""

    def propose_group(
        self,
        *,
        group: str,
        says: Literal["lift", "permit", "prohibit"],
        operation: str = "train",
        end_use: str = "research",
        statement: str = "",
        title: str,
        reasons: str = "",
        organ: Literal["appeals", "assembly", "council", "delegates", "monitoring", "social"] = "assembly",
        once: str = "",
    ) -> Done:
        """Say for our group what may be done with its data.

        Scope: `do:assembly.propose_group`.

        Args:
            group: Which group?
            says: What does it say?
            operation: What is done with the data?
            end_use: What for?
            statement: What does it take back?
            title: What is it about?
            reasons: Why?
            organ: Who decides?
            once: the number of this request; drawn where empty.
        """
        asked = ProposeGroupAsked(group=group, says=says, operation=operation, end_use=end_use, statement=statement, title=title, reasons=reasons, organ=organ)
        return self._door.do("assembly.propose_group", asked, Done, once)

    def propose_licence(
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
        title: str,
        reasons: str = "",
        organ: Literal["appeals", "assembly", "council", "delegates", "monitoring", "social"] = "assembly",
        once: str = "",
    ) -> Done:
        """Let a company use our data.

        Scope: `do:assembly.propose_licence`.

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
            title: What is it about?
            reasons: Why?
            organ: Who decides?
            once: the number of this request; drawn where empty.
        """
        asked = ProposeLicenceAsked(licensee=licensee, model=model, purpose=purpose, fee=fee, price_of_thousand=price_of_thousand, answers_max=answers_max, days=days, operation=operation, territory=territory, model_class=model_class, pay_days=pay_days, no_names=no_names, title=title, reasons=reasons, organ=organ)
        return self._door.do("assembly.propose_licence", asked, Done, once)

    def propose_office(
        self,
        *,
        office: str,
        holder: str,
        days: int = 365,
        title: str,
        reasons: str = "",
        organ: Literal["appeals", "assembly", "council", "delegates", "monitoring", "social"] = "assembly",
        once: str = "",
    ) -> Done:
        """Put somebody into an office.

        Scope: `do:assembly.propose_office`.

        Args:
            office: Which office?
            holder: Who?
            days: For how many days?
            title: What is it about?
            reasons: Why?
            organ: Who decides?
            once: the number of this request; drawn where empty.
        """
        asked = ProposeOfficeAsked(office=office, holder=holder, days=days, title=title, reasons=reasons, organ=organ)
        return self._door.do("assembly.propose_office", asked, Done, once)

    def propose_options(
        self,
        *,
        options: tuple[str, ...],
        title: str,
        reasons: str = "",
        organ: Literal["appeals", "assembly", "council", "delegates", "monitoring", "social"] = "assembly",
        once: str = "",
    ) -> Done:
        """Ask what members prefer.

        Scope: `do:assembly.propose_options`.

        Args:
            options: What can they choose from?
            title: What is it about?
            reasons: Why?
            organ: Who decides?
            once: the number of this request; drawn where empty.
        """
        asked = ProposeOptionsAsked(options=options, title=title, reasons=reasons, organ=organ)
        return self._door.do("assembly.propose_options", asked, Done, once)

    def propose_pause(
        self,
        *,
        pause: str,
        until: str,
        title: str,
        reasons: str = "",
        organ: Literal["appeals", "assembly", "council", "delegates", "monitoring", "social"] = "assembly",
        once: str = "",
    ) -> Done:
        """Keep a pause.

        Scope: `do:assembly.propose_pause`.

        Args:
            pause: Which pause?
            until: Until when?
            title: What is it about?
            reasons: Why?
            organ: Who decides?
            once: the number of this request; drawn where empty.
        """
        asked = ProposePauseKeptAsked(pause=pause, until=until, title=title, reasons=reasons, organ=organ)
        return self._door.do("assembly.propose_pause", asked, Done, once)

    def propose_plan(
        self,
        *,
        plan: str,
        title: str,
        reasons: str = "",
        organ: Literal["appeals", "assembly", "council", "delegates", "monitoring", "social"] = "assembly",
        once: str = "",
    ) -> Done:
        """Share a surplus as planned.

        Scope: `do:assembly.propose_plan`.

        Args:
            plan: Which plan?
            title: What is it about?
            reasons: Why?
            organ: Who decides?
            once: the number of this request; drawn where empty.
        """
        asked = ProposePlanAsked(plan=plan, title=title, reasons=reasons, organ=organ)
        return self._door.do("assembly.propose_plan", asked, Done, once)

    def propose_recall(
        self,
        *,
        seat: str,
        title: str,
        reasons: str = "",
        organ: Literal["appeals", "assembly", "council", "delegates", "monitoring", "social"] = "assembly",
        once: str = "",
    ) -> Done:
        """Take an office away.

        Scope: `do:assembly.propose_recall`.

        Args:
            seat: From whom?
            title: What is it about?
            reasons: Why?
            organ: Who decides?
            once: the number of this request; drawn where empty.
        """
        asked = ProposeRecallAsked(seat=seat, title=title, reasons=reasons, organ=organ)
        return self._door.do("assembly.propose_recall", asked, Done, once)

    def propose_restructure(
        self,
        *,
        kind: Literal["merger", "split", "transformation"],
        agreement: str,
        title: str,
        reasons: str = "",
        organ: Literal["appeals", "assembly", "council", "delegates", "monitoring", "social"] = "assembly",
        once: str = "",
    ) -> Done:
        """Merge, split or transform.

        Scope: `do:assembly.propose_restructure`.

        Args:
            kind: Which of them?
            agreement: Digest of the agreement
            title: What is it about?
            reasons: Why?
            organ: Who decides?
            once: the number of this request; drawn where empty.
        """
        asked = ProposeRestructureAsked(kind=kind, agreement=agreement, title=title, reasons=reasons, organ=organ)
        return self._door.do("assembly.propose_restructure", asked, Done, once)

    def propose_strike(
        self,
        *,
        operation: str,
        end_use: str,
        towards: tuple[str, ...] = (),
        until: str = "",
        title: str,
        reasons: str = "",
        organ: Literal["appeals", "assembly", "council", "delegates", "monitoring", "social"] = "assembly",
        once: str = "",
    ) -> Done:
        """Stop uses together.

        Scope: `do:assembly.propose_strike`.

        Args:
            operation: What is done with the data?
            end_use: What for?
            towards: Towards whom?
            until: Until when?
            title: What is it about?
            reasons: Why?
            organ: Who decides?
            once: the number of this request; drawn where empty.
        """
        asked = ProposeStrikeAsked(operation=operation, end_use=end_use, towards=towards, until=until, title=title, reasons=reasons, organ=organ)
        return self._door.do("assembly.propose_strike", asked, Done, once)

    def result(
        self,
        *,
        proposal: str,
    ) -> ResultPage:
        """The results of a proposal's polls, first to last, and the stages of the last count.

        Scope: `read:assembly.result`.
        """
        return self._door.one(f"proposals/{part(proposal)}/result", ResultPage)

    def revise_change(
        self,
        *,
        clause: str,
        value: str,
        more: str = "",
        proposal: str,
        reasons: str = "",
        once: str = "",
    ) -> Done:
        """Change the house rules.

        Scope: `do:assembly.revise_change`.

        Args:
            clause: Which rule?
            value: What should it say?
            more: Rules that change together with it
            proposal: Which of your drafts?
            reasons: Why?
            once: the number of this request; drawn where empty.
        """
        asked = ReviseChangeAsked(clause=clause, value=value, more=more, proposal=proposal, reasons=reasons)
        return self._door.do("assembly.revise_change", asked, Done, once)
