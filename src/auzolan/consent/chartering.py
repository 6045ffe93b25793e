"""The words of a charter's article on consent: only terms of the taxonomy, at founding and after.

A term that no taxonomy knows would be allowed by nobody for ever; better to say so before a vote.
"""

from __future__ import annotations

from auzolan.charter.acts import Amend, Found
from auzolan.charter.amending import amendment_of
from auzolan.charter.articles import Charter
from auzolan.consent.taxonomy import TAXONOMY
from auzolan.foundation.books import Books
from auzolan.foundation.refusals import Refusal
from auzolan.record.case import Case


def unknown_words(charter: Charter) -> Refusal | None:
    """The refusal of a charter that names a purpose or an operation nobody knows, or None."""
    clause = charter.consent
    for name, words, known in (
        ("purposes", clause.purposes, TAXONOMY.end_uses),
        ("operations", clause.operations, TAXONOMY.operations),
    ):
        strange = next((word for word in words if word not in known), "")
        if strange:
            return Refusal(
                "consent.word_unknown", f"Art. {clause.number}",
                f"consent.{name} names {strange}, and no version of the terms knows it.",
                f"Use any of: {', '.join(sorted(known))}.",
            )  # fmt: skip
    return None


def guard_found(books: Books, act: Found, case: Case) -> Refusal | None:
    """Refuse to found under words that nobody knows."""
    return unknown_words(act.charter)


def guard_amend(books: Books, act: Amend, case: Case) -> Refusal | None:
    """Refuse an amendment to words that nobody knows; what else is wrong with it others say."""
    found = amendment_of(books, act.changes, act.texts, case)
    return None if isinstance(found, Refusal) else unknown_words(found.charter)
