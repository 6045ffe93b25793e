"""The room programs. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

from auzolan.client.door import Door, part
from auzolan.client.shapes_programs import Addresses, Request, SentLines, Uploaded, Work


class Programs:
    """What can be asked of the room programs."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def addresses(
        self,
    ) -> Addresses:
        """One's own addresses that are told of entries.

        Scope: `read:programs.addresses`.
        """
        return self._door.one("programs/addresses", Addresses)

    def deliveries(
        self,
        *,
        address: str,
    ) -> SentLines:
        """What an address was told, the newest 1,000 entries.

        Scope: `read:programs.deliveries`.
        """
        return self._door.one(f"programs/addresses/{part(address)}/deliveries", SentLines)

    def replay(
        self,
        *,
        address: str,
        entry: str,
    ) -> SentLines:
        """What an address was told, the newest 1,000 entries.

        Scope: `do:programs.replay`.
        """
        return self._door.post(f"programs/addresses/{part(address)}/deliveries/{part(entry)}/replay", SentLines)

    def request(
        self,
        *,
        waiting: str,
    ) -> Request:
        """What waits for a second person; `entry` is -1 until it is done.

        Scope: `read:programs.request`.
        """
        return self._door.one(f"programs/requests/{part(waiting)}", Request)

    def upload(
        self,
        *,
        content: bytes,
    ) -> Uploaded:
        """A file that came; name it by its id where a file is asked for.

        Scope: `do:programs.upload`.
        """
        return self._door.upload("upload", content, Uploaded)

    def work(
        self,
        *,
        job: str,
    ) -> Work:
        """How a piece of long work goes; `entry` is -1 until it is done.

        Scope: `read:programs.work`.
        """
        return self._door.one(f"programs/work/{part(job)}", Work)
