"""The rules of simple consent: granting, withdrawing, and what leaving means for both.

Withdrawing needs no reason and has no conditions. What models and vaults must do about it is
noted here as moments; the learning room marks the models. Statements with conditions are in
`statement_rules`.
"""

from __future__ import annotations

import msgspec

from auzolan.charter.state import charter_of
from auzolan.consent.acts import Grant, Granted, Withdraw, Withdrawn
from auzolan.consent.group_rules import placed_in
from auzolan.consent.masks import mask_of, purposes_of
from auzolan.consent.speaking import refused_guardian, refused_speaker
from auzolan.consent.state import NO_LIMIT, PERMIT, WITHDRAW, Consent, ConsentStatement
from auzolan.consent.taxonomy import TAXONOMY, bits_of_grant
from auzolan.contributions.acts import Erase
from auzolan.contributions.state import Batch
from auzolan.foundation.books import Books
from auzolan.foundation.moments import DAY_MS, MOMENT_MAX
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
    refused = refused_speaker(books, act.member, "", case.at)
    if refused is not None:
        return refused
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
    return (Granted(act.member, act.kind, mask, retrain_by, TAXONOMY.version),)


def apply_granted(books: Books, case: Case, act: Grant, fact: Granted) -> None:
    """Write down what she allows now, in the place of what a grant or a withdrawal said before."""
    _end(books, case, fact.member, fact.kind)
    books.put(Consent(fact.member, fact.kind, fact.mask, case.at, case.seq, -1, 0))
    purposes = purposes_of(charter_of(books), fact.mask)
    if purposes:
        said, bits = (fact.member, fact.kind), bits_of_grant(purposes, fact.taxonomy)
        books.add(_simple(case, f"grant-{case.seq}", said, PERMIT, bits, fact.taxonomy))


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
    refused = refused_guardian(books, act.member, act.guardian, case.at)
    if refused is not None:
        return refused
    consent = books.get(Consent, (act.member, act.kind))
    ends = _permits_of(books, act.member, act.kind)
    is_used = ends or _has_in_group(books, act.member, act.kind)
    if consent is None and not (is_used and _is_kind(books, act.member, act.kind)):
        return Refusal(
            "consent.nothing_to_withdraw", article,
            f"{act.member} has never granted anything for {act.kind}.",
            "Nothing of hers is used; a grant of no purpose says so on the record.",
        )  # fmt: skip
    is_withdrawn = consent is not None and consent.withdrawn_at >= 0
    if consent is not None and is_withdrawn and not ends:
        return Refusal(
            "consent.already_withdrawn", article,
            f"{act.member} withdrew {act.kind} at entry {consent.withdrawn_at}.",
            "Nothing is left to do; her rows are not used.",
        )  # fmt: skip
    retrain_by = case.at + clause.retrain_days * DAY_MS
    erase_by = case.at + clause.erase_days * DAY_MS
    if consent is not None and is_withdrawn:
        erase_by = consent.erase_by  # a second no gives no more time
    return (Withdrawn(act.member, act.kind, retrain_by, erase_by),)


def apply_withdrawn(books: Books, case: Case, act: Withdraw, fact: Withdrawn) -> None:
    """Write down that nothing is allowed any more."""
    _withdraw(books, case, fact.member, kind=fact.kind, erase_by=fact.erase_by)


def apply_left(books: Books, case: Case, act: Leave, fact: Left) -> None:
    """Withdraw everything of a member who leaves, also kinds she never granted.

    A withdrawal before that keeps its own entry and moment.
    """
    kinds = {consent.kind for consent in books.find(Consent, member=fact.member)}
    kinds |= {one.kind for one in books.find(ConsentStatement, member=fact.member) if one.kind}
    kinds |= {batch.kind for batch in books.find(Batch, member=fact.member)}
    for kind in sorted(kinds):
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
    for one in _permits_of(books, member, kind):
        books.put(msgspec.structs.replace(one, lifted_at=case.at, lifted_by=case.seq))
    old = books.get(Consent, (member, kind))
    if old is not None and old.withdrawn_at >= 0:
        return  # it keeps its entry and its moments; only what was permitted since has ended
    since, entry = (case.at, case.seq) if old is None else (old.since, old.entry)
    _end(books, case, member, kind)
    books.put(Consent(member, kind, 0, since, entry, case.seq, erase_by))
    name = f"withdrawal-{case.seq}.{kind}"
    books.add(_simple(case, name, (member, kind), WITHDRAW, (0, 0), 0))


def _permits_of(books: Books, member: str, kind: str) -> list[ConsentStatement]:
    """Single permissions that a withdrawal of a kind ends: those of the kind, and of all kinds.

    One of all kinds ends too: if it only slept, the next yes to something else would wake it.
    """
    return [
        one
        for one in books.find(ConsentStatement, member=member)
        if one.effect == PERMIT and one.operation and one.kind in ("", kind)
        and one.lifted_at == MOMENT_MAX
    ]  # fmt: skip


def _is_kind(books: Books, member: str, kind: str) -> bool:
    """Whether a kind is one of the charter's, or of rows that she brought while it was."""
    return kind in charter_of(books).consent.kinds or any(
        one.kind == kind for one in books.find(Batch, member=member)
    )


def _has_in_group(books: Books, member: str, kind: str) -> bool:
    """Whether a group decides about rows of hers: then they may be used without a word of hers."""
    return any(
        one.kind == kind and placed_in(books, one.batch) is not None
        for one in books.find(Batch, member=member)
    )


def _end(books: Books, case: Case, member: str, kind: str) -> None:
    """End what her last grant or withdrawal of this kind said; single statements stay."""
    before = books.get(Consent, (member, kind))
    if before is None:
        return
    is_no = before.withdrawn_at >= 0
    name = f"withdrawal-{before.withdrawn_at}.{kind}" if is_no else f"grant-{before.entry}"
    one = books.get(ConsentStatement, name)
    if one is not None and one.lifted_at == MOMENT_MAX:
        books.put(msgspec.structs.replace(one, lifted_at=case.at, lifted_by=case.seq))


def _simple(  # noqa: PLR0917 - a sentence has as many parts
    case: Case, name: str, said: tuple[str, str], effect: str, bits: tuple[int, int], taxonomy: int
) -> ConsentStatement:  # fmt: skip
    member, kind = said
    return ConsentStatement(
        statement=name, member=member, group_id="", kind=kind, batch="", place=-1, effect=effect,
        operations=bits[0], end_uses=bits[1], operation="", end_use="", begins=case.at,
        ends=MOMENT_MAX, party=NO_LIMIT, territory=NO_LIMIT, model_class=NO_LIMIT,
        price_floor_micro=0, credit=0, taxonomy=taxonomy, stated_at=case.at,
        lifted_at=MOMENT_MAX, entry=case.seq, lifted_by=-1,
    )  # fmt: skip
