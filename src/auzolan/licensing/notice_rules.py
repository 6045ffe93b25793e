"""What a withdrawal means for licensees: they are told, and certify that they have deleted.

It sends no letter and reads no certificate. Whether a licensee who owes one gets another key is the
business of `life_rules`.
"""

from __future__ import annotations

import msgspec

from auzolan.charter.state import charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.moments import DAY_MS, HOUR_MS
from auzolan.foundation.refusals import Refusal
from auzolan.learning.state import ModelDuty
from auzolan.licensing.notice_acts import Certified, Certify, Notified, Notify
from auzolan.licensing.state import Licence, LicenseeDuty
from auzolan.record.case import Case
from auzolan.record.entries import Act, Fact


def apply_licensees_told(books: Books, case: Case, act: Act, fact: Fact) -> None:
    """Write what is owed under each live licence of a model that this entry asks to be made again.

    It runs after the learning room has written those models' duties. The certificate has a due
    date from the start, as if the licensee were told at the last moment; being told moves it.

    Args:
        books: the state, with the duties of models written.
        case: place and time of the withdrawal, in whatever words she made it.
        act: her word.
        fact: what it came to.
    Source: charter, article on consent.
    """
    clause = charter_of(books).consent
    notify_by = case.at + clause.notice_hours * HOUR_MS
    certify_by = notify_by + clause.certificate_days * DAY_MS
    for duty in books.find(ModelDuty, withdrawal=case.seq):
        for licence in books.find(Licence, model=duty.model):
            if licence.from_at <= case.at < licence.until_at and licence.revoked_at < 0:
                books.put(LicenseeDuty(case.seq, licence.licence, notify_by, -1, certify_by, -1))


def is_in_breach(duty: LicenseeDuty, at: int) -> bool:
    """Whether a certificate that a licensee owes is missing past its moment."""
    return duty.certified_at < 0 and duty.certify_by < at


def decide_notify(books: Books, act: Notify, case: Case) -> tuple[Fact, ...] | Refusal:
    """Note that a licensee was told of a withdrawal; late is better than never.

    Source: charter, article on consent.
    """
    duty = books.get(LicenseeDuty, (act.withdrawal, act.licence))
    if duty is None:
        return _no_such_duty(books, act)
    if duty.notified_at >= 0:
        return Refusal(
            "licensing.notified_already", _article(books),
            f"The licensee of {act.licence} knows of the withdrawal in entry {act.withdrawal}.",
            "Wait for the certificate.",
        )  # fmt: skip
    certify_by = case.at + charter_of(books).consent.certificate_days * DAY_MS
    return (Notified(act.licence, act.withdrawal, certify_by),)


def apply_notified(books: Books, case: Case, act: Notify, fact: Notified) -> None:
    """Write down when the licensee was told, and by when the certificate is owed."""
    duty = _held(books, fact.withdrawal, fact.licence)
    books.put(msgspec.structs.replace(duty, notified_at=case.at, certify_by=fact.certify_by))


def decide_certify(books: Books, act: Certify, case: Case) -> tuple[Fact, ...] | Refusal:
    """Note a licensee's certificate; a late one ends the breach.

    Source: charter, article on consent.
    """
    duty = books.get(LicenseeDuty, (act.withdrawal, act.licence))
    if duty is None:
        return _no_such_duty(books, act)
    if duty.notified_at < 0:
        return Refusal(
            "licensing.not_notified", _article(books),
            f"The licensee of {act.licence} has not been told of entry {act.withdrawal}.",
            "Tell the licensee first; a certificate of what nobody knew of says nothing.",
        )  # fmt: skip
    if duty.certified_at >= 0:
        return Refusal(
            "licensing.certified_already", _article(books),
            f"The licensee of {act.licence} has certified entry {act.withdrawal} already.",
            "Nothing is to be done.",
        )  # fmt: skip
    return (Certified(act.licence, act.withdrawal),)


def apply_certified(books: Books, case: Case, act: Certify, fact: Certified) -> None:
    """Write down when the certificate came."""
    duty = _held(books, fact.withdrawal, fact.licence)
    books.put(msgspec.structs.replace(duty, certified_at=case.at))


def _held(books: Books, withdrawal: int, licence: str) -> LicenseeDuty:
    duty = books.get(LicenseeDuty, (withdrawal, licence))
    assert duty is not None, f"nothing is owed to entry {withdrawal} under {licence}"
    return duty


def _article(books: Books) -> str:
    return f"Art. {charter_of(books).consent.number}"


def _no_such_duty(books: Books, act: Notify | Certify) -> Refusal:
    return Refusal(
        "licensing.no_such_duty", _article(books),
        f"Nothing is owed to entry {act.withdrawal} under the licence {act.licence}.",
        "See what is owed with: auzolan consent duties",
    )  # fmt: skip
