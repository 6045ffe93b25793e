"""From one field of an entry to one text of a row; what she dropped never comes here.

Each way of making raises `Unfit` for what no row can hold, without quoting it.
"""

from __future__ import annotations

import re

from auzolan.house.rooms.contributions.traces import dates, html_text, privacy
from auzolan.house.rooms.contributions.traces.choices import Choice, Unfit

_HTML_FACTOR = 4
_DECIMAL = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?\Z")
_THOUSANDS = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]{1,6})?\Z")
_COMMA = re.compile(r"(-?[0-9]{1,12}),([0-9]{1,2})\Z")
_WHOLE = re.compile(r"(0|[1-9][0-9]{0,8})\Z")
_UNKNOWN = frozenset({"", "not available", "n/a", "na", "null", "none"})


class Making:
    """Makes fields by one member's choice, and counts what it took out."""

    def __init__(self, choice: Choice) -> None:
        self._choice = choice
        self.tally = privacy.Tally()

    def text(self, value: object) -> str:
        """A text without other people; empty where there is none."""
        return privacy.cleaned(self._plain(value), self._choice.url, self.tally)

    def text_of_html(self, value: object) -> str:
        """The words of HTML without other people, at least one."""
        longest = self._choice.limits.cell_chars * _HTML_FACTOR
        words, quotations = html_text.text_of_html(self._plain(value, longest))
        self.tally.quotations += quotations
        made = privacy.cleaned(self._plain(words), self._choice.url, self.tally)
        if not made:
            raise Unfit("has no words of her own")
        return made

    def page(self, value: object) -> str:
        """A web address, as much of it as is kept; empty where it is none."""
        parts = privacy.page_of(self._plain(value))
        return "" if parts is None else privacy.shortened(parts, self._choice.url, self.tally)

    def day_of_micro(self, value: object) -> str:
        """A date from microseconds since 1970."""
        return dates.from_micro(value, self._choice.times)

    def day_of_text(self, value: object) -> str:
        """A date from text."""
        return dates.from_text(value, self._choice.times, self._choice.dates)

    def decimal(self, value: object) -> str:
        """A number with or without decimals, with a point; empty where it is not known."""
        text = self._plain(value).strip().lstrip("'").strip()
        if text.lower() in _UNKNOWN:
            return ""
        if _THOUSANDS.match(text):
            text = text.replace(",", "")
        elif (comma := _COMMA.match(text)) is not None:
            text = f"{comma[1]}.{comma[2]}"
        if not _DECIMAL.match(text):
            raise Unfit("is no plain number")
        return text

    def whole(self, value: object) -> str:
        """A whole number from 0; empty where it is not known."""
        text = str(value) if isinstance(value, int) else self._plain(value).strip()
        if text.lower() in _UNKNOWN:
            return ""
        if not _WHOLE.match(text):
            raise Unfit("is no whole number from 0 to 999,999,999")
        return text

    def _plain(self, value: object, longest: int = 0) -> str:
        if value is None:
            return ""
        if not isinstance(value, str):
            raise Unfit("is no text")
        if len(value) > (longest or self._choice.limits.cell_chars):
            raise Unfit("is longer than a row can hold")
        if "\0" in value or not _is_unicode(value):
            raise Unfit("holds signs that no text in UTF-8 has")
        return value


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
