"""The words of what somebody can do about her own work."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from auzolan.house.doors.portal import labour_words
from auzolan.house.doors.portal.doing_words.words import Ask, DoingWords

_SCORES: Mapping[str, str | Promise] = {
    "0": _("no opinion"), "1": _("1, very bad"), "2": _("2, bad"), "3": _("3, in between"),
    "4": _("4, good"), "5": _("5, very good"),
}  # fmt: skip
_PIECE = Ask(_("Which piece of work?"))


def _scored(name: str) -> Ask:
    return Ask(labour_words.SCORED[name], choices=_SCORES)


DOINGS: Mapping[str, DoingWords] = {
    "labour.claim_time": DoingWords(
        name=_("Put my time on the books"),
        button=_("Put it there"),
        done=_("Your time is on the books and waits to be judged."),
        lead=_("Time counts that no tool has measured: training, talking, paperwork, waiting."),
        fields={
            "work_class": Ask(_("What kind of time?"), choices=labour_words.CLASSES),
            "minutes": Ask(_("How many minutes?"), _("90 for an hour and a half.")),
            "task": Ask(_("For which task?"), _("Leave it open where it was for none.")),
            "items": Ask(_("How many pieces did you do?")),
            "batch": Ask(_("Did it make one of your batches?")),
        },
    ),
    "labour.set_place": DoingWords(
        name=_("Say where I work"),
        button=_("Say it"),
        done=_("From now on the floor of your place holds for your hours."),
        lead=_("No hour is paid below the lowest wage of your place. Only you and pay see it."),
        fields={
            "place": Ask(_("Where do you work?"), _("A country or a part of one, such as ES-PV."))
        },
    ),
    "labour.hand_in_again": DoingWords(
        name=_("Hand work in again"),
        button=_("Hand it in"),
        done=_("Your work waits to be judged again."),
        fields={
            "submission": _PIECE,
            "minutes": Ask(_("How many minutes did it take in all?")),
        },
    ),
    "labour.appeal": DoingWords(
        name=_("Appeal a rejection"),
        button=_("Let peers judge it"),
        done=_("Your appeal waits for a panel of peers."),
        lead=_("Peers drawn by lot judge it. If none do in time, you are right."),
        fields={
            "submission": _PIECE,
            "words": Ask(
                _("Why was the rejection wrong?"), _("The panel reads it, without a name.")
            ),
        },
    ),
    "labour.judge_appeal": DoingWords(
        name=_("Judge an appeal"),
        button=_("Give my judgement"),
        done=_("Your judgement counts. Nobody can tell that it is yours."),
        lead=_("You were drawn by lot. You see the work and both sides, and no name."),
        fields={
            "submission": _PIECE,
            "verdict": Ask(
                _("Who is right?"),
                choices={
                    "overturn": _("who did the work: it counts"),
                    "uphold": _("who turned it down: it does not count"),
                },
            ),
            "reason": Ask(_("Why?")),
        },
    ),
    "labour.rate": DoingWords(
        name=_("Rate whom I worked for"),
        button=_("Give this rating"),
        done=_("Your rating counts. It is shown only with those of enough others."),
        lead=_("Nobody can tell that it is yours, and nobody can take it away."),
        fields={
            "submission": _PIECE,
            "pay": _scored("pay"),
            "fairness": _scored("fairness"),
            "speed": _scored("speed-of-pay"),
            "communication": _scored("communication"),
            "words": Ask(_("What else do you want to say?")),
        },
    ),
    "labour.answer_pulse": DoingWords(
        name=_("Say how my work is"),
        button=_("Send it"),
        done=_("Your answer counts. You can change it until the pulse is over."),
        lead=_("Once a quarter all are asked. Nobody can tell which answer is yours."),
        fields={
            name: _scored(name) for name in ("pay", "hours", "safety", "say", "respect", "learning")
        },
    ),
    "labour.comment": DoingWords(
        name=_("Comment on a labour statement"),
        button=_("Send it"),
        done=_("Your comment is there, and waits for an answer."),
        fields={
            "statement": Ask(_("About which statement?")),
            "words": Ask(_("What do you say?")),
        },
    ),
}
EFFECTS: Mapping[str, str | Promise] = {
    "labour.peers_judge": _(
        "Peers drawn by lot judge it. If they do not in time, your work counts."
    ),
    "labour.nobody_sees_whose": _("They read your words and do not learn whose work it is."),
    "labour.shown_together": _("It is shown only together with those of enough others."),
    "labour.stays": _("It stays: nobody can change it or take it away, you neither."),
}
