"""The room contributions. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from auzolan.client.door import Done, Door, Later, part
from auzolan.client.shapes_contributions import (
    BatchLine,
    EraseAsked,
    ImportAsked,
    SettleAsked,
    ShareAsked,
    TracesAsked,
)


class Contributions:
    """What can be asked of the room contributions."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def batches(
        self,
        *,
        member: str,
    ) -> Iterator[BatchLine]:
        """One batch; `erased_at` is the entry that erased it, None while its rows exist.

        Scope: `read:contributions.batches`.
        """
        return self._door.lines(f"members/{part(member)}/batches", BatchLine)

    def erase(
        self,
        *,
        batch: str,
        reason: str,
        once: str = "",
    ) -> Done:
        """Destroy rows for good.

        Scope: `do:contributions.erase`.

        Args:
            batch: Which batch?
            reason: Why?
            once: the number of this request; drawn where empty.
        """
        asked = EraseAsked(batch=batch, reason=reason)
        return self._door.do("contributions.erase", asked, Done, once)

    def import_(
        self,
        *,
        file: str,
        kind: str,
        delimiter: Literal[",", ";", "tab"] = ",",
        once: str = "",
    ) -> Later:
        """Bring rows.

        Scope: `do:contributions.import`. It takes long, and is done in the queue.

        Args:
            file: The file: CSV, JSON lines or Parquet, or a zip of one
            kind: Which kind of data is it?
            delimiter: What stands between the values of a CSV?
            once: the number of this request; drawn where empty.
        """
        asked = ImportAsked(file=file, kind=kind, delimiter=delimiter)
        return self._door.do("contributions.import", asked, Later, once)

    def import_traces(
        self,
        *,
        file: str,
        kind: str,
        drop: str = "",
        addresses: Literal["full", "host", "path"] = "host",
        times: Literal["day", "full"] = "day",
        dates: Literal["dmy", "mdy", "ymd"] = "ymd",
        once: str = "",
    ) -> Later:
        """Bring what a platform gave you.

        Scope: `do:contributions.import_traces`. It takes long, and is done in the queue.

        Args:
            file: The file as the platform gave it to you
            kind: Which kind of data is it?
            drop: Leave out these fields
            addresses: How much of a web address is kept?
            times: How much of a time is kept?
            dates: How are dates written in it?
            once: the number of this request; drawn where empty.
        """
        asked = TracesAsked(file=file, kind=kind, drop=drop, addresses=addresses, times=times, dates=dates)
        return self._door.do("contributions.import_traces", asked, Later, once)

    def settle(
        self,
        *,
        batch: str,
        rows: str,
        shares: str,
        reason: str,
        once: str = "",
    ) -> Later:
        """Settle whose rows they are.

        Scope: `do:contributions.settle`. Somebody else must say yes before it is done.

        Args:
            batch: Which batch?
            rows: Which rows?
            shares: Whose are they from now on?
            reason: Why?
            once: the number of this request; drawn where empty.
        """
        asked = SettleAsked(batch=batch, rows=rows, shares=shares, reason=reason)
        return self._door.do("contributions.settle", asked, Later, once)

    def share(
        self,
        *,
        batch: str,
        shares: str,
        once: str = "",
    ) -> Done:
        """Say who made it with me.

        Scope: `do:contributions.share`.

        Args:
            batch: Which of your batches?
            shares: Who made it with you?
            once: the number of this request; drawn where empty.
        """
        asked = ShareAsked(batch=batch, shares=shares)
        return self._door.do("contributions.share", asked, Done, once)
