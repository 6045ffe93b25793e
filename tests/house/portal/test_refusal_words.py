"""Refusals in other languages: the rule's own sentence, with its names and numbers, translated."""

from __future__ import annotations

import json
import re

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from auzolan.foundation.refusals import Refusal
from auzolan.house.doors.portal.refusal_words import TEXTS, because, filled, remedy, texts

GAP = re.compile(r"\{([a-z_0-9]*)\}")
TEMPLATES = sorted({text for parts in texts().values() for part in parts for text in part})
WORDS = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="{}\r\n"), max_size=20)


@given(template=st.sampled_from(TEMPLATES), values=st.lists(WORDS, min_size=30, max_size=30))
def test_a_sentence_laid_upon_its_own_template_is_itself(template: str, values: list[str]) -> None:
    """Goal: no name is lost. Method: fill the gaps of any template; the same template gives it back."""
    left = iter(values)
    said = GAP.sub(lambda _: next(left), template)
    assert filled(template, template, said) == said


def test_gaps_may_stand_in_another_order() -> None:
    """Goal: another grammar. Method: a sentence whose gaps change places."""
    assert (
        filled("{who} owes {sum}.", "{sum} debe {who}.", "m017 owes 12.00.") == "12.00 debe m017."
    )
    assert filled("{who} owes {sum}.", "{sum} debe {who}.", "m017 has 12.00.") is None


def test_what_no_sentence_fits_is_shown_as_it_is() -> None:
    """Goal: never an empty page. Method: an unknown code, and words that no rule says."""
    with translation.override("es"):
        odd = Refusal("nothing.known", "Art. 1", "Something else.", "Do something.")
        assert (because(odd), remedy(odd)) == ("Something else.", "Do something.")


def test_a_very_long_sentence_takes_no_long_time() -> None:
    """Goal: no page hangs on a name. Method: a sentence of a million signs is not searched."""
    assert filled("{one} and {two} and {three}.", "x", "and " * 250_000) is None


@pytest.mark.parametrize("language", ["es", "eu"])
def test_every_sentence_of_a_refusal_is_translated(language: str) -> None:
    """Goal: the rules speak the reader's language. Method: each sentence differs and keeps its gaps."""
    from django.utils.translation import gettext

    bare, torn = [], []
    with translation.override(language):
        for text in TEMPLATES:
            if not GAP.sub("", text).strip(" .:"):
                continue
            told = gettext(text)
            if told == text:
                bare.append(text)
            elif sorted(GAP.findall(told)) != sorted(GAP.findall(text)):
                torn.append(text)
    assert bare == []
    assert torn == []


def test_the_sentences_are_those_of_the_rules() -> None:
    """Goal: no stale text. Method: the file is what the rules say now."""
    import sys
    from pathlib import Path

    sys.path.insert(0, str(Path(__file__).parents[3] / "scripts"))
    import make_reference

    assert json.loads(TEXTS.read_text(encoding="utf-8")) == json.loads(
        make_reference.refusal_texts()
    )
