"""The words of what can be done in the room charter."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise

from auzolan.house.doors.portal.doing_words.words import DoingWords

DOINGS: Mapping[str, DoingWords] = {}
EFFECTS: Mapping[str, str | Promise] = {}
