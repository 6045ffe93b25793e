"""Refusals: how the rules say no. A value, never an exception.

Malformed input to a library function is a ValueError instead; a broken promise of our own code
is a failed assertion. Neither is a refusal.
"""

from __future__ import annotations

import msgspec


class Refusal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The rules say no: what was refused, by which article, why, and what can be done now.

    Attributes:
        code: stable and dotted, as `consent.purpose_not_granted`.
        article: the article of the charter, or of the house, that says no.
        because: the names and numbers of this case, in one plain sentence.
        remedy: what the person can do now.
    """

    code: str
    article: str
    because: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.code} ({self.article}): {self.because} {self.remedy}"
