"""Offers and grants: each refusal in its order, and what the people in the model allow."""

from __future__ import annotations

import pytest

from auzolan.consent.state import PERMIT, PROHIBIT, ConsentStatement
from auzolan.consent.taxonomy import end_uses_below, operations_below
from auzolan.contributions.state import Batch
from auzolan.foundation.moments import DAY_MS, MOMENT_MAX
from auzolan.foundation.refusals import Refusal
from auzolan.learning.state import REPLACED, Snapshot, SnapshotPart
from auzolan.licensing.acts import License, Meter
from auzolan.licensing.granting import objections_to
from auzolan.licensing.life_acts import Offer, Offered, Revoke
from auzolan.licensing.state import Licence, LicenceOffer
from support.living_licence import SUBJECT, licence
from support.small_coop import AT, SEALED, SmallCoop, terms_of


def grant(**terms: object) -> License:
    return License("mandate-1", terms_of(**terms))


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
