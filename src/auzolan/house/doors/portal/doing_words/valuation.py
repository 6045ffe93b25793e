"""The words of what can be done about what data is worth."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from auzolan.house.doors.portal.doing_words.words import Ask, DoingWords

DOINGS: Mapping[str, DoingWords] = {
    "valuation.value": DoingWords(
        name=_("Work out what data is worth to a model"),
        button=_("Work it out"),
        done=_("The figures stand on the record. A second person computes them again."),
        fields={
            "valuation": Ask(_("What are the figures called?"), _("A short name, as worth-2026.")),
            "model": Ask(_("To which model?")),
            "recipe": Ask(
                _("How it is done"),
                _("A recipe as in the reference. Leave it empty for the plain one."),
            ),
        },
    ),
    "valuation.recheck": DoingWords(
        name=_("Compute the figures again"),
        button=_("Compute them again"),
        done=_("The same came out. Money may use these figures now."),
        lead=_("You are the second person: nobody computes her own figures again."),
        fields={"valuation": Ask(_("Which figures?"))},
    ),
}
EFFECTS: Mapping[str, str | Promise] = {}
