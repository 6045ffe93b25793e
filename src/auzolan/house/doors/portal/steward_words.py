"""What people read on the pages of offices and of companies: heaps, steps of a close, figures of health.

It holds words only. Each is a title and one sentence that says what it means or what to do.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Said(NamedTuple):
    """A title, and one sentence below it."""

    title: str | Promise
    why: str | Promise = ""


HEAPS: Mapping[str, Said] = {
    "second": Said(
        _("Somebody else's request needs your yes"), _("Read what it changes before you say yes.")
    ),
    "requests": Said(_("Members ask about their data"), _("Each must get an answer by its day.")),
    "models": Said(
        _("Models to be made again"), _("Somebody in them said no. Late models stop serving.")
    ),
    "rows": Said(_("Rows to be erased"), _("Their owners stopped all use of them.")),
    "to_tell": Said(_("Companies to be told of a withdrawal"), _("Tell them, then note it here.")),
    "to_certify": Said(
        _("Certificates that companies owe"), _("They say what was deleted, and when.")
    ),
    "comments": Said(
        _("Comments on labour statements"), _("A model waits until all are answered.")
    ),
    "page_times": Said(_("Raw page times whose day has come"), _("Sums by kind of work stay.")),
    "work": Said(
        _("Work to be judged"), _("By task, never by person. What waits too long is accepted.")
    ),
    "appeals": Said(
        _("Appeals without a panel"), _("Without one they stand as overturned after their days.")
    ),
    "applications": Said(_("People who ask to join"), _("Each deserves an answer.")),
    "to_admit": Said(
        _("Proposals to be let in"), _("They have the support that the rules ask for.")
    ),
    "to_call": Said(_("Proposals without a meeting"), _("Call the members, with an agenda.")),
    "to_open": Said(_("Ballots to be opened"), _("Their meeting has begun.")),
    "to_close": Said(_("Ballots to be closed"), _("Their time is over.")),
    "to_certify_poll": Said(_("Counts to be certified"), _("Count again, then sign.")),
    "to_recheck": Said(
        _("Figures of worth to be computed again"), _("Money may use them only after that.")
    ),
    "to_execute": Said(_("Voted, and not done yet"), _("Whoever holds the office for it does it.")),
    "to_export": Said(_("Payouts that the bank has not got"), _("Make the file and hand it in.")),
    "at_bank": Said(_("Payouts at the bank"), _("Take in its answer when it comes.")),
    "to_end": Said(_("Payouts that are through"), _("End them.")),
    "came_back": Said(_("Payments that came back"), _("Make them payable again.")),
    "to_approve": Said(
        _("Payouts that need your approval"), _("You did not gather them yourself.")
    ),
    "to_invoice": Said(_("Use that stands on no invoice"), _("Write the next invoice.")),
    "companies": Said(_("Companies ask for something"), _("Offer, note or answer.")),
    "exits": Said(_("Capital to be paid back"), _("A year's part is due.")),
    "funds": Said(_("Funds to be spent by a day"), _("The house rules give a time for it.")),
    "closing": Said(_("Periods that are being closed"), _("Go on with the next step.")),
}
STEPS: Mapping[str, Said] = {
    "bookings": Said(
        _("Is everything booked?"),
        _("Compare with the bank's statement. What is missing is booked first."),
    ),
    "calls": Said(_("Calls of companies"), _("Every counted call stands on the record.")),
    "work": Said(_("Pay for work"), _("Accepted work is settled, and lifted to the floor.")),
    "royalties": Said(_("What data earned"), _("Whole cents become payable.")),
    "begin": Said(
        _("Begin to close"), _("Only corrections go in from then on; the next period opens.")
    ),
    "close": Said(_("Close for good"), _("It needs two people, and there is no way back.")),
    "figures": Said(_("What data is worth"), _("Figures that a second person has computed again.")),
    "plan": Said(_("The plan"), _("The house rules say how the result is divided.")),
    "vote": Said(_("The members vote"), _("They say yes or no to exactly this plan.")),
    "share": Said(_("Share it out"), _("The plan that was voted is booked, to the last cent.")),
    "tax": Said(_("Keep back tax"), _("Before anything is paid in cash.")),
    "payout": Said(_("Pay it"), _("Gather, approve by others, hand the file to the bank.")),
}
STATES: Mapping[str, str | Promise] = {
    "done": _("done"), "open": _("can be done now"), "later": _("comes later"), "idle": _("nothing to do"),
}  # fmt: skip
NOTES: Mapping[str, str | Promise] = {
    "owes": _("%(thing)s still owes %(money)s."),
    "calls": _("%(count)s calls of %(thing)s are counted and not on the record."),
    "unearned": _("%(count)s parts of the calls of %(thing)s are not written down as earned."),
    "unjudged": _("%(count)s pieces of work wait to be judged."),
    "unsettled": _("%(count)s pieces of accepted work are not settled."),
    "earned": _("%(count)s people have earned whole cents that are not payable yet."),
}
HEALTH: Mapping[str, Said] = {
    "consent": Said(
        _("Models made again in time, after somebody said no"), _("Of %(of)s that were due.")
    ),
    "overdue": Said(
        _("Duties after a no that are late"), _("Models, rows, companies and certificates.")
    ),
    "requests": Said(_("Questions of members that are late"), _("Of %(of)s that were ever asked.")),
    "floor": Said(
        _("Paid at least the floor"), _("Of %(of)s times that somebody worked in a period.")
    ),
    "appeals": Said(_("Appeals that are open"), _("Of %(of)s that were ever brought.")),
    "turnout": Said(_("Members who took part in votes"), _("Over the last %(of)s ballots.")),
    "gini": Said(
        _("How unevenly the last surplus fell"),
        _("0 % where all get the same, near 100 % where one gets all. Field term: Gini."),
    ),
    "companies": Said(
        _("Of all that companies paid, from one of them"),
        _("Above half, the co-op leans on one company. There are %(of)s."),
    ),
    "pointed_out": Said(
        _("Warnings about parts that grow too large"), _("As the last shared plan points them out.")
    ),
    "backups": Said(
        _("Days since the last backup"), _("As the machine that runs the co-op knows it.")
    ),
}
REQUESTS: Mapping[str, Said] = {
    "licence": Said(_("A licence")),
    "accept": Said(_("A yes to the terms")),
    "key": Said(_("A key to be let in")),
    "certificate": Said(_("A certificate of deletion")),
}
DELETIONS: Mapping[str, str | Promise] = {
    "open": _("to be deleted and certified"), "overdue": _("late"), "done": _("certified"),
}  # fmt: skip
TABLES: Mapping[str, Mapping[str, Said | str | Promise]] = {
    "heap": HEAPS, "step": STEPS, "step_state": STATES, "note": NOTES, "health": HEALTH,
    "request": REQUESTS, "deletion": DELETIONS,
}  # fmt: skip
