"""The words of what can be done about money: bookings, the close of a period, capital."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from auzolan.house.doors.portal.doing_words import treasury_payouts
from auzolan.house.doors.portal.doing_words.words import Ask, DoingWords
from auzolan.house.doors.portal.money_words import ACCOUNTS

_PERIOD = Ask(_("In which period?"), _("Leave it open for the period that runs now."))
_WHY = Ask(_("What is it for?"), _("It is sealed: on the record stands only that you said it."))
_REFERENCE = Ask(
    _("What does the bank's statement say?"),
    _("It is sealed, and proves later which payment it was."),
)
_HOLD = Ask(_("Which money that is kept?"))
_NEXT = Ask(_("Which period comes next?"), _("A short name, as 2027 or 2027-q1."))
_KIND = Ask(
    _("What kind of capital is it?"),
    choices={
        "compulsory": _("The contribution that is due"),
        "voluntary": _("More, of their own free will"),
    },
)
_ACCOUNTS: Mapping[str, str | Promise] = {
    name: words for name, words in ACCOUNTS.items() if ":" in name or name == "bank"
}

BOOKINGS: Mapping[str, DoingWords] = {
    "treasury.book": DoingWords(
        name=_("Book an amount"),
        button=_("Ask for this booking"),
        done=_("The amount is booked."),
        lead=_("For costs, other income and what a fund spends. All else has a form of its own."),
        fields={
            "pays": Ask(_("Where does the money come from?"), choices=_ACCOUNTS),
            "gets": Ask(_("Where does it go?"), choices=_ACCOUNTS),
            "amount_cents": Ask(_("How much?"), _("As 12.50.")),
            "why": _WHY,
            "period": _PERIOD,
        },
    ),
    "treasury.book_list": DoingWords(
        name=_("Book several lines at once"),
        button=_("Ask for this booking"),
        done=_("All lines are booked."),
        lead=_("All lines together, and what is owed to members, must make zero."),
        fields={
            "lines": Ask(
                _("The lines, one below the other"),
                _("As expense:fees=12.50 and bank=-12.50; what goes out has a minus."),
            ),
            "owed": Ask(
                _("A file of what is owed to members"),
                _("CSV with the columns member, amount_cents."),
            ),
            "why": _WHY,
            "period": _PERIOD,
        },
    ),
    "treasury.reverse": DoingWords(
        name=_("Undo a booking"),
        button=_("Ask to undo it"),
        done=_("The booking is undone by its opposite. Both stay on the record."),
        fields={"booking": Ask(_("Which booking?")), "period": _PERIOD},
    ),
    "treasury.hold": DoingWords(
        name=_("Keep money for one use"),
        button=_("Keep it"),
        done=_("This money is kept. Nobody can spend it on anything else."),
        fields={
            "hold": Ask(_("What is it called?"), _("A short name, as rent-march.")),
            "account": Ask(_("Of which money?"), choices=_ACCOUNTS),
            "amount_cents": Ask(_("How much?"), _("As 900.00.")),
            "until": Ask(_("Until when?"), _("From this day on it is free again.")),
        },
    ),
    "treasury.post_hold": DoingWords(
        name=_("Spend what was kept"),
        button=_("Ask to spend it"),
        done=_("It is spent. What was left over is free again."),
        fields={
            "hold": _HOLD,
            "to": Ask(_("What was it spent on?"), choices=_ACCOUNTS),
            "amount_cents": Ask(_("How much was spent?"), _("As 48.20.")),
            "period": _PERIOD,
        },
    ),
    "treasury.void_hold": DoingWords(
        name=_("Keep this money no longer"),
        button=_("Let go of it"),
        done=_("The money is free again."),
        fields={"hold": _HOLD},
    ),
}
CLOSING: Mapping[str, DoingWords] = {
    "treasury.begin_closing": DoingWords(
        name=_("Begin to close a period"),
        button=_("Begin"),
        done=_("Only corrections go into this period from now on. The next one is open."),
        fields={"period": Ask(_("Which period ends?")), "next_period": _NEXT},
    ),
    "treasury.close_period": DoingWords(
        name=_("Close a period for good"),
        button=_("Ask to close it"),
        done=_("The period is closed. Its result can be shared now."),
        fields={"period": Ask(_("Which period ends?")), "next_period": _NEXT},
    ),
    "treasury.plan": DoingWords(
        name=_("Work out how a surplus would be shared"),
        button=_("Put the plan on the record"),
        done=_("The plan stands on the record. The members vote on it."),
        lead=_("The house rules say how. Here you only say what they cannot know."),
        fields={
            "plan": Ask(_("What is the plan called?"), _("A short name, as share-2026.")),
            "period": Ask(_("Whose result is shared?")),
            "valuation": Ask(
                _("Which figures say what data is worth?"),
                _("Only figures that a second person has computed again."),
            ),
            "tax_cents": Ask(_("Tax on the result"), _("As 0.00.")),
            "third_parties_cents": Ask(_("What of the result comes from work with others?")),
            "extraordinary_cents": Ask(_("What of the result is out of the ordinary?")),
        },
    ),
    "treasury.withhold": DoingWords(
        name=_("Keep back tax from members' cash"),
        button=_("Ask to keep it back"),
        done=_("The tax is kept back. What is left is payable."),
        fields={"plan": Ask(_("From which shared surplus?"))},
    ),
    "treasury.remit_withholding": DoingWords(
        name=_("Note that tax was sent"),
        button=_("Ask to note it"),
        done=_("All tax that was kept back has gone to the tax office."),
        fields={"reference": _REFERENCE},
    ),
    "treasury.accrue": DoingWords(
        name=_("Write down what members earned by a licence"),
        button=_("Ask to write it down"),
        done=_("It is written down. It becomes payable once the period is settled."),
        lead=_("Calls that we count ourselves are written down without a file."),
        fields={
            "licence": Ask(_("By which licence?")),
            "earned": Ask(
                _("A file of what each earned"), _("CSV with the columns member, amount_micro.")
            ),
        },
    ),
    "treasury.settle_royalties": DoingWords(
        name=_("Make what data earned payable"),
        button=_("Ask to make it payable"),
        done=_("Whole cents are payable now. What is below a cent stays for the next time."),
        fields={"period": _PERIOD},
    ),
}
CAPITAL: Mapping[str, DoingWords] = {
    "treasury.contribute": DoingWords(
        name=_("Note capital that a member paid in"),
        button=_("Ask to note it"),
        done=_("It stands in her capital account now."),
        lead=_("The ledger is open and shows the sum. Note several payments together if you can."),
        fields={
            "member": Ask(_("Who paid?"), _("Her number, as m017.")),
            "kind": _KIND,
            "amount_cents": Ask(_("How much reached the bank?"), _("As 100.00.")),
            "reference": _REFERENCE,
        },
    ),
    "treasury.contribute_list": DoingWords(
        name=_("Note capital that several members paid in"),
        button=_("Ask to note it"),
        done=_("All of it stands in their capital accounts now."),
        fields={
            "paid": Ask(
                _("A file of who paid what"), _("CSV with the columns member, amount_cents.")
            ),
            "kind": _KIND,
            "reference": _REFERENCE,
        },
    ),
    "treasury.pay_exit": DoingWords(
        name=_("Pay back a year of somebody's capital"),
        button=_("Ask to make it payable"),
        done=_("This year's part is payable, with its interest."),
        fields={"part": Ask(_("Which part, due since when?"))},
    ),
    "treasury.lapse": DoingWords(
        name=_("Put what nobody claimed into the savings of all"),
        button=_("Ask to do it"),
        done=_("What was not claimed in time belongs to the savings of all now."),
        lead=_("Try to reach the person first. The rules refuse it before the time is over."),
        fields={"member": Ask(_("Who left and has not claimed?"), _("The number, as m017."))},
    ),
    "treasury.plan_winding_up": DoingWords(
        name=_("Work out who would get what at the end"),
        button=_("Put the plan on the record"),
        done=_("The plan stands on the record. The members vote on it."),
        lead=_("It ends nothing yet. Only the members can end the co-operative."),
        fields={
            "winding_up": Ask(_("What is the plan called?"), _("A short name, as end.")),
            "creditors": Ask(
                _("What is owed that no account shows"), _("One a line, as power-ltd=120.50.")
            ),
            "given_up": Ask(_("Companies whose debt nobody will collect"), _("One a line.")),
        },
    ),
    "treasury.set_payee": DoingWords(
        name=_("Where shall we pay you?"),
        button=_("Pay me here"),
        done=_("Your account is noted. It counts once the waiting time is over."),
        lead=_("Only you can see it, and the office that sends money."),
        fields={
            "name": Ask(_("Who holds the account?"), _("As your bank writes it.")),
            "iban": Ask(
                _("The number of the account (IBAN)"), _("As on your bank card or statement.")
            ),
            "country": Ask(_("Country where you live")),
            "town": Ask(_("Town")),
            "postcode": Ask(_("Postcode")),
            "street": Ask(_("Street")),
            "building": Ask(_("House number")),
            "bic": Ask(_("BIC"), _("Only for an account outside the European Economic Area.")),
        },
    ),
}
DOINGS: Mapping[str, DoingWords] = {
    **BOOKINGS, **CLOSING, **CAPITAL, **treasury_payouts.DOINGS,
}  # fmt: skip
EFFECTS: Mapping[str, str | Promise] = {
    **treasury_payouts.EFFECTS,
    "treasury.list_brought": _(
        "The file names %(people)s people and comes to %(money)s. Its SHA-256 begins with %(digest)s."
    ),
    "treasury.money_moves": _("%(money)s go from %(pays)s to %(gets)s."),
    "treasury.only_corrections": _("Only corrections go into %(period)s from now on."),
    "treasury.period_opens": _("The period %(period)s is open."),
    "treasury.nothing_more": _("Nothing is booked into %(period)s any more."),
    "treasury.no_way_back": _("This cannot be undone. A mistake is corrected in the next period."),
    "treasury.only_a_plan": _("No money moves. The members vote on the plan for %(period)s."),
    "treasury.capital_grows": _("The capital of %(member)s grows by %(money)s."),
    "treasury.account_waits": _(
        "You are paid on this account after %(hours)s hours, so that a stranger gains nothing."
    ),
    "treasury.account_sealed": _(
        "The number is sealed. On the record stands only that you changed it."
    ),
}
