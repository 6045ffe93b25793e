"""Words of the pages for visitors and auditors: what a line, a picture or a step of a check is called."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, str | Promise]

PLOTS: Words = {
    "people": _("Members at the end of each quarter"),
    "models": _("Models in use at the end of each quarter"),
    "votes": _("Of 100 who could vote, so many did"),
    "income": _("Income"),
    "work": _("Pay for work"),
    "result": _("Left after all costs"),
    "cash": _("Paid to members from what was left"),
}
"""What a picture shows."""

GROUPS: Words = {
    "members": _("Members"),
    "commons": _("All together"),
    "outside": _("Others"),
    "nobody": _("Nobody yet"),
}
"""Who was paid."""

LINES: Words = {
    "wages": _("Pay for work"),
    "royalties": _("Paid by each use of their data"),
    "interest": _("Interest on capital"),
    "cash": _("Share of the surplus, paid out"),
    "capital": _("Share of the surplus, added to capital"),
    "reserve": _("Savings of all, which cannot be split"),
    "education": _("Education"),
    "funds": _("Other funds"),
    "past_losses": _("Losses of before made good"),
    "costs": _("Bills and fees"),
    "tax": _("Tax on the result"),
    "unshared": _("Not shared yet"),
    "missing": _("Missing: more was spent than came in"),
}
"""What for."""

CONTROL: Words = {
    "sealed": _("Put together"),
    "used": _("Used"),
    "trained": _("Model made"),
    "licensed": _("Licensed to a company"),
}
"""What was done with a data set."""

ALLOWED: Words = {
    "consent": _("each person's own yes"),
    "vote": _("a vote of the members"),
}
"""What allowed it."""

DUTIES: Words = {
    "models": _("Models to be made anew without somebody's data"),
    "told": _("Companies to be told that somebody withdrew"),
    "certified": _("Companies to certify that they obeyed"),
    "erased": _("Data to be erased"),
    "requests": _("Questions of members about their data"),
}
"""What may be overdue."""

TOLD: Words = {
    "joined": _("people joined"),
    "left": _("people left"),
    "rows": _("rows came in"),
    "data_sets": _("data sets were put together"),
    "uses": _("times a data set was used"),
    "models": _("models were made"),
    "licences": _("licences were granted"),
    "withdrawals": _("times somebody stopped the use of her data"),
}
"""What a report counts."""
