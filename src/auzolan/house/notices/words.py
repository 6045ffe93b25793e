"""What notices say. No sentence holds an amount: mail is read by more people than a page is."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Mapping[str, str | Promise] = {
    "paid": _("Money was paid out to you."),
    "payment_refused": _("The bank did not take a payment to you. Look at your bank account here."),
    "payment_returned": _(
        "A payment to you came back from the bank. Look at your bank account here."
    ),
    "bank_account": _("Your bank account was changed here. If it was not you, tell us at once."),
    "sign_in_way": _(
        "A way to sign in as you was added or removed. If it was not you, tell us at once."
    ),
    "address": _("The address of your mail was changed here. If it was not you, tell us at once."),
    "poll_closing": _("The vote on %(proposal)s closes within two days. Have you voted?"),
    "looked": _("Somebody who holds an office looked at figures of yours. See who, and what for."),
    "poll_opened": _("The vote on %(proposal)s has begun."),
    "poll_result": _("The vote on %(proposal)s is counted. See the result."),
    "rows_used": _("The model %(model)s was trained with data of yours."),
    "licence_granted": _("A company may use the model %(model)s, which learnt from data of yours."),
    "withdrawal_done": _(
        "The model %(model)s is in use no more: your data is out of what follows it."
    ),
    "period_closed": _("The books of %(period)s are closed. Your statement is ready."),
    "surplus_shared": _("Your share of the surplus of %(period)s is written to your account."),
    "work_accepted": _("Work of yours was accepted."),
    "work_rejected": _("Work of yours was rejected. See why, and until when you can appeal."),
    "appeal_upheld": _("Your appeal is decided: the rejection stands."),
    "appeal_overturned": _("Your appeal is decided: the work is accepted after all."),
    "request_answered": _("What you asked about your data was answered."),
    "second_wanted": _("Something waits for the yes or no of a second person; you may be the one."),
    "program_silent": _(
        "Your program does not answer at %(host)s. We tried six times in about fifteen hours. Under your "
        "programs you can have the messages sent again, or stop them."
    ),
}
KIND_NAMES: Mapping[str, str | Promise] = {
    "money": _("Money paid to you, or refused by the bank"),
    "security": _("Changes of your bank account, your address or how you sign in"),
    "closing": _("A vote closes within two days"),
    "look": _("Somebody looked at your figures"),
    "vote": _("Votes that begin, and their results"),
    "use": _("What your data is used for"),
    "statement": _("Statements and shares of the surplus"),
    "work": _("Your work: accepted, rejected, appeals"),
    "request": _("Answers to what you asked about your data"),
    "second": _("What waits for a second person"),
    "program": _("A program of yours does not answer"),
}
HOW_NAMES: Mapping[str, str | Promise] = {
    "now": _("By mail, at once"),
    "digest": _("By mail, once a day"),
    "page": _("Only here, on a page"),
    "off": _("Not at all"),
}
