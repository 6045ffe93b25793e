"""The rules of consent: granting, withdrawing, and what leaving means for both.

Withdrawing needs no reason and has no conditions. What models and vaults must do about it is
noted here as moments; the learning room marks the models.
"""

from __future__ import annotations

from auzolan.charter.state import charter_of
from auzolan.consent.acts import Grant, Granted, Withdraw, Withdrawn
from auzolan.consent.gate import mask_of
from auzolan.consent.state import Consent
from auzolan.contributions.acts import Erase
from auzolan.contributions.state import Batch
from auzolan.foundation.books import Books
from auzolan.foundation.moments import DAY_MS
from auzolan.foundation.refusals import Refusal
from auzolan.members.acts import Leave, Left
from auzolan.members.state import is_in_standing
from auzolan.record.case import Case
from auzolan.record.entries import Fact


def decide_grant(books: Books, act: Grant, case: Case) -> tuple[Fact, ...] | Refusal:
    """Let a member allow exactly these purposes for her rows of a kind; an empty list allows none.

    A grant that leaves out a purpose allowed before takes it back, and starts the same clock for
    the models made for it as a withdrawal does.

    Args:
        books: the state before the act.
        act: member, kind and the whole list of purposes.
        case: place, time and actor.
    Returns:
        `Granted` with the mask, or the refusal.
    Source: charter, article on consent.
    """
    charter = charter_of(books)
    article = f"Art. {charter.consent.number}"
    if not is_in_standing(books, act.member):
        return Refusal(
            "consent.not_a_member", f"Art. {charter.membership.number}",
            f"{act.member} is not a member in good standing.",
            "Only members grant; ask the office of admissions.",
        )  # fmt: skip
    if act.kind not in charter.consent.kinds:
        return Refusal(
            "consent.unknown_kind", article,
            f"The charter knows no kind of rows called {act.kind}.",
            f"Use one of: {', '.join(charter.consent.kinds)}.",
        )  # fmt: skip
    unknown = [purpose for purpose in act.purposes if purpose not in charter.consent.purposes]
    if unknown:
        return Refusal(
            "consent.unknown_purpose", article,
            f"The charter knows no purpose called {unknown[0]}.",
            f"Use any of: {', '.join(charter.consent.purposes)}.",
        )  # fmt: skip
    if len(set(act.purposes)) != len(act.purposes):
        return Refusal(
            "consent.purpose_twice", article,
            f"A purpose stands twice among {', '.join(act.purposes)}.",
            "Name each purpose once.",
        )  # fmt: skip
    mask = mask_of(charter, act.purposes)
    before = books.get(Consent, (act.member, act.kind))
    takes_back = before is not None and before.mask & ~mask != 0
    retrain_by = case.at + charter.consent.retrain_days * DAY_MS if takes_back else 0
    return (Granted(act.member, act.kind, mask, retrain_by),)


def apply_granted(books: Books, case: Case, act: Grant, fact: Granted) -> None:
    """Write down what she allows now, in the place of what she allowed before."""
    books.put(Consent(fact.member, fact.kind, fact.mask, case.at, case.seq, -1, 0))


def decide_withdraw(books: Books, act: Withdraw, case: Case) -> tuple[Fact, ...] | Refusal:
    """Stop all use of a member's rows of a kind; she owes no reason.

    Args:
        books: the state before the act.
        act: member and kind.
        case: place, time and actor.
    Returns:
        `Withdrawn` with the moments by which it must be obeyed, or the refusal.
    Source: charter, article on consent.
    """
    clause = charter_of(books).consent
    article = f"Art. {clause.number}"
    consent = books.get(Consent, (act.member, act.kind))
    if consent is None:
        return Refusal(
            "consent.nothing_to_withdraw", article,
            f"{act.member} has never granted anything for {act.kind}.",
            "Nothing of hers is used; a grant of no purpose says so on the record.",
        )  # fmt: skip
    if consent.withdrawn_at >= 0:
        return Refusal(
            "consent.already_withdrawn", article,
            f"{act.member} withdrew {act.kind} at entry {consent.withdrawn_at}.",
            "Nothing is left to do; her rows are not used.",
        )  # fmt: skip
    retrain_by = case.at + clause.retrain_days * DAY_MS
    erase_by = case.at + clause.erase_days * DAY_MS
    return (Withdrawn(act.member, act.kind, retrain_by, erase_by),)


def apply_withdrawn(books: Books, case: Case, act: Withdraw, fact: Withdrawn) -> None:
    """Write down that nothing is allowed any more."""
    _withdraw(books, case, fact.member, kind=fact.kind, erase_by=fact.erase_by)


def apply_left(books: Books, case: Case, act: Leave, fact: Left) -> None:
    """Withdraw everything of a member who leaves, also kinds she never granted.

    A withdrawal before that keeps its own entry and moment.
    """
    kinds = {consent.kind for consent in books.find(Consent, member=fact.member)}
    kinds |= {batch.kind for batch in books.find(Batch, member=fact.member)}
    for kind in sorted(kinds):
        consent = books.get(Consent, (fact.member, kind))
        if consent is None or consent.withdrawn_at < 0:
            _withdraw(books, case, fact.member, kind=kind, erase_by=fact.erase_by)


def guard_erase(books: Books, act: Erase, case: Case) -> Refusal | None:
    """Refuse to erase rows whose owner has not withdrawn them; she has when she left.

    Says nothing about a batch that does not exist or is erased: the contributions' room does.
    """
    batch = books.get(Batch, act.batch)
    if batch is None or batch.erased_at >= 0:
        return None
    consent = books.get(Consent, (batch.member, batch.kind))
    if consent is not None and consent.withdrawn_at >= 0:
        return None
    return Refusal(
        "contributions.not_withdrawn", f"Art. {charter_of(books).consent.number}",
        f"{batch.member} has not withdrawn her {batch.rows} rows of {batch.kind}.",
        "Rows are erased only after their owner withdraws or leaves.",
    )  # fmt: skip


def _withdraw(books: Books, case: Case, member: str, *, kind: str, erase_by: int) -> None:
    old = books.get(Consent, (member, kind))
    since, entry = (case.at, case.seq) if old is None else (old.since, old.entry)
    books.put(Consent(member, kind, 0, since, entry, case.seq, erase_by))
