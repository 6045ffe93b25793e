"""The rules of licences: grant what was voted, count its use, take in what is owed.

That the members voted is checked before these rules run; what terms must fulfil is in `granting`,
the rest of a licence's life in `life_rules`. Income and bank are the treasury's; a licence only
knows what was used, what has accrued and what was paid.
"""

from __future__ import annotations

import msgspec

from auzolan.charter.state import charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.moments import DAY_MS, day_from_moment, moment_from_iso
from auzolan.foundation.money import money_text
from auzolan.foundation.refusals import Refusal
from auzolan.learning.state import Model
from auzolan.licensing.acts import (
    LicenceGranted,
    LicenceTerms,
    License,
    Meter,
    Metered,
    Receive,
    Received,
    subject_of_terms,
)
from auzolan.licensing.granting import (
    not_serving,
    refused_people,
    refused_second,
    refused_terms,
    serves,
)
from auzolan.licensing.royalties import due_cents, fee_micro
from auzolan.licensing.serving_rights import used_by_call
from auzolan.licensing.standing import ARTICLE
from auzolan.licensing.state import Licence, LicenceOffer, MeteredDay
from auzolan.record.case import Case
from auzolan.record.entries import Fact


def decide_license(books: Books, act: License, case: Case) -> tuple[Fact, ...] | Refusal:
    """Whether the voted terms can be granted: as offered, a serving model, and its people say yes.

    The order: the id is free; the terms are those that were offered under it, if any were; the
    model, its purpose, the words and sums; the licensee has no other licence for it; everyone in
    the model's snapshot allows this licensee these terms.

    Args:
        books: the state before the act.
        act: the mandate and the terms.
        case: place, time and actor.
    Returns:
        `LicenceGranted`, or the refusal.
    Source: charter, article on consent.
    """
    terms = act.terms
    if books.get(Licence, terms.licence) is not None:
        return licence_taken(terms.licence)
    refused = (
        _offered_otherwise(books, terms)
        or refused_terms(books, terms, case.at)
        or refused_second(books, terms, case.at)
        or refused_people(books, terms, case.at)
    )
    return refused or (LicenceGranted(terms.licence, case.at, case.at + terms.days * DAY_MS),)


def licence_taken(licence: str) -> Refusal:
    """The id of a licence that somebody has already."""
    return Refusal(
        "licensing.licence_taken", ARTICLE,
        f"There is a licence called {licence} already.",
        "Vote on terms with an id that is free.",
    )  # fmt: skip


def _offered_otherwise(books: Books, terms: LicenceTerms) -> Refusal | None:
    offer = books.get(LicenceOffer, terms.licence)
    if offer is None or offer.subject == subject_of_terms(terms):
        return None
    return Refusal(
        "licensing.not_as_offered", ARTICLE,
        f"Entry {offer.entry} offered {terms.licence} on other terms.",
        "Vote on the terms that were offered, or offer new ones under a new id.",
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
            operation=terms.operation,
            territory=terms.territory,
            model_class=terms.model_class,
            credit=int(terms.credit),
            pay_days=terms.pay_days,
            subject=subject_of_terms(terms),
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
        return licence_unknown(act.licence)
    if licence.segments:
        return used_by_call(licence)
    refused = _day_refused(books, act, case, licence)
    if refused is not None:
        return refused
    model = books.get(Model, licence.model)
    assert model is not None, "a licence is granted for a model that exists"
    last_moment = moment_from_iso(act.day) + DAY_MS - 1
    if not serves(model, last_moment):
        return not_serving(books, model, last_moment)
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
    licence = held(books, fact.licence)
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
        return licence_unknown(act.licence)
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


def licence_unknown(licence: str) -> Refusal:
    """Nobody granted it."""
    return Refusal(
        "licensing.licence_unknown", ARTICLE, f"There is no licence called {licence}.",
        "Name a licence that has been granted.",
    )  # fmt: skip


def apply_received(books: Books, case: Case, act: Receive, fact: Received) -> None:
    """Add the payment to what the licensee has paid."""
    licence = held(books, fact.licence)
    paid_cents = licence.paid_cents + fact.amount_cents
    assert paid_cents <= due_cents(licence.accrued_micro), "nobody pays more than she owes"
    books.put(msgspec.structs.replace(licence, paid_cents=paid_cents))


def held(books: Books, name: str) -> Licence:
    """The licence that a fact names.

    Raises:
        AssertionError: it was never granted; facts name only what is on the record.
    """
    licence = books.get(Licence, name)
    assert licence is not None, f"there is no licence {name}"
    return licence
