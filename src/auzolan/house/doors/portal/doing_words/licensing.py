"""The words of what can be done about licences."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from auzolan.house.doors.portal.doing_words.words import Ask, DoingWords
from auzolan.house.doors.portal.words import PURPOSE_NAMES

_LICENCE = Ask(_("Which licence?"))
_DUTY = Ask(_("For which licence, about which entry, by when?"))

DOINGS: Mapping[str, DoingWords] = {
    "licensing.offer": DoingWords(
        name=_("Offer terms to a company"),
        button=_("Put the offer on the record"),
        done=_("The offer stands on the record. The members vote on it."),
        lead=_("An offer binds nobody. Only the members can grant a licence."),
        fields={
            "licence": Ask(_("What is the licence called?"), _("A short name, as dairy-2026.")),
            "licensee": Ask(_("Which company?"), _("Its short open name, as merindad-dairy.")),
            "model": Ask(_("Which model?")),
            "purpose": Ask(_("What may the answers be used for?"), choices=PURPOSE_NAMES),
            "fee_cents": Ask(_("The sum that is due once"), _("As 9000.00.")),
            "thousand_cents": Ask(_("The price of a thousand answers"), _("As 20.00.")),
            "predictions_max": Ask(_("How many answers at most?")),
            "days": Ask(_("How many days does it last?"), _("From the day on which it is granted.")),
            "pay_days": Ask(_("How many days to pay an invoice?")),
            "credit": Ask(_("The company names those who made the data")),
            "operation": Ask(_("What is done with the data"), _("A word of the list of uses.")),
            "territory": Ask(_("Where it holds"), _("Empty for everywhere.")),
            "model_class": Ask(_("For which kind of model"), _("Empty for none in particular.")),
        },
    ),
    "licensing.accept": DoingWords(
        name=_("Note that a company has said yes"),
        button=_("Note it"),
        done=_("The licence binds the company now. It can have keys."),
        fields={
            "licence": _LICENCE,
            "terms_digest": Ask(_("The code of the terms that it signed"), _("64 letters and digits.")),
            "evidence": Ask(_("Where can its yes be seen?"), _("As: binder 7, or signed here. It is sealed.")),
        },
    ),
    "licensing.issue_key": DoingWords(
        name=_("Let a company's key open its model"),
        button=_("Let it in"),
        done=_("The key works now."),
        lead=_("The company has drawn the key for itself. Nobody here ever sees it."),
        fields={
            "licence": _LICENCE,
            "digest": Ask(_("The code of the key"), _("As the company sees it beside its key.")),
        },
    ),
    "licensing.revoke_key": DoingWords(
        name=_("Put a key out of use"),
        button=_("Put it out of use"),
        done=_("The key opens nothing any more."),
        fields={"key": Ask(_("Which key?"))},
    ),
    "licensing.invoice": DoingWords(
        name=_("Write an invoice"),
        button=_("Ask to write it"),
        done=_("The invoice is written. The company finds it on its pages."),
        lead=_("It asks for everything that stands on no invoice yet."),
        fields={"licence": _LICENCE},
    ),
    "licensing.report_use": DoingWords(
        name=_("Note what a company says to have used"),
        button=_("Note it"),
        done=_("It is noted beside our own count. What is owed follows our count."),
        fields={
            "licence": _LICENCE,
            "since": Ask(_("From which day?")),
            "until": Ask(_("To which day, that day with it?")),
            "answers": Ask(_("How many answers does it say?")),
        },
    ),
    "licensing.revoke": DoingWords(
        name=_("End a licence before its time"),
        button=_("Ask to end it"),
        done=_("The licence is over. Nothing is served under it any more."),
        fields={
            "licence": _LICENCE,
            "reason": Ask(_("Why?"), _("It is sealed; the company can ask for it.")),
        },
    ),
    "licensing.receive": DoingWords(
        name=_("Book what a company has paid"),
        button=_("Ask to book it"),
        done=_("The payment is booked."),
        fields={
            "licence": _LICENCE,
            "amount_cents": Ask(_("How much reached the bank?"), _("As 1200.00.")),
            "reference": Ask(_("What does the bank's statement say?"), _("It is sealed.")),
            "period": Ask(_("In which period?"), _("Leave it open for the period that runs now.")),
        },
    ),
    "licensing.meter": DoingWords(
        name=_("Report a day's answers"),
        button=_("Ask to report them"),
        done=_("The day is reported. What is owed for it counts from now on."),
        lead=_("Only for licences whose calls are not counted one by one."),
        fields={
            "licence": _LICENCE,
            "day": Ask(_("Which day?"), _("A day is reported once, when it is over.")),
            "answers": Ask(_("How many answers?")),
        },
    ),
    "licensing.record_segment": DoingWords(
        name=_("Put counted calls on the record"),
        button=_("Put them there"),
        done=_("The calls stand on the record."),
        lead=_("A running server does this by itself for every 10,000 calls. Do it before a close."),
        fields={"licence": _LICENCE},
    ),
    "licensing.accrue_uses": DoingWords(
        name=_("Write down what members earned by calls"),
        button=_("Ask to write it down"),
        done=_("What members earned by these calls is written down."),
        fields={"licence": _LICENCE},
    ),
    "licensing.notify": DoingWords(
        name=_("Note that a company was told of a withdrawal"),
        button=_("Note it"),
        done=_("It is noted. The company now owes a certificate."),
        fields={"duty": _DUTY},
    ),
    "licensing.certify": DoingWords(
        name=_("Note a company's certificate"),
        button=_("Note it"),
        done=_("The certificate is noted, and kept where only the house can read it."),
        fields={
            "duty": _DUTY,
            "sent": Ask(_("What the company has sent")),
            "certificate": Ask(_("Or its file"), _("At most 4 MB.")),
        },
    ),
}  # fmt: skip
EFFECTS: Mapping[str, str | Promise] = {
    "licensing.members_decide": _(
        "%(licensee)s sees the offer. The members decide whether it is granted."
    ),
    "licensing.paid": _("%(licensee)s has paid %(money)s. It becomes income of the period."),
    "licensing.ends_now": _("From this moment nobody may call the model under %(licence)s."),
}
