"""The words of what can be done about consent."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from auzolan.house.doors.portal import purpose_words, rights_words, words
from auzolan.house.doors.portal.doing_words.words import Ask, DoingWords

_KIND = Ask(_("Which kind of data?"))
_EVERY_KIND = Ask(_("Which kind of data?"), _("Leave it open for all kinds."))
_PURPOSE = Ask(_("What for?"), choices=words.PURPOSE_NAMES)
_WARD = Ask(_("For whom?"), _("Leave it open to speak for yourself."))
_GROUP = Ask(_("Which group?"))
_OWN_BATCH = Ask(_("Which of your batches?"))
_USE: Mapping[str, Ask] = {
    "operation": Ask(_("What is done with your data?"), choices=purpose_words.OPERATION_NAMES),
    "end_use": Ask(_("What for?"), choices=purpose_words.END_USE_NAMES),
    "kind": _EVERY_KIND,
    "batch": Ask(_("Only one batch?"), _("Leave it open for all of them.")),
    "until": Ask(_("Until which day?"), _("Leave it open for no end.")),
    "parties": Ask(_("Only for these companies?"), _("Choose none for everybody.")),
    "ward": _WARD,
}

DOINGS: Mapping[str, DoingWords] = {
    "consent.withdraw": DoingWords(
        name=_("Stop the use of my data"),
        button=_("Stop it now"),
        done=_("From this moment nobody may use this data."),
        lead=_("You never owe a reason. What you have earned and your vote stay yours."),
        fields={"kind": _KIND, "ward": _WARD},
    ),
    "consent.grant": DoingWords(
        name=_("Say what my data may be used for"),
        button=_("Allow exactly this"),
        done=_("From now on your data may be used for what you chose, and for nothing else."),
        lead=_("What you do not choose is not allowed. You can change it any day."),
        fields={
            "kind": _KIND,
            "purposes": Ask(
                _("What may it be used for?"),
                _("Choose none to allow nothing."),
                words.PURPOSE_NAMES,
            ),
        },
    ),
    "consent.switch_on": DoingWords(
        name=_("Allow a use of my data"),
        button=_("Allow it"),
        done=_("From now on this use is allowed. You can switch it off any day."),
        fields={"kind": _KIND, "purpose": _PURPOSE},
    ),
    "consent.switch_off": DoingWords(
        name=_("Switch off a use of my data"),
        button=_("Switch it off"),
        done=_("From now on nobody may use this data for it."),
        lead=_("You never owe a reason. Your other switches stay as they are."),
        fields={"kind": _KIND, "purpose": _PURPOSE},
    ),
    "consent.permit": DoingWords(
        name=_("Allow one use, with conditions"),
        button=_("Allow it"),
        done=_("This use is allowed from now on, under your conditions."),
        lead=_("Some uses need a yes of their own. All else stays as it is."),
        fields={
            **_USE,
            "floor_cents": Ask(
                _("The least price of a thousand answers"), _("Leave it open for no least price.")
            ),
            "credit": Ask(_("Only where those who made the data are named")),
        },
    ),
    "consent.prohibit": DoingWords(
        name=_("Forbid one use"),
        button=_("Forbid it"),
        done=_("This use is forbidden from now on, whatever else is allowed."),
        lead=_("A no always wins over a yes."),
        fields=_USE,
    ),
    "consent.lift": DoingWords(
        name=_("Take back what I said about a use"),
        button=_("Take it back"),
        done=_("This no longer holds."),
        fields={"statement": Ask(_("What do you take back?")), "ward": _WARD},
    ),
    "consent.entrust": DoingWords(
        name=_("Let the co-op act for me"),
        button=_("Let it act for me"),
        done=_("The co-op now bargains for you, and a strike of members stops uses of your data."),
        lead=_("It bargains with companies for you. What you allow stays as it is."),
    ),
    "consent.end_trust": DoingWords(
        name=_("Act for myself again"),
        button=_("Act for myself"),
        done=_("The co-op acts for you no longer. What you allow stays as it is."),
    ),
    "consent.request": DoingWords(
        name=_("Ask about my data"),
        button=_("Ask"),
        done=_("The office of data has your question, and a day by which it answers."),
        lead=_("What you write is sealed: only you and the office of data can read it."),
        fields={
            "asks": Ask(_("What do you ask for?"), choices=rights_words.ASKS),
            "words": Ask(
                _("Say it in your own words"), _("For example: What do you hold about me?")
            ),
            "ward": _WARD,
        },
    ),
    "consent.answer": DoingWords(
        name=_("Answer a request about data"),
        button=_("Send the answer"),
        done=_("Whoever asked can read your answer now."),
        lead=_("Only whoever asked can read your words. The record shows that you answered."),
        fields={
            "request": Ask(_("Which request?")),
            "outcome": Ask(
                _("What comes of it?"), _("More time can be taken once."), rights_words.OUTCOMES
            ),
            "words": Ask(
                _("Your answer"), _("What was done; or why not, and where she can complain.")
            ),
        },
    ),
    "consent.form_group": DoingWords(
        name=_("Begin a group"),
        button=_("Begin it"),
        done=_("The group exists, and you are its first member."),
        lead=_("A group holds rights in rows together: a choir, a village, a guild."),
        fields={
            "group": Ask(
                _("What is it called?"),
                _("Small letters and digits, such as choir. All can read it."),
            )
        },
    ),
    "consent.invite_to_group": DoingWords(
        name=_("Ask somebody to join a group"),
        button=_("Ask her"),
        done=_("She has been asked. Only she herself can join."),
        fields={
            "group": _GROUP,
            "member": Ask(_("Whom do you ask?"), _("Her number stands in the list of members.")),
        },
    ),
    "consent.join_group": DoingWords(
        name=_("Join a group"),
        button=_("Join"),
        done=_("You belong to the group. Your rows are its rows only where you place them there."),
        fields={"group": _GROUP},
    ),
    "consent.leave_group": DoingWords(
        name=_("Leave a group"),
        button=_("Leave it"),
        done=_("You and your rows belong to the group no longer."),
        lead=_("Models that hold rows you placed there are made again without them."),
        fields={"group": _GROUP},
    ),
    "consent.place_batch": DoingWords(
        name=_("Put rows among those of a group"),
        button=_("Put them there"),
        done=_("From now on a use of these rows needs the yes of the group too."),
        lead=_("The group decides by vote. You can still say no on your own."),
        fields={"batch": _OWN_BATCH, "group": _GROUP},
    ),
    "consent.take_batch_out": DoingWords(
        name=_("Take rows out of a group"),
        button=_("Take them out"),
        done=_("Only your own word counts for these rows again."),
        fields={"batch": _OWN_BATCH},
    ),
    "consent.set_guardian": DoingWords(
        name=_("Note who speaks for a minor"),
        button=_("Note it"),
        done=_("She speaks for the minor until that day. What was allowed before has ended."),
        fields={
            "minor": Ask(_("Who is the minor?")),
            "guardian": Ask(_("Who speaks for her?")),
            "until": Ask(_("On which day is she of age?")),
        },
    ),
    "consent.note_third_persons": DoingWords(
        name=_("Note other people in rows"),
        button=_("Note it"),
        done=_("It is noted. Without a basis these rows are not used."),
        fields={
            "batch": Ask(_("Which batch?")),
            "basis": Ask(_("May the rows be used, and why?"), choices=purpose_words.BASES),
            "evidence": Ask(_("Where can that be looked up?"), _("It is sealed.")),
        },
    ),
}
EFFECTS: Mapping[str, str | Promise] = {
    "consent.use_stops": _("Nobody may use your data of the kind %(kind)s from this moment on."),
    "consent.rows_erased_by": _("Your %(rows)s rows are erased by %(day)s at the latest."),
    "consent.model_again": _(
        "The model %(model)s is made again without your rows by %(day)s, or it stops."
    ),
    "consent.more_models": _("And so are %(number)s more models."),
    "consent.no_model": _("No model that is in use holds these rows."),
    "consent.licensee_told": _(
        "%(licensee)s pays for %(model)s and has paid %(money)s so far. It is told by %(day)s. "
        "What it pays for a model without your rows brings you nothing for your data."
    ),
    "consent.earned_stays": _("What you have earned and your capital stay yours."),
    "consent.may_use": _("Your data of the kind %(kind)s may be used for: %(purpose)s."),
    "consent.may_not_use": _(
        "Your data of the kind %(kind)s may no longer be used for: %(purpose)s."
    ),
    "consent.can_stop": _("You can switch it off any day, without a reason."),
    "consent.no_wins": _("This no wins over every yes that you have given."),
    "consent.no_longer_said": _("What you said about this use no longer holds."),
    "consent.answered_by": _("You are answered by %(day)s at the latest."),
    "consent.group_decides": _(
        "Whoever wants to use these rows needs the yes of %(group)s, and yours."
    ),
}
