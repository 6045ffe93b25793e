"""Refusals about clauses say them in the words of people, and parts in per cent."""

from __future__ import annotations

import re

import pytest
from django.utils.translation import override

from auzolan.charter.bounds import breaches
from auzolan.foundation.refusals import Refusal
from auzolan.house.doors.portal.clause_refusals import in_words
from auzolan.house.rooms.charter.draft import Answers, drafted


@pytest.mark.parametrize("language", ["en", "es", "eu"])
def test_a_breach_of_law_names_no_clause_as_the_charter_writes_it(language: str) -> None:
    """Goal: plain words. Method: less savings than the law asks for; no underscore, no 2000 for 20 %."""
    draft = drafted(Answers({"preset": "es-pv-2019", "reserve": "5"}, {"kinds": ("speech",)}))
    refusals = [one.refusal for one in draft.faults if one.refusal is not None]
    assert refusals
    with override(language):
        for one in refusals:
            told = in_words(one, f"{one.because} {one.remedy}")
            assert not re.search(r"[a-z]_[a-z]", told), told
            assert re.search(r"\b(20|30)\s%", told), told
            assert "2000" not in told


def test_days_stay_days() -> None:
    """Goal: only parts become per cent. Method: a clause of days."""
    fault = Refusal(
        "charter.outside_law", "GDPR", "erase_days would be 99; the law allows at most 30.", ""
    )
    told = in_words(fault, fault.because)
    assert "99" in told
    assert "%" not in told
    assert "erase_days" not in told


def test_other_refusals_stay_as_they_are() -> None:
    """Goal: nothing else is touched. Method: a refusal of another code with a name in it."""
    fault = Refusal("labour.floor", "Art. 6", "floor_cents_hour is 1500.", "")
    assert in_words(fault, fault.because) == fault.because


def test_a_lawful_draft_has_nothing_to_say() -> None:
    """Goal: the test above tests something. Method: the same draft without the low savings."""
    draft = drafted(Answers({"preset": "es-pv-2019"}, {"kinds": ("speech",)}))
    assert draft.charter is not None
    assert breaches(draft.charter) == ()
