"""Files that people send: stored within limits, recognised, and erased once used or after a day.

Nothing is opened here. The name that a file had is not kept, since it may name a person. A file is found
again only by whoever sent it.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterable
from pathlib import Path

import msgspec
from django.db.models import Sum

from auzolan.audit.folder import Folder
from auzolan.foundation.moments import DAY_MS, SECOND_MS
from auzolan.foundation.refusals import Refusal
from auzolan.house.doing import Who
from auzolan.house.jobs.models import Upload
from auzolan.house.jobs.sniffing import Unfit, kind_of
from auzolan.house.jobs.upload_words import UNFIT
from auzolan.house.ports import system_ports
from auzolan.house.serving.bodies import FILE_BYTES_MAX

EACH_BYTES_MAX = 2 * FILE_BYTES_MAX
EACH_FILES_MAX = 20
KEPT_MS = DAY_MS
USED_MS = 600 * SECOND_MS
"""How long a used file stays: whoever sends the same request again shall get the same answer."""
ARTICLE = "house, files"
_ID = re.compile(r"[0-9a-f]{32}\Z")
_ID_BYTES = 16


class UploadGone(Exception):
    """The file that a request names is not here, or is somebody else's; `refusal` says so."""

    def __init__(self) -> None:
        super().__init__("the file is not here")
        self.refusal = Refusal(
            "access.file_gone", ARTICLE, "The file is no longer here: files wait for one day.",
            "Send it again.",
        )  # fmt: skip


def keep(folder: Folder, who: Who, chunks: Iterable[bytes]) -> str:
    """Store a file that comes in pieces.

    Args:
        folder: the co-operative's folder.
        who: who sends it.
        chunks: its pieces; no more is taken than is allowed.
    Returns:
        Its id.
    Raises:
        Unfit: it is too large, of no kind that is taken, or she has sent too much already.
    """
    _check_room(who)
    upload_id = secrets.token_hex(_ID_BYTES)
    place = _place(folder)
    place.mkdir(mode=0o700, exist_ok=True)
    part = place / f"{upload_id}.part"
    try:
        size = _write(part, chunks)
        kind = kind_of(part)
        part.rename(place / upload_id)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    Upload.objects.create(
        id=upload_id, member=who.member, party=who.party, kind=kind, size=size,
        until=system_ports().clock() + KEPT_MS,
    )  # fmt: skip
    return upload_id


def upload_path(folder: Folder, who: Who, upload_id: str) -> Path:
    """Where a file lies that this person has sent.

    Raises:
        UploadGone: it is not here, or somebody else sent it; doors answer its refusal.
    """
    found = _own(who, [upload_id])
    path = _place(folder) / upload_id
    if not found or not path.is_file():
        raise UploadGone
    return path


def size_of(who: Who, upload_id: str) -> int | None:
    """How large a file is that this person has sent; None where it is not here."""
    found = _own(who, [upload_id])
    return found[0].size if found else None


def used(who: Who, asked: msgspec.Struct) -> None:
    """Let the files of a request go soon, now that it is done."""
    now = system_ports().clock()
    for one in _own(who, _ids_in(asked)):
        Upload.objects.filter(pk=one.pk, until__gt=now + USED_MS).update(until=now + USED_MS)


def keep_until(who: Who, asked: msgspec.Struct, until: int) -> None:
    """Keep the files of a request that waits longer than a day.

    Args:
        who: who sent them.
        asked: the fields of the request.
        until: a moment.
    """
    for one in _own(who, _ids_in(asked)):
        Upload.objects.filter(pk=one.pk, until__lt=until).update(until=until)


def erase_old(folder: Folder) -> int:
    """Erase what has waited long enough, and what a crash has left; how many files."""
    now, place = system_ports().clock(), _place(folder)
    old = list(Upload.objects.filter(until__lt=now).values_list("pk", flat=True))
    for upload_id in old:
        (place / upload_id).unlink(missing_ok=True)
    Upload.objects.filter(pk__in=old).delete()
    return len(old) + _erase_strays(place, now)


def _erase_strays(place: Path, now: int) -> int:
    """What has no row: half a file of a crash, or one whose row was lost."""
    if not place.is_dir():
        return 0
    oldest_s = (now - KEPT_MS) // 1_000
    strays = [one for one in place.iterdir() if one.stat().st_mtime < oldest_s]
    known = set(
        Upload.objects.filter(pk__in=[one.name for one in strays]).values_list("pk", flat=True)
    )
    gone = [one for one in strays if one.name not in known]
    for one in gone:
        one.unlink(missing_ok=True)
    return len(gone)


def _write(part: Path, chunks: Iterable[bytes]) -> int:
    size = 0
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > FILE_BYTES_MAX:
                raise Unfit("large")
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return size


def _check_room(who: Who) -> None:
    mine = Upload.objects.filter(member=who.member, party=who.party)
    held = mine.aggregate(size=Sum("size"))["size"] or 0
    if held >= EACH_BYTES_MAX or mine.count() >= EACH_FILES_MAX:
        raise Unfit("many")


def _own(who: Who, ids: Iterable[str]) -> list[Upload]:
    wanted = [one for one in ids if _ID.match(one)]
    if not wanted or not (who.member or who.party):
        return []
    now = system_ports().clock()
    mine = Upload.objects.filter(member=who.member, party=who.party, until__gte=now)
    return list(mine.filter(pk__in=wanted))


def _ids_in(asked: msgspec.Struct) -> list[str]:
    values = [getattr(asked, name) for name in asked.__struct_fields__]
    return [one for one in values if isinstance(one, str) and _ID.match(one)]


def _place(folder: Folder) -> Path:
    return folder.path / "uploads"


__all__ = ["UNFIT", "Unfit", "UploadGone", "keep", "size_of", "upload_path", "used"]
