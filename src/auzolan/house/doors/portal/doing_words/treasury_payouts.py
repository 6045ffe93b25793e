"""The words of what can be done about payouts."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from auzolan.house.doors.portal.doing_words.words import Ask, DoingWords

_PAYOUT = Ask(_("Which payout?"))
_FILE = Ask(_("The bank's file"), _("Its code is kept, sealed, to prove it later."))
_PERIOD = Ask(_("In which period?"), _("Leave it open for the period that runs now."))

DOINGS: Mapping[str, DoingWords] = {
    "treasury.draft_payout": DoingWords(
        name=_("Gather a payout"),
        button=_("Gather it"),
        done=_("The payout is gathered. Others have to approve it now."),
        lead=_("It gathers all that is payable to members who have named an account."),
        fields={
            "payout": Ask(_("What is it called?"), _("A short name, as may-2026.")),
            "pay_on": Ask(_("On which day shall the bank pay?")),
        },
    ),
    "treasury.approve_payout": DoingWords(
        name=_("Approve a payout"),
        button=_("Approve it"),
        done=_("You have approved this payout."),
        lead=_("Nobody approves what she has gathered herself."),
        fields={"payout": _PAYOUT},
    ),
    "treasury.cancel_payout": DoingWords(
        name=_("Give up a payout"),
        button=_("Give it up"),
        done=_("The payout is given up. Its money is payable again."),
        fields={"payout": _PAYOUT},
    ),
    "treasury.export_payout": DoingWords(
        name=_("Make the file for the bank"),
        button=_("Make the file"),
        done=_("The file is made. Fetch it from the page of the payout, and hand it in at the bank."),
        fields={"payout": _PAYOUT},
    ),
    "treasury.take_in_bank_file": DoingWords(
        name=_("Take in what the bank sent"),
        button=_("Ask to take it in"),
        done=_("What the bank said is booked."),
        lead=_("The bank's answer to a payout (pain.002), or a statement (camt.053). "
               "The house finds the payout by itself."),
        fields={"file": Ask(_("The file, as the bank gave it")), "period": _PERIOD},
    ),
    "treasury.report_payout": DoingWords(
        name=_("Type in what the bank said of a payout"),
        button=_("Ask to book it"),
        done=_("The bank's word is booked. What it refused is payable again."),
        lead=_("Only where the house cannot read the bank's file itself."),
        fields={
            "payout": _PAYOUT,
            "file": _FILE,
            "rejected": Ask(_("Payments that the bank refused"), _("One a line, as m017=25.00.")),
        },
    ),
    "treasury.settle_payout": DoingWords(
        name=_("Type in what left the bank"),
        button=_("Ask to book it"),
        done=_("It is booked that the bank has sent the money."),
        lead=_("Only where the house cannot read the bank's statement itself."),
        fields={
            "payout": _PAYOUT,
            "amount_cents": Ask(_("How much did the bank take?"), _("As 6500.00.")),
            "file": _FILE,
            "period": _PERIOD,
        },
    ),
    "treasury.return_payments": DoingWords(
        name=_("Type in payments that came back"),
        button=_("Ask to book it"),
        done=_("What came back is booked, and waits."),
        lead=_("Only where the house cannot read the bank's statement itself."),
        fields={
            "payout": _PAYOUT,
            "file": _FILE,
            "returned": Ask(_("Payments that came back"), _("One a line, as m017=25.00.")),
            "period": _PERIOD,
        },
    ),
    "treasury.clear_suspense": DoingWords(
        name=_("Make payments that came back payable again"),
        button=_("Ask to do it"),
        done=_("What came back is payable again."),
        fields={"payout": _PAYOUT, "period": _PERIOD},
    ),
    "treasury.close_payout": DoingWords(
        name=_("End a payout"),
        button=_("End it"),
        done=_("The payout is over."),
        fields={"payout": _PAYOUT},
    ),
}  # fmt: skip
EFFECTS: Mapping[str, str | Promise] = {
    "treasury.may_go_to_bank": _(
        "%(count)s payments, %(money)s in all, may go to the bank for %(day)s."
    ),
    "treasury.approvals": _("Before you, %(given)s have approved it; %(needed)s are needed."),
}
