"""Raw page times: forgotten on the record, then destroyed; and destroyed again where they came back.

The entry comes before the file goes, as with rows: a crash between the two leaves something to
finish and nothing to hide. Where nobody asks in time, the file goes by itself once the record's own
time has passed its day, and the entry follows. Totals by class stay. Nothing here decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from auzolan.audit.folder import Folder
from auzolan.foundation.moments import DAY_MS, iso_from_moment
from auzolan.foundation.refusals import Refusal
from auzolan.house import answers
from auzolan.house.asking import ask, moment_of, named, reading
from auzolan.house.desk import Desk
from auzolan.house.lock import DeskBusy, turn
from auzolan.house.storage.reader import Reader, reader_of
from auzolan.house.submission import Receipt
from auzolan.house.vault.pages import destroy_pages, keep_pages, pages_of
from auzolan.labour.state import WorkLog
from auzolan.labour.work.acts import ForgetPages

STRANGER_MS_MAX = DAY_MS
"""How long a file that no entry names may lie: it is what a crash left, or an act to come."""
_SUFFIX = ".parquet"


class PagesLine(msgspec.Struct, frozen=True):
    """The raw page times of one log; `entry` says that they are destroyed, None until then."""

    log: str
    pages: int
    keep_until: str
    state: str
    entry: int | None


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What became of the logs whose day had come."""

    receipts: tuple[Receipt, ...]
    refusals: tuple[Refusal, ...]


def book_with_pages(
    desk: Desk,
    *,
    log: str,
    columns: Mapping[str, Sequence[int | str]],
    book: Callable[[str], Receipt | Refusal],
) -> Receipt | Refusal:
    """Keep the page times of a log in the vault, then book the log that names their digest.

    Sent again after a crash, a booked log keeps the file that it named; after a refusal no page
    time is kept. One is kept at a time: of two who book the same log at once, the later would else
    write over the file of the first.

    Args:
        desk: the desk.
        log: the id of the log.
        columns: as `vault.pages.keep_pages` takes them.
        book: asks the desk for the log's act, given the digest for its field `pages`.
    Returns:
        What `book` answered.
    Raises:
        ValueError: the columns are none that can be kept; nothing was asked then.
    """
    try:
        with turn(desk.folder.vault / "pages.lock"):
            return _book_in_turn(desk, log, columns, book)
    except DeskBusy as busy:
        return answers.busy(str(busy))


def _book_in_turn(
    desk: Desk, log: str, columns: Mapping[str, Sequence[int | str]],
    book: Callable[[str], Receipt | Refusal],
) -> Receipt | Refusal:  # fmt: skip
    with reading(desk.folder) as now:
        known = now.books.get(WorkLog, log)
    if known is not None:
        return book(known.pages)
    answer = book(keep_pages(desk.folder, log, columns, desk.ports.chance))
    if isinstance(answer, Refusal):
        destroy_pages(desk.folder, log)
    return answer


def forget_pages(desk: Desk, *, actor: str, log: str) -> Receipt | Refusal:
    """Note that the page times of a log are destroyed, and destroy them.

    Asked again after a crash it finishes what was begun.

    Args:
        desk: the desk.
        actor: who holds the office of data.
        log: a log whose day has come.
    """
    answer = ask(desk, named("forget-pages", log), actor, ForgetPages(log))
    with reading(desk.folder) as now:
        row = now.books.get(WorkLog, log)
    if row is not None and row.forget_by and row.forgotten >= 0:
        destroy_pages(desk.folder, log)
    return answer


def forget_all_due(desk: Desk, *, actor: str) -> Forgotten:
    """Forget the page times of every log whose day has come, and what no entry names."""
    with reading(desk.folder) as now:
        at = moment_of(now, desk.ports.clock)
        due = [row.log for row in now.books.rows(WorkLog) if _is_due(row, at)]
    answers = [forget_pages(desk, actor=actor, log=log) for log in due]
    destroy_what_is_due(desk)
    return Forgotten(
        tuple(one for one in answers if isinstance(one, Receipt)),
        tuple(one for one in answers if isinstance(one, Refusal)),
    )


def destroy_what_is_due(desk: Desk) -> int:
    """Destroy page times that came back with a backup, or that the record's time has passed.

    Asked whenever a desk is opened for work; it looks at the folder first. The moment is that of the
    last entry, so that a clock that is wrong destroys nothing too early.

    Returns:
        How many files were destroyed.
    """
    folder = desk.folder
    files = sorted(folder.pages.iterdir()) if folder.pages.is_dir() else []
    if not files:
        return 0
    with reader_of(folder) as reader:
        logs = {row.log: row for row in reader.rows(WorkLog)}
        last_at = reader.log.head().at
    gone = 0
    for path in files:
        row = logs.get(path.name.removesuffix(_SUFFIX))
        if row is None:
            is_over = desk.ports.clock() - path.stat().st_mtime_ns // 10**6 > STRANGER_MS_MAX
        else:
            is_over = row.forgotten >= 0 or _is_due(row, last_at)
        if is_over:
            _destroy(folder, path)
            gone += 1
    return gone


def page_lines(reader: Reader) -> list[PagesLine]:
    """The raw page times of all logs that came with some, in order of the log's id."""
    at = reader.log.head().at
    return [
        PagesLine(
            log=row.log,
            pages=row.page_count,
            keep_until=iso_from_moment(row.forget_by),
            state=_state(reader.folder, row, at),
            entry=row.forgotten if row.forgotten >= 0 else None,
        )
        for row in reader.rows(WorkLog)
        if row.forget_by
    ]


def own_pages(reader: Reader, member: str) -> dict[str, dict[str, list[int | str]]]:
    """One person's own page times by log, as long as they are kept. For herself alone."""
    kept = [row.log for row in reader.rows(WorkLog) if row.forget_by and row.forgotten < 0]
    found = {log: pages_of(reader.folder, log, member) for log in kept}
    return {log: columns for log, columns in found.items() if any(columns.values())}


def _is_due(row: WorkLog, at: int) -> bool:
    return bool(row.forget_by) and row.forgotten < 0 and at >= row.forget_by


def _state(folder: Folder, row: WorkLog, at: int) -> str:
    if row.forgotten >= 0:
        return "destroyed"
    if not folder.page_times(row.log).is_file():
        return "gone, without an entry"
    return "past its day" if at >= row.forget_by else "kept"


def _destroy(folder: Folder, path: Path) -> None:
    if path.suffix == _SUFFIX:
        destroy_pages(folder, path.name.removesuffix(_SUFFIX))
    else:
        path.unlink(missing_ok=True)
