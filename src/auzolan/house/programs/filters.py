"""How templates write what a key may do. Nothing is decided here."""

from __future__ import annotations

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from auzolan.house.doors.portal.program_words import ROOMS
from auzolan.house.programs.pages import Scope, topic_name

register = template.Library()


@register.filter
def room_of_program(room: str) -> str | Promise:
    """What a room is called where a key is made."""
    return ROOMS.get(room, room)


@register.filter
def topic_says(act: str) -> str | Promise:
    """What an act is called where a program is told of it; its version is not said."""
    return topic_name(act.partition("/")[0])


@register.filter
def scope_says(scope: Scope) -> str | Promise:
    """What a scope lets a program do."""
    verb, _sign, rest = scope.value.partition(":")
    if rest.endswith("*") or "." not in rest:
        return _("Read everything here") if verb == "read" else _("Do everything here")
    return _("Read: %(what)s") % {"what": scope.name} if verb == "read" else scope.name
