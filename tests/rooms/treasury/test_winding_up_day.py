"""The day of the end: only what was voted is booked, and nothing is possible after it."""

from __future__ import annotations

from collections.abc import Mapping

from auzolan.charter.authorize import STILL_POSSIBLE, authorize
from auzolan.charter.rights_bounds import KERNEL_RIGHTS
from auzolan.cooperative import APPLY, RULES
from auzolan.foundation.refusals import Refusal
from auzolan.licensing.acts import Receive
from auzolan.record.entries import Act
from auzolan.treasury.accounts import (
    BANK,
    COMPULSORY,
    OBLIGATORY,
    PAYABLE,
)
from auzolan.treasury.capital.winding_up_acts import (
    Creditor,
    PlanWindingUp,
    WindUp,
    WoundUp,
)
from auzolan.treasury.capital.winding_up_books import unclaimed_account
from auzolan.treasury.payouts.acts import ClearSuspense
from auzolan.treasury.state import DONE, WindingUp
from rooms.treasury.endings import coop_with, ended, planned
from support.small_coop import SEALED

EDUCATION, LOSS, LOCKED = "fund:education", "loss:2025", "fund:co_operation"


# --- the day itself -------------------------------------------------------------------------------


def test_only_the_plan_that_was_voted_is_booked() -> None:
    """Goal: what is booked was voted. Method: no plan, another digest, books that have changed."""
    coop = coop_with()
    plan = planned(coop)
    assert coop.refused(WindUp("m", "none", plan.plan_digest)) == "treasury.winding_up_unknown"
    assert coop.refused(WindUp("m", "end", "0" * 64)) == "treasury.plan_differs"
    coop.move((BANK, 1), (OBLIGATORY, -1))
    assert coop.refused(WindUp("m", "end", plan.plan_digest)) == "treasury.plan_outdated"
    coop.move((BANK, -1), (OBLIGATORY, 1))
    coop.give(COMPULSORY, {"ana": 1, "ben": -1})
    assert coop.refused(WindUp("m", "end", plan.plan_digest)) == "treasury.plan_outdated"


def test_what_is_paid_in_the_meantime_changes_nothing() -> None:
    """Goal: members are not made to wait for their pay. Method: a payout between plan and end."""
    coop = coop_with()
    coop.give(PAYABLE, {"ana": 500})
    plan = planned(coop)
    coop.payees("ana")
    coop.export()
    coop.settle()
    coop.done(WindUp("m", "end", plan.plan_digest))
    row = coop.books.get(WindingUp, "end")
    assert row is not None
    assert row.state == DONE
    coop.audit()


def test_after_the_end_only_what_was_set_apart_is_spent() -> None:
    """Goal: no new business. Method: bookings of every kind after the end."""
    coop = coop_with()
    coop.move((BANK, 900), (OBLIGATORY, -900))
    ended(coop, PlanWindingUp("end", (Creditor("power", 100),)))
    wrong: tuple[tuple[tuple[tuple[str, int], ...], Mapping[str, int] | None], ...] = (
        ((("bank", 5), ("income:other", -5)), None),
        ((("expense:fees", 5), ("bank", -5)), None),
        (((LOCKED, 5),), {"ana": 5}),
        ((("bank", 5), (LOCKED, -5)), None),
    )
    for legs, owed in wrong:
        assert coop.refused(coop.book(*legs, owed=owed)) == "charter.dissolved"
    coop.done(coop.book((LOCKED, 800), (BANK, -800), booking="federation"))
    coop.done(coop.book(("fund:creditors:power", 100), (BANK, -100), booking="power"))
    coop.payees("ana", "ben", "eve")
    coop.export()
    coop.settle()
    coop.audit()
    assert coop.own(BANK) == 0


def test_unclaimed_money_goes_to_co_operation_after_the_end() -> None:
    """Goal: no dead reserve. Method: the account before and after."""
    coop = coop_with()
    assert unclaimed_account(coop.books) == OBLIGATORY
    ended(coop)
    assert unclaimed_account(coop.books) == LOCKED


def test_hardly_any_act_is_possible_after_the_end() -> None:
    """Goal: deny by default. Method: two acts, asked of the charter before and after."""
    coop = coop_with()

    def code_of(act: Act) -> str:
        answer = authorize(coop.books, act, coop.case("nobody"))
        return answer.code if isinstance(answer, Refusal) else ""

    acts = (Receive("l", "p", 1, SEALED), ClearSuspense("o", "p"))
    assert [code_of(act) for act in acts] == ["charter.not_in_office"] * 2
    ended(coop)
    assert [code_of(act) for act in acts] == ["charter.dissolved", "charter.not_in_office"]


def test_what_stays_possible_are_acts_that_there_are() -> None:
    """Goal: no word out of date, and nobody is locked in. Method: compare with the table of rules."""
    names = {str(kind.__struct_config__.tag).rpartition("/")[0] for kind in RULES}
    assert names >= STILL_POSSIBLE
    assert {"consent.withdraw", "members.leave", "contributions.erase"} <= STILL_POSSIBLE
    assert not {name for name, by in KERNEL_RIGHTS if by == "resolution"} & STILL_POSSIBLE
    assert len(APPLY[WoundUp]) == 3
