"""The countries that a form offers: all of them, by name, in each language."""

from __future__ import annotations

from typing import cast

import pycountry
import pytest
from django.utils.translation import override

from auzolan.house.doing import Choice, Who, listed
from auzolan.house.rooms.treasury.bank.accounts import Address, checked_address
from auzolan.house.rooms.treasury.bank.countries import countries_to_choose
from auzolan.house.storage.reader import Reader


def offered(language: str) -> tuple[Choice, ...]:
    """What the form offers in a language; no books are asked for it."""
    with override(language):
        return countries_to_choose(cast("Reader", None), Who(member="m001"))


@pytest.mark.parametrize("language", ["en", "es", "eu"])
def test_every_country_is_offered_once_and_taken(language: str) -> None:
    """Goal: what is chosen is never refused. Method: all codes of the standard; each as an address."""
    found = offered(language)
    assert {one.value for one in found} == {one.alpha_2 for one in pycountry.countries}
    assert len({one.name for one in found}) == len(found) == len(listed(found) or ())
    for one in found:
        assert isinstance(checked_address(Address(one.value, "Town")), Address), one


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", {"ES": "Spain", "KR": "South Korea"}),
        ("es", {"ES": "España", "DE": "Alemania"}),
        ("eu", {"ES": "Espainia", "FR": "Frantzia"}),
    ],
)
def test_countries_have_the_names_of_the_language(language: str, names: dict[str, str]) -> None:
    """Goal: nobody has to know letters of a standard. Method: some names in each language."""
    found = {one.value: one.name for one in offered(language)}
    assert names.items() <= found.items()


def test_names_with_a_mark_stand_under_their_letter() -> None:
    """Goal: a name is where one looks for it. Method: Åland beside Albania, not behind Zimbabwe."""
    names = [one.name for one in offered("en")]
    assert names.index("Åland Islands") < names.index("Albania") < names.index("Zimbabwe")
