"""The room assembly. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

from typing import Literal

from auzolan.client.door import Done, Door, part
from auzolan.client.shapes_assembly import (
    AddItemAsked,
    AgreeAsked,
    AnswerAsked,
    CallAsked,
    CastAsked,
    ChallengeAsked,
    CommentAsked,
    ConveneAsked,
    DecideAsked,
    DryRunPage,
    ProposalAsked,
)


class Assembly1:
    """What can be asked of the room assembly."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def add_item(
        self,
        *,
        petition: str,
        meeting: str,
        proposal: str,
        once: str = "",
    ) -> Done:
        """Add an item to an agenda.

        Scope: `do:assembly.add_item`.

        Args:
            petition: By which petition?
            meeting: At which meeting?
            proposal: Which proposal?
            once: the number of this request; drawn where empty.
        """
        asked = AddItemAsked(petition=petition, meeting=meeting, proposal=proposal)
        return self._door.do("assembly.add_item", asked, Done, once)

    def admit(
        self,
        *,
        proposal: str,
        once: str = "",
    ) -> Done:
        """Check a proposal.

        Scope: `do:assembly.admit`.

        Args:
            proposal: Which proposal?
            once: the number of this request; drawn where empty.
        """
        asked = ProposalAsked(proposal=proposal)
        return self._door.do("assembly.admit", asked, Done, once)

    def agree_to_pause(
        self,
        *,
        pause: str,
        once: str = "",
    ) -> Done:
        """Agree to a pause.

        Scope: `do:assembly.agree_to_pause`.

        Args:
            pause: Which pause?
            once: the number of this request; drawn where empty.
        """
        asked = AgreeAsked(pause=pause)
        return self._door.do("assembly.agree_to_pause", asked, Done, once)

    def answer(
        self,
        *,
        comment: str,
        text: str,
        once: str = "",
    ) -> Done:
        """Answer a comment.

        Scope: `do:assembly.answer`.

        Args:
            comment: Which comment?
            text: Your answer
            once: the number of this request; drawn where empty.
        """
        asked = AnswerAsked(comment=comment, text=text)
        return self._door.do("assembly.answer", asked, Done, once)

    def call(
        self,
        *,
        agenda: tuple[str, ...],
        opens: str = "",
        second_call: str = "",
        organ: Literal["appeals", "assembly", "council", "delegates", "monitoring", "social"] = "assembly",
        once: str = "",
    ) -> Done:
        """Call a meeting.

        Scope: `do:assembly.call`.

        Args:
            agenda: What is voted on?
            opens: When does voting open?
            second_call: When is the second call?
            organ: Who meets?
            once: the number of this request; drawn where empty.
        """
        asked = CallAsked(agenda=agenda, opens=opens, second_call=second_call, organ=organ)
        return self._door.do("assembly.call", asked, Done, once)

    def cast(
        self,
        *,
        proposal: str,
        choice: Literal["", "abstain", "blank", "no", "yes"] = "",
        ranking: tuple[str, ...] = (),
        on_behalf: str = "",
        once: str = "",
    ) -> Done:
        """Vote.

        Scope: `do:assembly.cast`.

        Args:
            proposal: Which proposal?
            choice: Your vote
            ranking: Your ranking
            on_behalf: For whom?
            once: the number of this request; drawn where empty.
        """
        asked = CastAsked(proposal=proposal, choice=choice, ranking=ranking, on_behalf=on_behalf)
        return self._door.do("assembly.cast", asked, Done, once)

    def certify(
        self,
        *,
        proposal: str,
        once: str = "",
    ) -> Done:
        """Count again.

        Scope: `do:assembly.certify`.

        Args:
            proposal: Which proposal?
            once: the number of this request; drawn where empty.
        """
        asked = ProposalAsked(proposal=proposal)
        return self._door.do("assembly.certify", asked, Done, once)

    def challenge(
        self,
        *,
        proposal: str,
        grounds: str,
        once: str = "",
    ) -> Done:
        """Challenge a decision.

        Scope: `do:assembly.challenge`.

        Args:
            proposal: Which proposal?
            grounds: What went wrong?
            once: the number of this request; drawn where empty.
        """
        asked = ChallengeAsked(proposal=proposal, grounds=grounds)
        return self._door.do("assembly.challenge", asked, Done, once)

    def close(
        self,
        *,
        proposal: str,
        once: str = "",
    ) -> Done:
        """Close voting and count.

        Scope: `do:assembly.close`.

        Args:
            proposal: Which proposal?
            once: the number of this request; drawn where empty.
        """
        asked = ProposalAsked(proposal=proposal)
        return self._door.do("assembly.close", asked, Done, once)

    def comment(
        self,
        *,
        proposal: str,
        text: str,
        once: str = "",
    ) -> Done:
        """Say something about a proposal.

        Scope: `do:assembly.comment`.

        Args:
            proposal: Which proposal?
            text: What do you want to say?
            once: the number of this request; drawn where empty.
        """
        asked = CommentAsked(proposal=proposal, text=text)
        return self._door.do("assembly.comment", asked, Done, once)

    def convene(
        self,
        *,
        petition: str,
        agenda: tuple[str, ...],
        opens: str = "",
        second_call: str = "",
        once: str = "",
    ) -> Done:
        """Call the assembly that was asked for.

        Scope: `do:assembly.convene`.

        Args:
            petition: By which petition?
            agenda: What is voted on?
            opens: When does voting open?
            second_call: When is the second call?
            once: the number of this request; drawn where empty.
        """
        asked = ConveneAsked(petition=petition, agenda=agenda, opens=opens, second_call=second_call)
        return self._door.do("assembly.convene", asked, Done, once)

    def decide_challenge(
        self,
        *,
        challenge: str,
        answer: Literal["dismiss", "uphold"],
        reasons: str,
        once: str = "",
    ) -> Done:
        """Decide a challenge.

        Scope: `do:assembly.decide_challenge`.

        Args:
            challenge: Which challenge?
            answer: What do you decide?
            reasons: Why?
            once: the number of this request; drawn where empty.
        """
        asked = DecideAsked(challenge=challenge, answer=answer, reasons=reasons)
        return self._door.do("assembly.decide_challenge", asked, Done, once)

    def declare_interest(
        self,
        *,
        proposal: str,
        once: str = "",
    ) -> Done:
        """Say that I have an interest of my own.

        Scope: `do:assembly.declare_interest`.

        Args:
            proposal: Which proposal?
            once: the number of this request; drawn where empty.
        """
        asked = ProposalAsked(proposal=proposal)
        return self._door.do("assembly.declare_interest", asked, Done, once)

    def dry_run(
        self,
        *,
        proposal: str,
    ) -> DryRunPage:
        """What an amendment would change; `mine` is one member's own line, for her alone.

        Scope: `read:assembly.dry_run`.
        """
        return self._door.one(f"proposals/{part(proposal)}/dry-run", DryRunPage)

    def endorse(
        self,
        *,
        proposal: str,
        once: str = "",
    ) -> Done:
        """Endorse a proposal.

        Scope: `do:assembly.endorse`.

        Args:
            proposal: Which proposal?
            once: the number of this request; drawn where empty.
        """
        asked = ProposalAsked(proposal=proposal)
        return self._door.do("assembly.endorse", asked, Done, once)
