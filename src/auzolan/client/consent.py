"""The room consent. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

from collections.abc import Iterator

from auzolan.client.consent_1 import Consent1
from auzolan.client.door import Done, Later, part
from auzolan.client.shapes_consent import (
    BatchAsked,
    GuardianAsked,
    ProhibitAsked,
    ReceiptLine,
    RequestAsked,
    RequestLine,
    StrikeLine,
    SwitchAsked,
    WithdrawAsked,
)


class Consent(Consent1):
    """What can be asked of the room consent."""

    def prohibit(
        self,
        *,
        operation: str,
        end_use: str,
        kind: str = "",
        batch: str = "",
        until: str = "",
        parties: tuple[str, ...] = (),
        ward: str = "",
        once: str = "",
    ) -> Done:
        """Forbid one use.

        Scope: `do:consent.prohibit`.

        Args:
            operation: What is done with your data?
            end_use: What for?
            kind: Which kind of data?
            batch: Only one batch?
            until: Until which day?
            parties: Only for these companies?
            ward: For whom?
            once: the number of this request; drawn where empty.
        """
        asked = ProhibitAsked(operation=operation, end_use=end_use, kind=kind, batch=batch, until=until, parties=parties, ward=ward)
        return self._door.do("consent.prohibit", asked, Done, once)

    def receipts(
        self,
        *,
        member: str,
    ) -> Iterator[ReceiptLine]:
        """One receipt; `rows` are hers, 0 where it is about none, `calls` those that were answered.

        Scope: `read:consent.receipts`.
        """
        return self._door.lines(f"members/{part(member)}/receipts", ReceiptLine)

    def request(
        self,
        *,
        asks: str,
        words: str,
        ward: str = "",
        once: str = "",
    ) -> Done:
        """Ask about my data.

        Scope: `do:consent.request`.

        Args:
            asks: What do you ask for?
            words: Say it in your own words
            ward: For whom?
            once: the number of this request; drawn where empty.
        """
        asked = RequestAsked(asks=asks, words=words, ward=ward)
        return self._door.do("consent.request", asked, Done, once)

    def requests(
        self,
        *,
        member: str,
    ) -> Iterator[RequestLine]:
        """One request; `answer` is the entry of its latest answer, None where there is none yet.

        Scope: `read:consent.requests`.
        """
        return self._door.lines(f"members/{part(member)}/requests", RequestLine)

    def set_guardian(
        self,
        *,
        minor: str,
        guardian: str,
        until: str,
        once: str = "",
    ) -> Later:
        """Note who speaks for a minor.

        Scope: `do:consent.set_guardian`. Somebody else must say yes before it is done.

        Args:
            minor: Who is the minor?
            guardian: Who speaks for her?
            until: On which day is she of age?
            once: the number of this request; drawn where empty.
        """
        asked = GuardianAsked(minor=minor, guardian=guardian, until=until)
        return self._door.do("consent.set_guardian", asked, Later, once)

    def strikes(
        self,
    ) -> Iterator[StrikeLine]:
        """A strike: what it stops, towards whom, from when to when, and whether it goes on.

        Scope: `read:consent.strikes`.
        """
        return self._door.lines("strikes", StrikeLine)

    def switch_off(
        self,
        *,
        kind: str,
        purpose: str,
        once: str = "",
    ) -> Done:
        """Switch off a use of my data.

        Scope: `do:consent.switch_off`.

        Args:
            kind: Which kind of data?
            purpose: What for?
            once: the number of this request; drawn where empty.
        """
        asked = SwitchAsked(kind=kind, purpose=purpose)
        return self._door.do("consent.switch_off", asked, Done, once)

    def switch_on(
        self,
        *,
        kind: str,
        purpose: str,
        once: str = "",
    ) -> Done:
        """Allow a use of my data.

        Scope: `do:consent.switch_on`.

        Args:
            kind: Which kind of data?
            purpose: What for?
            once: the number of this request; drawn where empty.
        """
        asked = SwitchAsked(kind=kind, purpose=purpose)
        return self._door.do("consent.switch_on", asked, Done, once)

    def take_batch_out(
        self,
        *,
        batch: str,
        once: str = "",
    ) -> Done:
        """Take rows out of a group.

        Scope: `do:consent.take_batch_out`.

        Args:
            batch: Which of your batches?
            once: the number of this request; drawn where empty.
        """
        asked = BatchAsked(batch=batch)
        return self._door.do("consent.take_batch_out", asked, Done, once)

    def withdraw(
        self,
        *,
        kind: str,
        ward: str = "",
        once: str = "",
    ) -> Done:
        """Stop the use of my data.

        Scope: `do:consent.withdraw`.

        Args:
            kind: Which kind of data?
            ward: For whom?
            once: the number of this request; drawn where empty.
        """
        asked = WithdrawAsked(kind=kind, ward=ward)
        return self._door.do("consent.withdraw", asked, Done, once)
