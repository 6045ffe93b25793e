"""Countries by name, for whoever writes where she lives; a choice is sent as two letters.

Names and their translations are those of ISO 3166-1 as pycountry carries them. Whether a payment can go
to a country is not said here.
"""

from __future__ import annotations

import gettext
import unicodedata
from functools import lru_cache

import pycountry
from django.utils.translation import get_language

from auzolan.house.doing import Choice, Who
from auzolan.house.storage.reader import Reader


def countries_to_choose(_reader: Reader, _who: Who) -> tuple[Choice, ...]:
    """All countries in the language in use, in the order of their names."""
    return named_countries((get_language() or "en").partition("-")[0])


@lru_cache(maxsize=8)
def named_countries(language: str) -> tuple[Choice, ...]:
    """All countries in one language, `en` where it has no names of its own, in the order of names."""
    words = gettext.translation(
        "iso3166-1", pycountry.LOCALES_DIR, languages=[language], fallback=True
    )
    found = [
        Choice(one.alpha_2, words.gettext(getattr(one, "common_name", one.name)))
        for one in pycountry.countries
    ]
    return tuple(sorted(found, key=lambda one: (_plain(one.name), one.value)))


def _plain(name: str) -> str:
    """A name without marks above its letters, so that one that begins with Å stands under A."""
    apart = unicodedata.normalize("NFD", name)
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).casefold()
