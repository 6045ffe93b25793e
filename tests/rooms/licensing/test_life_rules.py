"""The life of a licence: each refusal and its order, keys, invoices against a count by hand, the end."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auzolan.consent.state import PERMIT, PROHIBIT, ConsentStatement
from auzolan.consent.taxonomy import end_uses_below, operations_below
from auzolan.contributions.state import Batch
from auzolan.foundation.moments import DAY_MS, MOMENT_MAX, day_from_moment
from auzolan.foundation.refusals import Refusal
from auzolan.learning.state import REPLACED, Snapshot, SnapshotPart
from auzolan.licensing.acts import License, Meter, Receive, subject_of_terms
from auzolan.licensing.granting import objections_to
from auzolan.licensing.life_acts import (
    Accept,
    Invoice,
    Invoiced,
    IssueKey,
    Offer,
    Offered,
    ReportUse,
    Revoke,
    RevokeKey,
    UseReported,
)
from auzolan.licensing.royalties import due_cents
from auzolan.licensing.standing import is_live, is_overdue, missing_certificates, overdue_invoices
from auzolan.licensing.state import (
    ApiKey,
    InvoiceRow,
    Licence,
    LicenceOffer,
    LicenseeDuty,
    Segment,
    UseReport,
)
from support.small_coop import AT, SEALED, SmallCoop, terms_of

SUBJECT = subject_of_terms(terms_of())


@pytest.fixture
def coop() -> SmallCoop:
    made = SmallCoop()
    made.model()
    return made


def grant(**terms: object) -> License:
    return License("mandate-1", terms_of(**terms))


def accept(licence: str = "dairy", digest: str = SUBJECT) -> Accept:
    return Accept(licence, digest, SEALED)


def key(name: str = "k1", *, licence: str = "dairy", secret: str = "") -> IssueKey:
    return IssueKey(licence, name, hashlib.sha256((secret or name).encode()).hexdigest())


def accepted(coop: SmallCoop, **terms: object) -> None:
    """A licence that is granted and accepted."""
    coop.license(**terms)
    made = terms_of(**terms)
    coop.done(accept(made.licence, subject_of_terms(made)))


def licence(coop: SmallCoop, name: str = "dairy") -> Licence:
    found = coop.books.get(Licence, name)
    assert found is not None
    return found


def said(
    coop: SmallCoop, member: str, *, effect: str = PERMIT, operation: str = "train",
    party: str = "null", territory: str = "null", model_class: str = "null", floor: int = 0,
    credit: int = 0, lifted_at: int = MOMENT_MAX,
) -> None:  # fmt: skip
    """A member's statement about commercial use, written down as it is."""
    coop.books.put(
        ConsentStatement(
            statement=f"said-{member}-{effect}", member=member, group_id="", kind="purchases",
            batch="", place=-1, effect=effect, operations=operations_below(operation, 1),
            end_uses=end_uses_below("commercial", 1), operation=operation, end_use="commercial",
            begins=0, ends=MOMENT_MAX, party=party, territory=territory, model_class=model_class,
            price_floor_micro=floor, credit=credit, taxonomy=1, stated_at=0, lifted_at=lifted_at,
            entry=coop.seq, lifted_by=-1,
        )
    )  # fmt: skip


def people(coop: SmallCoop, *members: str) -> None:
    """The model's snapshot holds three rows of each of these members."""
    for member in members:
        coop.books.put(Batch(f"b-{member}", member, "purchases", 3, "a" * 64, 0, -1))
        coop.books.put(SnapshotPart("s1", f"b-{member}", member, 3))


# --- offering and granting -------------------------------------------------------------------------


def test_an_offer_names_the_digest_that_a_vote_and_a_signature_must_name(coop: SmallCoop) -> None:
    """Goal: one set of terms all along. Method: offer, then grant the same."""
    assert coop.done(Offer(terms_of())) == Offered("dairy", SUBJECT)
    row = coop.books.get(LicenceOffer, "dairy")
    assert row is not None
    assert (row.subject, row.entry) == (SUBJECT, coop.seq - 1)
    coop.license()
    assert licence(coop).subject == SUBJECT


def test_what_was_offered_is_what_is_granted(coop: SmallCoop) -> None:
    """Goal: no other terms slip in under an offer's name. Method: one cent more, then another id."""
    coop.done(Offer(terms_of()))
    assert coop.refused(grant(fee_cents=10_001)) == "licensing.not_as_offered"
    coop.license(licence="eggs", fee_cents=10_001)


def test_an_offer_is_refused_in_the_order_of_the_ladder(coop: SmallCoop) -> None:
    """Goal: what a grant would refuse is refused early. Method: every fault, mended in turn."""
    coop.license(licence="held", licensee="other-ltd")
    coop.done(Offer(terms_of(licence="lying")))
    coop.model("old", state=REPLACED)
    worst = {
        "model": "robin", "purpose": "research", "operation": "teach", "territory": "XX",
        "predictions_max": 0, "fee_cents": 2**53 - 1,
    }  # fmt: skip
    mended: list[dict[str, object]] = [
        {"licence": "held"}, {"licence": "lying"}, {"licence": "dairy"}, {"model": "old"},
        {"model": "warbler"}, {"purpose": "commercial"}, {"operation": "train"},
        {"territory": "ES"}, {"predictions_max": 1},
    ]  # fmt: skip
    codes = []
    for step in mended:
        worst |= step
        codes.append(coop.refused(Offer(terms_of(**worst))))
    assert codes == [
        "licensing.licence_taken",
        "licensing.offer_taken",
        "licensing.model_unknown",
        "licensing.model_not_serving",
        "licensing.purpose_differs",
        "unknown.operation",
        "unknown.territory",
        "licensing.nothing_licensed",
        "licensing.terms_too_large",
    ]
    coop.done(Offer(terms_of(**worst | {"fee_cents": 1})))


def test_a_grant_keeps_all_of_its_terms(coop: SmallCoop) -> None:
    """Goal: serving asks what was voted. Method: every new field, read back."""
    coop.license(operation="evaluate", territory="ES", model_class="text", credit=False, pay_days=7)
    row = licence(coop)
    found = (row.operation, row.territory, row.model_class, row.credit, row.pay_days)
    assert found == ("evaluate", "ES", "text", 0, 7)
    assert row.accepted_at == row.revoked_at == -1


def test_one_company_has_one_live_licence_for_a_model(coop: SmallCoop) -> None:
    """Goal: use is booked under one price. Method: a second one, then each way in which it is free."""
    coop.license(days=2, predictions_max=5)
    again = grant(licence="again")
    assert coop.refused(again) == "licensing.licensed_already"
    coop.model("robin")
    coop.license(licence="other-model", model="robin")
    coop.license(licence="other-company", licensee="soy-ltd")
    coop.at += DAY_MS
    coop.done(Meter("dairy", "2026-01-01", 5))
    coop.license(licence="used-up", predictions_max=10)
    coop.done(Revoke("used-up", SEALED))
    coop.license(licence="after-revoked")
    coop.at += 365 * DAY_MS
    coop.license(licence="after-expired")


# --- the people in the model -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limits", "terms"),
    [
        ({}, {}),
        ({"operation": "evaluate"}, {"operation": "evaluate"}),
        ({"party": '["milk-ltd"]'}, {}),
        ({"territory": '["ES"]'}, {"territory": "ES"}),
        ({"model_class": '["text"]'}, {"model_class": "text"}),
        ({"floor": 12_300}, {}),
        ({"credit": 1}, {"credit": True}),
    ],
)
def test_terms_that_everybody_allows_are_granted(
    coop: SmallCoop, limits: dict[str, object], terms: dict[str, object]
) -> None:
    """Goal: a permission with limits lets in what keeps to them. Method: each limit, just met."""
    people(coop, "ana", "ben")
    said(coop, "ana")
    said(coop, "ana", operation=str(limits.get("operation", "train")))
    said(coop, "ben", **limits)  # type: ignore[arg-type]
    before = coop.books.count(Licence)
    coop.license(**terms)
    assert coop.books.count(Licence) == before + 1


@pytest.mark.parametrize(
    ("limits", "terms"),
    [
        ({}, {"operation": "embed"}),
        ({"operation": "evaluate"}, {}),
        ({"party": '["soy-ltd"]'}, {}),
        ({"party": "[]"}, {}),
        ({"territory": '["ES"]'}, {"territory": "FR"}),
        ({"territory": '["ES"]'}, {}),
        ({"model_class": '["text"]'}, {"model_class": "voice"}),
        ({"floor": 12_301}, {}),
        ({"credit": 1}, {"credit": False}),
        ({"lifted_at": AT}, {}),
    ],
)
def test_terms_that_one_person_does_not_allow_are_not_granted(
    coop: SmallCoop, limits: dict[str, object], terms: dict[str, object]
) -> None:
    """Goal: nobody is sold against her word. Method: each limit, missed by one of two people."""
    people(coop, "ana", "ben")
    said(coop, "ana", operation=str(terms.get("operation", "train")))
    said(coop, "ben", **limits)  # type: ignore[arg-type]
    refusal = coop.answer(grant(**terms))
    assert isinstance(refusal, Refusal)
    assert refusal.code == "consent.purpose_not_granted"
    assert "1 person with 3 rows" in refusal.because
    assert "ben" in refusal.because
    assert "ana" not in refusal.because
    coop.done(Offer(terms_of(**terms)))  # an offer is how ben learns of it


def test_a_prohibition_towards_one_company_stops_its_licence_alone(coop: SmallCoop) -> None:
    """Goal: the licensee is the party that is asked about. Method: prohibit one, license another."""
    people(coop, "ana")
    said(coop, "ana")
    said(coop, "ana", effect=PROHIBIT, party='["milk-ltd"]')
    assert coop.refused(grant()) == "consent.purpose_not_granted"
    coop.license(licensee="soy-ltd")


def test_a_refusal_counts_everybody_and_names_three(coop: SmallCoop) -> None:
    """Goal: the number is right however many say no. Method: five people who were silent."""
    people(coop, *"abcde")
    refusal = coop.answer(grant())
    assert isinstance(refusal, Refusal)
    assert "5 people with 15 rows" in refusal.because
    assert refusal.because.endswith("a, b, c and 2 more.")


def test_a_model_of_rows_that_exist_no_longer_is_not_licensed(coop: SmallCoop) -> None:
    """Goal: no licence for what may not be served. Method: erase the rows of one who allows it."""
    people(coop, "ana", "ben")
    said(coop, "ana")
    said(coop, "ben")
    coop.books.put(Batch("b-ben", "ben", "purchases", 3, "a" * 64, 0, 9))
    assert coop.refused(grant()) == "learning.rows_erased"


def test_a_model_whose_rows_were_sealed_for_one_company_is_not_licensed_to_another(
    coop: SmallCoop,
) -> None:
    """Goal: rows sealed for one party stay with it. Method: a snapshot for soy-ltd."""
    coop.books.put(Snapshot("s1", "purchases", "commercial", "", 0, 0, 0, party="soy-ltd"))
    assert coop.refused(grant()) == "licensing.sealed_for_another"
    coop.license(licensee="soy-ltd")


def test_a_granted_licence_asks_the_same_question_again_later(coop: SmallCoop) -> None:
    """Goal: serving can ask what granting asked. Method: allow, grant, prohibit."""
    people(coop, "ana")
    said(coop, "ana", party='["milk-ltd"]', floor=12_300)
    coop.license()
    assert objections_to(coop.books, licence(coop), coop.at).members == ()
    said(coop, "ana", effect=PROHIBIT)
    assert objections_to(coop.books, licence(coop), coop.at).members == ("ana",)


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


# --- invoices --------------------------------------------------------------------------------------


def test_an_invoice_asks_once_for_what_has_accrued(coop: SmallCoop) -> None:
    """Goal: nothing is asked twice. Method: the fee, then a day's use, each refused a second time."""
    assert coop.refused(Invoice("i1", "dairy")) == "licensing.licence_unknown"
    coop.license(pay_days=14)
    assert coop.refused(Invoice("i1", "dairy")) == "licensing.not_accepted"
    coop.done(accept(digest=licence(coop).subject))
    due_at = AT + 14 * DAY_MS
    assert coop.done(Invoice("i1", "dairy")) == Invoiced("i1", "dairy", 10_000, due_at)
    assert coop.refused(Invoice("i1", "dairy")) == "licensing.invoice_taken"
    assert coop.refused(Invoice("i2", "dairy")) == "licensing.nothing_to_invoice"
    coop.at += DAY_MS
    coop.done(Meter("dairy", "2026-01-01", 2))  # 2.46 cents are due as two
    assert coop.done(Invoice("i2", "dairy")) == Invoiced("i2", "dairy", 2, due_at + DAY_MS)
    assert licence(coop).invoiced_cents == 10_002


def test_an_ended_licence_is_still_invoiced(coop: SmallCoop) -> None:
    """Goal: what was used is owed. Method: revoke, then invoice and pay."""
    accepted(coop)
    coop.done(Revoke("dairy", SEALED))
    coop.done(Invoice("i1", "dairy"))
    coop.done(Receive("dairy", "2026-q1", 10_000, SEALED))
    assert not is_overdue(coop.books, "dairy", MOMENT_MAX)


def test_a_licence_that_nobody_granted_is_not_overdue(coop: SmallCoop) -> None:
    """Goal: asking is safe. Method: an unknown licence, and one without invoices."""
    coop.license()
    for name in ("dairy", "eggs"):
        assert not is_overdue(coop.books, name, MOMENT_MAX)


_STEPS = st.lists(
    st.tuples(st.sampled_from(["use", "invoice", "pay", "wait"]), st.integers(1, 60)), max_size=25
)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 5_000), st.integers(0, 30_000), st.integers(0, 40), _STEPS)
def test_invoices_and_payments_come_out_as_counted_by_hand(
    fee_cents: int, price_micro: int, pay_days: int, steps: list[tuple[str, int]]
) -> None:
    """Goal: sums are exact and the oldest debt is settled first.

    Method: a random life; money is laid on invoices one cent after another, oldest first.
    """
    coop = SmallCoop()
    coop.model()
    accepted(
        coop, fee_cents=fee_cents, price_micro=price_micro, pay_days=pay_days,
        predictions_max=10**6, days=3_000,
    )  # fmt: skip
    asked: list[tuple[int, int]] = []
    used = paid = 0
    for number, (what, size) in enumerate(steps):
        due = (fee_cents * 10_000 + used * price_micro + 5_000) // 10_000
        new = due - sum(cents for cents, _ in asked)
        if what == "use":
            coop.at += DAY_MS
            coop.done(Meter("dairy", day_from_moment(coop.at - DAY_MS), size))
            used += size
        elif what == "invoice" and new:
            fact = coop.done(Invoice(f"i{number}", "dairy"))
            assert isinstance(fact, Invoiced)
            assert fact.amount_cents == new
            asked.append((new, coop.at + pay_days * DAY_MS))
        elif what == "invoice":
            assert coop.refused(Invoice(f"i{number}", "dairy")) == "licensing.nothing_to_invoice"
        elif what == "pay" and paid < due:
            cents = min(size * 100, due - paid)
            coop.done(Receive("dairy", "2026-q1", cents, SEALED))
            paid += cents
        else:
            coop.at += size * DAY_MS
        left, late = paid, []
        for cents, due_at in asked:
            if left < cents and due_at < coop.at:
                late.append(due_at)
            left = max(0, left - cents)
        found = overdue_invoices(coop.books, "dairy", coop.at)
        assert [one.due_at for one in found] == late
        assert is_overdue(coop.books, "dairy", coop.at) == bool(late)
    row = licence(coop)
    assert row.invoiced_cents == sum(cents for cents, _ in asked) <= due_cents(row.accrued_micro)
    assert sum(one.amount_cents for one in coop.books.rows(InvoiceRow)) == row.invoiced_cents


# --- reports of use --------------------------------------------------------------------------------


def report(name: str, first: int, last: int, answers: int, *, of: str = "dairy") -> ReportUse:
    """A report of the days from one number to before another, counted from the start."""
    return ReportUse(name, of, AT + first * DAY_MS, AT + last * DAY_MS, answers)


def test_a_report_is_set_beside_our_meter_and_moves_no_money(coop: SmallCoop) -> None:
    """Goal: who says what stays on record. Method: a report that is right and one that is not."""
    accepted(coop)
    coop.at += 3 * DAY_MS
    coop.done(Meter("dairy", "2026-01-01", 7))
    coop.done(Meter("dairy", "2026-01-03", 5))
    before = licence(coop)
    assert coop.done(report("right", 0, 3, 12)) == UseReported("right", "dairy", 12, 12)
    assert coop.done(report("less", 0, 2, 1)) == UseReported("less", "dairy", 1, 7)
    row = coop.books.get(UseReport, "less")
    assert row is not None
    assert (row.answers, row.metered) == (1, 7)
    assert licence(coop) == before


def test_reports_are_refused_in_the_order_of_the_ladder(coop: SmallCoop) -> None:
    """Goal: each reason, in order. Method: one report, its faults mended in turn."""
    accepted(coop)
    coop.at += DAY_MS
    coop.done(report("taken", 0, 1, 0))
    codes = [
        coop.refused(report("taken", 9, 9, 0, of="eggs")),
        coop.refused(report("taken", 9, 9, 0)),
        coop.refused(report("new", 9, 9, 0)),
        coop.refused(report("new", 9, 8, 0)),
        coop.refused(report("new", 0, 2, 0)),
    ]
    assert codes == [
        "licensing.licence_unknown",
        "licensing.report_taken",
        "licensing.report_without_time",
        "licensing.report_without_time",
        "licensing.report_too_early",
    ]
    coop.done(report("new", 0, 1, 0))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 300), st.integers(0, 40), st.integers(1, 9)), max_size=8),
    st.sets(st.integers(0, 12), max_size=6),
    st.integers(-10, 320),
    st.integers(1, 200),
)
def test_our_meter_counts_what_lies_whole_in_the_time(
    segments: list[tuple[int, int, int]], days: set[int], first: int, length: int
) -> None:
    """Goal: segments and days at the edge are not guessed at. Method: count by hand, hour by hour."""
    hour = DAY_MS // 24
    coop = SmallCoop()
    coop.model()
    accepted(coop, days=10)
    coop.at += 40 * DAY_MS
    for number, (start, size, calls) in enumerate(segments, 1):
        at = AT + start * hour
        row = Segment("dairy", number, at, at + size * hour, calls, 0, 0, "", 0)
        coop.books.add(row)
    for day in sorted(days):
        if day < 10:
            coop.done(Meter("dairy", day_from_moment(AT + day * DAY_MS), 100 + day))
    expected = sum(
        calls for start, size, calls in segments if first <= start and start + size < first + length
    ) + sum(
        100 + day
        for day in days
        if day < 10 and first <= day * 24 and day * 24 + 24 <= first + length
    )
    fact = coop.done(ReportUse("r", "dairy", AT + first * hour, AT + (first + length) * hour, 0))
    assert fact == UseReported("r", "dairy", 0, expected)


def test_a_segment_that_touches_the_end_of_the_time_is_not_in_it(coop: SmallCoop) -> None:
    """Goal: the end is outside, the beginning inside. Method: calls at both moments of a day."""
    accepted(coop)
    coop.at += 2 * DAY_MS
    for number, (first, last) in enumerate([(0, DAY_MS - 1), (1, DAY_MS), (-1, 5)], 1):
        row = Segment("dairy", number, AT + first, AT + last, 10**number, 0, 0, "", 0)
        coop.books.add(row)
    assert coop.done(report("r", 0, 1, 0)) == UseReported("r", "dairy", 0, 10)


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
