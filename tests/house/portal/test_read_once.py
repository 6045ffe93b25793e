"""What every request asks for: read by questions made once, and found as Django would find it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.apps import apps
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from auzolan.cooperative import ROWS
from auzolan.foundation.books import Row, key_getter
from auzolan.foundation.tables import column_kinds, table_name
from auzolan.house.doors.doing import receipts
from auzolan.house.doors.doing.catalogue import doings
from auzolan.house.doors.portal import warming
from auzolan.house.doors.portal.warming import Warmed
from auzolan.house.storage.models import Table, row_of, rows_of

ROWS_EACH_MAX = 20
WAIT_S = 20


def _models() -> dict[str, type[Table]]:
    house = apps.get_app_config("house").get_models()
    return {model._meta.db_table: model for model in house if issubclass(model, Table)}


def test_a_row_by_its_key_is_the_one_that_django_finds(at_demo: Client) -> None:
    """Goal: the quick way reads the same. Method: the first rows of every table, both ways."""
    models, compared = _models(), 0
    for kind in ROWS:
        key = key_getter(kind)
        for row in rows_of(kind, models[table_name(kind)].objects.all()[:ROWS_EACH_MAX]):
            assert row_of(kind, key(row)) == row
            compared += 1
    assert compared > 100


def test_a_key_that_nobody_has_finds_no_row(at_demo: Client) -> None:
    """Goal: nothing is found where nothing is. Method: such a key, in every table."""

    def nobody(kind: type[Row]) -> tuple[int | str, ...]:
        kinds = column_kinds(kind)
        return tuple(-7 if kinds[name] is int else "no-such-%s" for name in kind.KEY)

    assert [kind for kind in ROWS if row_of(kind, nobody(kind)) is not None] == []


@pytest.mark.parametrize("language", ["en", "es", "eu"])
@pytest.mark.parametrize("seq", [0, 7, 999, 1_000, 102_434, 12_345_678])
def test_each_receipt_is_the_page_as_it_would_be_made_for_it_alone(
    at_demo: Client, language: str, seq: int
) -> None:
    """Goal: nobody gets another's number. Method: against the template, for numbers of all lengths."""
    going_on = '/en/decisions/?q="7,777"&x=7777'
    with translation.override(language):
        for name in ("assembly.cast", "consent.withdraw"):
            doing = doings()[name]
            said = {"doing": doing, "seq": seq, "next": going_on, "LANGUAGE_CODE": language}
            alone = render_to_string("doing/receipt.html", said)
            assert receipts.receipt(doing, seq, going_on).content.decode() == alone


def _greets(environ: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
    return [b"hello"]


def test_the_rest_is_loaded_once_and_after_the_first_answer() -> None:
    """Goal: the first page does not wait for it. Method: an application that loads and is asked twice."""
    order, loaded = list[str](), threading.Event()

    def load() -> None:
        order.append("loaded")
        loaded.set()

    def answers(environ: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
        order.append("answered")
        return _greets(environ, start)

    served = Warmed(answers, load)
    assert list(served({}, lambda *_: None)) == [b"hello"]
    assert loaded.wait(WAIT_S)
    assert list(served({}, lambda *_: None)) == [b"hello"]
    assert order == ["answered", "loaded", "answered"]


def test_the_rest_is_loaded_where_nobody_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Goal: who votes first does not wait. Method: a server that nobody asks."""
    monkeypatch.setattr(warming, "AT_LATEST_S", 0.01)
    loaded = threading.Event()
    Warmed(_greets, loaded.set)
    assert loaded.wait(WAIT_S)
