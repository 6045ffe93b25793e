"""How templates write forms, effects and refusals. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from django import template
from django.db import DatabaseError
from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from auzolan.foundation.refusals import Refusal
from auzolan.house.doing import Choice, Effect
from auzolan.house.doors.access.matrix import Relation
from auzolan.house.doors.access.visit import Visit
from auzolan.house.doors.doing.asked_once import drawn_once
from auzolan.house.doors.doing.fields import DAY, FILE, MANY_OF, ONE_OF, YES, Field
from auzolan.house.doors.portal import refusal_words, words
from auzolan.house.doors.portal.clause_refusals import in_words
from auzolan.house.doors.portal.doing_words import Ask, doing_words, effect_words
from auzolan.house.doors.portal.filters import account_words, count, day_of_text, money, word
from auzolan.house.notices.unread import unread_of
from auzolan.house.rooms.assembly.clause_values import written
from auzolan.house.rooms.charter.page_queries import CoopRequest

register = template.Library()
_MINUTE_S = 60
_HOUR_S = 3_600


@register.filter
def doing(name: str, part: str) -> str | Promise:
    """A part of a doing's words: `name`, `button`, `done` or `lead`; the name itself without any."""
    words = doing_words().get(name)
    return getattr(words, part) if words is not None else name


@register.filter
def may(visit: Visit, action: str) -> bool:
    """Whether this visit may do an action about itself, or about nobody."""
    return visit.may(action) is not Relation.NEVER


@register.filter
def has_file(fields: Iterable[Field] | None) -> bool:
    """Whether a form asks for a file, and so is sent in parts."""
    return any(one.widget == FILE for one in fields or ())


@register.filter
def time_left(seconds: int) -> str:
    """How long something will still take, roughly."""
    if seconds < _MINUTE_S:
        return _("less than a minute left")
    if seconds < 2 * _HOUR_S:
        minutes = -(-seconds // _MINUTE_S)
        return ngettext("about %(n)s minute left", "about %(n)s minutes left", minutes) % {
            "n": minutes
        }
    hours = -(-seconds // _HOUR_S)
    return ngettext("about %(n)s hour left", "about %(n)s hours left", hours) % {"n": hours}


@register.filter
def clock_of(seconds: int) -> str:
    """Seconds as a stopwatch shows them: 1:05:09 or 5:09."""
    minutes, rest = divmod(seconds, _MINUTE_S)
    hours, minutes = divmod(minutes, _MINUTE_S)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


@register.simple_tag(takes_context=True)
def unread_notices(context: template.Context) -> int:
    """How many things whoever is signed in has not read yet; none where nobody can tell."""
    request = cast(CoopRequest, context.get("request"))
    visit = getattr(request, "visit", None)
    try:
        return unread_of(request) if visit is not None and visit.person is not None else 0
    except DatabaseError:  # the page that says so has this number in its head too
        return 0


@register.filter
def clause_written(value: int | str, clause: str) -> str:
    """A clause's value as a form reads it."""
    return written(clause, value)


@register.simple_tag
def once() -> str:
    """A fresh number for a form on a page."""
    return drawn_once()


@register.filter
def field_label(field: Field, doing_name: str) -> str | Promise:
    """What stands above a field."""
    return _ask(field, doing_name).label


@register.filter
def field_help(field: Field, doing_name: str) -> str | Promise:
    """What stands below it."""
    return _ask(field, doing_name).help


@register.simple_tag
def field_said(field: Field, doing_name: str) -> str:
    """What was said in a field, as people read it back."""
    if field.widget in {MANY_OF, ONE_OF}:
        chosen = field.value if isinstance(field.value, tuple) else (field.value,)
        names = {one.value: choice_label(one, doing_name, field.name) for one in field.choices}
        return ", ".join(str(names.get(one, one)) for one in chosen)
    if field.widget == FILE:
        return _("The file that you sent")
    if field.widget == YES:
        return _("Yes") if field.value else _("No")
    return day_of_text(str(field.value)) if field.widget == DAY else str(field.value)


@register.simple_tag
def choice_label(choice: Choice, doing_name: str, field_name: str) -> str | Promise:
    """What people call one of the values of a field."""
    words = doing_words().get(doing_name)
    ask = words.fields.get(field_name) if words is not None else None
    return ask.choices.get(choice.value, choice.name) if ask is not None else choice.name


@register.filter
def is_chosen(field: Field, value: str) -> bool:
    """Whether a value is chosen in a field."""
    return value in field.value if isinstance(field.value, tuple) else value == field.value


@register.filter
def effect_says(effect: Effect) -> str:
    """The sentence of an effect; its `day` in words, its `cents` as an amount of its `currency`."""
    values = dict(effect.values)
    if "day" in values:
        values["day"] = day_of_text(str(values["day"]))
    if "purpose" in values:
        values["purpose"] = str(word(values["purpose"], "purpose_name"))
    for account in {"pays", "gets"} & set(values):
        values[account] = account_words(str(values[account]))
    if "cents" in values:
        values["money"] = money(int(values["cents"]), str(values["currency"]))
    values = {
        name: count(value) if isinstance(value, int) else value for name, value in values.items()
    }
    return str(effect_words()[effect.what]) % values


@register.filter
def refusal_says(refusal: Refusal) -> str:
    """Why something was refused, in the reader's language."""
    return in_words(refusal, refusal_words.because(refusal))


@register.filter
def article_says(article: str) -> str:
    """Where the rule stands that said no: an article of the house rules, or how the house works."""
    if (get_language() or "en").startswith("en"):
        return article
    where, _sign, named = article.partition(", article on ")
    if where == "charter" and named in words.ARTICLES:
        return f"{_('House rules')}: {words.ARTICLES[named]}"
    if where == "charter" or article.startswith("charter"):
        return _("House rules")
    return _("How this house works") if article.startswith("house") else article


@register.filter
def because_of(because: str, code: str) -> str:
    """Why something was refused, where only its code and its sentence are known."""
    return refusal_says(Refusal(code, "", because, ""))


@register.filter
def remedy_says(refusal: Refusal) -> str:
    """What can be done now, in the reader's language."""
    return in_words(refusal, refusal_words.remedy(refusal))


def _ask(field: Field, doing_name: str) -> Ask:
    words = doing_words().get(doing_name)
    found = words.fields.get(field.name) if words is not None else None
    return found if found is not None else Ask(word(field.name, "field"))
