"""Every address of the portal, with values that a test chooses; and how much the house has written."""

from __future__ import annotations

import re

from django.apps import apps
from django.db.models import Model
from django.urls import URLPattern, get_resolver

from architecture.test_access import _patterns
from auzolan.audit.folder import Folder
from auzolan.house.storage.reader import reader_of
from house.accounts.conftest import Coop

VALUES = {"int": "1", "str": "nothing", "file_kind": "csv", "path": "nothing"}
_ARGUMENT = re.compile(r"<(?:(\w+):)?(\w+)>")
_FLEETING = frozenset({"Session", "UserSession", "SecurityNote", "Kept", "DayKey", "Person"})


def patterns() -> list[URLPattern]:
    """The addresses themselves, those of signing in and of programs among them."""
    return list(_patterns(get_resolver().url_patterns))


def address_of(pattern: URLPattern, **chosen: str) -> str:
    """An address, with chosen values for its arguments."""

    def value(found: re.Match[str]) -> str:
        return chosen.get(found[2], chosen.get(found[1] or "str", VALUES[found[1] or "str"]))

    route = _ARGUMENT.sub(value, str(pattern.pattern))
    return f"/{route}" if route.startswith("api/") else f"/en/{route}"


def addresses(**chosen: str) -> list[str]:
    """All of them, once each."""
    return sorted({address_of(one, **chosen) for one in patterns()})


def written(coop: Coop) -> dict[str, int]:
    """How many entries the record has, and how many rows each plain table; without visits."""
    with reader_of(Folder(coop.folder)) as reader:
        found = {"record": reader.log.head().size}
    tables: list[type[Model]] = [one for one in apps.get_models() if one._meta.app_label != "house"]
    return found | {
        one.__name__: one._default_manager.using("plain").count()
        for one in tables
        if one.__name__ not in _FLEETING
    }
