"""A receipt as a line of a list: what it says in a few plain words."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from auzolan.consent.receipt_shapes import SignedReceipt, Term
from auzolan.consent.taxonomy import END_USES, OPERATIONS

EVERYTHING = "everything"


class ReceiptLine(msgspec.Struct, frozen=True):
    """One receipt; `rows` are hers, 0 where it is about none, `calls` those that were answered."""

    entry: int
    at: str
    what: str
    about: str
    operations: tuple[str, ...]
    end_uses: tuple[str, ...]
    rows: int
    calls: int
    recipients: tuple[str, ...]


def line_of(receipt: SignedReceipt) -> ReceiptLine:
    """What a receipt says, short."""
    status, processes = receipt.record.status, receipt.record.process
    rows = [one.personal_data.rows for one in processes]
    return ReceiptLine(
        entry=receipt.entry, at=receipt.created,
        what=status.type[-1].removeprefix("auzolan:"),
        about=status.about if isinstance(status.about, str) else "",
        operations=_terms((one.processing for one in processes), OPERATIONS),
        end_uses=_terms((one.purpose for one in processes), END_USES),
        rows=sum(count for count in rows if isinstance(count, int)),
        calls=status.calls if isinstance(status.calls, int) else 0,
        recipients=_once(party.identifier for one in processes for party in one.recipient),
    )  # fmt: skip


def _terms(found: Iterable[tuple[Term, ...]], everything: tuple[str, ...]) -> tuple[str, ...]:
    titles = _once(term.title for terms in found for term in terms)
    return (EVERYTHING,) if titles == everything else titles


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
