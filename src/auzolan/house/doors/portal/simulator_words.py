"""Words of the simulator: the lines of a year, and the named rules of sharing it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from auzolan.house.doors.portal.surplus_words import LINES
from auzolan.house.doors.portal.words import Words

YEAR_LINES: Words = {
    **LINES,
    "interest": _("Interest on capital"),
    "net": _("The year's result after interest"),
    "available": _("What there is to share"),
    "patronage": _("The members' part"),
    "cash": _("Of it paid out"),
    "capitalised": _("Of it kept as members' capital"),
    "loss_of_members": _("Loss that members bear"),
}
SHARING_RULES: Words = {
    "hours-only": _("By hours, all alike"),
    "mondragon": _("By work: hours and the pay index"),
    "stocksy": _("By what one's data earned"),
    "value-only": _("By what one's data is worth"),
    "equal": _("The same for everybody"),
    "blended": _("A mixture of work, worth and equal parts"),
}
