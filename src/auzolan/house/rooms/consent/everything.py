"""Everything about me: one documented zip with all that the co-operative holds about a member.

It goes to her, or to the office of data that answers her request, and to nobody else. It is there
whole or not at all, and never in the place of another file.

Source: Regulation (EU) 2016/679, arts. 15 and 20.
"""

from __future__ import annotations

import hashlib
import os
import zipfile
from pathlib import Path

import msgspec

from auzolan.charter.articles import rights_by_act
from auzolan.charter.offices import holders_of
from auzolan.charter.state import IN_FORCE, CharterInForce
from auzolan.consent.request_acts import DONE, MOVE, SEE
from auzolan.consent.state import OPEN, RightsRequest
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import moment_of, reading
from auzolan.house.desk import Desk
from auzolan.house.rooms.consent import everything_parts as parts
from auzolan.house.rooms.consent.everything_readme import readme
from auzolan.house.rooms.consent.request_flows import answer_request
from auzolan.house.rooms.labour.watching.look_flows import Asked, ask_to_look
from auzolan.house.rooms.labour.watching.own_files import page_files, work_files
from auzolan.house.rooms.record.flows import publish
from auzolan.house.storage.files import sync_folder
from auzolan.house.storage.reader import reader_of
from auzolan.house.submission import Receipt
from auzolan.labour.watching.matrix import DATA_OFFICE, EVERYTHING
from auzolan.members.state import Member

_ANSWERS = "consent.answer"
"""The act by which the charter names the office of data."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
_PRIVATE = 0o600


class HandedOver(msgspec.Struct, frozen=True):
    """What was written; `answered` is the request that it answered, None where none was open."""

    member: str
    file: str
    files: int
    bytes: int
    sha256: str
    answered: str | None


def hand_over(desk: Desk, *, actor: str, member: str, out: Path) -> HandedOver | Refusal:
    """Write everything about a member into a file that does not exist yet.

    Where the office of data does it while she has asked to see or to move her data, that request
    is answered by it, with the digest of the file. Its handing over is a look at her figures,
    which she sees. Her raw page times are in it only where she fetches it herself.

    Args:
        desk: a desk that has published all of its record.
        actor: she herself, or a holder of the office of data.
        member: whose data.
        out: the file, which only its owner will be able to read.
    Returns:
        What was written, or the refusal.
    Raises:
        FileExistsError: there is a file of this name.
        NotPublished: there are entries since the last publishing.
    """
    refused = refused_reader(desk, actor, member) or _looked(desk, actor, member)
    if refused is not None:
        return refused
    files = everything(desk, member) if actor != member else all_of_hers(desk, member)
    names, digest = _write(out, files)
    answered = _answer(desk, actor, member, digest)
    if isinstance(answered, Refusal):
        return answered
    return HandedOver(member, str(out), len(names), out.stat().st_size, digest, answered)


def everything(desk: Desk, member: str) -> list[parts.File]:
    """All files about a member with their contents, the description first, then in order of name.

    Her raw page times are not in it: see `all_of_hers`.
    """
    return _described(desk, member, [])


def all_of_hers(desk: Desk, member: str) -> list[parts.File]:
    """The same with her raw page times, for herself alone."""
    with reader_of(desk.folder) as reader:
        return _described(desk, member, list(page_files(reader, member)))


def _described(desk: Desk, member: str, found: list[parts.File]) -> list[parts.File]:
    with reader_of(desk.folder) as reader:
        found += [
            *parts.statement_files(reader, member), *parts.consent_files(reader, member),
            *parts.row_files(reader, member), parts.request_file(reader, member),
            *work_files(reader, member),
        ]  # fmt: skip
        head = reader.log.head()
    found += [parts.lineage_file(desk.folder, member), *parts.record_files(desk, member)]
    found.sort()
    return [("README.txt", readme(member, head.size, head.at, [name for name, _ in found])), *found]


def refused_reader(desk: Desk, actor: str, member: str) -> Refusal | None:
    """Why somebody may not have everything about a member, or None."""
    with reading(desk.folder) as now:
        in_force = now.books.get(CharterInForce, IN_FORCE)
        assert in_force is not None, "a co-operative has a charter from its founding on"
        right = rights_by_act(in_force.text).get(_ANSWERS)
        article = f"Art. {right.article}" if right is not None else "house, consent"
        if now.books.get(Member, member) is None:
            return Refusal(
                "consent.no_such_member", article, f"There is no member {member}.",
                "List them with: auzolan members list",
            )  # fmt: skip
        at = moment_of(now, desk.ports.clock)
        if actor == member or (
            right is not None and actor in holders_of(now.books, right.office, at)
        ):
            return None
    return Refusal(
        "consent.data_of_others", article,
        f"{actor} asked for everything about {member}.",
        f"Only {member} and the office of data may have it; she can ask: auzolan consent ask.",
    )  # fmt: skip


def _looked(desk: Desk, actor: str, member: str) -> Refusal | None:
    """Put on the record that the office of data looks at all of hers, or why it cannot be."""
    if actor == member:
        return None
    asked = Asked(actor, DATA_OFFICE, member, EVERYTHING, "rights-request")
    answer = ask_to_look(desk, asked, figures=1)
    if isinstance(answer, Refusal):
        return answer
    publish(desk)
    return None


def _answer(desk: Desk, actor: str, member: str, digest: str) -> str | Refusal | None:
    """Answer her oldest open request to see or to move her data, where the office handed it over."""
    if actor == member:
        return None
    with reading(desk.folder) as now:
        asked = [
            one
            for one in now.books.find(RightsRequest, member=member)
            if one.state == OPEN and one.asks in (SEE, MOVE)
        ]
    if not asked:
        return None
    first = min(asked, key=lambda one: one.entry)
    words = f"Everything about you as one file, SHA-256 {digest}."
    receipt = answer_request(desk, actor=actor, request=first.request, outcome=DONE, words=words)
    return first.request if isinstance(receipt, Receipt) else receipt


def _write(out: Path, files: list[parts.File]) -> tuple[list[str], str]:
    """Write the zip under another name, then give it its own, never over a file that is there."""
    out.parent.mkdir(parents=True, exist_ok=True)
    temporary = out.with_name(f".{out.name}.{os.getpid()}.part")
    temporary.unlink(missing_ok=True)
    # Only a file of our own: in a folder that others write to, one of theirs may lie in wait.
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(temporary, flags, _PRIVATE)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            with zipfile.ZipFile(file, "w") as whole:
                for name, content in files:
                    whole.writestr(_info(name), content, compresslevel=6)
            file.flush()
            os.fsync(file.fileno())
            file.seek(0)
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        os.link(temporary, out)
    finally:
        temporary.unlink(missing_ok=True)
    sync_folder(out.parent)
    return [name for name, _ in files], digest


def _info(name: str) -> zipfile.ZipInfo:
    """A name in the zip that says nothing of clock or machine, so that equal contents are equal."""
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 3
    info.external_attr = _PRIVATE << 16
    return info
