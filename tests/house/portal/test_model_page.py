"""The page of a model: the card as the command shows it, and what the front page says of duties."""

from __future__ import annotations

from pathlib import Path

from django.test import Client

from auzolan.audit.folder import Folder
from auzolan.foundation.moments import moment_from_iso
from auzolan.house.doors.portal import model_words
from auzolan.house.doors.portal.filters import count
from auzolan.house.ports import system_ports
from auzolan.house.rooms.consent.duty_queries import OVERDUE, duty_lines
from auzolan.house.rooms.learning.card import LIMITS, TIERS, card_now
from auzolan.house.storage.reader import reader_of
from auzolan.learning.state import Model


def test_the_page_shows_the_card_of_each_model(at_demo: Client, demo: Path) -> None:
    """Goal: page and command are one. Method: every figure of every model on its page."""
    with reader_of(Folder(demo)) as reader:
        names = [row.model for row in reader.rows(Model)]
        cards = [card_now(reader, name, system_ports().clock()) for name in names]
    assert len(names) >= 2
    for found in cards:
        assert found is not None
        answer = at_demo.get(f"/en/models/{found.card.model}/")
        assert answer.status_code == 200
        text = answer.content.decode()
        for figure in (found.card.data.rows, found.card.data.members, found.card.answers[0].total):
            assert count(figure) in text
        for limit in found.card.limits:
            assert str(model_words.LIMITS[limit]).replace("'", "&#x27;") in text
        assert f"auzolan learning card {found.card.model}" in text


def test_there_is_no_page_of_a_model_that_never_was(at_demo: Client) -> None:
    """Goal: an unknown name is not found. Method: ask for one."""
    assert at_demo.get("/en/models/nobody/").status_code == 404


def test_the_front_page_counts_what_the_command_lists_as_overdue(
    at_demo: Client, demo: Path
) -> None:
    """Goal: a duty that was missed is seen at once. Method: both at each day on which one falls due."""
    from auzolan.house.rooms.consent.duty_page_queries import overdue_total

    assert "/en/models/" in at_demo.get("/en/").content.decode()
    seen = set()
    with reader_of(Folder(demo)) as reader:
        far = 4_000_000_000_000
        days = {moment_from_iso(line.due) for line in duty_lines(reader, 0)}
        assert days
        for at in sorted({day + step for day in days for step in (-1, 0, 1)} | {far}):
            listed = sum(1 for line in duty_lines(reader, at) if line.state == OVERDUE)
            assert overdue_total(at) == listed
            seen.add(listed)
    assert seen


def test_page_and_command_know_the_same_limits_and_tiers() -> None:
    """Goal: no word is missing in one of them. Method: compare the names."""
    assert set(model_words.LIMITS) == set(LIMITS)
    assert set(model_words.TIERS) == {str(tier) for tier in range(len(TIERS))}
    assert {str(word) for word in model_words.LIMITS.values()} == set(LIMITS.values())
