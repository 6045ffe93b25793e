"""The words of what can be done in the room contributions."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from auzolan.house.doors.portal.doing_words.words import Ask, DoingWords

_FILE = _("At most 128 MB. Nothing is kept before you have looked at it and said yes.")
_SHARES = _("One line each: number and per cent, such as m018 40.")

DOINGS: Mapping[str, DoingWords] = {
    "contributions.import": DoingWords(
        name=_("Bring rows"),
        button=_("Bring these rows"),
        done=_("Your rows are here. Nobody may use them until you allow it."),
        lead=_("First you see how many rows can be taken, and which lines cannot, and why."),
        fields={
            "file": Ask(_("The file: CSV, JSON lines or Parquet, or a zip of one"), _FILE),
            "kind": Ask(_("Which kind of data is it?")),
            "delimiter": Ask(
                _("What stands between the values of a CSV?"),
                choices={",": _("a comma"), ";": _("a semicolon"), "tab": _("a tab")},
            ),
        },
    ),
    "contributions.import_traces": DoingWords(
        name=_("Bring what a platform gave you"),
        button=_("Bring these rows"),
        done=_("Your rows are here. Nobody may use them until you allow it."),
        lead=_("Other people in it become @someone before anything is kept."),
        fields={
            "file": Ask(_("The file as the platform gave it to you"), _FILE),
            "kind": Ask(_("Which kind of data is it?")),
            "drop": Ask(
                _("Leave out these fields"), _("Their names with commas, such as title, date.")
            ),
            "addresses": Ask(
                _("How much of a web address is kept?"),
                choices={
                    "host": _("only the site"),
                    "path": _("site and page"),
                    "full": _("all of it"),
                },
            ),
            "times": Ask(
                _("How much of a time is kept?"),
                choices={"day": _("only the day"), "full": _("to the second")},
            ),
            "dates": Ask(
                _("How are dates written in it?"),
                choices={
                    "ymd": _("year, month, day"),
                    "dmy": _("day, month, year"),
                    "mdy": _("month, day, year"),
                },
            ),
        },
    ),
    "contributions.share": DoingWords(
        name=_("Say who made it with me"),
        button=_("Register it"),
        done=_("It is registered. From now on worth is shared like this."),
        lead=_("What you leave over stays yours. What may be done with the rows stays your word."),
        fields={
            "batch": Ask(_("Which of your batches?")),
            "shares": Ask(_("Who made it with you?"), _SHARES),
        },
    ),
    "contributions.erase": DoingWords(
        name=_("Destroy rows for good"),
        button=_("Destroy them"),
        done=_("The rows are gone, with the salts that could prove them."),
        lead=_("Only rows whose owner has stopped their use. Nobody can bring them back."),
        fields={
            "batch": Ask(_("Which batch?")),
            "reason": Ask(_("Why?"), _("It is sealed.")),
        },
    ),
    "contributions.settle": DoingWords(
        name=_("Settle whose rows they are"),
        button=_("Settle it"),
        done=_("From now on the rows are whose you said. Earlier values stay as they are."),
        lead=_("Whoever settles it held none of these rows, and gets none."),
        fields={
            "batch": Ask(_("Which batch?")),
            "rows": Ask(_("Which rows?"), _("Numbers from 0 and spans, such as 0-11,40.")),
            "shares": Ask(_("Whose are they from now on?"), _SHARES),
            "reason": Ask(_("Why?"), _("It is sealed.")),
        },
    ),
}
EFFECTS: Mapping[str, str | Promise] = {
    "contributions.rows_taken": _("%(rows)s rows of the kind %(kind)s can be taken."),
    "contributions.not_used_yet": _(
        "Nobody may use them before you allow it. Rows that you brought before are left out."
    ),
    "contributions.line_left_out": _("Line %(line)s is left out: %(why)s."),
    "contributions.more_left_out": _("And %(lines)s more lines are left out."),
    "contributions.entries_left_out": _("%(entries)s entries are left out: %(why)s."),
    "contributions.people_replaced": _("%(people)s names of other people became @someone."),
    "contributions.worth_shared": _(
        "What the rows are worth goes to these people, in these parts, from the next valuation on."
    ),
    "contributions.gone_for_good": _(
        "%(rows)s rows are destroyed. Values that rested on them can no longer be worked out again."
    ),
}
