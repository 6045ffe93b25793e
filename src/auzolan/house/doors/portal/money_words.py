"""Words of accounts, and of how far things have come: payouts, proposals, models, exits.

It holds words only. Those of acts, facts, fields and articles stand in `words`.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from auzolan.house.doors.portal.words import Words

ACCOUNTS: Words = {
    "bank": _("Bank"),
    "capital": _("Members' capital"),
    "capital:compulsory": _("Members' capital: contributions"),
    "capital:returns": _("Members' capital: their shares of surpluses"),
    "capital:voluntary": _("Members' capital: what they added freely"),
    "deferred": _("Not income before it is paid:"),
    "expense": _("Spent"),
    "expense:fees": _("Spent on fees"),
    "expense:interest": _("Interest on capital to be paid back"),
    "expense:other": _("Spent on other things"),
    "expense:royalties": _("Paid for use of data"),
    "expense:topups": _("Pay for work, lifted to the floor"),
    "expense:wages": _("Pay for work"),
    "fund": _("Funds"),
    "fund:education": _("Education fund"),
    "fund:co_operation": _("Set apart for other co-operatives"),
    "fund:creditors": _("Set apart for creditors"),
    "income": _("Income"),
    "income:other": _("Other income"),
    "loss": _("Loss not covered yet"),
    "payable": _("Owed to members"),
    "paying": _("On its way to members' banks"),
    "receivable": _("Owed by companies:"),
    "redemption": _("Capital to be paid back"),
    "reserve": _("Savings of all"),
    "fund:intercooperation": _("Fund for other co-operatives"),
    "fund:mutual_fund": _("Mutual fund of co-operatives"),
    "fund:promotion": _("Fund for making co-operatives known"),
    "fund:solidarity": _("Solidarity fund"),
    "reserve:indivisible": _("Savings of all, kept by vote and never split"),
    "reserve:obligatory": _("Savings of all, which cannot be split"),
    "reserve:voluntary": _("Savings of all, kept by vote"),
    "result": _("Surplus not shared yet"),
    "royalties": _("Earned by use, not payable yet"),
    "royalty_cost": _("Cost of what was earned by use"),
    "suspense": _("Payments that came back"),
    "tax": _("Tax owed on the result"),
    "withholding": _("Tax kept back"),
}

OWN_ACCOUNTS: Words = {
    "capital": _("your capital in the co-op"),
    "capital:compulsory": _("your contribution to the co-op's capital"),
    "capital:returns": _("your capital from shares of surpluses"),
    "capital:voluntary": _("your capital that you added freely"),
    "payable": _("owed to you"),
    "paying": _("on its way to your bank"),
    "redemption": _("your capital to be paid back"),
    "royalties": _("earned by use of your data"),
    "withholding": _("tax kept back for you"),
}

PAYOUT_STATES: Words = {
    "drafted": _("gathered"),
    "approved": _("approved"),
    "exported": _("at the bank"),
    "reported": _("taken by the bank"),
    "settled": _("paid"),
    "closed": _("paid"),
    "rejected": _("refused by the bank, owed to you again"),
    "returned": _("came back"),
    "cancelled": _("given up, owed to you again"),
}
"""How far a payment to a member's bank has come, as she reads it."""

PAYOUT_STAGES: Words = {
    "drafted": _("gathered, waiting for others to approve it"),
    "approved": _("approved, not at the bank yet"),
    "exported": _("at the bank, which has not answered yet"),
    "reported": _("taken by the bank, not sent yet"),
    "settled": _("sent by the bank"),
    "closed": _("sent, and ended"),
    "cancelled": _("given up; the money is payable again"),
}
"""How far a payout has come as a whole."""

STATES: Words = {
    "active": _("member"),
    "left": _("has left"),
    "serving": _("in use"),
    "to_retrain": _("to be made anew"),
    "overdue": _("overdue, serves nobody"),
    "replaced": _("replaced"),
    "proposed": _("proposed"),
    "polling": _("voting now"),
    "closed": _("counted"),
    "certified": _("certified"),
    "open": _("open"),
    "planned": _("planned"),
    "distributed": _("shared"),
}

MEASURES: Words = {
    "charter": _("Change the house rules"),
    "licence": _("Grant a licence"),
    "plan": _("Share a surplus"),
    "office": _("Fill an office"),
    "recall": _("Take an office away"),
    "exit": _("Take a member's capital out"),
    "end": _("End the co-op"),
}

EXIT_REASONS: Words = {
    "justified": _("left for a good reason"),
    "unjustified": _("left without a good reason"),
    "expulsion": _("put out by the members"),
    "death": _("has died"),
    "transfer": _("handed on to another member"),
}
