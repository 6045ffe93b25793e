"""The room consent. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from auzolan.client.door import Done, Door, part
from auzolan.client.shapes_consent import (
    AnswerAsked,
    ConsentPage,
    DutyLine,
    GrantAsked,
    GroupAsked,
    GroupLine,
    GroupPage,
    InviteAsked,
    LiftAsked,
    NothingAsked,
    OthersAsked,
    PermitAsked,
    PlaceAsked,
)


class Consent1:
    """What can be asked of the room consent."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def answer(
        self,
        *,
        request: str,
        outcome: Literal["done", "more-time", "refused"],
        words: str,
        once: str = "",
    ) -> Done:
        """Answer a request about data.

        Scope: `do:consent.answer`.

        Args:
            request: Which request?
            outcome: What comes of it?
            words: Your answer
            once: the number of this request; drawn where empty.
        """
        asked = AnswerAsked(request=request, outcome=outcome, words=words)
        return self._door.do("consent.answer", asked, Done, once)

    def consents(
        self,
        *,
        member: str,
    ) -> Iterator[ConsentPage]:
        """What a member says about her rows of a kind, of all kinds where `kind` is empty.

        Scope: `read:consent.consents`.
        """
        return self._door.lines(f"members/{part(member)}/consents", ConsentPage)

    def duties(
        self,
        *,
        member: str,
    ) -> Iterator[DutyLine]:
        """One thing that is owed to a withdrawal.

        Scope: `read:consent.duties`.
        """
        return self._door.lines(f"members/{part(member)}/duties", DutyLine)

    def end_trust(
        self,
        *,
        once: str = "",
    ) -> Done:
        """Act for myself again.

        Scope: `do:consent.end_trust`.

        Args:
            once: the number of this request; drawn where empty.
        """
        asked = NothingAsked()
        return self._door.do("consent.end_trust", asked, Done, once)

    def entrust(
        self,
        *,
        once: str = "",
    ) -> Done:
        """Let the co-op act for me.

        Scope: `do:consent.entrust`.

        Args:
            once: the number of this request; drawn where empty.
        """
        asked = NothingAsked()
        return self._door.do("consent.entrust", asked, Done, once)

    def form_group(
        self,
        *,
        group: str,
        once: str = "",
    ) -> Done:
        """Begin a group.

        Scope: `do:consent.form_group`.

        Args:
            group: What is it called?
            once: the number of this request; drawn where empty.
        """
        asked = GroupAsked(group=group)
        return self._door.do("consent.form_group", asked, Done, once)

    def grant(
        self,
        *,
        kind: str,
        purposes: tuple[str, ...] = (),
        once: str = "",
    ) -> Done:
        """Say what my data may be used for.

        Scope: `do:consent.grant`.

        Args:
            kind: Which kind of data?
            purposes: What may it be used for?
            once: the number of this request; drawn where empty.
        """
        asked = GrantAsked(kind=kind, purposes=purposes)
        return self._door.do("consent.grant", asked, Done, once)

    def group(
        self,
        *,
        group: str,
    ) -> GroupPage:
        """A group whole: who belongs to it, its batches, and what it says.

        Scope: `read:consent.group`.
        """
        return self._door.one(f"groups/{part(group)}", GroupPage)

    def groups(
        self,
    ) -> Iterator[GroupLine]:
        """A group: how many belong to it, and how many batches are among its rows.

        Scope: `read:consent.groups`.
        """
        return self._door.lines("groups", GroupLine)

    def invite_to_group(
        self,
        *,
        group: str,
        member: str,
        once: str = "",
    ) -> Done:
        """Ask somebody to join a group.

        Scope: `do:consent.invite_to_group`.

        Args:
            group: Which group?
            member: Whom do you ask?
            once: the number of this request; drawn where empty.
        """
        asked = InviteAsked(group=group, member=member)
        return self._door.do("consent.invite_to_group", asked, Done, once)

    def join_group(
        self,
        *,
        group: str,
        once: str = "",
    ) -> Done:
        """Join a group.

        Scope: `do:consent.join_group`.

        Args:
            group: Which group?
            once: the number of this request; drawn where empty.
        """
        asked = GroupAsked(group=group)
        return self._door.do("consent.join_group", asked, Done, once)

    def leave_group(
        self,
        *,
        group: str,
        once: str = "",
    ) -> Done:
        """Leave a group.

        Scope: `do:consent.leave_group`.

        Args:
            group: Which group?
            once: the number of this request; drawn where empty.
        """
        asked = GroupAsked(group=group)
        return self._door.do("consent.leave_group", asked, Done, once)

    def lift(
        self,
        *,
        statement: str,
        ward: str = "",
        once: str = "",
    ) -> Done:
        """Take back what I said about a use.

        Scope: `do:consent.lift`.

        Args:
            statement: What do you take back?
            ward: For whom?
            once: the number of this request; drawn where empty.
        """
        asked = LiftAsked(statement=statement, ward=ward)
        return self._door.do("consent.lift", asked, Done, once)

    def note_third_persons(
        self,
        *,
        batch: str,
        basis: Literal["anonymised", "consent", "law", "none"],
        evidence: str,
        once: str = "",
    ) -> Done:
        """Note other people in rows.

        Scope: `do:consent.note_third_persons`.

        Args:
            batch: Which batch?
            basis: May the rows be used, and why?
            evidence: Where can that be looked up?
            once: the number of this request; drawn where empty.
        """
        asked = OthersAsked(batch=batch, basis=basis, evidence=evidence)
        return self._door.do("consent.note_third_persons", asked, Done, once)

    def permit(
        self,
        *,
        operation: str,
        end_use: str,
        kind: str = "",
        batch: str = "",
        until: str = "",
        parties: tuple[str, ...] = (),
        ward: str = "",
        floor_cents: int = 0,
        credit: bool = False,
        once: str = "",
    ) -> Done:
        """Allow one use, with conditions.

        Scope: `do:consent.permit`.

        Args:
            operation: What is done with your data?
            end_use: What for?
            kind: Which kind of data?
            batch: Only one batch?
            until: Until which day?
            parties: Only for these companies?
            ward: For whom?
            floor_cents: The least price of a thousand answers
            credit: Only where those who made the data are named
            once: the number of this request; drawn where empty.
        """
        asked = PermitAsked(operation=operation, end_use=end_use, kind=kind, batch=batch, until=until, parties=parties, ward=ward, floor_cents=floor_cents, credit=credit)
        return self._door.do("consent.permit", asked, Done, once)

    def place_batch(
        self,
        *,
        batch: str,
        group: str,
        once: str = "",
    ) -> Done:
        """Put rows among those of a group.

        Scope: `do:consent.place_batch`.

        Args:
            batch: Which of your batches?
            group: Which group?
            once: the number of this request; drawn where empty.
        """
        asked = PlaceAsked(batch=batch, group=group)
        return self._door.do("consent.place_batch", asked, Done, once)
