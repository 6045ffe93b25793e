"""Whether a call may be answered: each refusal in its order, and that a verdict stands until it says."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auzolan.consent.state import ConsentStatement, StrikeRow, Trust
from auzolan.foundation.books import Row
from auzolan.foundation.moments import DAY_MS, MOMENT_MAX
from auzolan.learning.state import REPLACED, TO_RETRAIN, Model, ModelDuty
from auzolan.licensing.serving_rights import key_of, may_answer, verdict
from auzolan.licensing.state import ApiKey, InvoiceRow, Licence
from rooms.learning.small_coop import SmallCoop

AT = 1_700_001_000_000
UNTIL = AT + 30 * DAY_MS
DIGEST = "e" * 64


class Coop(SmallCoop):
    """Ana and Ben allow commerce; a released model of their rows, licensed to Milk Ltd."""

    def __init__(self) -> None:
        super().__init__()
        self.join("ana", "ben")
        for number, member in enumerate(("ana", "ben")):
            self.offer(f"b{number}", member)
            self.grant(member, "commercial")
        self.seal(purpose="commercial")
        self.use("u1", purpose="commercial")
        self.train("m1", "u1", 20)
        self.change(Model, "m1", card="d" * 64)
        licence = Licence(
            "dairy", "milk-ltd", "m1", "commercial", 0, 100, 10, AT, UNTIL, 0, 0, 0, self.seq,
            accepted_at=3, last_use_at=AT,
        )  # fmt: skip
        self.books.put(licence)
        self.books.put(ApiKey("k1", "dairy", DIGEST, self.seq, -1))
        self.at = AT + 5

    def change(self, row: type[Row], key: str, **fields: object) -> None:
        """Change some fields of a row."""
        found = self.books.get(row, key)
        assert found is not None
        self.books.put(msgspec.structs.replace(found, **fields))

    def code_at(self, at: int = AT + 5, **more: int) -> str:
        """The code with which a call is refused; empty where it is answered."""
        refused = may_answer(self.books, "dairy", "k1", at, **more)
        return "" if refused is None else refused.code


@pytest.fixture
def coop() -> Coop:
    return Coop()


def test_a_call_in_order_is_answered(coop: Coop) -> None:
    """Goal: what follows is not blind. Method: everything as it should be, to the last moment."""
    assert coop.code_at() == ""
    assert coop.code_at(UNTIL - 1) == ""
    assert key_of(coop.books, DIGEST) == coop.books.get(ApiKey, "k1")
    assert key_of(coop.books, "0" * 64) is None


def test_a_clock_set_back_answers_nothing(coop: Coop) -> None:
    """Goal: time never falls. Method: before the last call, the last entry, and on them."""
    assert coop.code_at(AT - 1) == "unknown.clock"
    assert coop.code_at(AT + 5, not_before=AT + 6) == "unknown.clock"
    assert coop.code_at(AT + 6, not_before=AT + 6) == ""


@pytest.mark.parametrize("change", [{"revoked_at": 9}, {"licence": "other"}])
def test_a_key_that_is_none_answers_nothing(coop: Coop, change: dict[str, object]) -> None:
    """Goal: one text for all, so that guessing teaches nothing. Method: revoked, of another."""
    coop.change(ApiKey, "k1", **change)
    assert coop.code_at() == "licensing.key_unknown"
    refused = may_answer(coop.books, "dairy", "k2", AT + 5)
    assert refused is not None
    assert refused.code == "licensing.key_unknown"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"accepted_at": -1}, "licensing.not_accepted"),
        ({"from_at": AT + 6}, "licensing.not_begun"),
        ({"until_at": AT + 5}, "licensing.licence_expired"),
        ({"revoked_at": 8}, "licensing.licence_revoked"),
        ({"predictions": 4}, "licensing.reported_by_day"),
        ({"predictions": 10, "segments": 1}, "licensing.predictions_used_up"),
    ],
)
def test_a_licence_that_is_not_live_answers_nothing(
    coop: Coop, change: dict[str, object], code: str
) -> None:
    """Goal: each way in which a licence does not hold. Method: one field at a time."""
    coop.change(Licence, "dairy", **change)
    assert coop.code_at() == code


def test_calls_that_wait_in_the_meter_count(coop: Coop) -> None:
    """Goal: no more than licensed. Method: with the tenth call pending, the eleventh is refused."""
    assert coop.code_at(pending=9) == ""
    assert coop.code_at(pending=10) == "licensing.predictions_used_up"


def test_an_overdue_invoice_stops_until_it_is_paid(coop: Coop) -> None:
    """Goal: no pay, no answers. Method: both sides of the due moment, then the payment."""
    coop.books.put(InvoiceRow("i1", "dairy", 500, 500, AT, AT + 10, 5))
    assert coop.code_at(AT + 10) == ""
    assert coop.code_at(AT + 11) == "licensing.overdue"
    coop.change(Licence, "dairy", paid_cents=500)
    assert coop.code_at(AT + 11) == ""


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"card": ""}, "licensing.model_not_released"),
        ({"state": REPLACED, "replaced_at": AT + 5}, "licensing.model_not_serving"),
        ({"state": TO_RETRAIN, "retrain_by": AT + 4}, "licensing.model_not_serving"),
    ],
)
def test_a_model_that_may_not_serve_answers_nothing(
    coop: Coop, change: dict[str, object], code: str
) -> None:
    """Goal: released, not replaced, not overdue. Method: one at a time."""
    coop.change(Model, "m1", **change)
    assert coop.code_at() == code


def test_a_withdrawal_stops_answers_at_its_deadline_and_not_before(coop: Coop) -> None:
    """Goal: the deadline bites, and until then it is one. Method: Ben withdraws; its last moments."""
    coop.withdraw("ben")
    due = next(one.due for one in coop.books.find(ModelDuty, model="m1"))
    assert coop.code_at(coop.at) == ""
    coop.change(Licence, "dairy", until_at=due + 10)
    assert coop.code_at(due) == ""
    assert coop.code_at(due + 1) == "licensing.model_not_serving"


def test_a_permission_that_ends_by_itself_stops_answers_at_once(coop: Coop) -> None:
    """Goal: an end that all have known needs no deadline. Method: let what Ana said end."""
    for said in coop.books.find(ConsentStatement, member="ana"):
        coop.books.put(msgspec.structs.replace(said, ends=AT + 5))
    assert coop.code_at(AT + 4) == ""
    assert coop.code_at(AT + 5) == "consent.purpose_not_granted"


def test_a_strike_stops_what_it_names_and_nothing_else(coop: Coop) -> None:
    """Goal: suspension at once, for those who trust the co-operative. Method: two companies."""
    coop.books.put(Trust("ana", 4, AT, MOMENT_MAX))
    strike = StrikeRow(
        strike="st1", operation="train", end_use="commercial", party='["oats-ltd"]', ends=UNTIL,
        began_at=AT, ended_at=MOMENT_MAX, entry=5,
    )  # fmt: skip
    coop.books.put(strike)
    assert coop.code_at() == ""
    coop.books.put(msgspec.structs.replace(strike, party='["milk-ltd"]'))
    assert coop.code_at() == "consent.purpose_not_granted"


def test_refusals_come_in_their_order(coop: Coop) -> None:
    """Goal: the order is part of the contract. Method: break all, mend one after another."""
    coop.books.put(InvoiceRow("i1", "dairy", 500, 500, AT, AT + 1, 5))
    for said in coop.books.find(ConsentStatement, member="ana"):
        coop.books.put(msgspec.structs.replace(said, ends=AT))
    coop.change(ApiKey, "k1", revoked_at=9)
    coop.change(
        Licence, "dairy", accepted_at=-1, from_at=AT + 9, until_at=AT + 2, predictions=10,
        last_use_at=AT + 50,
    )  # fmt: skip
    coop.change(Model, "m1", card="", retrain_by=AT, state=TO_RETRAIN)
    mended: tuple[tuple[str, type[Row], str, dict[str, object]], ...] = (
        ("unknown.clock", Licence, "dairy", {"last_use_at": AT}),
        ("licensing.key_unknown", ApiKey, "k1", {"revoked_at": -1}),
        ("licensing.not_accepted", Licence, "dairy", {"accepted_at": 3}),
        ("licensing.not_begun", Licence, "dairy", {"from_at": AT}),
        ("licensing.licence_expired", Licence, "dairy", {"until_at": UNTIL}),
        ("licensing.overdue", Licence, "dairy", {"paid_cents": 500}),
        ("licensing.reported_by_day", Licence, "dairy", {"segments": 1}),
        ("licensing.model_not_released", Model, "m1", {"card": "d" * 64}),
        ("licensing.model_not_serving", Model, "m1", {"retrain_by": UNTIL}),
        ("consent.purpose_not_granted", Licence, "dairy", {}),
    )
    for code, row, key, change in mended:
        assert coop.code_at() == code
        coop.change(row, key, **change)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.integers(-30, 30), min_size=4, max_size=4), st.integers(0, 30), st.integers(0, 30)
)
def test_a_verdict_stands_until_the_moment_that_it_names(
    moments: list[int], asked: int, later: int
) -> None:
    """Random ends and due moments: a verdict kept until its moment equals one asked afresh."""
    coop = Coop()
    coop.change(Licence, "dairy", from_at=AT + moments[0], until_at=AT + 31 + moments[1])
    coop.change(Model, "m1", state=TO_RETRAIN, retrain_by=AT + 15 + moments[2])
    coop.books.put(InvoiceRow("i1", "dairy", 500, 500, AT, AT + 15 + moments[3], 5))
    for said in coop.books.find(ConsentStatement, member="ana"):
        coop.books.put(msgspec.structs.replace(said, ends=AT + 20 + moments[0]))
    first, second = AT + asked, AT + asked + later
    kept = verdict(coop.books, "dairy", "k1", first)
    fresh = verdict(coop.books, "dairy", "k1", second)
    if second < kept.until:
        assert (fresh.refusal is None) == (kept.refusal is None)
        assert fresh.refusal == kept.refusal
