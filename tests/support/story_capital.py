"""The sentences about capital that comes, tax that is kept back, and the end of a co-operative.

Each turns into acts as a door of the house would send them; nothing is decided here.
"""

from __future__ import annotations

from auzolan.treasury.accounts import COMPULSORY, VOLUNTARY, WITHHOLDING, fund_account
from auzolan.treasury.capital.contribution_acts import Contribute, ContributionKind
from auzolan.treasury.capital.contribution_rules import CONTRIBUTION_KIND
from auzolan.treasury.capital.winding_up_acts import Creditor, PlanWindingUp, WindUp
from auzolan.treasury.capital.withholding_acts import RemitWithholding, Withhold
from auzolan.treasury.ledger.acts import Book
from auzolan.treasury.ledger.posting import Leg
from auzolan.treasury.state import Account, MemberAccount, Subscription, WindingUp
from support.story_checks import holds
from support.story_people import ACTS, SEALED
from support.story_teller import Teller

says = ACTS.says
DUE, FREE = ContributionKind.COMPULSORY, ContributionKind.VOLUNTARY


@says("{who:who} notes as {name:thing} that {whom:who} paid {money:money} that were due")
def paid_due(t: Teller, *, who: str, name: str, whom: str, money: int) -> None:
    _contribute(t, who, name, {whom: money}, DUE)


@says("{who:who} notes as {name:thing} that {whom:who} added {money:money} freely")
def paid_freely(t: Teller, *, who: str, name: str, whom: str, money: int) -> None:
    _contribute(t, who, name, {whom: money}, FREE)


def _contribute(
    t: Teller, who: str, name: str, paid: dict[str, int], kind: ContributionKind
) -> None:
    columns = {"member": [t.id(whom) for whom in paid], "amount_cents": list(paid.values())}
    ref = t.desk.lay_down(CONTRIBUTION_KIND, columns, amount="amount_cents")
    t.ask(who, Contribute(name, kind, ref, SEALED), {"reference": f"transfer {name}"})


@says("{who:who} keeps back the tax on {plan:thing}")
def keeps_tax(t: Teller, who: str, plan: str) -> None:
    t.ask(who, Withhold(plan))


@says("{who:who} hands over as {name:thing} the tax that was kept back")
def hands_over(t: Teller, who: str, name: str) -> None:
    t.ask(who, RemitWithholding(name, SEALED), {"reference": f"form {name}"})


@says("{who:who} plans the end as {end:thing}")
def plans_end(t: Teller, who: str, end: str) -> None:
    t.ask(who, PlanWindingUp(end))


@says("{who:who} plans the end as {end:thing}, owing {money:money} to {creditor:word}")
def plans_end_owing(t: Teller, *, who: str, end: str, money: int, creditor: str) -> None:
    t.ask(who, PlanWindingUp(end, (Creditor(creditor, money),)))


@says("{who:who} books {end:thing} as the end without a vote")
def ends_unasked(t: Teller, who: str, end: str) -> None:
    t.ask(who, WindUp("none", end, t.row(WindingUp, end).plan_digest))


@says("{who:who} pays {money:money} to {whom:word} as {booking:thing} in {period:word}")
def pays_apart(t: Teller, *, who: str, money: int, whom: str, booking: str, period: str) -> None:
    legs = (Leg(_apart(whom), money), Leg("bank", -money))
    t.ask(who, Book(booking, period, legs, None, SEALED), {"why": f"for {booking}"})


def _apart(whom: str) -> str:
    named = {"others": "co_operation", "schools": "education"}
    return fund_account(named.get(whom, f"creditors:{whom}"))


@holds("{money:money} are set apart for {whom:word}")
def set_apart(t: Teller, money: int, whom: str) -> None:
    t.same("cents set apart", money, -t.row(Account, _apart(whom)).balance)


@holds("of the contribution of {who:who} {money:money} are still due")
def still_due(t: Teller, who: str, money: int) -> None:
    row = t.row(Subscription, t.id(who))
    t.same("cents due", money, row.due_cents - row.paid_cents)


@holds("{who:who} has added {free:money} freely and {due:money} as she must")
def has_added(t: Teller, who: str, free: int, due: int) -> None:
    found = tuple(_held(t, who, account) for account in (VOLUNTARY, COMPULSORY))
    t.same("voluntary and compulsory cents", (free, due), found)


@holds("{money:money} of tax are kept back for {who:who}")
def kept_back(t: Teller, money: int, who: str) -> None:
    t.same("cents kept back", money, _held(t, who, WITHHOLDING))


def _held(t: Teller, who: str, account: str) -> int:
    return t.row(MemberAccount, (t.id(who), account)).balance
