"""Plain words for a model's card: how it forgets, how it came about, and what figures do not say.

It holds no figure. The same limits in English for commands stand in `house/rooms/learning/card`.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TIERS: dict[str, str | Promise] = {
    "0": _("Rows are counted out exactly, within hours."),
    "1": _("Rows are computed out exactly, within days."),
    "2": _("A member's rows lie in one part; that part is trained anew."),
    "3": _("It is trained anew as a whole, without her rows."),
    "4": _("It forgets only approximately: a stop-gap that obeys no withdrawal."),
}
HOWS: dict[str, str | Promise] = {
    "trained": _("Trained on all its rows."),
    "downdated": _("Made from the model before, by taking rows out of it."),
    "shards": _("Made from the model before, by training some of its parts anew."),
    "brought": _("Trained elsewhere, and checked when it came in."),
    "approximate": _("A stop-gap, until a model without the withdrawn rows is there."),
}
LIMITS: dict[str, str | Promise] = {
    "one_purpose": _("It may be used for its purpose and for nothing else."),
    "same_people": _(
        "It was tested on later rows of the same people; of other people the figures say nothing."
    ),
    "independent": _("The intervals take questions as independent of each other."),
    "untested": _("Nobody has tested it."),
    "no_groups": _("It was not tested by group, so a group that it fails would not be seen."),
    "small_groups": _("Groups of fewer than 10 test rows are put together."),
    "approximate": _("It forgets approximately: whoever withdrew may still be in it."),
    "brought": _("It was trained elsewhere; that nothing else was read there is not proved."),
    "rows_not_noted": _(
        "The rows of its dataset are not noted, so nobody's absence can be proved."
    ),
}

FIELDS: dict[str, str | Promise] = {
    "card": _("Digest of the card"),
    "groups": _("Groups"),
    "how": _("How it came about"),
    "manifest": _("Digest of the list of rows"),
    "run": _("Run in the trainer's own log"),
    "exact_hours": _("Hours until counts forget"),
    "downdate_hours": _("Hours until closed forms forget"),
    "shard_days": _("Days until ensembles forget"),
    "extended_days": _("Days with more time taken"),
    "notice_hours": _("Hours to tell those who hold licences"),
    "certificate_days": _("Days for their certificate"),
    "backup_days": _("Days that backups may last"),
    "answer_days": _("Days to answer a request"),
}
