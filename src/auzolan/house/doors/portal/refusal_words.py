"""What a refusal says, in the reader's language, with its names and numbers.

Rules say no in English sentences with gaps that they fill. Here a sentence is laid upon those of its
code, what stands in the gaps is taken out, and the translated sentence is filled with it. A sentence
that no translation fits is shown as it is. `refusal_texts.json` is written by
`scripts/make_reference.py` from the rules themselves.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from auzolan.foundation.refusals import Refusal

TEXTS = Path(__file__).with_name("refusal_texts.json")
SIGNS_MAX = 4_000
_GAP = re.compile(r"\{([a-z_0-9]*)\}")
BECAUSE, REMEDY = 0, 1


def because(refusal: Refusal) -> str:
    """Why something was refused."""
    return _told(refusal.code, BECAUSE, refusal.because)


def remedy(refusal: Refusal) -> str:
    """What can be done now."""
    return _told(refusal.code, REMEDY, refusal.remedy)


@lru_cache(maxsize=1)
def texts() -> Mapping[str, Sequence[Sequence[str]]]:
    """Every sentence of every refusal, by code: first why, then what to do."""
    found: Mapping[str, Sequence[Sequence[str]]] = json.loads(TEXTS.read_text(encoding="utf-8"))
    return found


def filled(template: str, translated: str, said: str) -> str | None:
    """The translated sentence with what fills the gaps; None where the sentence is another one.

    Args:
        template: the sentence with named gaps, as `{days}`.
        translated: the same in another language, with the same gaps in any order.
        said: the sentence with its gaps filled.
    """
    parts = _GAP.split(template)
    pattern = "(.*)".join(re.escape(text) for text in parts[::2])
    found = re.fullmatch(pattern, said, re.DOTALL) if len(said) <= SIGNS_MAX else None
    if found is None:
        return None
    values = dict(zip(parts[1::2], found.groups(), strict=True))
    return _GAP.sub(lambda gap: values.get(gap[1], gap[0]), translated)


def _told(code: str, part: int, said: str) -> str:
    if (get_language() or "en").startswith("en"):
        return said
    templates = texts().get(code, ((), ()))[part]
    # The longest fixed words first: a sentence that is all gap fits everything.
    for template in sorted(templates, key=lambda one: -len(_GAP.sub("", one))):
        translated = _(template)
        told = filled(template, translated, said) if translated != template else None
        if told is not None:
            return told
    return said
