"""What is worked out once for a head of the record, and shown to all until there is another entry.

Books change by entries alone, so one head has one answer: it is for figures about many that each page
would work out anew. Nothing that depends on the clock, or on who asks, may be kept here.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import TypeVar, cast

from auzolan.house.storage.reader import Reader
from auzolan.house.storage.sqlite import file_at

T = TypeVar("T")
_Place = tuple[Path, tuple[int, int] | None, int, bytes]

FOLDERS_MAX, NAMES_MAX = 2, 64
"""Of how many folders the newest head is remembered, and how many answers for each."""

_KEPT: dict[_Place, dict[str, object]] = {}
_KEEPING = Lock()


def at_head(
    reader: Reader, name: str, make: Callable[[], T], *, fits: Callable[[T], bool] | None = None
) -> T:
    """What `make` gives, worked out once while the record of a folder ends where it ends.

    Args:
        reader: of the folder.
        name: what it is, with all that it depends on besides the books.
        make: works it out from this reader alone; what it gives is nobody's to change.
        fits: whether it is short enough to be kept; everything is where this is None.
    """
    place = _place_of(reader)
    known = _KEPT.get(place, {})
    if name in known:
        return cast("T", known[name])
    made = make()
    if fits is None or fits(made):
        with _KEEPING:
            _keep(place, name, made)
    return made


def _keep(place: _Place, name: str, made: object) -> None:
    if place not in _KEPT:
        for older in [one for one in _KEPT if one[0] == place[0]]:
            del _KEPT[older]
        while len(_KEPT) >= FOLDERS_MAX:
            del _KEPT[next(iter(_KEPT))]
    answers = _KEPT.setdefault(place, {})
    if len(answers) < NAMES_MAX:
        answers[name] = made


def _place_of(reader: Reader) -> _Place:
    head = reader.head()
    path = reader.folder.database
    return path, file_at(path), head.size, head.root
