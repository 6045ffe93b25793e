"""The rows of the charter: the text in force, its versions, the mandates."""

from __future__ import annotations

from typing import ClassVar

from auzolan.charter.articles import Charter, charter_from_text
from auzolan.foundation.books import Books, Row

IN_FORCE = "in_force"
FOREVER = 2**53 - 1


class CharterInForce(Row, frozen=True, gc=False):
    """The one charter that rules ask: its canonical text, and the annex of its human texts.

    Both `text` and `texts` are canonical texts, of a `Charter` and of an `AnnexRef`. `ended` is the
    entry that wound the co-operative up, or -1 while it lives.
    """

    KEY: ClassVar = ("slot",)

    slot: str
    digest: str
    text: str
    origin: str
    ended: int = -1
    texts: str = ""


class CharterVersion(Row, frozen=True, gc=False):
    """Every charter there has been, and since when."""

    KEY: ClassVar = ("version",)
    HISTORY: ClassVar = True

    version: int
    digest: str
    seq: int
    at: int


class Mandate(Row, frozen=True, gc=False):
    """The power to do something, from and until a moment; `subject` is empty for an office.

    `spent` is 1 once a mandate for one subject has been used, or one for an office has ended
    before its time. `suspended` is the moment since when a challenge keeps it from being used, or 0.
    """

    KEY: ClassVar = ("mandate",)
    INDEXES: ClassVar = (("holder",), ("power",))

    mandate: str
    power: str
    holder: str
    subject: str
    from_at: int
    until_at: int
    spent: int
    suspended: int = 0


class PowerPause(Row, frozen=True, gc=False):
    """A pause of one kind of act; it holds once `agreed_by` is not empty, until `until_at`.

    `from_at` is the moment at which another organ agreed, or 0; `kept` is 1 once the members have
    kept it.
    """

    KEY: ClassVar = ("pause",)
    INDEXES: ClassVar = (("power",),)

    pause: str
    power: str
    asked_by: str
    agreed_by: str
    from_at: int
    until_at: int
    kept: int
    entry: int


def has_ended(books: Books) -> bool:
    """Whether the co-operative has been wound up."""
    row = books.get(CharterInForce, IN_FORCE)
    return row is not None and row.ended >= 0


def charter_of(books: Books) -> Charter:
    """The charter in force.

    Raises:
        AssertionError: the co-operative has not been founded; `authorize` refuses before that.
    """
    row = books.get(CharterInForce, IN_FORCE)
    assert row is not None, "a rule ran before the co-operative was founded"
    return charter_from_text(row.text)
