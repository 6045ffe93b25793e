"""What the world has seen of a record: a checkpoint published elsewhere, against a database.

It reads one small file, from a folder or over HTTP. Who writes on where more is published forks the
record, and every receipt for the entries that are lost would show it.
"""

from __future__ import annotations

from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from auzolan.cooperative import read_entry
from auzolan.house.publisher import ENTRIES_AT_ONCE, RecordAhead
from auzolan.house.storage.log import Log
from auzolan.record.acts import RotateKey
from auzolan.record.frontier import Frontier
from auzolan.record.notes import Checkpoint, parse_vkey, verify_checkpoint

_NOTE_BYTES_MAX = 64 * 1024
_WAIT_S = 30
_SCHEMES = ("https://", "http://")


def checkpoint_at(place: str) -> bytes:
    """The signed note that is published at a place.

    Args:
        place: an address, or a folder: the published one, or a co-operative's.
    Raises:
        RecordAhead: it cannot be read, so nobody knows what the world has seen.
    """
    try:
        if place.startswith(_SCHEMES):
            with urlopen(f"{place.rstrip('/')}/checkpoint", timeout=_WAIT_S) as answer:  # noqa: S310
                note = answer.read(_NOTE_BYTES_MAX + 1)
        else:
            public = Path(place) / "public"
            note = ((public if public.is_dir() else Path(place)) / "checkpoint").read_bytes()
    except (OSError, URLError, ValueError) as fault:
        raise RecordAhead(
            f"The published checkpoint at {place} cannot be read ({fault}), so nobody knows "
            "whether more is published than the backup holds. Name another place."
        ) from fault
    if len(note) > _NOTE_BYTES_MAX:
        raise RecordAhead(f"What lies at {place} is too long for a checkpoint.")
    return bytes(note)


def check_continues(log: Log, note: bytes, place: str) -> Checkpoint:
    """Refuse a database that does not continue what is published.

    Args:
        log: the record's tables.
        note: the published checkpoint.
        place: where it was found, for the text.
    Raises:
        RecordAhead: more is published, or something else, or it cannot be verified.
    """
    try:
        published = verify_checkpoint(note, [parse_vkey(vkey) for vkey in vkeys_of(log)])
    except ValueError as fault:
        raise RecordAhead(
            f"The checkpoint at {place} is not signed by a key that the backup knows ({fault}). "
            "Where the key was changed since, the backup is older than that. Restore a newer one."
        ) from fault
    head = log.head()
    if published.size > head.size:
        raise RecordAhead(
            f"{published.size} entries are published at {place} and the backup has {head.size}: "
            "writing on would fork the record. Restore a newer backup."
        )
    seen = Frontier.empty()
    for start in range(0, published.size, ENTRIES_AT_ONCE):
        stop = min(start + ENTRIES_AT_ONCE, published.size)
        seen.extend(bytes(leaf) for leaf, _ in log.entries(start, stop))
    if seen.root() != published.root:
        raise RecordAhead(
            f"The {published.size} entries published at {place} are not those of the backup: "
            "one of the two was forked or changed. Ask who keeps the other copy."
        )
    return published


def vkeys_of(log: Log) -> list[str]:
    """The keys that have signed this record, the one in use and those before it."""
    return sorted({log.vkey(), *retired_vkeys(log)} - {""})


def retired_vkeys(log: Log) -> list[str]:
    """The keys that signed this record once and do no more, in the order in which they went."""
    tag = str(RotateKey.__struct_config__.tag)
    return [_old_key(log.body(seq)) for seq in log.entries_of(tag)]


def _old_key(body: bytes) -> str:
    act = read_entry(body).act
    assert isinstance(act, RotateKey), "the tables name another act than the entry"
    return act.old_key
