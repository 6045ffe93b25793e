"""Refusals about clauses, in words: what people call a clause, and parts as percentages.

The charter's rules name clauses as they are written, and parts in hundredths of a per cent. Nobody who
answers a question about her co-op needs to know either.
"""

from __future__ import annotations

import re

from auzolan.foundation.refusals import Refusal
from auzolan.house.doors.portal.filters import clause_field, percent

CODES = frozenset(
    {"charter.outside_law", "charter.beyond_house", "charter.beyond_law", "charter.part_unfit"}
)
_CLAUSE = re.compile(r"\b(?:[a-z]+\.)?[a-z]+(?:_[a-z]+)+\b")
_NUMBER = re.compile(r"\b[0-9]{1,6}\b")
_OF_PARTS = re.compile(r"_bp\b")


def in_words(refusal: Refusal, text: str) -> str:
    """A sentence of a refusal with the names that people give to clauses; others stay as they are.

    Args:
        refusal: what was refused.
        text: its reason or its remedy, in the reader's language.
    """
    if refusal.code not in CODES:
        return text
    if _OF_PARTS.search(refusal.because):
        text = _NUMBER.sub(lambda found: percent(int(found[0])), text)
    return _CLAUSE.sub(lambda found: f"“{clause_field(found[0])}”", text)
