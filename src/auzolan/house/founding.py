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
from pathlib import Path

import msgspec

from auzolan.audit.folder import Folder
from auzolan.charter.acts import Found, Seat
from auzolan.charter.articles import Charter
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import ask
from auzolan.house.desk import Desk
from auzolan.house.keys import make_log_key
from auzolan.house.ports import Ports, SeededChance
from auzolan.house.rooms.record.flows import publish
from auzolan.house.storage.database import create_database
from auzolan.house.storage.files import sync_folder
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
    with sole_founder(path):
        return found_while_alone(
            path, name=name, origin=origin, ports=ports, charter=charter, seats=seats,
            period=period,
        )  # fmt: skip


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
    if isinstance(ports.chance, SeededChance) and not origin.endswith(DEMO_SUFFIX):
        raise ValueError(
            f"a key made from a seed is known to all: the origin ends in {DEMO_SUFFIX}"
        )
    _clear_leftovers(path)
    if any(path.iterdir()):
        raise FileExistsError(f"{path} is not empty; a co-operative begins in a folder of its own")
    unfinished = path / _UNFINISHED
    try:
        unfinished.mkdir(mode=0o700)
        _make(Folder(unfinished), name, ports, _act(origin, charter, seats, period))
        _move(unfinished, path)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    desk = Desk(Folder(path), ports)
    publish(desk)
    return desk


def _act(origin: str, charter: Charter, seats: Sequence[Seat], period: str) -> Found:
    """The act without its key, which is made later."""
    return Found(
        name="", origin=origin, log_key="", charter=charter, seats=tuple(seats), period=period
    )


def _make(folder: Folder, name: str, ports: Ports, act: Found) -> None:
    create_database(folder.path)
    signer = make_log_key(folder, act.origin, ports.chance)
    keyed = msgspec.structs.replace(act, log_key=format_vkey(signer.verifier_key))
    desk = Desk(folder, ports)
    try:
        answer = ask(desk, FOUND_ID, ACTOR_OPERATOR, keyed, {"name": name})
    finally:
        desk.close()
    if isinstance(answer, Refusal):
        raise NotFounded(answer)


def _move(unfinished: Path, path: Path) -> None:
    """Move all to its place, the database last: it is what makes a folder a co-operative."""
    last = Folder(path).database.name
    for made in sorted(unfinished.iterdir(), key=lambda one: (one.name == last, one.name)):
        made.rename(path / made.name)
    unfinished.rmdir()
    sync_folder(path)


def _clear_leftovers(path: Path) -> None:
    """Remove what a founding left that was killed: it was never a co-operative."""
    if [one.name for one in path.iterdir()] == [_UNFINISHED]:
        shutil.rmtree(path / _UNFINISHED)
