"""The words of what can be done about data sets and models."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from auzolan.house.doors.portal.doing_words.words import Ask, DoingWords
from auzolan.house.doors.portal.words import PURPOSE_NAMES

_SNAPSHOT = Ask(_("Which data set?"))
_MODEL = Ask(_("Which model?"))
_OPERATION = Ask(_("What is done with the rows?"), _("A word of the list of uses, as train."))
_RECIPE = Ask(
    _("How it is done"), _("A recipe as in the reference. Leave it empty for the plain one.")
)

DOINGS: Mapping[str, DoingWords] = {
    "learning.seal": DoingWords(
        name=_("Gather a data set"),
        button=_("Gather it"),
        done=_("The data set is sealed. Everybody in it allows this use."),
        fields={
            "snapshot": Ask(_("What is it called?"), _("A short name, as spring-2026.")),
            "kind": Ask(_("Which kind of data?")),
            "purpose": Ask(_("What will it be used for?"), choices=PURPOSE_NAMES),
            "operation": _OPERATION,
            "party": Ask(_("For which company?"), _("Empty for the co-operative itself.")),
            "territory": Ask(_("Where?"), _("Empty for nowhere in particular.")),
            "model_class": Ask(_("For which kind of model?"), _("Empty for none in particular.")),
        },
    ),
    "learning.use": DoingWords(
        name=_("Ask to read a data set once"),
        button=_("Ask"),
        done=_("The use is on the record. It may be read once, for this."),
        fields={"snapshot": _SNAPSHOT, "operation": _OPERATION},
    ),
    "learning.train": DoingWords(
        name=_("Train a model"),
        button=_("Train it"),
        done=_("The model is trained and tested. Both stand on the record."),
        lead=_("Whoever says no meanwhile stops it. Nothing of it is kept then."),
        fields={
            "model": Ask(_("What is the model called?"), _("A short name, as taste-3.")),
            "snapshot": _SNAPSHOT,
            "replaces": Ask(_("Which model does it take over from?")),
            "group_column": Ask(_("Test it by which groups?"), _("The name of a column.")),
            "recipe": _RECIPE,
        },
    ),
    "learning.retrain": DoingWords(
        name=_("Make a model again"),
        button=_("Make it again"),
        done=_("The new model has taken over. The old one is destroyed."),
        lead=_("It learns from what may be used today, and from nothing else."),
        fields={
            "model": _MODEL,
            "way": Ask(
                _("How?"),
                choices={
                    "forget": _("Take out what left, as its recipe allows"),
                    "whole": _("Train all of it anew"),
                },
            ),
        },
    ),
    "learning.note_rows": DoingWords(
        name=_("Note every row of a data set"),
        button=_("Note them"),
        done=_("Every row can be proved from now on."),
        fields={"snapshot": _SNAPSHOT},
    ),
    "learning.release": DoingWords(
        name=_("Let a model be served"),
        button=_("Release it"),
        done=_("The model may be served under its card."),
        fields={"model": _MODEL},
    ),
    "learning.extend": DoingWords(
        name=_("Take more time to make a model again"),
        button=_("Take it"),
        done=_("There is more time, once. The reason is sealed."),
        fields={"model": _MODEL, "reason": Ask(_("Why is more time needed?"))},
    ),
}
EFFECTS: Mapping[str, str | Promise] = {
    "learning.who_said_no_stays_out": _(
        "Only data of people who allow %(purpose)s is taken. It says how many were left out."
    ),
    "learning.old_is_destroyed": _("The old model %(model)s is destroyed once the new one serves."),
}
