"""The words of what can be done in the room record."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from auzolan.house.doors.portal.doing_words.words import Ask, DoingWords

DOINGS: Mapping[str, DoingWords] = {
    "record.redact": DoingWords(
        name=_("Erase a sealed text"),
        button=_("Erase it for ever"),
        done=_("The text is erased. That it was there stays on the record."),
        lead=_(
            "For words that somebody asked to be erased, or that should never have been written. "
            "No rule rests on them, and nobody can bring them back."
        ),
        fields={
            "entry": Ask(_("Which entry?"), _("Its number, as on its receipt: 4217.")),
            "field": Ask(
                _("Which of its texts?"), _("As the entry's page calls it: words, title.")
            ),
            "reason": Ask(_("Why?"), _("Your reason is sealed as well.")),
        },
    ),
    "record.verify": DoingWords(
        name=_("Check everything"),
        button=_("Check everything now"),
        done=_("All was checked, and nothing differs."),
        lead=_(
            "Every entry is read, each rule is run again, and all totals, votes and accounts are "
            "worked out anew. It changes nothing and can take some minutes."
        ),
    ),
}
EFFECTS: Mapping[str, str | Promise] = {}
