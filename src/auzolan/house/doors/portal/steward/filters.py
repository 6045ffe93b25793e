"""How the templates of offices and companies write their words. Nothing is decided here."""

from __future__ import annotations

from django import template
from django.utils.functional import Promise

from auzolan.house.doors.access.matrix import Relation
from auzolan.house.doors.access.visit import Visit
from auzolan.house.doors.doing.catalogue import doings
from auzolan.house.doors.portal.filters import account_words, count, money
from auzolan.house.doors.portal.steward.closing import Note
from auzolan.house.doors.portal.steward.health import Figure
from auzolan.house.doors.portal.steward.heaps import Waits
from auzolan.house.doors.portal.steward_words import NOTES, TABLES, Said

register = template.Library()


@register.filter
def office_title(name: str, table: str) -> str | Promise:
    """What people call a heap, a step or a figure; the name itself where there are no words."""
    found = TABLES[table].get(name)
    return found.title if isinstance(found, Said) else found or name


@register.filter
def office_why(name: str, table: str) -> str | Promise:
    """The sentence below it."""
    found = TABLES[table].get(name)
    return found.why if isinstance(found, Said) else ""


@register.filter
def figure_why(figure: Figure) -> str:
    """The sentence below a figure, with how many it is counted of."""
    found = TABLES["health"].get(figure.name)
    said = str(found.why) if isinstance(found, Said) else ""
    return said % {"of": count(figure.of)} if "%(" in said else said


@register.simple_tag
def note_says(note: Note, currency: str) -> str:
    """The sentence of a note on a step."""
    values = {"thing": note.thing, "count": count(note.count), "money": money(note.cents, currency)}
    return str(NOTES[note.what]) % values


@register.filter
def may_do(name: str, visit: Visit) -> bool:
    """Whether this visit may do a doing."""
    return visit.may(f"do:{name}") is not Relation.NEVER


@register.filter
def minutes_of(seconds: int) -> int:
    """Whole minutes."""
    return seconds // 60


@register.filter
def waiting_name(thing: Waits, kind: str) -> str | Promise:
    """What a waiting thing is called: a doing by its words, an account by its own."""
    if kind == "second" and thing.thing in doings():
        from auzolan.house.doors.portal.doing_words import doing_words

        words = doing_words().get(thing.thing)
        return words.name if words is not None else thing.thing
    return account_words(thing.thing) if kind == "funds" else thing.thing
