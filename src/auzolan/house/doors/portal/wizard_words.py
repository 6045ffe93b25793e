"""Words of the founding wizard: its seven questions, why each is asked, and its fields."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from auzolan.house.doors.portal.words import Words

QUESTIONS: Words = {
    "law": _("Which law do you live under?"),
    "make": _("What do you make together?"),
    "belong": _("Who belongs, and what does each bring in?"),
    "use": _("What may your data be used for?"),
    "share": _("How is a good year shared?"),
    "floor": _("What is the least that an hour earns?"),
    "decide": _("How do you decide?"),
}
REASONS: Words = {
    "law": _("It sets bounds that no vote can leave, and what each answer below begins with."),
    "make": _("Consent is given by kind of data, so the kinds must have names."),
    "belong": _("The same sum from everybody makes nobody an owner of the others."),
    "use": _("Nothing else is ever allowed. Each member then says yes or no to each of these."),
    "share": _("Part is saved for all and cannot be split; the rest goes to those who made it."),
    "floor": _("Nobody is paid below it, however a task is priced."),
    "decide": _(
        "One member, one vote. Harder rules protect the few from the many, and take longer."
    ),
}
FIELDS: Words = {
    "kinds": _("Kinds of data"),
    "works": _("Kinds that are works, each made once"),
    "contribution": _("What each pays on joining"),
    "purposes": _("Allowed purposes"),
    "reserve": _("Saved for all, which cannot be split"),
    "education": _("For education"),
    "labour": _("Of the members' part: by work"),
    "data": _("Of the members' part: by what data is worth to the model"),
    "usage": _("Of the members' part: by uses"),
    "equal": _("Of the members' part: the same for everybody"),
    "cash": _("Of each share: paid out at once"),
    "floor": _("Least pay for an hour"),
    "quorum": _("How many must take part"),
    "majority": _("What most decisions need"),
    "bylaw_majority": _("What a change of the bylaws needs"),
    "notice_days": _("Days of notice before a vote"),
    "poll_days": _("Days that a vote lasts"),
    "preset": _("Law"),
}
HELP: Words = {
    "kinds": _("Short names in small letters, one a line, as speech or purchases."),
    "works": _("Texts, images, recordings: one a line. Leave it empty for none."),
}
FAULTS: Words = {
    "number": _("Write a number as 15 or 12.5."),
    "amount": _("Write an amount as 15 or 12.50, without dots for thousands."),
    "name": _("Use small letters, digits and hyphens alone."),
    "empty": _("Name at least one."),
}
