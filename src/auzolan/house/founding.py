"""Founding: an empty folder becomes a co-operative with databases, a key and its first entry.

All is made in a folder inside, and moved to its place with the database last, so that a crash
leaves no half of a co-operative that looks like a whole one. It writes no charter: that is given.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from auzolan.audit.deployment import PostgresPlace
from auzolan.audit.folder import Folder
from auzolan.charter.acts import Found, Seat
from auzolan.charter.articles import Charter
from auzolan.charter.texts import RELEASE_TEXTS, Texts, release_texts, texts_annex
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import ask
from auzolan.house.desk import Desk
from auzolan.house.keys import make_log_key
from auzolan.house.ports import Ports, SeededChance
from auzolan.house.rooms.record.flows import publish
from auzolan.house.storage.database import create_database
from auzolan.house.storage.files import sync_folder
from auzolan.house.storage.server import create_on_server, finish_on_server, take_back_on_server
from auzolan.record.annexes import AnnexRef
from auzolan.record.entries import ACTOR_OPERATOR
from auzolan.record.notes import format_vkey

DEMO_SUFFIX = ".demo.invalid"
FOUND_ID = "found"
_UNFINISHED = ".founding"


class BeingFounded(Exception):
    """Another program is making a co-operative in this folder at this moment."""


class NotFounded(Exception):
    """The rules refused the founding; nothing is left in the folder.

    Attributes:
        refusal: what they said.
    """

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Founding:
    """What a co-operative begins with.

    Attributes:
        name: the co-operative's name, a sealed text.
        origin: the name of its record, as `coop.example/2026`; it is never changed.
        ports: clock and chance.
        charter: its first charter.
        seats: who holds which office first.
        period: the first span of its books.
    """

    name: str
    origin: str
    ports: Ports
    charter: Charter
    seats: Sequence[Seat]
    period: str


def found_on_server(path: Path, founding: Founding, place: PostgresPlace) -> Desk:
    """Make a co-operative in a folder whose record and books lie in a schema on a server.

    Args:
        path: a folder that is empty or not there yet.
        founding: what it begins with.
        place: the server, and a schema that is not there yet.
    Returns:
        The desk of the new co-operative.
    Raises:
        DatabaseRefused: the server does not answer or is not fit for books.
        FileExistsError: the folder or the schema holds something; it is left as it is.
        BeingFounded, NotFounded, ValueError: as `found_cooperative` does.
    """
    with sole_founder(path):
        return _found(path, founding, place)


def found_cooperative(
    path: Path, *, name: str, origin: str, ports: Ports, charter: Charter,
    seats: Sequence[Seat], period: str,
) -> Desk:  # fmt: skip
    """Make a co-operative in a folder, and publish its first entry.

    Args:
        path: a folder that is empty or not there yet.
        name: the co-operative's name, a sealed text.
        origin: the name of its record, as `coop.example/2026`; it is never changed.
        ports: clock and chance.
        charter: its first charter.
        seats: who holds which office first.
        period: the first span of its books.
    Returns:
        The desk of the new co-operative.
    Raises:
        BeingFounded: another program is at it.
        FileExistsError: the folder holds something; it is left as it is.
        NotFounded: the rules refused; the folder is left as it was.
        ValueError: a key would come from a seed, and the origin does not say that it is a demo.
    """
    return found_in_file(path, Founding(name, origin, ports, charter, seats, period))


def found_in_file(path: Path, founding: Founding) -> Desk:
    """Do what `found_cooperative` does with what is gathered already."""
    with sole_founder(path):
        return _found(path, founding, None)


@contextmanager
def sole_founder(path: Path) -> Iterator[None]:
    """Hold a folder, made where missing, against others who would found in it.

    The folder itself is locked, so that nothing is left in it. One that was made for nothing is
    taken away again.

    Raises:
        BeingFounded: another program holds it.
    """
    is_new = not path.exists()
    path.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as fault:
            raise BeingFounded(
                f"{path} is being founded by another program at this moment. Wait until it has "
                "ended, or choose another folder."
            ) from fault
        try:
            yield
        except BaseException:
            if is_new and not any(path.iterdir()):
                path.rmdir()
            raise
    finally:
        os.close(descriptor)  # closing gives the lock back, also when the process is killed


def found_while_alone(
    path: Path, *, name: str, origin: str, ports: Ports, charter: Charter,
    seats: Sequence[Seat], period: str,
) -> Desk:  # fmt: skip
    """Do what `found_cooperative` does, for a caller who is `sole_founder` of the folder."""
    return _found(path, Founding(name, origin, ports, charter, seats, period), None)


def _found(path: Path, founding: Founding, place: PostgresPlace | None) -> Desk:
    is_seeded = isinstance(founding.ports.chance, SeededChance)
    if is_seeded and not founding.origin.endswith(DEMO_SUFFIX):
        raise ValueError(
            f"a key made from a seed is known to all: the origin ends in {DEMO_SUFFIX}"
        )
    _clear_leftovers(path)
    if any(path.iterdir()):
        raise FileExistsError(f"{path} is not empty; a co-operative begins in a folder of its own")
    unfinished = path / _UNFINISHED
    try:
        unfinished.mkdir(mode=0o700)
        _make(Folder(unfinished), founding, place)
        _move(unfinished, path)
    except BaseException:
        _take_back(unfinished)
        raise
    if place is not None:
        finish_on_server(Folder(path), place)
    desk = Desk(Folder(path), founding.ports)
    publish(desk)
    return desk


def _make(folder: Folder, founding: Founding, place: PostgresPlace | None) -> None:
    if place is None:
        create_database(folder.path)
    else:
        create_on_server(folder, place)
    signer = make_log_key(folder, founding.origin, founding.ports.chance)
    act = Found(
        name="", origin=founding.origin, log_key=format_vkey(signer.verifier_key),
        charter=founding.charter, seats=tuple(founding.seats), period=founding.period,
        texts=release_texts(),
    )  # fmt: skip
    desk = Desk(folder, founding.ports)
    try:
        laid_down = lay_down_texts(desk)
        assert laid_down == act.texts, "the texts are those of this release"
        answer = ask(desk, FOUND_ID, ACTOR_OPERATOR, act, {"name": founding.name})
    finally:
        desk.close()
    if isinstance(answer, Refusal):
        raise NotFounded(answer)


def lay_down_texts(desk: Desk, texts: Texts = RELEASE_TEXTS) -> AnnexRef:
    """Lay the human texts of a charter down, so that the next act can name them."""
    annex = texts_annex(texts)
    return desk.lay_down(annex.kind, dict(zip(annex.names, annex.columns, strict=True)))


def _move(unfinished: Path, path: Path) -> None:
    """Move all to its place, last the database or its address: it makes a folder a co-operative."""
    last = (Folder(path).database.name, Folder(path).settings.name)
    for made in sorted(unfinished.iterdir(), key=lambda one: (one.name in last, one.name)):
        made.rename(path / made.name)
    unfinished.rmdir()
    sync_folder(path)


def _clear_leftovers(path: Path) -> None:
    """Remove what a founding left that was killed: it was never a co-operative."""
    if [one.name for one in path.iterdir()] == [_UNFINISHED]:
        _take_back(path / _UNFINISHED)


def _take_back(unfinished: Path) -> None:
    """Remove an unfinished co-operative, and the schema that was made for it and no other."""
    take_back_on_server(Folder(unfinished))
    shutil.rmtree(unfinished, ignore_errors=True)
