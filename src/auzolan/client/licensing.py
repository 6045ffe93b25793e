"""The room licensing. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

from auzolan.client.door import Done, Later
from auzolan.client.licensing_1 import Licensing1
from auzolan.client.shapes_licensing import KeyAsked, ReportAsked, RevokeAsked


class Licensing(Licensing1):
    """What can be asked of the room licensing."""

    def report_use(
        self,
        *,
        licence: str,
        since: str,
        until: str,
        answers: int,
        once: str = "",
    ) -> Done:
        """Note what a company says to have used.

        Scope: `do:licensing.report_use`.

        Args:
            licence: Which licence?
            since: From which day?
            until: To which day, that day with it?
            answers: How many answers does it say?
            once: the number of this request; drawn where empty.
        """
        asked = ReportAsked(licence=licence, since=since, until=until, answers=answers)
        return self._door.do("licensing.report_use", asked, Done, once)

    def revoke(
        self,
        *,
        licence: str,
        reason: str,
        once: str = "",
    ) -> Later:
        """End a licence before its time.

        Scope: `do:licensing.revoke`. Somebody else must say yes before it is done.

        Args:
            licence: Which licence?
            reason: Why?
            once: the number of this request; drawn where empty.
        """
        asked = RevokeAsked(licence=licence, reason=reason)
        return self._door.do("licensing.revoke", asked, Later, once)

    def revoke_key(
        self,
        *,
        key: str,
        once: str = "",
    ) -> Done:
        """Put a key out of use.

        Scope: `do:licensing.revoke_key`.

        Args:
            key: Which key?
            once: the number of this request; drawn where empty.
        """
        asked = KeyAsked(key=key)
        return self._door.do("licensing.revoke_key", asked, Done, once)
