"""The words of what can be done in the room labour."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise

from auzolan.house.doors.portal.doing_words import labour_office, labour_own
from auzolan.house.doors.portal.doing_words.words import DoingWords

DOINGS: Mapping[str, DoingWords] = {**labour_own.DOINGS, **labour_office.DOINGS}
EFFECTS: Mapping[str, str | Promise] = {**labour_own.EFFECTS, **labour_office.EFFECTS}
