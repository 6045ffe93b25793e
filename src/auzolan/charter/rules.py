"""The rules of the charter: founding, amending, offices, and what becomes of mandates.

They do not ask whether members voted: `authorize` has seen the mandate, the assembly made it.
The books of money that founding opens are the treasury's.
"""

from __future__ import annotations

import msgspec

from auzolan.charter.acts import (
    Amend,
    Amended,
    Appoint,
    Found,
    Founded,
    MandateGiven,
    MandateUsed,
    Recall,
    Recalled,
    TermEnded,
)
from auzolan.charter.amending import amendment_of, texts_refusal
from auzolan.charter.articles import charter_text
from auzolan.charter.authorize import KERNEL
from auzolan.charter.bounds import breaches
from auzolan.charter.clauses import replaced
from auzolan.charter.offices import (
    end_mandate,
    end_terms,
    holders_of,
)
from auzolan.charter.presets import offices_of
from auzolan.charter.seating import first_term_end, founders_refusal, term_refusal
from auzolan.charter.state import (
    FOREVER,
    IN_FORCE,
    CharterInForce,
    CharterVersion,
    Mandate,
    charter_of,
)
from auzolan.foundation import canonical
from auzolan.foundation.books import Books
from auzolan.foundation.moments import DAY_MS
from auzolan.foundation.refusals import Refusal
from auzolan.record.annexes import ref_text
from auzolan.record.case import Case
from auzolan.record.entries import Act, Fact
from auzolan.record.notes import parse_vkey
from auzolan.record.state import LOG, LogKey


def decide_found(books: Books, act: Found, case: Case) -> tuple[Fact, ...] | Refusal:
    """Found the co-operative: the first charter and the first holders of its offices.

    Returns:
        `Founded`, then one `MandateGiven` a seat, in the order of the seats: in an organ for its
        term, in another office without end.
    Source: house, kernel: all further power comes from resolutions of the members.
    """
    if books.get(CharterInForce, IN_FORCE) is not None:
        return Refusal(
            "charter.already_founded", KERNEL,
            "The co-operative has been founded already.",
            "Change its charter by a resolution, or begin another folder.",
        )  # fmt: skip
    faults = breaches(act.charter)
    if faults:
        return faults[0]
    if act.charter.version != 1:
        return Refusal(
            "charter.version_not_first", KERNEL,
            f"A first charter has version 1; this one says {act.charter.version}.",
            "Set its version to 1.",
        )  # fmt: skip
    refusal = texts_refusal(act.charter, act.texts, case)
    if refusal is not None:
        return refusal
    if not _is_key_of(act.log_key, act.origin):
        return Refusal(
            "charter.key_of_another_log", KERNEL,
            f"The key of the record is not a verifier key named {act.origin}.",
            "Make a key under the name of this record.",
        )  # fmt: skip
    refusal = founders_refusal(act.charter, act.seats)
    if refusal is not None:
        return refusal
    given = (
        MandateGiven(
            mandate=f"found-{place}", power=seat.office, holder=seat.holder, subject="",
            from_at=case.at, until_at=first_term_end(act.charter, seat.office, case.at),
        )
        for place, seat in enumerate(act.seats, start=1)
    )  # fmt: skip
    return (Founded(canonical.digest(act.charter)), *given)


def decide_amend(books: Books, act: Amend, case: Case) -> tuple[Fact, ...] | Refusal:
    """Carry out a voted change of the charter; bounds are checked again, on today's charter.

    Another amendment may have passed since the vote, so that what was sound then is not now. New
    texts of some articles are put among those of the others.

    Returns:
        `Amended` with the digest and version of the charter that is now in force.
    Source: charter, article on decisions; the law of its preset.
    """
    found = amendment_of(books, act.changes, act.texts, case)
    if isinstance(found, Refusal):
        return found
    texts = None
    if found.texts is not None:
        annex = found.texts
        texts = case.annexes.make(annex.kind, dict(zip(annex.names, annex.columns, strict=True)))
    return (Amended(canonical.digest(found.charter), found.charter.version, texts),)


def decide_appoint(books: Books, act: Appoint, case: Case) -> tuple[Fact, ...] | Refusal:
    """Fill an office; who holds it already begins a further term.

    That the holder is a member in good standing is checked by the members' room, beforehand.

    Args:
        books: the state before the act.
        act: the office, its holder, the days of the term.
        case: place, time and actor.
    Returns:
        `MandateGiven` from now on, or the refusal.
    Source: charter, article on decisions.
    """
    charter = charter_of(books)
    offices = offices_of(charter)
    if act.office not in offices:
        return Refusal(
            "charter.office_unknown", f"Art. {charter.decisions.number}",
            f"No right of the charter needs an office {act.office}.",
            f"Fill one of: {', '.join(offices)}.",
        )  # fmt: skip
    refusal = term_refusal(books, charter, act, case.at)
    if refusal is not None:
        return refusal
    return (
        MandateGiven(
            mandate=f"office-{case.seq}", power=act.office, holder=act.holder, subject="",
            from_at=case.at, until_at=min(case.at + act.days * DAY_MS, FOREVER),
        ),
    )  # fmt: skip


def decide_recall(books: Books, act: Recall, case: Case) -> tuple[Fact, ...] | Refusal:
    """Take an office from somebody who holds it, where another holds it too.

    Args:
        books: the state before the act.
        act: the office and who loses it.
        case: place, time and actor.
    Returns:
        `Recalled`, or the refusal.
    Source: charter, article on decisions; house, kernel: no office is left empty.
    """
    article = f"Art. {charter_of(books).decisions.number}"
    if act.holder not in holders_of(books, act.office, case.at):
        return Refusal(
            "charter.holds_no_such_office", article,
            f"{act.holder} does not hold the office {act.office}.",
            "Look up who holds it: auzolan charter show.",
        )  # fmt: skip
    if holders_of(books, act.office, case.at) == {act.holder}:
        return Refusal(
            "charter.last_in_office", article,
            f"{act.holder} is the only one who holds the office {act.office}.",
            "Appoint another holder first.",
        )  # fmt: skip
    return (Recalled(act.office, act.holder),)


def apply_founded(books: Books, case: Case, act: Act, fact: Founded) -> None:
    """Put the first charter in force."""
    assert isinstance(act, Found), "the charter is founded by its own act"
    text = charter_text(act.charter)
    row = CharterInForce(IN_FORCE, fact.charter_digest, text, act.origin, texts=ref_text(act.texts))
    books.add(row)
    books.add(CharterVersion(act.charter.version, fact.charter_digest, case.seq, case.at))


def apply_founded_log(books: Books, case: Case, act: Found, fact: Founded) -> None:
    """Remember the key under which the record's checkpoints are signed."""
    books.add(LogKey(LOG, act.log_key, act.origin, case.seq))


def apply_amended(books: Books, case: Case, act: Act, fact: Amended) -> None:
    """Put the next version of the charter in force."""
    assert isinstance(act, Amend), "the charter is amended by its own act"
    before = books.get(CharterInForce, IN_FORCE)
    assert before is not None, "an amendment needs a charter"
    changed = replaced(charter_of(books), act.changes, fact.texts.digest if fact.texts else "")
    found = canonical.digest(changed)
    assert (found, changed.version) == (fact.charter_digest, fact.version), (
        f"entry {case.seq}: the changes give charter {found[:12]}, the fact {fact.charter_digest}"
    )
    texts = ref_text(fact.texts) if fact.texts else before.texts
    books.put(CharterInForce(IN_FORCE, found, charter_text(changed), before.origin, texts=texts))
    books.add(CharterVersion(fact.version, found, case.seq, case.at))


def apply_ended(books: Books, case: Case, act: Act, fact: Fact) -> None:
    """Note that the co-operative is over; hardly any act is possible from now on."""
    in_force = books.get(CharterInForce, IN_FORCE)
    assert in_force is not None, "what ends was founded"
    books.put(msgspec.structs.replace(in_force, ended=case.seq))


def apply_mandate_given(books: Books, case: Case, act: Act, fact: MandateGiven) -> None:
    """Note a mandate, unspent."""
    books.add(
        Mandate(
            mandate=fact.mandate, power=fact.power, holder=fact.holder, subject=fact.subject,
            from_at=fact.from_at, until_at=fact.until_at, spent=0,
        )
    )  # fmt: skip


def apply_mandate_used(books: Books, case: Case, act: Act, fact: MandateUsed) -> None:
    """Note that a mandate has done its one work."""
    mandate = books.get(Mandate, fact.mandate)
    assert mandate is not None, f"the mandate {fact.mandate} was never given"
    books.put(msgspec.structs.replace(mandate, spent=1))


def apply_recalled(books: Books, case: Case, act: Act, fact: Recalled) -> None:
    """End all her mandates for this office."""
    for mandate in books.find(Mandate, power=fact.office):
        if mandate.holder == fact.holder:
            end_mandate(books, mandate, case.at)


def apply_term_ended(books: Books, case: Case, act: Act, fact: TermEnded) -> None:
    """End her term in the organ for which others were elected."""
    end_terms(books, fact.office, fact.holder, case.at)


def _is_key_of(log_key: str, origin: str) -> bool:
    """Whether this is a verifier key under the name of the record."""
    try:
        return parse_vkey(log_key).name == origin
    except ValueError:
        return False
