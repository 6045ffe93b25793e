"""The life of a licence: accepting it, its keys, its early end; each refusal and its order."""

from __future__ import annotations

import hashlib

from auzolan.foundation.moments import DAY_MS
from auzolan.foundation.refusals import Refusal
from auzolan.licensing.acts import Meter, Receive, subject_of_terms
from auzolan.licensing.life_acts import Invoice, IssueKey, Revoke, RevokeKey
from auzolan.licensing.standing import is_live, missing_certificates
from auzolan.licensing.state import ApiKey, LicenseeDuty
from support.living_licence import accept, accepted, licence
from support.small_coop import AT, SEALED, SmallCoop, terms_of


def key(name: str = "k1", *, licence: str = "dairy", secret: str = "") -> IssueKey:
    return IssueKey(licence, name, hashlib.sha256((secret or name).encode()).hexdigest())


# --- accepting -------------------------------------------------------------------------------------


def test_an_acceptance_is_of_the_granted_terms_and_once(coop: SmallCoop) -> None:
    """Goal: the licensee is bound to what was voted. Method: each refusal of the ladder."""
    assert coop.refused(accept()) == "licensing.licence_unknown"
    coop.license()
    other = subject_of_terms(terms_of(price_micro=1))
    assert coop.refused(accept(digest=other)) == "licensing.other_terms_accepted"
    coop.done(accept())
    assert licence(coop).accepted_at == coop.seq - 1
    assert coop.refused(accept(digest=other)) == "licensing.accepted_already"
    coop.done(Revoke("dairy", SEALED))
    assert coop.refused(accept(digest=other)) == "licensing.licence_revoked"


def test_an_expired_licence_is_not_accepted(coop: SmallCoop) -> None:
    """Goal: the term binds. Method: its last moment, and the one after."""
    coop.license(days=1)
    coop.at += DAY_MS
    assert coop.refused(accept()) == "licensing.licence_expired"
    assert not is_live(licence(coop), coop.at)
    coop.at -= 1
    assert is_live(licence(coop), coop.at)
    coop.done(accept(digest=licence(coop).subject))


# --- keys ------------------------------------------------------------------------------------------


def test_a_key_is_for_a_licence_that_was_accepted_and_lasts(coop: SmallCoop) -> None:
    """Goal: no key without a bound licensee. Method: before each step, and at the end of the term."""
    assert coop.refused(key()) == "licensing.licence_unknown"
    coop.license(days=1)
    assert coop.refused(key()) == "licensing.not_accepted"
    coop.done(accept(digest=licence(coop).subject))
    coop.done(key())
    row = coop.books.get(ApiKey, "k1")
    assert row is not None
    assert (row.licence, row.revoked_at) == ("dairy", -1)
    coop.at += DAY_MS
    assert coop.refused(key("k2")) == "licensing.licence_expired"


def test_a_key_of_one_licence_is_never_given_out_under_another(coop: SmallCoop) -> None:
    """Goal: a replayed key opens nothing. Method: the name, the digest, and both after revocation."""
    accepted(coop)
    accepted(coop, licence="soy", licensee="soy-ltd")
    coop.done(key("k1", secret="s"))
    for under in ("dairy", "soy"):
        assert coop.refused(key("k1", licence=under, secret="t")) == "licensing.key_taken"
        assert coop.refused(key("k2", licence=under, secret="s")) == "licensing.key_used_before"
    coop.done(RevokeKey("k1"))
    assert coop.refused(key("k1", licence="soy", secret="t")) == "licensing.key_taken"
    assert coop.refused(key("k2", licence="soy", secret="s")) == "licensing.key_used_before"
    coop.done(key("k2", licence="soy", secret="t"))


def test_a_key_is_put_out_of_use_once(coop: SmallCoop) -> None:
    """Goal: a key that leaked is dead at once. Method: unknown, then twice."""
    assert coop.refused(RevokeKey("k1")) == "licensing.key_unknown"
    accepted(coop)
    coop.done(key())
    coop.done(RevokeKey("k1"))
    row = coop.books.get(ApiKey, "k1")
    assert row is not None
    assert row.revoked_at == coop.seq - 1
    assert coop.refused(RevokeKey("k1")) == "licensing.key_revoked"


def test_no_key_for_a_licensee_who_is_late(coop: SmallCoop) -> None:
    """Goal: overdue bites. Method: the due moment, one after it, and after the payment."""
    accepted(coop, pay_days=10)
    coop.done(Invoice("i1", "dairy"))
    coop.at += 10 * DAY_MS
    coop.done(key("in-time"))
    coop.at += 1
    assert coop.refused(key("late")) == "licensing.overdue"
    coop.done(Receive("dairy", "2026-q1", 9_999, SEALED))
    assert coop.refused(key("late")) == "licensing.overdue"
    coop.done(Receive("dairy", "2026-q1", 1, SEALED))
    coop.done(key("paid"))


def test_what_is_overdue_is_named_to_the_cent(coop: SmallCoop) -> None:
    """Goal: the licensee knows what to pay. Method: two late invoices, one of them paid in part."""
    accepted(coop, pay_days=0)
    coop.done(Invoice("i1", "dairy"))
    coop.at += DAY_MS
    coop.done(Meter("dairy", "2026-01-01", 100))  # 1.23
    coop.done(Invoice("i2", "dairy"))
    coop.done(Receive("dairy", "2026-q1", 4_000, SEALED))
    coop.at += 1
    refusal = coop.answer(key())
    assert isinstance(refusal, Refusal)
    assert "milk-ltd owes 61.23 EUR on the invoice i1" in refusal.because
    assert "and 1 later" in refusal.because


def test_no_key_for_a_licensee_whose_certificate_is_missing(coop: SmallCoop) -> None:
    """Goal: a breach bites. Method: a duty of this licence and of another, before and after."""
    accepted(coop)
    due = AT + 5 * DAY_MS
    coop.books.put(LicenseeDuty(7, "soy", AT, AT, AT + 1, -1))
    coop.books.put(LicenseeDuty(8, "dairy", AT, AT, due, -1))
    coop.at = due
    coop.done(key("in-time"))
    coop.at += 1
    assert coop.refused(key("late")) == "licensing.certificate_missing"
    assert [one.withdrawal for one in missing_certificates(coop.books, "dairy", coop.at)] == [8]
    coop.books.put(LicenseeDuty(8, "dairy", AT, AT, due, coop.at))
    coop.done(key("certified"))


def test_keys_are_refused_in_the_order_of_the_ladder(coop: SmallCoop) -> None:
    """Goal: the order is part of the contract. Method: a key with every fault, mended in turn."""
    accepted(coop, licence="soy", licensee="soy-ltd")
    coop.done(key("taken", licence="soy", secret="used"))
    codes = [coop.refused(key("taken", secret="used"))]
    coop.license(days=300, pay_days=0)
    coop.books.put(LicenseeDuty(7, "dairy", AT, AT, AT, -1))
    codes.append(coop.refused(key("taken", secret="used")))
    coop.done(accept(digest=licence(coop).subject))
    coop.done(Invoice("i1", "dairy"))
    coop.at += 1
    codes.append(coop.refused(key("taken", secret="used")))
    codes.append(coop.refused(key("fresh", secret="used")))
    codes.append(coop.refused(key("fresh")))
    coop.done(Receive("dairy", "2026-q1", 10_000, SEALED))
    codes.append(coop.refused(key("fresh")))
    assert codes == [
        "licensing.licence_unknown",
        "licensing.not_accepted",
        "licensing.key_taken",
        "licensing.key_used_before",
        "licensing.overdue",
        "licensing.certificate_missing",
    ]


# --- the early end ---------------------------------------------------------------------------------


def test_a_revoked_licence_serves_nothing_and_owes_what_was_used(coop: SmallCoop) -> None:
    """Goal: an end at once. Method: two keys, a day's use, revoke; then every door."""
    accepted(coop)
    coop.done(key("k1"))
    coop.done(key("k2"))
    coop.done(RevokeKey("k1"))
    first = coop.seq - 1
    coop.at += DAY_MS
    coop.done(Meter("dairy", "2026-01-01", 100))
    owed = licence(coop).accrued_micro
    coop.at += DAY_MS // 2
    coop.done(Revoke("dairy", SEALED))
    row = licence(coop)
    assert (row.until_at, row.revoked_at, row.accrued_micro) == (coop.at, coop.seq - 1, owed)
    ended = {one.key: one.revoked_at for one in coop.books.find(ApiKey, licence="dairy")}
    assert ended == {"k1": first, "k2": coop.seq - 1}
    assert not is_live(row, coop.at)
    for act in (Revoke("dairy", SEALED), key("k3"), accept()):
        assert coop.refused(act) == "licensing.licence_revoked"
    coop.at += 2 * DAY_MS
    coop.done(Meter("dairy", "2026-01-02", 1))  # the day of the end was partly in the term
    assert coop.refused(Meter("dairy", "2026-01-03", 1)) == "licensing.day_outside_term"


def test_what_has_ended_or_never_was_is_not_revoked(coop: SmallCoop) -> None:
    """Goal: an end has one moment. Method: an unknown licence and an expired one."""
    assert coop.refused(Revoke("dairy", SEALED)) == "licensing.licence_unknown"
    coop.license(days=1)
    coop.at += DAY_MS
    assert coop.refused(Revoke("dairy", SEALED)) == "licensing.licence_expired"
    assert licence(coop).revoked_at == -1
