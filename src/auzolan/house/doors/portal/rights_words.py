"""Words of the rights desk and of what stands on a member's page of consent. Words only."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from auzolan.house.doors.portal.words import Words

ACTS: Words = {
    "consent.request": _("Asked the rights desk"),
    "consent.answer": _("Answered at the rights desk"),
}

FACTS: Words = {
    "consent.requested": _("It is answered by the day below"),
    "consent.answered": _("There is an answer"),
}

FIELDS: Words = {
    "request": _("Request"),
    "asks": _("What she asks for"),
    "outcome": _("What comes of it"),
    "answer_by": _("Answer due"),
    "words": _("Words"),
}

ASKS: Words = {
    "see": _("See what is held"),
    "explain": _("Have it explained"),
    "correct": _("Have it put right"),
    "move": _("Take it elsewhere"),
    "stop": _("Have its use stopped"),
    "be-paid": _("Be paid"),
    "be-heard": _("Be heard about a decision"),
}
"""What a member can ask for, in a few words."""

OUTCOMES: Words = {
    "done": _("done"),
    "refused": _("refused"),
    "more-time": _("more time needed"),
}
