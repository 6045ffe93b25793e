"""The rules of single statements: permit, prohibit, take back; who trusts, who speaks for whom.

A permission is taken as it was shown: its terms are turned into bits by that version of the
taxonomy. A prohibition keeps its terms, since it means later descendants too.
"""

from __future__ import annotations

import msgspec

from auzolan.charter.state import charter_of
from auzolan.consent.acts import (
    EndTrust,
    Entrust,
    Entrusted,
    GuardianSet,
    Lift,
    Lifted,
    NoteThirdPersons,
    Permit,
    Permitted,
    Price,
    Prohibit,
    Prohibited,
    SetGuardian,
    ThirdPersonsNoted,
    TrustEnded,
)
from auzolan.consent.group_rules import placed_in
from auzolan.consent.speaking import is_minor, of_age_at, refused_guardian, refused_speaker
from auzolan.consent.state import (
    PERMIT,
    PROHIBIT,
    Consent,
    ConsentStatement,
    Guardian,
    OfAge,
    ThirdPersons,
    Trust,
)
from auzolan.consent.statements import Held, held_by, statement_of
from auzolan.consent.stating import refused_terms
from auzolan.contributions.state import Batch
from auzolan.foundation.books import Books, NotDisclosed
from auzolan.foundation.moments import DAY_MS, MOMENT_MAX
from auzolan.foundation.refusals import Refusal
from auzolan.members.state import Member, is_in_standing
from auzolan.record.case import Case
from auzolan.record.entries import Fact


def decide_permit(books: Books, act: Permit, case: Case) -> tuple[Fact, ...] | Refusal:
    """Let a member allow one operation for one end use, under conditions.

    Args:
        books: the state before the act.
        act: the statement.
        case: place, time and actor.
    Returns:
        `Permitted`, or the refusal.
    Source: charter, article on consent; Regulation (EU) 2016/679, art. 7(2): each permission
        stands apart.
    """
    refused = (
        refused_speaker(books, act.member, act.guardian, case.at)
        or refused_terms(books, act, case.at)
        or refused_floor(books, act.floor)
    )
    if refused is not None:
        return refused
    held = held_by(act.terms, case.at)
    if is_minor(books, act.member, case.at) and held.ends > of_age_at(books, act.member):
        return Refusal(
            "consent.beyond_majority", _article(books),
            f"The permission would outlast the time in which {act.guardian} speaks "
            f"for {act.member}.",
            "Name an end before she is of age; then she decides herself.",
        )  # fmt: skip
    return (Permitted(act.statement, *held),)


def apply_permitted(books: Books, case: Case, act: Permit, fact: Permitted) -> None:
    """Write down the permission."""
    floor = act.floor.micro if act.floor is not None else 0
    held = Held(fact.operations, fact.end_uses, fact.begins, fact.ends)
    row = statement_of(case, act.statement, PERMIT, scope=act.scope, terms=act.terms, held=held)
    row = msgspec.structs.replace(row, member=act.member)
    books.add(msgspec.structs.replace(row, price_floor_micro=floor, credit=int(act.credit)))


def decide_prohibit(books: Books, act: Prohibit, case: Case) -> tuple[Fact, ...] | Refusal:
    """Let a member forbid one operation for one end use, whatever else she allows.

    Args:
        books: the state before the act.
        act: the statement.
        case: place, time and actor.
    Returns:
        `Prohibited` with the moment by which models are retrained, or the refusal.
    """
    # A minor may always say no herself.
    refused = refused_guardian(books, act.member, act.guardian, case.at) or refused_terms(
        books, act, case.at
    )
    if refused is not None:
        return refused
    retrain_by = case.at + charter_of(books).consent.retrain_days * DAY_MS
    return (Prohibited(act.statement, *held_by(act.terms, case.at), retrain_by),)


def apply_prohibited(books: Books, case: Case, act: Prohibit, fact: Prohibited) -> None:
    """Write down the prohibition."""
    held = Held(fact.operations, fact.end_uses, fact.begins, fact.ends)
    row = statement_of(case, act.statement, PROHIBIT, scope=act.scope, terms=act.terms, held=held)
    books.add(msgspec.structs.replace(row, member=act.member))


def decide_lift(books: Books, act: Lift, case: Case) -> tuple[Fact, ...] | Refusal:
    """Take a statement back; to take back a permission needs no reason and no more than this.

    Args:
        books: the state before the act.
        act: the statement.
        case: place, time and actor.
    Returns:
        `Lifted`, or the refusal.
    """
    found = books.get(ConsentStatement, act.statement)
    if found is None or found.member != act.member or not found.operation:
        return Refusal(
            "consent.no_such_statement", _article(books),
            f"{act.member} has made no statement {act.statement}.",
            "List them with: auzolan consent show MEMBER.",
        )  # fmt: skip
    if found.lifted_by >= 0:
        return Refusal(
            "consent.already_lifted", _article(books),
            f"Entry {found.lifted_by} took {act.statement} back already.",
            "Nothing is left to do.",
        )  # fmt: skip
    # To lift a prohibition is to allow more: only who speaks for her may.
    refused = (
        refused_speaker(books, act.member, act.guardian, case.at)
        if found.effect == PROHIBIT
        else refused_guardian(books, act.member, act.guardian, case.at)
    )
    if refused is not None:
        return refused
    days = charter_of(books).consent.retrain_days
    retrain_by = case.at + days * DAY_MS if found.effect == PERMIT else 0
    return (Lifted(act.statement, retrain_by),)


def apply_lifted(books: Books, case: Case, act: Lift, fact: Lifted) -> None:
    """Write down since when the statement is no longer made."""
    found = books.get(ConsentStatement, fact.statement)
    assert found is not None, f"{fact.statement} was lifted without having been made"
    books.put(msgspec.structs.replace(found, lifted_at=case.at, lifted_by=case.seq))


def decide_entrust(books: Books, act: Entrust, case: Case) -> tuple[Fact, ...] | Refusal:
    """Let the co-operative act for a member towards those who use models."""
    if not is_in_standing(books, act.member):
        return Refusal(
            "consent.not_a_member", f"Art. {charter_of(books).membership.number}",
            f"{act.member} is not a member in good standing.",
            "Only members entrust; ask the office of admissions.",
        )  # fmt: skip
    if _trust_of(books, act.member) is not None:
        return Refusal(
            "consent.entrusted_already", _article(books),
            f"The co-operative acts for {act.member} already.",
            "Nothing is left to do.",
        )  # fmt: skip
    return (Entrusted(act.member),)


def apply_entrusted(books: Books, case: Case, act: Entrust, fact: Entrusted) -> None:
    """Write down since when the co-operative acts for her."""
    books.add(Trust(fact.member, case.seq, case.at, MOMENT_MAX))


def decide_end_trust(books: Books, act: EndTrust, case: Case) -> tuple[Fact, ...] | Refusal:
    """Take the mandate of agency back; what she allows does not change."""
    if _trust_of(books, act.member) is None:
        return Refusal(
            "consent.not_entrusted", _article(books),
            f"The co-operative does not act for {act.member}.",
            "Nothing is left to do.",
        )  # fmt: skip
    return (TrustEnded(act.member),)


def apply_trust_ended(books: Books, case: Case, act: EndTrust, fact: TrustEnded) -> None:
    """Write down until when it acted for her."""
    trust = _trust_of(books, fact.member)
    assert trust is not None, f"{fact.member} ended what she had not begun"
    books.put(msgspec.structs.replace(trust, ended_at=case.at))


def decide_set_guardian(books: Books, act: SetGuardian, case: Case) -> tuple[Fact, ...] | Refusal:
    """Note who speaks for a minor; what was allowed before ends, and may be allowed anew.

    Returns:
        `GuardianSet`, with the moment by which models are retrained that her permissions, or those
        of a group for her rows, led to; 0 where there was none. Or the refusal.
    Source: Regulation (EU) 2016/679, art. 8: what a child allows needs who answers for her.
    """
    if books.get(Member, act.member) is None:
        return Refusal(
            "consent.no_such_member", f"Art. {charter_of(books).membership.number}",
            f"There is no member {act.member}.",
            "Admit her first.",
        )  # fmt: skip
    if act.guardian == act.member:
        return Refusal(
            "consent.own_guardian", _article(books),
            f"{act.member} cannot be her own guardian.",
            "Name the person who speaks for her.",
        )  # fmt: skip
    if act.until <= case.at:
        return Refusal(
            "consent.of_age_already", _article(books),
            f"{act.member} would be of age already.",
            "Nobody else speaks for her.",
        )  # fmt: skip
    if act.until > case.at + MINORITY_MS:
        return Refusal(
            "consent.minor_too_long", _article(books),
            f"{act.member} would be a minor for longer than anybody is.",
            "Name the day on which she is of age.",
        )  # fmt: skip
    # Where a group spoke, none of her own permissions need stand; that ends too.
    ends_any = bool(_permissions_of(books, act.member)) or any(
        placed_in(books, one.batch) is not None for one in books.find(Batch, member=act.member)
    )
    days = charter_of(books).consent.retrain_days
    retrain_by = case.at + days * DAY_MS if ends_any else 0
    return (GuardianSet(act.member, act.guardian, retrain_by),)


def apply_guardian_set(books: Books, case: Case, act: SetGuardian, fact: GuardianSet) -> None:
    """Write down who speaks for her, and end every permission that stands: none had this voice."""
    known = books.get(Guardian, fact.member)
    since = case.at if known is None else known.since
    books.put(Guardian(fact.member, fact.guardian, case.seq, since))
    for one in _permissions_of(books, fact.member):
        books.put(msgspec.structs.replace(one, lifted_at=case.at, lifted_by=case.seq))
    for consent in books.find(Consent, member=fact.member):
        books.put(msgspec.structs.replace(consent, mask=0))


def apply_guardian_set_to_members(
    books: Books, case: Case, act: SetGuardian, fact: GuardianSet
) -> None:
    """Write down until when; restricted rows only."""
    if not isinstance(act.until, int):
        raise NotDisclosed("who reads only what is open does not know when she is of age")
    books.put(OfAge(fact.member, act.until))


def decide_note_third_persons(
    books: Books, act: NoteThirdPersons, case: Case
) -> tuple[Fact, ...] | Refusal:
    """Note that rows speak of other people; without a basis of their own they are not used.

    Source: Regulation (EU) 2016/679, arts. 6 and 14.
    """
    if books.get(Batch, act.batch) is None:
        return Refusal(
            "contributions.no_such_batch", _article(books),
            f"There is no batch {act.batch}.",
            "Look up the batch under the member's contributions.",
        )  # fmt: skip
    return (ThirdPersonsNoted(act.batch, act.basis),)


def apply_third_persons_noted(
    books: Books, case: Case, act: NoteThirdPersons, fact: ThirdPersonsNoted
) -> None:
    """Write down what is known since this moment."""
    books.add(ThirdPersons(fact.batch, case.seq, case.at, fact.basis))


def refused_floor(books: Books, floor: Price | None) -> Refusal | None:
    """Why a least price could not be held against a sale, or None."""
    charter = charter_of(books)
    if floor is None:
        return None
    remedy = f"State it in {charter.currency} for each {UNIT}."
    if floor.currency != charter.currency:
        return Refusal(
            "unknown.currency", _article(books),
            f"A least price in {floor.currency} cannot be held against any sale here.", remedy,
        )  # fmt: skip
    if floor.unit != UNIT:
        return Refusal(
            "unknown.unit", _article(books),
            f"A least price for each {floor.unit} cannot be held against any sale here.", remedy,
        )  # fmt: skip
    return None


MINORITY_MS = 21 * 366 * DAY_MS
"""Nobody is a minor for longer: 21 is the highest age of majority that a law has."""

UNIT = "answer"
"""What a sale is counted in."""


def _permissions_of(books: Books, member: str) -> list[ConsentStatement]:
    return [
        one
        for one in books.find(ConsentStatement, member=member)
        if one.effect == PERMIT and one.lifted_at == MOMENT_MAX
    ]


def _trust_of(books: Books, member: str) -> Trust | None:
    open_ones = [one for one in books.find(Trust, member=member) if one.ended_at == MOMENT_MAX]
    return open_ones[0] if open_ones else None


def _article(books: Books) -> str:
    return f"Art. {charter_of(books).consent.number}"
