"""The rules of a licence's life: offer, acceptance, keys, its early end.

Nothing here serves a model or asks for money; invoices and reports of use are in `claim_rules`. What
was used before the end is owed after it.
"""

from __future__ import annotations

import msgspec

from auzolan.foundation import canonical
from auzolan.foundation.books import Books
from auzolan.foundation.refusals import Refusal
from auzolan.licensing.acts import subject_of_terms
from auzolan.licensing.granting import refused_terms
from auzolan.licensing.life_acts import (
    Accept,
    Accepted,
    IssueKey,
    KeyIssued,
    KeyRevoked,
    Offer,
    Offered,
    Revoke,
    Revoked,
    RevokeKey,
)
from auzolan.licensing.rules import held, licence_taken, licence_unknown
from auzolan.licensing.standing import (
    ARTICLE,
    refused_breach,
    refused_end,
    refused_overdue,
    refused_unaccepted,
)
from auzolan.licensing.state import (
    ApiKey,
    Licence,
    LicenceOffer,
)
from auzolan.record.case import Case
from auzolan.record.entries import Fact


def decide_offer(books: Books, act: Offer, case: Case) -> tuple[Fact, ...] | Refusal:
    """Put terms before a licensee and the members, if they could be granted today.

    Whether everybody in the model's snapshot allows them is not asked yet: an offer is how members
    learn for whom they might permit a use. It is asked when the terms are put to the vote.

    Args:
        books: the state before the act.
        act: the terms.
        case: place, time and actor.
    Returns:
        `Offered` with the digest that a resolution and an acceptance must name, or the refusal.
    """
    terms = act.terms
    if books.get(Licence, terms.licence) is not None:
        return licence_taken(terms.licence)
    offered = books.get(LicenceOffer, terms.licence)
    if offered is not None:
        return Refusal(
            "licensing.offer_taken", ARTICLE,
            f"Entry {offered.entry} offered {terms.licence} already.",
            "Offer other terms under an id that is free.",
        )  # fmt: skip
    refused = refused_terms(books, terms, case.at)
    return refused or (Offered(terms.licence, subject_of_terms(terms)),)


def apply_offered(books: Books, case: Case, act: Offer, fact: Offered) -> None:
    """Write down the terms that lie on the table."""
    text = canonical.encode(act.terms).decode()
    books.add(LicenceOffer(fact.licence, fact.subject, text, case.seq))


def decide_accept(books: Books, act: Accept, case: Case) -> tuple[Fact, ...] | Refusal:
    """Note that the licensee is bound: to the terms that were granted, to the letter, and once.

    Args:
        books: the state before the act.
        act: the licence and the digest that the licensee signed.
        case: place, time and actor.
    Returns:
        `Accepted`, or the refusal.
    """
    licence = books.get(Licence, act.licence)
    if licence is None:
        return licence_unknown(act.licence)
    refused = refused_end(licence, case.at)
    if refused is not None:
        return refused
    if licence.accepted_at >= 0:
        return Refusal(
            "licensing.accepted_already", ARTICLE,
            f"{licence.licensee} accepted {act.licence} in entry {licence.accepted_at}.",
            "Nothing is left to do.",
        )  # fmt: skip
    if act.terms_digest != licence.subject:
        return Refusal(
            "licensing.other_terms_accepted", ARTICLE,
            f"{licence.licensee} accepted terms {act.terms_digest}; granted were {licence.subject}.",
            "Let her sign the terms that were granted.",
        )  # fmt: skip
    return (Accepted(act.licence),)


def apply_accepted(books: Books, case: Case, act: Accept, fact: Accepted) -> None:
    """Write down since which entry the licensee is bound."""
    books.put(msgspec.structs.replace(held(books, fact.licence), accepted_at=case.seq))


def decide_issue_key(books: Books, act: IssueKey, case: Case) -> tuple[Fact, ...] | Refusal:
    """Give out a key under a licence that is accepted and lasts, to a licensee who owes nothing late.

    A digest is never taken twice, not even of a key that was put out of use: who knew the old key
    would know the new one.

    Args:
        books: the state before the act.
        act: the licence, the key's name and its digest.
        case: place, time and actor.
    Returns:
        `KeyIssued`, or the refusal.
    """
    licence = books.get(Licence, act.licence)
    if licence is None:
        return licence_unknown(act.licence)
    refused = refused_end(licence, case.at) or refused_unaccepted(licence)
    if refused is not None:
        return refused
    taken = books.get(ApiKey, act.key)
    if taken is not None:
        return Refusal(
            "licensing.key_taken", ARTICLE,
            f"Entry {taken.entry} gave out a key called {act.key} under {taken.licence}.",
            "Give the new key another name.",
        )  # fmt: skip
    used = books.find(ApiKey, digest=act.digest)
    if used:
        return Refusal(
            "licensing.key_used_before", ARTICLE,
            f"This is the key that entry {used[0].entry} gave out under {used[0].licence}.",
            "Draw a new key; an old one is never given out again.",
        )  # fmt: skip
    refused = refused_overdue(books, act.licence, case.at) or refused_breach(
        books, act.licence, case.at
    )
    return refused or (KeyIssued(act.licence, act.key),)


def apply_key_issued(books: Books, case: Case, act: IssueKey, fact: KeyIssued) -> None:
    """Write down the key by its digest."""
    books.add(ApiKey(fact.key, fact.licence, act.digest, case.seq, -1))


def decide_revoke_key(books: Books, act: RevokeKey, case: Case) -> tuple[Fact, ...] | Refusal:
    """Put a key out of use, whatever the state of its licence.

    Args:
        books: the state before the act.
        act: the key's name.
        case: place, time and actor.
    Returns:
        `KeyRevoked`, or the refusal.
    """
    key = books.get(ApiKey, act.key)
    if key is None:
        return Refusal(
            "licensing.key_unknown", ARTICLE, f"There is no key called {act.key}.",
            "List the keys of a licence with: auzolan licensing show LICENCE.",
        )  # fmt: skip
    if key.revoked_at >= 0:
        return Refusal(
            "licensing.key_revoked", ARTICLE,
            f"Entry {key.revoked_at} put {act.key} out of use already.",
            "Nothing is left to do.",
        )  # fmt: skip
    return (KeyRevoked(act.key),)


def apply_key_revoked(books: Books, case: Case, act: RevokeKey, fact: KeyRevoked) -> None:
    """Write down which entry put the key out of use."""
    key = books.get(ApiKey, fact.key)
    assert key is not None, f"{fact.key} was put out of use and never given out"
    books.put(msgspec.structs.replace(key, revoked_at=case.seq))


def decide_revoke(books: Books, act: Revoke, case: Case) -> tuple[Fact, ...] | Refusal:
    """End a licence now, before its time.

    Args:
        books: the state before the act.
        act: the licence.
        case: place, time and actor.
    Returns:
        `Revoked`, or the refusal.
    """
    licence = books.get(Licence, act.licence)
    if licence is None:
        return licence_unknown(act.licence)
    return refused_end(licence, case.at) or (Revoked(act.licence, case.at),)


def apply_revoked(books: Books, case: Case, act: Revoke, fact: Revoked) -> None:
    """End the licence and put its keys out of use; what has accrued stays owed."""
    licence = held(books, fact.licence)
    books.put(msgspec.structs.replace(licence, until_at=fact.until_at, revoked_at=case.seq))
    for key in books.find(ApiKey, licence=fact.licence):
        if key.revoked_at < 0:
            books.put(msgspec.structs.replace(key, revoked_at=case.seq))
