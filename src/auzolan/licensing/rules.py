"""The rules of licences: grant what was voted, count its use, take in what is owed.

That the members voted is checked before these rules run. Income and bank are the treasury's; a
licence only knows what was used, what has accrued and what was paid.
"""

from __future__ import annotations

import msgspec

from auzolan.charter.state import charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.moments import (
    DAY_MS,
    MOMENT_MAX,
    Moment,
    day_from_moment,
    iso_from_moment,
    moment_from_iso,
)
from auzolan.foundation.money import CENTS_MAX, MICRO_PER_CENT, money_text
from auzolan.foundation.refusals import Refusal
from auzolan.learning.state import REPLACED, Model
from auzolan.licensing.acts import (
    LicenceGranted,
    LicenceTerms,
    License,
    Meter,
    Metered,
    Receive,
    Received,
)
from auzolan.licensing.royalties import due_cents, fee_micro
from auzolan.licensing.state import Licence, MeteredDay
from auzolan.record.case import Case
from auzolan.record.entries import Fact

ARTICLE = "house, licensing"


def decide_license(books: Books, act: License, case: Case) -> tuple[Fact, ...] | Refusal:
    """Whether the voted terms can be granted: a serving model, its own purpose, sane sums."""
    terms = act.terms
    consent = charter_of(books).consent
    if books.get(Licence, terms.licence) is not None:
        return Refusal(
            "licensing.licence_taken", ARTICLE,
            f"There is a licence called {terms.licence} already.",
            "Vote on terms with an id that is free.",
        )  # fmt: skip
    model = books.get(Model, terms.model)
    if model is None:
        return Refusal(
            "licensing.model_unknown", ARTICLE,
            f"There is no model called {terms.model}.",
            "Name a model that has been trained.",
        )  # fmt: skip
    if not _serves(model, case.at):
        return _not_serving(model, case.at, consent.number)
    if model.purpose != terms.purpose:
        return Refusal(
            "licensing.purpose_differs", f"Art. {consent.number}",
            f"{terms.model} was trained for {model.purpose}, not for {terms.purpose}.",
            "License it for its own purpose, or train a model for the other one.",
        )  # fmt: skip
    return _terms_refused(terms, case.at) or (
        LicenceGranted(terms.licence, case.at, case.at + terms.days * DAY_MS),
    )


def _terms_refused(terms: LicenceTerms, at: Moment) -> Refusal | None:
    if terms.predictions_max == 0:
        return Refusal(
            "licensing.nothing_licensed", ARTICLE,
            f"The licence {terms.licence} would allow no prediction at all.",
            "Vote on terms that allow at least one prediction.",
        )  # fmt: skip
    full_micro = fee_micro(terms.fee_cents) + terms.predictions_max * terms.price_micro
    if full_micro > CENTS_MAX or at + terms.days * DAY_MS > MOMENT_MAX:
        return Refusal(
            "licensing.terms_too_large", ARTICLE,
            f"Used in full, the licence would owe {full_micro // MICRO_PER_CENT} cents; "
            f"the books hold {CENTS_MAX // MICRO_PER_CENT} for one licence.",
            "Split it into several licences.",
        )  # fmt: skip
    return None


def _serves(model: Model, at: int) -> bool:
    """Whether a model might answer at a moment: not replaced by then, no withdrawal overdue."""
    return not _is_overdue(model, at) and not _is_replaced(model, at)


def _is_overdue(model: Model, at: int) -> bool:
    return 0 < model.retrain_by < at


def _is_replaced(model: Model, at: int) -> bool:
    return model.state == REPLACED and model.replaced_at <= at


def _not_serving(model: Model, at: int, article: int) -> Refusal:
    why = (
        "has been replaced by another"
        if _is_replaced(model, at)
        else f"had to be retrained by {iso_from_moment(model.retrain_by)}"
    )
    return Refusal(
        "licensing.model_not_serving", f"Art. {article}",
        f"The model {model.model} {why}.",
        "Retrain it without the rows that were withdrawn, and license the new model.",
    )  # fmt: skip


def apply_licence_granted(books: Books, case: Case, act: License, fact: LicenceGranted) -> None:
    """Open the licence; the fee is owed from the start."""
    terms = act.terms
    books.add(
        Licence(
            licence=terms.licence,
            licensee=terms.licensee,
            model=terms.model,
            purpose=terms.purpose,
            fee_cents=terms.fee_cents,
            price_micro=terms.price_micro,
            predictions_max=terms.predictions_max,
            from_at=fact.from_at,
            until_at=fact.until_at,
            predictions=0,
            accrued_micro=fee_micro(terms.fee_cents),
            paid_cents=0,
            entry=case.seq,
        )
    )


def decide_meter(books: Books, act: Meter, case: Case) -> tuple[Fact, ...] | Refusal:
    """Whether a day's use can be booked: over, in the term, once, within what was licensed.

    The model is judged by the last moment of that day, not by the day of the report: what was
    used before a replacement or a deadline is owed, whenever it is reported. The day on which the
    model stopped counts as a day without it, since nobody can tell its hours apart.

    Source: charter, article on consent: a withdrawal is obeyed by its deadline.
    """
    licence = books.get(Licence, act.licence)
    if licence is None:
        return _licence_unknown(act.licence)
    refused = _day_refused(books, act, case, licence)
    if refused is not None:
        return refused
    model = books.get(Model, licence.model)
    assert model is not None, "a licence is granted for a model that exists"
    last_moment = moment_from_iso(act.day) + DAY_MS - 1
    if not _serves(model, last_moment):
        return _not_serving(model, last_moment, charter_of(books).consent.number)
    left = licence.predictions_max - licence.predictions
    if act.predictions > left:
        return Refusal(
            "licensing.predictions_used_up", ARTICLE,
            f"{act.predictions} predictions were reported and {left} are left "
            f"of {licence.predictions_max}.",
            "Stop serving this licence, and put larger terms to the vote.",
        )  # fmt: skip
    return (Metered(act.licence, act.predictions, act.predictions * licence.price_micro),)


def _day_refused(books: Books, act: Meter, case: Case, licence: Licence) -> Refusal | None:
    try:
        moment_from_iso(act.day)
    except ValueError:
        return Refusal(
            "licensing.no_such_day", ARTICLE, f"There is no day {act.day} in the calendar.",
            "Write the day as 2026-03-01.",
        )  # fmt: skip
    reported = books.get(MeteredDay, (act.licence, act.day))
    if reported is not None:
        return Refusal(
            "licensing.day_already_reported", ARTICLE,
            f"Entry {reported.entry} reported {reported.predictions} predictions "
            f"for {act.day} already.",
            "Report a day once, when it is over.",
        )  # fmt: skip
    # Days written as 2026-03-01 sort as texts in the order of the calendar.
    first, last = day_from_moment(licence.from_at), day_from_moment(licence.until_at - 1)
    if not first <= act.day <= last:
        return Refusal(
            "licensing.day_outside_term", ARTICLE,
            f"The licence runs from {first} to {last}, and {act.day} lies outside.",
            "Use after the term needs a licence of its own.",
        )  # fmt: skip
    today = day_from_moment(case.at)
    if act.day >= today:
        # A day is reported once: before its end the rest of it could never be reported.
        return Refusal(
            "licensing.day_not_over", ARTICLE,
            f"{act.day} is not over; today is {today} in UTC.",
            "Report a day once, when it is over.",
        )  # fmt: skip
    return None


def apply_metered(books: Books, case: Case, act: Meter, fact: Metered) -> None:
    """Count the day, and add what it accrued to the licence."""
    licence = _held(books, fact.licence)
    books.add(MeteredDay(fact.licence, act.day, fact.predictions, case.seq))
    predictions = licence.predictions + fact.predictions
    assert predictions <= licence.predictions_max, "no more is used than was licensed"
    books.put(
        msgspec.structs.replace(
            licence,
            predictions=predictions,
            accrued_micro=licence.accrued_micro + fact.accrued_micro,
        )
    )


def decide_receive(books: Books, act: Receive, case: Case) -> tuple[Fact, ...] | Refusal:
    """Whether a payment settles what is owed; the part beyond it is nobody's income yet."""
    licence = books.get(Licence, act.licence)
    if licence is None:
        return _licence_unknown(act.licence)
    open_cents = due_cents(licence.accrued_micro) - licence.paid_cents
    if act.amount_cents > open_cents:
        currency = charter_of(books).currency
        return Refusal(
            "licensing.more_than_owed", ARTICLE,
            f"{licence.licensee} paid {money_text(act.amount_cents, currency)} and owes "
            f"{money_text(open_cents, currency)} under {act.licence}.",
            "Report the use first, book what is owed, and send back what is too much.",
        )  # fmt: skip
    return (Received(act.licence, act.period, act.amount_cents),)


def _licence_unknown(licence: str) -> Refusal:
    return Refusal(
        "licensing.licence_unknown", ARTICLE, f"There is no licence called {licence}.",
        "Name a licence that has been granted.",
    )  # fmt: skip


def apply_received(books: Books, case: Case, act: Receive, fact: Received) -> None:
    """Add the payment to what the licensee has paid."""
    licence = _held(books, fact.licence)
    paid_cents = licence.paid_cents + fact.amount_cents
    assert paid_cents <= due_cents(licence.accrued_micro), "nobody pays more than she owes"
    books.put(msgspec.structs.replace(licence, paid_cents=paid_cents))


def _held(books: Books, name: str) -> Licence:
    licence = books.get(Licence, name)
    assert licence is not None, f"there is no licence {name}"
    return licence
