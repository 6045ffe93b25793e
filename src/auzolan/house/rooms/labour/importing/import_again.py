"""Pages that came before in another file: a tool exports all of a project each time.

A page is known again by whose it is and by the moments at which it came up and was handed in, as
long as these are kept. Pages of which the tool wrote no hours cannot be known again, nor can any
once the charter's days for page times have gone.
"""

from __future__ import annotations

import numpy as np

from auzolan.engine.worklogs.log import Imported
from auzolan.engine.worklogs.people import left_out
from auzolan.house.storage.reader import Reader
from auzolan.house.vault.pages import MEMBER, kept_among
from auzolan.labour.state import WorkLog

BOOKED = "its page is on the books already, with another log"
_KEYS = (MEMBER, "started_ms", "ended_ms")


def without_booked(reader: Reader, found: Imported, log: str) -> Imported:
    """Refuse the rows whose pages are on the books, so that no hour is paid twice.

    Args:
        reader: the books.
        found: what came out of a file, its workers being members.
        log: the id as which it is booked; its own pages, and those of the very same file, are left
            to the rule.
    Returns:
        The same where nothing is known again.
    """
    work = found.log
    # Many rows without any length may share a moment, and nobody is paid for one.
    at = np.flatnonzero((work.started_ms >= 0) & (work.submitted_ms > work.started_ms))
    others = [
        row.log
        for row in reader.rows(WorkLog)
        if row.page_count and row.forgotten < 0 and row.log != log and row.file != found.digest
    ]
    if not others or not len(at):
        return found
    names = work.worker.names
    columns = {
        MEMBER: [names[code] for code in work.worker.codes[at].tolist()],
        "started_ms": work.started_ms[at].tolist(),
        "ended_ms": work.submitted_ms[at].tolist(),
    }
    is_known = np.zeros(len(work.row), dtype=np.bool_)
    for other in others:
        is_known[at[kept_among(reader.folder, other, columns, keys=_KEYS)]] = True
    return left_out(found, is_known, BOOKED) if is_known.any() else found
