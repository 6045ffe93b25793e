"""A channel of members that holders of power over work cannot read: the house keeps sealed letters only.

Readers' keys and letters lie in `channel/`, outside the vault and its backups, and on no record. Who
joined can be seen, and how many letters there are, in their order; what they say, to whom each was
sealed, and who wrote it cannot. No time is kept, as far as a program can help it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import msgspec

from auzolan.audit.folder import Folder
from auzolan.charter.offices import holds
from auzolan.foundation.ids import checked_id
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import Reading, moment_of, reading
from auzolan.house.ports import Ports
from auzolan.house.rooms.labour.channel.channel_crypto import (
    READERS_MAX,
    SIZES,
    Inside,
    Letter,
    ReaderKey,
    digest_of,
    fingerprint,
    is_signed,
    is_sound,
    open_letter,
    seal_letter,
)
from auzolan.house.storage.files import sync_folder, write_durably
from auzolan.members.state import MemberKey, is_in_standing
from auzolan.record.state import LOG, LogKey

ARTICLE = "house, labour"
NO_READERS = ("work", "treasury", "council")
"""The offices that decide on somebody's work, pay or place; who holds one is no reader."""
LETTERS_MAX = 10_000
LETTER_BYTES_MAX = 2 * (SIZES[-1] + READERS_MAX * 80)
_READERS, _LETTERS = "readers", "letters"
_DIGITS = 8


class Posted(msgspec.Struct, frozen=True):
    """A letter lies in the channel; `left_out` are readers whose key may not be sealed to now."""

    letter: str
    readers: int
    left_out: tuple[str, ...]


class Received(msgspec.Struct, frozen=True):
    """A letter as a reader sees it."""

    letter: str
    sender: str
    text: str


class ReaderLine(msgspec.Struct, frozen=True):
    """A reader as others see her; `bound_by` says who vouches that the key is hers."""

    member: str
    fingerprint: str
    bound_by: str
    key: str


class KeyLine(msgspec.Struct, frozen=True):
    """A key that nobody has joined with yet."""

    key: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Readers:
    """The readers whose keys hold now, and the members whose keys do not, with the reason."""

    keys: list[ReaderKey]
    left_out: dict[str, str]


def reader_line(reader: ReaderKey) -> ReaderLine:
    """A reader as others see her."""
    bound_by = "her registered key" if reader.signed_by else "the house's word"
    return ReaderLine(reader.member, fingerprint(reader.key), bound_by, reader.key)


def key_line(key: str) -> KeyLine:
    """A public key with what people compare."""
    return KeyLine(key, fingerprint(key))


def origin_of(folder: Folder) -> str:
    """The name of the co-operative's record, which a signature on a channel key names."""
    with reading(folder) as now:
        return _origin(now)


def join_channel(folder: Folder, ports: Ports, reader: ReaderKey) -> Refusal | None:
    """Put a member's key among the readers', in the place of an older one.

    Args:
        folder: the co-operative's.
        ports: the clock.
        reader: her key; signed by the key that she registered, where she has one.
    Returns:
        None, or why she is no reader; nothing is written then.
    """
    with reading(folder) as now:
        reason = _reason_against(now, ports, reader)
    if reason is not None:
        return reason
    place = folder.channel / _READERS
    others = set(place.glob("*.json")) - {place / f"{reader.member}.json"} if place.is_dir() else ()
    if len(others) >= READERS_MAX:
        return _refused(
            "labour.channel_full",
            f"The channel has {READERS_MAX} readers already.",
            "Wait until one leaves.",
        )
    _make(folder)
    write_durably(place / f"{reader.member}.json", msgspec.json.encode(reader), mode=0o600)
    _without_times(place / f"{reader.member}.json", place)
    return None


def leave_channel(folder: Folder, member: str) -> None:
    """Take a member's key out; letters that were sealed to it can still be opened with it.

    Raises:
        ValueError: it is no member's id.
    """
    place = folder.channel / _READERS
    (place / f"{checked_id(member)}.json").unlink(missing_ok=True)
    if place.is_dir():
        _without_times(place)


def readers_now(folder: Folder, ports: Ports) -> Readers:
    """Everybody whose key letters may be sealed to at this moment, and who fell out and why."""
    keys: list[ReaderKey] = []
    left_out: dict[str, str] = {}
    with reading(folder) as now:
        for path in sorted((folder.channel / _READERS).glob("*.json")):
            try:
                reader = msgspec.json.decode(path.read_bytes(), type=ReaderKey)
            except ValueError:
                left_out[path.stem] = "labour.channel_key_unsound"
                continue
            reason = _reason_against(now, ports, reader)
            if reason is None and reader.member == path.stem:
                keys.append(reader)
            else:
                left_out[path.stem] = reason.code if reason else "labour.channel_key_unsound"
    return Readers(keys, left_out)


def post_text(folder: Folder, ports: Ports, inside: Inside) -> Posted | Refusal:
    """Seal a letter to all readers of this moment, in this process, and lay down what is sealed.

    Raises:
        ValueError: the words are too long, or empty.
    """
    readers = readers_now(folder, ports)
    if not readers.keys:
        return _nobody()
    return post_sealed(folder, ports, seal_letter(inside, readers.keys, ports.chance))


def post_sealed(folder: Folder, ports: Ports, letter: Letter) -> Posted | Refusal:
    """Lay a letter down that was sealed elsewhere, if it was sealed to the readers of this moment.

    So a letter that was sealed to somebody who has taken an office since does not get in.
    """
    readers = readers_now(folder, ports)
    if not readers.keys:
        return _nobody()
    if letter.readers != digest_of(readers.keys):
        return _refused(
            "labour.channel_readers_changed",
            "The letter was sealed to other readers than there are now.",
            "Fetch the readers again, and seal it anew.",
        )
    place = _make(folder)
    name = _lay_down(place, msgspec.json.encode(letter), ports.chance(8).hex())
    return Posted(name, len(readers.keys), tuple(readers.left_out))


def read_channel(channel: Path, private: str) -> list[Received]:
    """Every letter that a key opens, in order; needs a copy of the channel's folder and no more.

    Args:
        channel: the folder `channel`.
        private: the reader's own key, in hexadecimal.
    """
    found = []
    for path in _letters(channel / _LETTERS):
        try:
            content = path.read_bytes()
            letter = msgspec.json.decode(content, type=Letter)
        except ValueError:
            continue
        inside = open_letter(letter, private)
        if inside is not None:
            found.append(Received(path.stem, inside.sender, inside.text))
    return found


def _reason_against(now: Reading, ports: Ports, reader: ReaderKey) -> Refusal | None:
    """Why letters may not be sealed to this key now: standing, office, the key, who vouches."""
    at = moment_of(now, ports.clock)
    if not is_in_standing(now.books, reader.member):
        return _refused(
            "labour.channel_not_in_standing", f"{reader.member} is not a member in good standing.",
            "Only members in good standing read the channel.",
        )  # fmt: skip
    for office in NO_READERS:
        if holds(now.books, reader.member, office, at):
            return _refused(
                "labour.channel_not_for_office", f"{reader.member} holds the office of {office}.",
                "The channel is for those who do not decide on others' work, pay or place.",
            )  # fmt: skip
    if not is_sound(reader.key):
        return _refused(
            "labour.channel_key_unsound", "No letter can be sealed to this key.",
            "Make a key with: auzolan labour channel-key",
        )  # fmt: skip
    registered = [row.key for row in now.books.find(MemberKey, member=reader.member, active=1)]
    wanted = registered[0] if registered else ""
    if reader.signed_by != wanted or (wanted and not is_signed(reader, _origin(now))):
        return _refused(
            "labour.channel_key_unsigned",
            f"{reader.member} has registered a key, and this one is not signed by it."
            if wanted else f"{reader.member} has registered no key that could sign this one.",
            "Sign it with the registered key (--sign-key), or join without a signature where there "
            "is none.",
        )  # fmt: skip
    return None


def _origin(now: Reading) -> str:
    row = now.books.get(LogKey, LOG)
    assert row is not None, "a record that was founded has a key"
    return row.origin


def _refused(code: str, because: str, remedy: str) -> Refusal:
    return Refusal(code, ARTICLE, because, remedy)


def _nobody() -> Refusal:
    return _refused(
        "labour.channel_empty", "Nobody reads the channel yet.",
        "Join first: auzolan labour channel-join",
    )  # fmt: skip


def _make(folder: Folder) -> Path:
    for place in (folder.channel, folder.channel / _READERS, folder.channel / _LETTERS):
        place.mkdir(mode=0o700, exist_ok=True)
    return folder.channel / _LETTERS


def _letters(place: Path) -> list[Path]:
    return sorted(place.glob("[0-9]*.json"))


def _lay_down(place: Path, content: bytes, own: str) -> str:
    """Write a letter under the next number; two who write at once get two numbers.

    The file is there whole or not at all, and the oldest go where there are too many.
    """
    temporary = place / f".{own}.part"
    write_durably(temporary, content, mode=0o600)
    os.utime(temporary, (0, 0))
    try:
        while True:
            there = _letters(place)
            name = f"{int(there[-1].stem) + 1 if there else 1:0{_DIGITS}}"
            try:
                os.link(temporary, place / f"{name}.json")
                break
            except FileExistsError:
                continue
    finally:
        temporary.unlink(missing_ok=True)
    for old in _letters(place)[:-LETTERS_MAX]:
        old.unlink(missing_ok=True)
    sync_folder(place)
    _without_times(place)
    return name


def _without_times(*places: Path) -> None:
    """Say nothing of when, as far as a program can: the file system keeps a time of its own."""
    for place in places:
        os.utime(place, (0, 0))
