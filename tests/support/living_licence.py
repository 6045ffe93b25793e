"""A licence of a small co-operative: accepted in one line, and read back."""

from __future__ import annotations

from auzolan.licensing.acts import subject_of_terms
from auzolan.licensing.life_acts import Accept
from auzolan.licensing.state import Licence
from support.small_coop import SEALED, SmallCoop, terms_of

SUBJECT = subject_of_terms(terms_of())
"""The digest of the terms that a test means unless it says otherwise."""


def accept(licence: str = "dairy", digest: str = SUBJECT) -> Accept:
    """The licensee's acceptance of these terms."""
    return Accept(licence, digest, SEALED)


def accepted(coop: SmallCoop, **terms: object) -> None:
    """A licence that is granted and accepted."""
    coop.license(**terms)
    made = terms_of(**terms)
    coop.done(accept(made.licence, subject_of_terms(made)))


def licence(coop: SmallCoop, name: str = "dairy") -> Licence:
    """The row of a licence that was granted."""
    found = coop.books.get(Licence, name)
    assert found is not None
    return found
