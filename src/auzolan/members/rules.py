"""The rules of belonging: admission, class and section, the key a member signs with, leaving.

They move no money (the treasury does, on the same facts) and never see a name. Leaving ends the
mandates for offices; what an office may do the charter says.
"""

from __future__ import annotations

import msgspec

from auzolan.charter.acts import Appoint
from auzolan.charter.offices import end_mandate, holds, only_holds
from auzolan.charter.state import Mandate, charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.moments import DAY_MS
from auzolan.foundation.refusals import Refusal
from auzolan.members.acts import (
    Admit,
    Admitted,
    ClassSet,
    KeyRegistered,
    Leave,
    Left,
    RegisterKey,
    SetClass,
)
from auzolan.members.joining import joining
from auzolan.members.state import ACTIVE, FULL, LEFT, ClassChange, Member, MemberKey, is_in_standing
from auzolan.record.case import Case
from auzolan.record.entries import ACTOR_OPERATOR, Fact

ADMITTING = "members.admit"
"""The right whose office also places members: whoever admits them knows them."""


def decide_admit(books: Books, act: Admit, case: Case) -> tuple[Fact, ...] | Refusal:
    """Admit somebody under an id that nobody has or had.

    Args:
        books: the state before the act.
        act: the id and the sealed name.
        case: place, time and actor.
    Returns:
        `Admitted` with the charter's contribution, what of it is still due, and the fee; or the
        refusal.
    Source: charter, articles on membership and on surplus (entry).
    """
    charter = charter_of(books)
    article = f"Art. {charter.membership.number}"
    if act.member == ACTOR_OPERATOR:
        return Refusal(
            "members.id_reserved", article,
            f"The id {act.member} stands for the house itself.",
            "Choose another random id.",
        )  # fmt: skip
    if books.get(Member, act.member) is not None:
        return Refusal(
            "members.id_taken", article,
            f"The id {act.member} already names a person who belongs or belonged.",
            "Choose another random id; ids are never given twice.",
        )  # fmt: skip
    entry = charter.surplus.distribution.entry
    terms = joining(entry, charter.membership.contribution_cents)
    first, *later = terms.instalments
    # Instalments of nothing are none: a contribution of two cents in three parts leaves one.
    parts = sum(1 for cents in later if cents)
    return (Admitted(act.member, first, sum(later), parts, terms.fee_cents),)


def apply_admitted(books: Books, case: Case, act: Admit, fact: Admitted) -> None:
    """Write down the new member."""
    books.add(Member(fact.member, ACTIVE, case.at, case.seq))


def decide_register_key(books: Books, act: RegisterKey, case: Case) -> tuple[Fact, ...] | Refusal:
    """Let a member name a key that has never been named; it takes over from the one before.

    Args:
        books: the state before the act.
        act: the member and her public key.
        case: place, time and actor.
    Returns:
        `KeyRegistered`, or the refusal.
    Source: charter, article on membership.
    """
    article = f"Art. {charter_of(books).membership.number}"
    if not is_in_standing(books, act.member):
        return not_a_member(act.member, article)
    if books.get(MemberKey, act.key) is not None:
        return Refusal(
            "members.key_used", article,
            f"The key {act.key[:12]} has been registered before.",
            "Make a new key; a key is registered once, by one person.",
        )  # fmt: skip
    return (KeyRegistered(act.member, act.key),)


def apply_key_registered(books: Books, case: Case, act: RegisterKey, fact: KeyRegistered) -> None:
    """Write down the key and put the earlier one out of use."""
    _retire_keys(books, fact.member)
    books.add(MemberKey(fact.key, fact.member, 1, case.seq))


def decide_set_class(books: Books, act: SetClass, case: Case) -> tuple[Fact, ...] | Refusal:
    """Put a member into another class or section; polls that notice was given of keep the old one.

    Into a class whose votes are capped only she puts herself, else one officer could make the votes
    of nearly all count for little. Back to full, and into a section, the office of admissions does.

    Args:
        books: the state before the act.
        act: the member, her class, her section.
        case: place, time and actor.
    Returns:
        `ClassSet`, or the refusal.
    Source: charter, article on membership; Basque Act 11/2019, on collaborators and on inactive
        members.
    """
    article = f"Art. {charter_of(books).membership.number}"
    if not is_in_standing(books, act.member):
        return not_a_member(act.member, article)
    member = books.get(Member, act.member)
    if member is not None and (member.class_name, member.section) == (act.class_name, act.section):
        return Refusal(
            "members.class_same", article,
            f"{act.member} is {act.class_name} in {act.section or 'no section'} already.",
            "Nothing is left to do.",
        )  # fmt: skip
    refusal = _placing_refusal(books, act, case)
    if refusal is not None:
        return refusal
    return (ClassSet(act.member, act.class_name, act.section),)


def _placing_refusal(books: Books, act: SetClass, case: Case) -> Refusal | None:
    charter = charter_of(books)
    article = f"Art. {charter.membership.number}"
    member = books.get(Member, act.member)
    assert member is not None, "her standing was asked before"
    is_other = act.class_name != member.class_name
    if is_other and act.class_name != FULL and case.actor != act.member:
        return Refusal(
            "members.class_own", article,
            f"The votes of the class {act.class_name} are bounded, and {act.member} has not asked "
            "to belong to it.",
            "Ask her; only she can put herself into it.",
        )  # fmt: skip
    office = next((one.office for one in charter.rights if one.act == ADMITTING), "")
    is_free = is_other and act.class_name != FULL and act.section == member.section
    if is_free or (office and holds(books, case.actor, office, case.at)):
        return None
    return Refusal(
        "members.class_by_office", article,
        f"{case.actor} does not hold the office that admits; it places members in sections, and "
        "back into the class full.",
        "Ask a holder of that office.",
    )  # fmt: skip


def apply_class_set(books: Books, case: Case, act: SetClass, fact: ClassSet) -> None:
    """Write down her class and section, and what they were."""
    member = books.get(Member, fact.member)
    assert member is not None, f"{fact.member} was put into a class without having been a member"
    books.add(ClassChange(fact.member, case.seq, case.at, member.class_name, member.section))
    books.put(
        msgspec.structs.replace(member, class_name=fact.class_name, section=fact.section)
    )  # fmt: skip


def decide_leave(books: Books, act: Leave, case: Case) -> tuple[Fact, ...] | Refusal:
    """Let a member go at any time; leaving withdraws all her consents and ends her offices.

    One condition: whoever is alone in an office waits until another is appointed. An office that
    nobody holds could stop every vote, and every erasure, for good. Her consents she can withdraw
    at once all the same.

    Args:
        books: the state before the act.
        act: who leaves; the reason is sealed.
        case: place, time and actor.
    Returns:
        `Left` with the moments by which the withdrawal must be obeyed, or the refusal.
    Source: charter, articles on membership and on consent.
    """
    left = leaving(books, act.member, case)
    return left if isinstance(left, Refusal) else (left,)


def leaving(books: Books, member: str, case: Case) -> Left | Refusal:
    """What is so when a membership ends, whoever ends it; or why it cannot end now.

    Args:
        books: the state before the act.
        member: whose membership.
        case: place, time and actor.
    Returns:
        `Left`, or the refusal: not a member, alone in an office.
    Source: charter, articles on membership and on consent.
    """
    charter = charter_of(books)
    if not is_in_standing(books, member):
        return not_a_member(member, f"Art. {charter.membership.number}")
    alone = only_holds(books, member, case.at)
    if alone:
        return Refusal(
            "members.last_in_office", f"Art. {charter.decisions.number}",
            f"{member} is the only one who holds an office that rights need: {', '.join(alone)}.",
            "Have another member appointed first: auzolan assembly propose ID --appoint OFFICE=MEMBER.",
        )  # fmt: skip
    retrain_by = case.at + charter.consent.retrain_days * DAY_MS
    return Left(member, retrain_by, case.at + charter.consent.erase_days * DAY_MS)


def apply_left(books: Books, case: Case, act: Leave, fact: Left) -> None:
    """Write down that she has left and put her key out of use."""
    member = books.get(Member, fact.member)
    assert member is not None, f"{fact.member} left without having been a member"
    books.put(msgspec.structs.replace(member, standing=LEFT))
    _retire_keys(books, fact.member)


def apply_left_mandates(books: Books, case: Case, act: Leave, fact: Left) -> None:
    """End every mandate that she holds."""
    for mandate in books.find(Mandate, holder=fact.member):
        if not mandate.spent:
            end_mandate(books, mandate, case.at)


def guard_appointee(books: Books, act: Appoint, case: Case) -> Refusal | None:
    """Refuse to put anybody into an office who is not a member in good standing.

    Source: charter, article on membership.
    """
    if is_in_standing(books, act.holder):
        return None
    return not_a_member(act.holder, f"Art. {charter_of(books).membership.number}")


def not_a_member(member: str, article: str) -> Refusal:
    """The refusal for whoever does not belong, under the article that would have to allow it."""
    return Refusal(
        "members.not_a_member", article,
        f"{member} is not a member in good standing.",
        "Ask the office of admissions whether she was admitted or has left.",
    )  # fmt: skip


def _retire_keys(books: Books, member: str) -> None:
    for key in books.find(MemberKey, member=member, active=1):
        books.put(MemberKey(key.key, key.member, 0, key.entry))
