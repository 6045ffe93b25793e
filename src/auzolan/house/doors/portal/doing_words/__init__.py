"""The words of doings: what each is called, what it asks, and what people read after it.

Each room has a module of its own. Everything here can be translated.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module
from types import MappingProxyType

from django.utils.functional import Promise

from auzolan.house.doors.doing.catalogue import ROOMS
from auzolan.house.doors.portal.doing_words.words import Ask, DoingWords

Words = Mapping[str, "str | Promise"]


@lru_cache(maxsize=1)
def doing_words() -> Mapping[str, DoingWords]:
    """The words of every doing, by its name."""
    found: dict[str, DoingWords] = {}
    for room in ROOMS:
        found |= _module(room).DOINGS
    return MappingProxyType(found)


@lru_cache(maxsize=1)
def effect_words() -> Words:
    """The sentences of effects, by name, with gaps as `%(kind)s`."""
    found: dict[str, str | Promise] = {}
    for room in ROOMS:
        found |= _module(room).EFFECTS
    return MappingProxyType(found)


def _module(room: str) -> _RoomWords:
    return import_module(f"auzolan.house.doors.portal.doing_words.{room}")  # type: ignore[return-value]


class _RoomWords:
    DOINGS: Mapping[str, DoingWords]
    EFFECTS: Words


__all__ = ["Ask", "DoingWords", "doing_words", "effect_words"]
