"""What terms must fulfil before they are offered or granted: a model, its people, sane sums.

Everybody in the model's snapshot is asked through the consent room's one gate. It grants nothing;
that the members voted is checked before.
"""

from __future__ import annotations

from auzolan.charter.state import charter_of
from auzolan.consent.gate import Asked, asked
from auzolan.consent.taxonomy import TAXONOMY
from auzolan.consent.territories import TERRITORIES
from auzolan.foundation.books import Books
from auzolan.foundation.moments import DAY_MS, MOMENT_MAX, Moment, iso_from_moment
from auzolan.foundation.money import CENTS_MAX, MICRO_PER_CENT
from auzolan.foundation.refusals import Refusal
from auzolan.learning.refusals import NAMES_MAX
from auzolan.learning.sealing import NOBODY, Awaited, Objections, objections
from auzolan.learning.state import REPLACED, Model, Snapshot, snapshot_of
from auzolan.licensing.acts import LicenceTerms
from auzolan.licensing.royalties import fee_micro
from auzolan.licensing.standing import ARTICLE, is_live
from auzolan.licensing.state import Licence


def refused_terms(books: Books, terms: LicenceTerms, at: Moment) -> Refusal | None:
    """The first refusal of terms by themselves and by their model, or None.

    The order: the model exists, serves, has this purpose; operation and territory are known; the
    sums fit.

    Args:
        books: the state.
        terms: what would be offered or granted.
        at: the moment from which they would hold.
    """
    article = f"Art. {charter_of(books).consent.number}"
    model = books.get(Model, terms.model)
    if model is None:
        return Refusal(
            "licensing.model_unknown", ARTICLE,
            f"There is no model called {terms.model}.",
            "Name a model that has been trained.",
        )  # fmt: skip
    if not serves(model, at):
        return not_serving(books, model, at)
    if model.purpose != terms.purpose:
        return Refusal(
            "licensing.purpose_differs", article,
            f"{terms.model} was trained for {model.purpose}, not for {terms.purpose}.",
            "License it for its own purpose, or train a model for the other one.",
        )  # fmt: skip
    return _words_refused(terms, article) or _sums_refused(terms, at)


def refused_people(books: Books, terms: LicenceTerms, at: Moment) -> Refusal | None:
    """The refusal of terms that somebody in the model's snapshot does not allow, or None.

    Rows that exist no longer stand against them too: such a model is not served.

    Args:
        books: the state.
        terms: of a model that exists.
        at: the moment.
    Source: charter, article on consent.
    """
    article = f"Art. {charter_of(books).consent.number}"
    snapshot = _snapshot_under(books, terms)
    if snapshot.party not in ("", terms.licensee):
        return Refusal(
            "licensing.sealed_for_another", article,
            f"{terms.model} was made from rows that were sealed for {snapshot.party}, "
            f"not for {terms.licensee}.",
            f"Seal a snapshot for {terms.licensee}, and train a model on it.",
        )  # fmt: skip
    found = objections_to(books, terms, at)
    count = len(found.members)
    if not count:
        return _erased_refused(terms, found, article)
    named = ", ".join(found.members[:NAMES_MAX]) + (
        f" and {count - NAMES_MAX} more" if count > NAMES_MAX else ""
    )
    return Refusal(
        "consent.purpose_not_granted", article,
        f"{count} {'person' if count == 1 else 'people'} with {found.rows} rows of "
        f"{snapshot.snapshot} {'does' if count == 1 else 'do'} not allow these terms to "
        f"{terms.licensee} ({terms.operation}, {terms.purpose}): {named}.",
        "Ask them, offer other terms, or train a model without their rows.",
    )  # fmt: skip


def _erased_refused(terms: LicenceTerms, found: Objections, article: str) -> Refusal | None:
    if not found.rows_erased:
        return None
    return Refusal(
        "learning.rows_erased", article,
        f"{found.rows_erased} rows that {terms.model} learned from exist no longer.",
        "Train a model without them, and license that one.",
    )  # fmt: skip


def objections_to(
    books: Books, terms: LicenceTerms | Licence, at: int, *, awaited: Awaited = NOBODY
) -> Objections:
    """Who in a model's snapshot does not allow these terms at a moment.

    Args:
        books: the state.
        terms: what is asked, or a licence that was granted.
        at: the moment, milliseconds since 1970, UTC.
        awaited: noes that are being obeyed by a deadline, see `objections`.
    Returns:
        Nobody and no rows where all allow it.
    """
    snapshot = _snapshot_under(books, terms)
    wanted = asked_under(snapshot, terms, at)
    return objections(books, snapshot, charter_of(books), wanted, awaited=awaited)


def asked_under(snapshot: Snapshot, terms: LicenceTerms | Licence, at: int) -> Asked:
    """What a licence asks of everyone in its model's snapshot: the licensee is the party.

    Args:
        snapshot: that of the model.
        terms: what is asked, or a licence that was granted.
        at: the moment, milliseconds since 1970, UTC.
    """
    return asked(
        kind=snapshot.kind, operation=terms.operation, end_use=terms.purpose, at=at,
        party=terms.licensee, territory=terms.territory, model_class=terms.model_class,
        price_micro=terms.price_micro, credit=bool(terms.credit),
    )  # fmt: skip


def refused_second(books: Books, terms: LicenceTerms, at: int) -> Refusal | None:
    """The refusal of a second licence for a company and model under one that still serves, or None.

    With two at once a use could be booked under the cheaper one.

    Args:
        books: the state.
        terms: what would be granted.
        at: the moment.
    """
    for one in books.find(Licence, model=terms.model):
        is_used_up = one.predictions >= one.predictions_max
        if one.licensee == terms.licensee and is_live(one, at) and not is_used_up:
            return Refusal(
                "licensing.licensed_already", ARTICLE,
                f"{terms.licensee} may use {terms.model} under {one.licence} until "
                f"{iso_from_moment(one.until_at)}.",
                "Wait until it ends, or revoke it first.",
            )  # fmt: skip
    return None


def serves(model: Model, at: int) -> bool:
    """Whether a model might answer at a moment: not replaced by then, no withdrawal overdue."""
    return not _is_late(model, at) and not _is_replaced(model, at)


def not_serving(books: Books, model: Model, at: int) -> Refusal:
    """The refusal of a model that has been replaced, or should have been retrained."""
    why = (
        "has been replaced by another"
        if _is_replaced(model, at)
        else f"had to be retrained by {iso_from_moment(model.retrain_by)}"
    )
    return Refusal(
        "licensing.model_not_serving", f"Art. {charter_of(books).consent.number}",
        f"The model {model.model} {why}.",
        "Retrain it without the rows that were withdrawn, and license the new model.",
    )  # fmt: skip


def _is_late(model: Model, at: int) -> bool:
    return 0 < model.retrain_by < at


def _is_replaced(model: Model, at: int) -> bool:
    return model.state == REPLACED and model.replaced_at <= at


def _snapshot_under(books: Books, terms: LicenceTerms | Licence) -> Snapshot:
    model = books.get(Model, terms.model)
    assert model is not None, f"terms were let through for {terms.model}, which never was"
    return snapshot_of(books, model.snapshot)


def _words_refused(terms: LicenceTerms, article: str) -> Refusal | None:
    if terms.operation not in TAXONOMY.operations:
        return Refusal(
            "unknown.operation", article,
            f"Nobody knows an operation called {terms.operation}.",
            "Use a term of the taxonomy, as train, evaluate or train.finetune.",
        )  # fmt: skip
    if terms.territory and terms.territory not in TERRITORIES:
        return Refusal(
            "unknown.territory", article,
            f"{terms.territory} is no country of ISO 3166-1.",
            "Write two capital letters, as ES or FR, or nothing for nowhere in particular.",
        )  # fmt: skip
    return None


def _sums_refused(terms: LicenceTerms, at: Moment) -> Refusal | None:
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
