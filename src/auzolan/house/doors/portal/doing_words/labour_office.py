"""The words of what offices do about work: tasks, judging, pay, being heard, statements."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from auzolan.house.doors.portal.doing_words.words import Ask, DoingWords
from auzolan.house.doors.portal.labour_words import CLASSES

_REASON = Ask(_("Why?"), _("Whoever did the work reads this. Be plain and fair."))
_WORK = Ask(_("Which piece of work, for which task, how many items, by when?"))
_PERIOD = Ask(_("In which period?"), _("Leave it open for the period that runs now."))
_CLASS = Ask(_("What kind of work?"), choices=CLASSES)
_TASK = Ask(_("Which task?"))

TASKS: Mapping[str, DoingWords] = {
    "labour.open_task": DoingWords(
        name=_("Offer a task"),
        button=_("Offer it"),
        done=_("The task is on offer, with its pay for an item and for an hour."),
        lead=_("A price below the floor is refused. A price by piece needs people who tried it."),
        fields={
            "task": Ask(_("What is it called?"), _("A short name, as bird-songs.")),
            "words": Ask(_("What is to be done, and what for?")),
            "hour_cents": Ask(_("Pay for an hour"), _("As 18.00. Zero where it is paid by piece.")),
            "piece": Ask(_("Pay for a piece"), _("As 0.0625. Empty where it is paid by the hour.")),
            "pilot": Ask(
                _("Who tried it, as a file"),
                _("CSV with the columns items, seconds, unpaid_seconds; no names."),
            ),
            "issuer": Ask(_("For which company?"), _("Empty for the co-operative itself.")),
            "kind": Ask(_("Which kind of data does it make?"), _("As purchases; empty for none.")),
            "work_class": _CLASS,
            "page_seconds_max": Ask(_("The longest that one page may count, in seconds")),
            "harmful": Ask(
                _("May people meet content that harms?"),
                choices={"0": _("No"), "1": _("Perhaps"), "2": _("Surely")},
            ),
        },
    ),
    "labour.close_task": DoingWords(
        name=_("Offer a task no more"),
        button=_("End the offer"),
        done=_("The task is not offered any more. What was begun is still paid."),
        fields={"task": _TASK, "reason": Ask(_("Why?"))},
    ),
    "labour.accept": DoingWords(
        name=_("Accept work"),
        button=_("Accept it"),
        done=_("The work is accepted. It is owed at the next settlement."),
        fields={"submissions": _WORK, "reason": _REASON},
    ),
    "labour.accept_all": DoingWords(
        name=_("Accept all that waits"),
        button=_("Accept it all"),
        done=_("What waited longest is accepted, up to 300 pieces."),
        fields={
            "task": Ask(_("Of which task?"), _("Leave it open for all tasks.")),
            "reason": _REASON,
        },
    ),
    "labour.reject": DoingWords(
        name=_("Turn work down"),
        button=_("Turn it down"),
        done=_("The work is turned down. Its maker reads why, and may appeal."),
        fields={"submission": _WORK, "reason": _REASON},
    ),
    "labour.revise": DoingWords(
        name=_("Hand work back"),
        button=_("Hand it back"),
        done=_("The work goes back to its maker, once, with your reason."),
        fields={"submission": _WORK, "reason": _REASON},
    ),
    "labour.seat_panel": DoingWords(
        name=_("Seat a panel for an appeal"),
        button=_("Draw the panel by lot"),
        done=_("Peers were drawn by lot. Nobody else knows who they are."),
        fields={"submission": Ask(_("About which piece of work?"))},
    ),
    "labour.forget_pages": DoingWords(
        name=_("Destroy raw page times whose day has come"),
        button=_("Destroy them"),
        done=_("The raw times are destroyed. Sums by kind of work stay."),
        fields={"log": Ask(_("Of which log?"))},
    ),
}
HEARD: Mapping[str, DoingWords] = {
    "labour.open_pulse": DoingWords(
        name=_("Ask all members how their work is"),
        button=_("Ask them"),
        done=_("Everybody can answer now, under a code that nobody else knows."),
        fields={"days": Ask(_("How many days?"), _("From 7 to 60."))},
    ),
    "labour.publish_statement": DoingWords(
        name=_("State the labour behind a model or a data set"),
        button=_("Publish it"),
        done=_("The statement is out. Members can comment on it now."),
        lead=_("The figures follow from the books. You add what no figure says."),
        fields={
            "about": Ask(_("About what?")),
            "purpose": Ask(_("What is it for?")),
            "jobs": Ask(
                _("What will it do to jobs?"),
                choices={
                    "unknown": _("It is not known"), "none": _("Nothing"), "fewer": _("Fewer jobs"),
                    "other": _("Other jobs"), "more": _("More jobs"),
                },
            ),
            "effect": Ask(_("The same in words")),
            "consultation": Ask(_("With whom was it talked over? Who was against it, and why?")),
            "support": Ask(_("What is done for people who meet harmful content?")),
            "not_known": Ask(_("What is not known?")),
        },
    ),
    "labour.answer_comment": DoingWords(
        name=_("Answer a comment"),
        button=_("Answer"),
        done=_("Your answer stands on the record."),
        fields={"comment": Ask(_("Which comment?")), "words": Ask(_("What do you answer?"))},
    ),
}  # fmt: skip
PAY: Mapping[str, DoingWords] = {
    "labour.log_work": DoingWords(
        name=_("Bring in a log of work"),
        button=_("Bring it in"),
        done=_("The work is on the books. It waits to be judged."),
        fields={
            "file": Ask(_("The file"), _("CSV, one line a piece of work, as the reference shows.")),
            "period": _PERIOD,
        },
    ),
    "labour.import": DoingWords(
        name=_("Bring in work from a tool"),
        button=_("Bring it in"),
        done=_("The work is on the books. It waits to be judged."),
        lead=_("What a platform thinks of a person is never read. A file is booked once."),
        fields={
            "file": Ask(_("The file, as the tool wrote it")),
            "tool": Ask(_("Which tool?")),
            "log": Ask(_("What is the log called?"), _("A short name, as may-2026.")),
            "people": Ask(_("Who is who"), _("CSV with the columns worker, member.")),
            "task": Ask(_("For which task?"), _("It says the price.")),
            "period": _PERIOD,
        },
    ),
    "labour.settle": DoingWords(
        name=_("Pay accepted work"),
        button=_("Ask to settle it"),
        done=_("What was accepted is owed to those who did it."),
        fields={"period": _PERIOD},
    ),
    "labour.record_work": DoingWords(
        name=_("Book a sheet of agreed work"),
        button=_("Ask to book it"),
        done=_("The sheet is booked. Pay below the floor was lifted to it."),
        fields={
            "file": Ask(_("The file"), _("CSV with the columns member, seconds, pay_cents.")),
            "period": _PERIOD,
        },
    ),
    "labour.assign_index": DoingWords(
        name=_("Set by how much somebody's hours weigh"),
        button=_("Ask to set it"),
        done=_("Her hours weigh so from now on when a surplus is shared."),
        fields={
            "member": Ask(_("Whose hours?"), _("Her number, as m017.")),
            "index_centi": Ask(_("The index in hundredths"), _("100 is the base.")),
            "work_class": Ask(_("Of which kind of work?"), _("Open for all."), choices=CLASSES),
        },
    ),
    "labour.set_reference": DoingWords(
        name=_("Bring in minimum and living wages"),
        button=_("Ask to bring them in"),
        done=_("These wages count for the floor from their day on."),
        fields={
            "file": Ask(
                _("The file, as it was published"),
                _("CSV with the columns place, basis, from, cents_hour, citation."),
            ),
            "source": Ask(_("Who published it?"), _("A short name, as boe.")),
        },
    ),
    "labour.release_groups": DoingWords(
        name=_("Tell figures about groups"),
        button=_("Tell them"),
        done=_("The figures are told. Groups that would show somebody were kept back."),
        fields={
            "file": Ask(_("Who belongs where"), _("CSV with member, and a column for each heading.")),
            "release": Ask(_("What is it called?"), _("A short name, as countries-2026.")),
            "population": Ask(_("What are these people called?")),
            "audience": Ask(
                _("Who may read it?"),
                choices={"inside": _("Members"), "public": _("Everybody")},
            ),
            "measure": Ask(
                _("What is counted?"),
                choices={
                    "people": _("People"), "seconds": _("Time"), "items": _("Pieces"),
                    "pay_cents": _("Pay"),
                },
            ),
            "period": Ask(_("Of which closed period?")),
            "noise_centi": Ask(_("Noise, epsilon in hundredths"), _("0 for exact figures.")),
        },
    ),
}  # fmt: skip
DOINGS: Mapping[str, DoingWords] = {**TASKS, **HEARD, **PAY}
EFFECTS: Mapping[str, str | Promise] = {
    "labour.reason_is_read": _("Whoever did the work reads your reason."),
    "labour.may_appeal": _("She may appeal. Peers drawn by lot judge it then."),
    "labour.accepted_is_owed": _("All accepted work that was not settled yet is owed from now on."),
    "labour.lifted_to_floor": _("Whoever stays below the floor for her time is lifted to it."),
    "labour.small_groups_stay_back": _(
        "Groups so small that they would show somebody are kept back."
    ),
    "labour.told_for_good": _("What was told cannot be taken back."),
}
