"""Licensees and withdrawals: who is told, by when, and what a missing certificate means."""

from __future__ import annotations

import msgspec
import pytest

from auzolan.consent.acts import Withdraw
from auzolan.cooperative import APPLY, RULES
from auzolan.foundation.moments import DAY_MS, HOUR_MS, Moment
from auzolan.foundation.refusals import Refusal
from auzolan.licensing.notice_acts import Certify, Notify
from auzolan.licensing.notice_rules import is_in_breach
from auzolan.licensing.state import Licence, LicenseeDuty
from auzolan.members.acts import Leave
from auzolan.record.case import Case
from auzolan.record.entries import Act
from rooms.learning.small_coop import SEALED, SmallCoop, coop_of_three

CERTIFICATE = "c" * 64


def licence(name: str, model: str = "m1", **fields: object) -> Licence:
    """A live licence of a model, with these fields."""
    sane = Licence(
        licence=name, licensee="milk-ltd", model=model, purpose="research", fee_cents=0,
        price_micro=1, predictions_max=10, from_at=0, until_at=2**50, predictions=0,
        accrued_micro=0, paid_cents=0, entry=0,
    )  # fmt: skip
    return msgspec.structs.replace(sane, **fields)


def licensed(*licences: Licence) -> SmallCoop:
    """A model of Ana's and Ben's rows under these licences."""
    coop = coop_of_three()
    coop.seal()
    coop.use("u1")
    coop.train("m1", "u1", 50)
    for one in licences or (licence("dairy"),):
        coop.books.put(one)
    return coop


def case_of(coop: SmallCoop) -> Case:
    return Case(coop.seq, Moment(coop.at), "office", coop.annexes)


def carry_out(coop: SmallCoop, act: Act, *, rooms: tuple[str, ...]) -> int:
    """Do an act by the co-operative's own tables, in these rooms; the number of its entry."""
    facts = RULES[type(act)][0](coop.books, act, case_of(coop))
    assert not isinstance(facts, Refusal), facts
    for fact in facts:
        for apply in APPLY[type(fact)]:
            if apply.__module__.startswith(tuple(f"auzolan.{room}." for room in rooms)):
                apply(coop.books, case_of(coop), act, fact)
    coop.seq += 1
    coop.at += 1_000
    return coop.seq - 1


def withdraw(coop: SmallCoop, member: str) -> int:
    return carry_out(
        coop, Withdraw(member, "purchases"), rooms=("consent", "learning", "licensing")
    )


def code(coop: SmallCoop, act: Act) -> str:
    answered = RULES[type(act)][0](coop.books, act, case_of(coop))
    return answered.code if isinstance(answered, Refusal) else ""


def duties(coop: SmallCoop, withdrawal: int) -> list[LicenseeDuty]:
    return coop.books.find(LicenseeDuty, withdrawal=withdrawal)


def test_each_live_licence_of_a_model_that_held_her_rows_is_told() -> None:
    """Goal: nobody is forgotten, nobody else is bothered. Method: one licence of each kind."""
    coop = licensed(
        licence("dairy"), licence("bakery"), licence("ended", until_at=1),
        licence("stopped", revoked_at=3), licence("other", model="m2"),
    )  # fmt: skip
    at = coop.at
    entry = withdraw(coop, "ben")
    told = duties(coop, entry)
    assert [one.licence for one in told] == ["bakery", "dairy"]
    assert {one.notify_by for one in told} == {at + 72 * HOUR_MS}
    assert {one.certify_by for one in told} == {at + 72 * HOUR_MS + 30 * DAY_MS}
    assert {(one.notified_at, one.certified_at) for one in told} == {(-1, -1)}


def test_a_withdrawal_that_concerns_no_model_tells_nobody() -> None:
    """Goal: a duty has a cause. Method: Eve, who is in no snapshot, withdraws."""
    coop = licensed()
    coop.grant("eve", "research")
    assert duties(coop, withdraw(coop, "eve")) == []


def test_leaving_tells_licensees_as_a_withdrawal_does() -> None:
    """Goal: whoever goes takes her rows with her. Method: Ben leaves."""
    coop = licensed()
    rooms = ("members", "consent", "learning", "licensing")
    entry = carry_out(coop, Leave("ben", SEALED), rooms=rooms)
    assert [one.licence for one in duties(coop, entry)] == ["dairy"]


def test_a_licensee_is_told_once_and_certifies_once_in_this_order() -> None:
    """Goal: each refusal. Method: every act out of turn, then in turn."""
    coop = licensed()
    entry = withdraw(coop, "ben")
    assert code(coop, Notify("dairy", entry + 1)) == "licensing.no_such_duty"
    assert code(coop, Certify("bakery", entry, CERTIFICATE)) == "licensing.no_such_duty"
    assert code(coop, Certify("dairy", entry, CERTIFICATE)) == "licensing.not_notified"
    at = coop.at
    carry_out(coop, Notify("dairy", entry), rooms=("licensing",))
    (told,) = duties(coop, entry)
    assert (told.notified_at, told.certify_by) == (at, at + 30 * DAY_MS)
    assert code(coop, Notify("dairy", entry)) == "licensing.notified_already"
    carry_out(coop, Certify("dairy", entry, CERTIFICATE), rooms=("licensing",))
    (done,) = duties(coop, entry)
    assert done.certified_at > told.notified_at
    assert code(coop, Certify("dairy", entry, CERTIFICATE)) == "licensing.certified_already"


@pytest.mark.parametrize("is_told", [True, False])
def test_a_missing_certificate_is_a_breach_after_its_moment_and_a_late_one_ends_it(
    is_told: bool,
) -> None:
    """Goal: the deadline bites at its millisecond. Method: look before, at and after it."""
    coop = licensed()
    entry = withdraw(coop, "ben")
    if is_told:
        carry_out(coop, Notify("dairy", entry), rooms=("licensing",))
    (owed,) = duties(coop, entry)
    assert not is_in_breach(owed, owed.certify_by)
    assert is_in_breach(owed, owed.certify_by + 1)
    coop.at = owed.certify_by + 1
    if not is_told:
        carry_out(coop, Notify("dairy", entry), rooms=("licensing",))
    carry_out(coop, Certify("dairy", entry, CERTIFICATE), rooms=("licensing",))
    (done,) = duties(coop, entry)
    assert not is_in_breach(done, coop.at)
