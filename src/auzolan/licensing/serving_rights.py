"""Whether one call may be answered: key, licence, payment, model and everyone in its snapshot.

The server, the audit and the tests ask the same function. It answers nothing itself, counts no
call and knows no clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from auzolan.charter.state import charter_of
from auzolan.consent.reach import struck_by
from auzolan.consent.state import ConsentStatement, StrikeRow
from auzolan.foundation.books import Books
from auzolan.foundation.moments import MOMENT_MAX, iso_from_moment
from auzolan.foundation.refusals import Refusal
from auzolan.learning.refusals import NAMES_MAX
from auzolan.learning.sealing import Awaited, Objections
from auzolan.learning.state import Model, ModelDuty, snapshot_of
from auzolan.licensing.granting import asked_under, not_serving, objections_to, serves
from auzolan.licensing.standing import (
    ARTICLE,
    refused_end,
    refused_overdue,
    refused_unaccepted,
)
from auzolan.licensing.state import ApiKey, InvoiceRow, Licence
from auzolan.licensing.use_acts import SEGMENT_ROWS_MAX

__all__ = (
    "Verdict",
    "awaited_by",
    "clock_refused",
    "key_of",
    "may_answer",
    "used_by_call",
    "used_by_day",
    "used_up",
    "verdict",
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether calls under a licence may be answered, and how long that stands.

    Attributes:
        refusal: why not, or None.
        until: the first moment at which it must be asked again although no entry was made:
            something begins, ends or falls due.
    """

    refusal: Refusal | None
    until: int


def may_answer(
    books: Books, licence: str, key: str, at: int, *, not_before: int = 0, pending: int = 0
) -> Refusal | None:
    """Whether a call may be answered now, or the first refusal.

    The order: the clock, the key, the licence (accepted, begun, not ended, paid, nothing used by
    the day), the number of predictions left, the model (released, serving), its people.

    Args:
        books: the state.
        licence: the licence that is called under.
        key: id of the key.
        at: the moment of the call, milliseconds since 1970, UTC.
        not_before: the latest moment that is known: of the last entry, of the last metered call.
        pending: calls that were answered and stand in no recorded segment yet.
    Returns:
        None where it may be answered.
    Source: charter, article on consent; the terms of the licence.
    """
    row = books.get(Licence, licence)
    last = row.last_use_at if row is not None else 0
    return (
        clock_refused(at, max(not_before, last))
        or verdict(books, licence, key, at).refusal
        or (used_up(row, pending) if row is not None else None)
    )


def clock_refused(at: int, not_before: int) -> Refusal | None:
    """The refusal of a moment before one that has passed, or None."""
    if at >= not_before:
        return None
    return Refusal(
        "unknown.clock", ARTICLE,
        f"The clock says {iso_from_moment(at)}, and {iso_from_moment(not_before)} has passed.",
        "Set the clock of the house right; nothing was counted.",
    )  # fmt: skip


def key_of(books: Books, digest: str) -> ApiKey | None:
    """The key whose SHA-256 this is, or None where nobody was given it."""
    found = books.find(ApiKey, digest=digest)
    return found[0] if found else None


def used_up(licence: Licence, pending: int) -> Refusal | None:
    """The refusal of one more call than was licensed, or None."""
    if licence.predictions + pending < licence.predictions_max:
        return None
    return Refusal(
        "licensing.predictions_used_up", ARTICLE,
        f"All {licence.predictions_max} predictions of {licence.licence} have been used.",
        "Put larger terms to the vote, under a new id.",
    )  # fmt: skip


def verdict(books: Books, licence: str, key: str, at: int) -> Verdict:
    """Whether calls may be answered by what is on the record, and how long that stands.

    Args:
        books: the state.
        licence: the licence that is called under.
        key: id of the key.
        at: the moment.
    Returns:
        It holds at every moment from `at` to before `until`, while no entry is made.
    """
    row, held = books.get(Licence, licence), books.get(ApiKey, key)
    if row is None or held is None or held.licence != licence or held.revoked_at >= 0:
        return Verdict(_key_refused(), MOMENT_MAX)
    refused = _licence_refused(books, row, at) or _model_refused(books, row, at)
    later = (moment for moment in _moments(books, row) if moment > at)
    return Verdict(refused, min(later, default=MOMENT_MAX))


def _key_refused() -> Refusal:
    # One text for all three: who guesses keys learns nothing by it.
    return Refusal(
        "licensing.key_unknown", ARTICLE,
        "This key is unknown, revoked, or of another licence.",
        "Ask the co-operative for a key of this licence.",
    )  # fmt: skip


def _licence_refused(books: Books, licence: Licence, at: int) -> Refusal | None:
    unaccepted = refused_unaccepted(licence)
    if unaccepted is not None:
        return unaccepted
    if at < licence.from_at:
        return Refusal(
            "licensing.not_begun", ARTICLE,
            f"{licence.licence} begins on {iso_from_moment(licence.from_at)}.",
            "Call again from then on.",
        )  # fmt: skip
    ended = refused_end(licence, at) or refused_overdue(books, licence.licence, at)
    if ended is not None:
        return ended
    if licence.predictions and not licence.segments:
        return used_by_day(licence)
    return None


def used_by_day(licence: Licence) -> Refusal:
    """The refusal of calls under a licence whose use is reported by the day."""
    return Refusal(
        "licensing.reported_by_day", ARTICLE,
        f"The use of {licence.licence} is reported by the day; its calls cannot be counted too.",
        "Put a new licence to the vote, and meter all of its calls.",
    )  # fmt: skip


def used_by_call(licence: Licence) -> Refusal:
    """The refusal of a day's report under a licence whose calls are counted one by one."""
    return Refusal(
        "licensing.metered_by_call", ARTICLE,
        f"The calls of {licence.licence} are counted one by one, in {licence.segments} segments "
        f"of at most {SEGMENT_ROWS_MAX}.",
        "Report no days for it; a day would be counted twice.",
    )  # fmt: skip


def _model_refused(books: Books, licence: Licence, at: int) -> Refusal | None:
    model = books.get(Model, licence.model)
    assert model is not None, "a licence is granted for a model that exists"
    article = f"Art. {charter_of(books).consent.number}"
    if not model.card:
        return Refusal(
            "licensing.model_not_released", article,
            f"{model.model} has not been released.",
            "Release it with its card: auzolan learning release.",
        )  # fmt: skip
    if not serves(model, at):
        return not_serving(books, model, at)
    found = objections_to(books, licence, at, awaited=awaited_by(books, model.model))
    return _people_refused(found, licence, article)


def awaited_by(books: Books, model: str) -> Awaited:
    """The noes that this model will obey by its deadline: until then it may go on serving.

    The rows of those who said them are read for nothing meanwhile, not even to say whose an answer is.
    """
    duties = [one for one in books.find(ModelDuty, model=model) if one.done_at < 0]
    return Awaited(
        frozenset(one.member for one in duties), frozenset(one.withdrawal for one in duties)
    )


def _people_refused(found: Objections, licence: Licence, article: str) -> Refusal | None:
    count = len(found.members)
    if count:
        named = ", ".join(found.members[:NAMES_MAX]) + (", ..." if count > NAMES_MAX else "")
        return Refusal(
            "consent.purpose_not_granted", article,
            f"{count} {'person' if count == 1 else 'people'} with {found.rows} rows of "
            f"{licence.model} {'does' if count == 1 else 'do'} not allow {licence.licensee} "
            f"({licence.operation}, {licence.purpose}) now: {named}.",
            "Wait for a model without their rows; nothing is served until then.",
        )  # fmt: skip
    if found.rows_erased:
        return Refusal(
            "learning.rows_erased", article,
            f"{found.rows_erased} rows that {licence.model} learned from exist no longer.",
            "Wait for a model without them; nothing is served until then.",
        )  # fmt: skip
    return None


def _moments(books: Books, licence: Licence) -> Iterator[int]:
    """The moments at which an answer may change without an entry."""
    yield licence.from_at
    yield licence.until_at
    for invoice in books.find(InvoiceRow, licence=licence.licence):
        yield invoice.due_at + 1
    model = books.get(Model, licence.model)
    if model is None:
        return
    yield model.retrain_by + 1
    yield model.replaced_at
    snapshot = snapshot_of(books, model.snapshot)
    operation = asked_under(snapshot, licence, 0).request.operation
    for kind in ("", snapshot.kind):
        for said in books.find(ConsentStatement, kind=kind):
            yield said.begins
            yield said.ends
    for named in struck_by(operation):
        for strike in books.find(StrikeRow, operation=named):
            yield strike.ends
