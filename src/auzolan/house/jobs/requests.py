"""What a kept request is: who asked, what, under which number; read back as it was written.

Its id follows from the number of the form and a secret of the house, so that a request that is sent
twice is kept once, and nobody finds another's by guessing.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, date, datetime
from typing import Any

import msgspec
from django.conf import settings
from django.http import QueryDict

from auzolan.audit.folder import Folder
from auzolan.foundation import canonical
from auzolan.foundation.refusals import Refusal
from auzolan.house.accounts.models import Person
from auzolan.house.doing import Doing, Who
from auzolan.house.doors.access.visit import Visit
from auzolan.house.doors.doing.asked_once import ONCE
from auzolan.house.doors.doing.fields import FILE, bare_fields
from auzolan.house.jobs.uploads import UploadGone, upload_path
from auzolan.house.ports import system_ports

ARTICLE = "house, long work"
_DIGITS = 32


class NotKept(ValueError):
    """A request is not kept; `refusal` says why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


class TooMuchWaits(NotKept):
    """Somebody has as much waiting as one person may."""

    def __init__(self, most: int) -> None:
        super().__init__(
            Refusal(
                "access.too_much_waits", ARTICLE, f"{most} of your requests wait already.",
                "Wait until some of them are done, or take one back.",
            )
        )  # fmt: skip


class NumberUsed(NotKept):
    """Under the number of a request another one is kept."""

    def __init__(self) -> None:
        super().__init__(
            Refusal(
                "house.number_used", ARTICLE, "Under this number another request is kept.",
                "Open the form anew and send it once more; programs draw another number.",
            )
        )  # fmt: skip


def check_same(kept: str, asked: msgspec.Struct) -> None:
    """Check that a request that comes again says what it said; once it is forgotten it may say anything.

    Args:
        kept: the digest of what it said, or an empty text once that is forgotten.
        asked: what it says now.
    Raises:
        NumberUsed: it says something else.
    """
    if kept and not hmac.compare_digest(kept, digest_of(written(asked))):
        raise NumberUsed


def digest_of(text: str) -> str:
    """The digest of written fields, which tells nobody outside the house what they were."""
    said = f"auzolan/v1/asked\x00{text}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256).hexdigest()


def check_files(who: Who, asked: msgspec.Struct) -> None:
    """Check that the files that a request names are here, before anybody waits for it.

    Raises:
        NotKept: one of them is not here, or somebody else sent it.
    """
    for field in bare_fields(type(asked), QueryDict()):
        named = getattr(asked, field.name) if field.widget == FILE else ""
        if not named:
            continue
        try:
            upload_path(Folder(settings.AUZOLAN_FOLDER), who, named)
        except UploadGone as gone:
            raise NotKept(gone.refusal) from gone


def kept_id(name: str, who: Who, number: str) -> str:
    """The id under which a request is kept: 32 hexadecimal digits.

    Raises:
        ValueError: the number is too short, too long, or has other signs.
    """
    if not ONCE.match(number):
        raise ValueError("the number of a request has 8 to 128 letters and digits")
    said = "\x00".join(("auzolan/v1/kept", name, who.member, who.party, number)).encode()
    return hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256).hexdigest()[:_DIGITS]


def written(asked: msgspec.Struct) -> str:
    """The fields of a request as they are kept, without those that were left as they are.

    What a field is when nobody fills it in need not be something that one could fill in.
    """
    said = {
        one.name: getattr(asked, one.name)
        for one in msgspec.structs.fields(asked)
        if one.required or getattr(asked, one.name) != one.default
    }
    return canonical.encode(said).decode()


def read(doing: Doing[Any], text: str) -> msgspec.Struct | None:
    """The fields read back; None where this release asks for others."""
    try:
        asked: msgspec.Struct = msgspec.json.decode(text, type=doing.asks)
    except msgspec.DecodeError:
        return None
    return asked


def visit_now(member: str, party: str = "") -> Visit:
    """Somebody as the books know her at this moment, as if she stood at the door."""
    return Visit(Person(member=member, party=party), is_strong=True)


def written_refusal(refusal: Refusal) -> str:
    """A refusal as it is kept."""
    return canonical.encode(
        [refusal.code, refusal.article, refusal.because, refusal.remedy]
    ).decode()


def read_refusal(text: str) -> Refusal | None:
    """A refusal read back; None where there was none."""
    if not text:
        return None
    code, article, because, remedy = msgspec.json.decode(text, type=tuple[str, str, str, str])
    return Refusal(code, article, because, remedy)


def today() -> date:
    """The day, UTC."""
    return datetime.fromtimestamp(system_ports().clock() // 1_000, tz=UTC).date()
