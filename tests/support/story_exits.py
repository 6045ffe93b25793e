"""The sentences about capital that leaves and about what nobody claims.

Each turns into acts as a door of the house would send them; nothing is decided here.
"""

from __future__ import annotations

from auzolan.assembly.resolutions import SettleExit
from auzolan.charter.distribution import Reason
from auzolan.treasury.accounts import REDEMPTION
from auzolan.treasury.capital.exit_acts import ExitTerms, Lapse, OpenExit, PayExit
from auzolan.treasury.state import MemberAccount
from support.story_checks import holds
from support.story_decisions import propose_measure
from support.story_people import ACTS
from support.story_teller import Teller

says = ACTS.says


@says("{who:who} proposes {proposal:thing}: the capital of {whom:who} leaves for {reason:word}")
def proposes_exit(t: Teller, who: str, proposal: str, whom: str, reason: str) -> None:
    _propose(t, who, proposal, ExitTerms(t.id(whom), Reason(reason)))


@says(
    "{who:who} proposes {proposal:thing}: the capital of {whom:who} leaves for {reason:word}, "
    "less {bp:count} basis points"
)
def proposes_exit_with_deduction(
    t: Teller, *, who: str, proposal: str, whom: str, reason: str, bp: int
) -> None:
    _propose(t, who, proposal, ExitTerms(t.id(whom), Reason(reason), bp))


@says("{who:who} proposes {proposal:thing}: the capital of {whom:who} goes to {taker:who}")
def proposes_transfer(t: Teller, who: str, proposal: str, whom: str, taker: str) -> None:
    terms = ExitTerms(t.id(whom), Reason.TRANSFER, transfer_to=t.id(taker))
    _propose(t, who, proposal, terms)


def _propose(t: Teller, who: str, proposal: str, terms: ExitTerms) -> None:
    propose_measure(t, who, proposal, SettleExit(terms))


def open_exit(t: Teller, who: str, proposal: str, mandate: str, terms: ExitTerms) -> None:
    """Carry out an exit that was voted; it is called after its proposal."""
    act = OpenExit(
        mandate, f"exit-{proposal}", terms.member, terms.reason, terms.deduction_bp,
        terms.transfer_to,
    )  # fmt: skip
    t.ask(who, act)


@says("{who:who} takes the capital of {whom:who} out without a vote")
def opens_unasked(t: Teller, who: str, whom: str) -> None:
    t.ask(who, OpenExit("none", "exit-none", t.id(whom), Reason.JUSTIFIED, 0, ""))


@says("{who:who} makes year {year:count} of {proposal:thing} payable")
def pays_year(t: Teller, who: str, year: int, proposal: str) -> None:
    t.ask(who, PayExit(f"exit-{proposal}", year))


@says("{who:who} saves what {whom:who} has not claimed")
def saves_unclaimed(t: Teller, who: str, whom: str) -> None:
    t.ask(who, Lapse(t.id(whom)))


@holds("{money:money} are still to be paid back to {who:who}")
def to_be_paid_back(t: Teller, money: int, who: str) -> None:
    t.same("redemption in cents", money, t.row(MemberAccount, (t.id(who), REDEMPTION)).balance)
