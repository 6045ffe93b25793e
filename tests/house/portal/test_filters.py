"""How pages write commands and days that matter, in three languages."""

from __future__ import annotations

import re

import pytest
from django.utils.translation import override

from auzolan.foundation.moments import Moment, moment_from_iso
from auzolan.house.doors.portal.filters import due_day, due_day_of_text, due_minute, whole_words


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Friday 5 March 2027"),
        ("es", "viernes 5 de marzo de 2027"),
        ("eu", "2027ko martxoaren 5a, ostirala"),
    ],
)
def test_a_day_that_matters_is_told_with_its_weekday(language: str, said: str) -> None:
    """Goal: nobody counts on fingers. Method: one day by its date and by its moment."""
    at = moment_from_iso("2027-03-05")
    with override(language):
        assert due_day(at) == due_day_of_text("2027-03-05") == said
        assert due_minute(Moment(at + 15 * 3_600_000)) == f"{said}, 15:00 UTC"


def test_an_option_is_never_broken_in_two() -> None:
    """Goal: a command is read as it is typed. Method: options in one piece, all else untouched."""
    command = "auzolan labour pay m001 --as m001 --folder my-coop"
    written = whole_words(command)
    assert re.findall(r'<span class="keep">(.*?)</span>', written) == ["--as", "--folder"]
    assert re.sub(r"<[^>]+>", "", written) == command


def test_what_stands_in_a_command_is_never_markup() -> None:
    """Goal: a folder's name cannot write the page. Method: names with angle brackets."""
    assert "<b>" not in whole_words("auzolan verify <b> --<b>")
