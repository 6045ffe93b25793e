"""The words of proposing and of changing a draft: one of each for every kind of measure."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from auzolan.house.doors.portal.assembly_words import ORGANS
from auzolan.house.doors.portal.doing_words.words import Ask, DoingWords
from auzolan.house.doors.portal.money_words import EXIT_REASONS

Fields = Mapping[str, Ask]

WHICH = _("Which proposal?")
_DAYS = Ask(_("For how many days?"))
_USE = {
    "operation": Ask(_("What is done with the data?")),
    "end_use": Ask(_("What for?")),
}
_TITLED: Fields = {
    "title": Ask(_("What is it about?"), _("A few words that everybody understands.")),
    "reasons": Ask(_("Why?"), _("Members read this before they vote.")),
    "organ": Ask(_("Who decides?"), choices=ORGANS),
}
_REVISED: Fields = {
    "proposal": Ask(_("Which of your drafts?")),
    "reasons": Ask(_("Why?"), _("Members read this before they vote.")),
}

_KINDS: Mapping[str, tuple[str | Promise, Fields]] = {
    "change": (
        _("Change the house rules"),
        {
            "clause": Ask(_("Which rule?")),
            "value": Ask(_("What should it say?"),
                         _("As the house rules show it: 15 % or 12.50 or 30 or >=2/3.")),
            "more": Ask(_("Rules that change together with it"),
                        _("One a line, as surplus.education_bp = 15 %.")),
        },
    ),
    "licence": (
        _("Let a company use our data"),
        {
            "licensee": Ask(_("Which company?"), _("A short name in small letters, as milk-ltd.")),
            "model": Ask(_("Which model?")),
            "purpose": Ask(_("What for?")),
            "fee": Ask(_("What does it pay once?")),
            "price_of_thousand": Ask(_("What does it pay for 1,000 answers?")),
            "answers_max": Ask(_("How many answers at most?")),
            "days": _DAYS,
            "operation": Ask(_("What is done with the data?")),
            "territory": Ask(_("Where?"), _("Empty for anywhere.")),
            "model_class": Ask(_("For which kind of model?"), _("Empty for any.")),
            "pay_days": Ask(_("Within how many days are its bills paid?")),
            "no_names": Ask(_("The company need not name those who made the data")),
        },
    ),
    "plan": (_("Share a surplus as planned"), {"plan": Ask(_("Which plan?"))}),
    "office": (
        _("Put somebody into an office"),
        {
            "office": Ask(_("Which office?")),
            "holder": Ask(_("Who?"), _("Her number, as m017, where there is no list.")),
            "days": _DAYS,
        },
    ),
    "recall": (_("Take an office away"), {"seat": Ask(_("From whom?"))}),
    "election": (
        _("Hold an election"),
        {
            "organ_elected": Ask(_("Which organ?"), choices=ORGANS),
            "seats": Ask(_("How many seats?")),
            "days": _DAYS,
            "section": Ask(
                _("In which section?"), _("For delegates only; empty for those who have none.")
            ),
        },
    ),
    "options": (
        _("Ask what members prefer"),
        {"options": Ask(_("What can they choose from?"),
                        _("Two or more short names in small letters, one a line."))},
    ),
    "strike": (
        _("Stop uses together"),
        {
            **_USE,
            "towards": Ask(_("Towards whom?"), _("Short names, one a line. Empty for everybody.")),
            "until": Ask(_("Until when?"), _("Empty for until members end it.")),
        },
    ),
    "end_strike": (_("End a strike"), {"strike": Ask(_("Which strike?"))}),
    "exit": (
        _("Pay a member's capital out"),
        {
            "leaving": Ask(_("Whose capital?"), _("Her number, as m017, where there is no list.")),
            "reason": Ask(_("Why?"), choices=EXIT_REASONS),
            "deduction_percent": Ask(_("How many per cent stay in the savings of all?")),
            "transfer_to": Ask(_("Who takes it over?"), _("Only where another member does.")),
        },
    ),
    "end": (_("End the co-operative as planned"), {"winding_up": Ask(_("Which plan?"))}),
    "restructure": (
        _("Merge, split or transform"),
        {
            "kind": Ask(_("Which of them?"),
                        choices={"merger": _("Merge with another"), "split": _("Split in two"),
                                 "transformation": _("Become something else")}),
            "agreement": Ask(_("Digest of the agreement"), _("64 digits: the SHA-256 of its file.")),
        },
    ),
    "pause": (
        _("Keep a pause"),
        {"pause": Ask(_("Which pause?")), "until": Ask(_("Until when?"))},
    ),
    "group": (
        _("Say for our group what may be done with its data"),
        {
            "group": Ask(_("Which group?")),
            "says": Ask(_("What does it say?"),
                        choices={"permit": _("Yes, this may be done"),
                                 "prohibit": _("No, this may not be done"),
                                 "lift": _("It takes back what it said")}),
            **_USE,
            "statement": Ask(_("What does it take back?"),
                             _("The id of what it said, as group-41. Only to take back.")),
        },
    ),
}  # fmt: skip


def _proposed(name: str | Promise, fields: Fields) -> DoingWords:
    return DoingWords(
        name, _("Propose it"), _("Your proposal stands. Others can endorse it and comment on it."),
        _("It becomes a draft. You can change it or take it back until it is called."),
        {**fields, **_TITLED},
    )  # fmt: skip


def _revised(name: str | Promise, fields: Fields) -> DoingWords:
    return DoingWords(
        name, _("Put this in its place"), _("Your draft says this now. It is endorsed anew."),
        _("You change a draft of yours. Those who endorsed it are asked again."),
        {**fields, **_REVISED},
    )  # fmt: skip


PROPOSALS: Mapping[str, DoingWords] = {
    **{f"assembly.propose_{kind}": _proposed(*words) for kind, words in _KINDS.items()},
    **{f"assembly.revise_{kind}": _revised(*words) for kind, words in _KINDS.items()},
}
PROPOSING_EFFECTS: Mapping[str, str | Promise] = {
    "assembly.clause_changes": _("%(clause)s: %(after)s in place of %(before)s."),
    "assembly.not_admissible": _(
        "As it stands it could never be carried out, so it would not come to a vote: %(because)s"
    ),
    "assembly.year_divided": _(
        "Had the last planned year been shared like this, %(gaining)s would have got more, "
        "%(losing)s less and %(same)s the same."
    ),
    "assembly.year_for_you": _("You would have got %(after)s instead of %(before)s."),
}
