"""Everything that can be done and read here, gathered from the rooms by name. Nothing is defined here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import import_module
from types import MappingProxyType
from typing import Any, TypeVar

from auzolan.house.doing import Doing, Showing

T = TypeVar("T", Doing[Any], Showing)

ROOMS = (
    "members", "contributions", "consent", "learning", "valuation", "labour", "licensing",
    "treasury", "assembly", "charter", "record",
)  # fmt: skip


@lru_cache(maxsize=1)
def doings() -> Mapping[str, Doing[Any]]:
    """Every doing by name."""
    found = (import_module(f"auzolan.house.rooms.{room}.doings").DOINGS for room in ROOMS)
    return _by_name(one for part in found for one in part)


@lru_cache(maxsize=1)
def showings() -> Mapping[str, Showing]:
    """Everything that can be read, by name."""
    found = (import_module(f"auzolan.house.rooms.{room}.showings").SHOWINGS for room in ROOMS)
    return _by_name(one for part in found for one in part)


def _by_name(found: Iterable[T]) -> Mapping[str, T]:
    by_name: dict[str, T] = {}
    for one in found:
        assert one.name not in by_name, f"two are called {one.name}"
        by_name[one.name] = one
    return MappingProxyType(dict(sorted(by_name.items())))
