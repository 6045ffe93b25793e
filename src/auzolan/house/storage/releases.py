"""Which release wrote a record last: a program that is older than the record must not go on with it.

It looks at the last entry alone. What a newer release wrote before it, that one has refused too.
"""

from __future__ import annotations

import msgspec

from auzolan.audit.connection import Readable, database_faults
from auzolan.cooperative import RELEASE, RELEASES
from auzolan.foundation.refusals import Refusal

_SHOWN_MAX = 60


class NewerRelease(Exception):
    """The record was written by a release that this program does not know.

    Attributes:
        refusal: the same as a value, for who answers with refusals.
    """

    def __init__(self, release: str) -> None:
        self.refusal = Refusal(
            "desk.newer_release", "house, desk",
            f"This folder was written by release {release[:_SHOWN_MAX]}, "
            f"and this program is release {RELEASE}.",
            "Install that release, or a later one. Nothing was written.",
        )  # fmt: skip
        super().__init__(f"{self.refusal.because} {self.refusal.remedy}")


class _Ruled(msgspec.Struct):
    """As much of an entry as every release writes."""

    rules: str


def check_release(database: Readable) -> None:
    """Refuse a record whose last entry was decided by a release that is not known here.

    A last entry that cannot be read is damage, which whoever reads it finds and names.

    Raises:
        NewerRelease: this program is older than the record.
    """
    try:
        last = "SELECT body FROM record_entry ORDER BY seq DESC LIMIT 1"
        found = database.execute(last).fetchone()
    except database_faults():
        return
    if found is not None:
        check_named(_release_in(bytes(found[0])))


def check_named(release: str) -> None:
    """Refuse what a release wrote that is not known here; an empty name says nothing.

    Raises:
        NewerRelease: it is not among the releases that there have been.
    """
    if release and release not in RELEASES:
        raise NewerRelease(release)


def _release_in(body: bytes) -> str:
    try:
        return msgspec.json.decode(body, type=_Ruled).rules
    except ValueError:
        return ""
