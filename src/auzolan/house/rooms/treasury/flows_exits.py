"""What a door does about leaving with one's capital: open an exit, pay a year of it, let a claim lapse.

It computes no amount and sends no money.
"""

from __future__ import annotations

from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import ask, drawn, named
from auzolan.house.desk import Desk
from auzolan.house.submission import Receipt
from auzolan.treasury.capital.exit_acts import ExitTerms, Lapse, OpenExit, PayExit


def open_exit(
    desk: Desk, *, actor: str, mandate: str, exit_id: str, terms: ExitTerms
) -> Receipt | Refusal:
    """Take a member's capital out under the mandate of its vote."""
    act = OpenExit(
        mandate, exit_id, terms.member, terms.reason, terms.deduction_bp, terms.transfer_to
    )  # fmt: skip
    return ask(desk, named("open-exit", exit_id), actor, act)


def pay_exit(desk: Desk, *, actor: str, exit_id: str, year: int) -> Receipt | Refusal:
    """Make a yearly part of an exit payable."""
    return ask(desk, named("pay-exit", f"{exit_id}-{year}"), actor, PayExit(exit_id, year))


def lapse(desk: Desk, *, actor: str, member: str) -> Receipt | Refusal:
    """Put what a former member has not claimed into the reserve."""
    return ask(desk, drawn(desk, "lapse"), actor, Lapse(member))
