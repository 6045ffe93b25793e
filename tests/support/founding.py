"""A co-operative founded in memory, through rule and appliers: what the tests of the charter share."""

from __future__ import annotations

import msgspec

from auzolan.charter.acts import Found, Founded, MandateGiven, Seat
from auzolan.charter.articles import Charter
from auzolan.charter.presets import founding_charter
from auzolan.charter.rules import (
    apply_founded,
    apply_founded_log,
    apply_mandate_given,
    decide_found,
)
from auzolan.charter.texts import release_texts
from auzolan.foundation.books import MemoryBooks
from auzolan.foundation.refusals import Refusal
from auzolan.record.notes import VerifierKey, format_vkey
from support.memory import case_of
from support.seats import every_seat

SEALED = "ab" * 32
ORIGIN = "birds.example/log"
LOG_KEY = format_vkey(VerifierKey(ORIGIN, bytes(32)))


def charter_with(article: str, preset: str = "es-pv-2019", **values: int | str) -> Charter:
    """The founding charter with other values in one article."""
    charter = founding_charter(preset=preset)
    changed = msgspec.structs.replace(getattr(charter, article), **values)
    return msgspec.structs.replace(charter, **{article: changed})


def found_act(charter: Charter | None = None, seats: tuple[Seat, ...] | None = None) -> Found:
    """The founding act: of this charter with these seats, else the proposed one with every seat."""
    charter = charter or founding_charter()
    every = every_seat(charter)
    return Found(
        name=SEALED, origin=ORIGIN, log_key=LOG_KEY,
        charter=charter, seats=seats or every, period="p2024", texts=release_texts(),
    )  # fmt: skip


def founded_books(charter: Charter | None = None) -> MemoryBooks:
    """Books after a founding, through rule and appliers."""
    books = MemoryBooks()
    act, case = found_act(charter), case_of(seq=0)
    facts = decide_found(books, act, case)
    assert not isinstance(facts, Refusal), facts
    for fact in facts:
        if isinstance(fact, Founded):
            apply_founded(books, case, act, fact)
            apply_founded_log(books, case, act, fact)
        else:
            assert isinstance(fact, MandateGiven)
            apply_mandate_given(books, case, act, fact)
    return books


def refused(answer: object) -> str:
    """The code of an answer that has to be a refusal."""
    assert isinstance(answer, Refusal), answer
    return answer.code
