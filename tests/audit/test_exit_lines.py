"""What an exit says in the open adds up, whoever reads it; a cent that does not is named."""

import msgspec
import pytest

from auzolan.audit.money_lines import check_money_lines
from auzolan.audit.report import Findings
from auzolan.charter.distribution import Reason
from auzolan.charter.presets import founding_charter
from auzolan.treasury.capital.exit_acts import ExitOpened, OpenExit
from auzolan.treasury.ledger.acts import ClosePeriod
from support.small_treasury import SmallTreasury, treasury

ACT = OpenExit("mandate-p1", "x1", "ana", Reason.UNJUSTIFIED, 2_000, "")
HAND_ON = OpenExit("mandate-p2", "x2", "ben", Reason.TRANSFER, 0, "eve")


def opened(act: OpenExit) -> tuple[SmallTreasury, ExitOpened]:
    """An exit, and the books before it."""
    clauses = {"exit_unjustified_bp": 2_000, "holder_parts": 0, "pool_labour_bp": 10_000}
    coop = treasury(founding_charter(preset="ica", clauses=clauses | {"pool_data_bp": 0}))
    coop.leave(act.member)
    coop.done(ClosePeriod("2026-q1", "2026-q2"))
    facts = coop.answer(act)
    assert isinstance(facts, tuple)
    assert isinstance(facts[0], ExitOpened)
    return coop, facts[0]


def fields_that_differ(coop: SmallTreasury, act: OpenExit, fact: ExitOpened) -> set[str]:
    findings = Findings()
    check_money_lines(coop.public, 7, act, fact, findings)
    return {one.field for one in findings.report("public", entries=1, root="").differences}


@pytest.mark.parametrize("act", [ACT, HAND_ON])
def test_an_exit_as_the_rules_made_it_adds_up(act: OpenExit) -> None:
    """Goal: no false alarm. Method: a deduction of a fifth, and capital that is handed on."""
    coop, fact = opened(act)
    assert fields_that_differ(coop, act, fact) == set()


@pytest.mark.parametrize(
    "name",
    ["returns_cents", "voluntary_cents", "compulsory_cents", "loss_cents", "deduction_cents",
     "redeemed_cents", "years", "legal_bp"],
)  # fmt: skip
@pytest.mark.parametrize("act", [ACT, HAND_ON])
def test_an_exit_with_one_number_changed_is_found(act: OpenExit, name: str) -> None:
    """Goal: every open number is held by another. Method: one more in each field."""
    coop, fact = opened(act)
    changed = msgspec.structs.replace(fact, **{name: getattr(fact, name) + 1})
    # What the giver added freely stays in one account of the ledger: no leg shows it.
    is_alone = act is HAND_ON and name == "voluntary_cents"
    assert bool(fields_that_differ(coop, act, changed)) != is_alone


def test_a_leg_that_takes_more_is_found() -> None:
    """Goal: legs and numbers agree. Method: each leg changed, one cent against another."""
    coop, fact = opened(ACT)
    for place, leg in enumerate(fact.legs):
        legs = list(fact.legs)
        legs[place] = msgspec.structs.replace(leg, amount=leg.amount + 1)
        assert fields_that_differ(coop, ACT, msgspec.structs.replace(fact, legs=tuple(legs)))
