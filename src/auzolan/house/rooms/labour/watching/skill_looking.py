"""One person's skill as an interval, from labels brought for the purpose; never a rank.

The books hold no label, so that skill follows from a table that somebody brings. It shows one
person's interval and nobody else's, and nothing below the charter's number of judgments.
"""

from __future__ import annotations

import math
from pathlib import Path

from auzolan.audit.folder import Folder
from auzolan.charter.state import charter_of
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import reading
from auzolan.house.rooms.labour.watching.looking import Figure
from auzolan.labour.consensus.dawid_skene import dawid_skene
from auzolan.labour.consensus.frames import ARTICLE, BadLabels, read_frame
from auzolan.labour.consensus.labels import RepeatedLabel, from_columns
from auzolan.labour.consensus.skill import skills

LABELS_BYTES_MAX = 2**28
_COLUMNS = ("task", "worker", "label")
_BP = 10_000


def skill_figures(folder: Folder, table: Path, member: str) -> tuple[Figure, ...] | Refusal:
    """The likely part of a member's labels that name the truth, by Dawid and Skene.

    Args:
        folder: the co-operative's, whose charter says how many judgments it takes.
        table: CSV with the columns task, worker and label; workers by their member ids.
        member: whose.
    Returns:
        Two ends of an interval of 95 % in basis points, the lower rounded down and the upper
        up; or why nothing is said.
    """
    with reading(folder) as now:
        labour = charter_of(now.books).labour
    try:
        if table.stat().st_size > LABELS_BYTES_MAX:
            return _refused(f"{table.name} is larger than {LABELS_BYTES_MAX:,} bytes")
        task, worker, label = read_frame(table.read_bytes().decode(), _COLUMNS).columns
        found = skills(
            dawid_skene(from_columns(task, worker, label)), least=labour.skill_judgments_min
        )
    except BadLabels as bad:
        return bad.refusal
    except (OSError, UnicodeDecodeError, RepeatedLabel) as fault:
        return _refused(f"{table.name} cannot be used: {fault}")
    hers = next((one for one in found if one.worker == member), None)
    if hers is None or hers.low is None or hers.high is None:
        return Refusal(
            "labour.too_few_judgments", f"Art. {labour.number}",
            f"{member} has {hers.labels if hers else 0} labels in this table; nothing is said of "
            f"anybody's skill below {labour.skill_judgments_min}.",
            "Wait, or ask her.",
        )  # fmt: skip
    return (
        Figure("", "right labels, at least", math.floor(hers.low * _BP), "basis points"),
        Figure("", "right labels, at most", math.ceil(hers.high * _BP), "basis points"),
        Figure("", "from labels", hers.labels, "labels"),
    )


def _refused(because: str) -> Refusal:
    return Refusal(
        "labour.labels_unreadable", ARTICLE, f"{because}.",
        "Give a table as CSV in UTF-8 with the columns task, worker and label, one line a label.",
    )  # fmt: skip
