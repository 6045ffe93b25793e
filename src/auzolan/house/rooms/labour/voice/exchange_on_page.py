"""What a line of an exchange is about, in words: who looked and what for, which vote, which kind of work.

The file and the command keep the codes, which programs read; nothing here is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from auzolan.house.doors.portal import labour_words as words
from auzolan.house.rooms.assembly.titles_on_pages import titled
from auzolan.house.rooms.labour.voice.exchange_money import ExchangeLine
from auzolan.house.rooms.members.people_on_pages import called

LOOK, VOTE, UNTIMED, ROWS = "look", "vote", "untimed", "rows"


def lookers_in(lines: Iterable[ExchangeLine]) -> list[str]:
    """The members who looked at her figures, as far as these lines tell."""
    return [one.about.split(":")[2] for one in lines if one.kind == LOOK]


def votes_in(lines: Iterable[ExchangeLine]) -> list[str]:
    """The proposals whose votes these lines tell of."""
    return [one.about for one in lines if one.kind == VOTE]


def about_in_words(line: ExchangeLine, names: Mapping[str, str], titles: Mapping[str, str]) -> str:
    """What a line is about.

    Args:
        line: of an exchange.
        names: of members, as far as the reader may know them.
        titles: of proposals, as far as she may read them.
    """
    if line.kind == VOTE:
        return titled(line.about, titles)
    if line.kind == LOOK:
        metric, role, viewer, purpose = line.about.split(":")
        said = (words.METRICS.get(metric, metric), words.REASONS.get(purpose, purpose))
        return f"{said[0]}, {said[1]} · {called(viewer, names)}, {words.ROLES.get(role, role)}"
    if line.kind == UNTIMED:
        period, _, work_class = line.about.partition(":")
        return f"{period} · {words.CLASSES.get(work_class, work_class)}"
    if line.kind == ROWS:
        return line.about.replace(":", " · ", 1)
    return line.about
