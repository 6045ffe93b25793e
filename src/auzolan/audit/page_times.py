"""Raw page times beside the record: there while they are kept, gone once their days have gone.

An entry that says that they are destroyed is believed only as far as the file is gone here; copies
that somebody took are beyond any audit. It looks at files and moments of entries, and at no clock.
"""

from __future__ import annotations

import hashlib

from auzolan.audit.folder import Folder
from auzolan.audit.report import Findings
from auzolan.foundation.books import MemoryBooks
from auzolan.foundation.moments import DAY_MS, iso_from_moment
from auzolan.labour.state import WorkLog

LATE_MS_MAX = 30 * DAY_MS
"""How long beyond their day page times may lie here before it is a difference, as in backups."""
_LATE = "they are past their day: run auzolan labour forget"
_UNSAID = "they were destroyed on their day, and no entry says so yet: run auzolan labour forget"


def check_page_times(folder: Folder, books: MemoryBooks, findings: Findings, last_at: int) -> None:
    """Compare each log's page times with what the record says of them.

    Args:
        folder: the co-operative's folder.
        books: the books after the last entry.
        findings: where differences are noted.
        last_at: the moment of the last entry, milliseconds UTC.
    """
    logs = books.rows(WorkLog)
    for log in logs:
        if not log.forget_by:
            continue
        if log.forgotten >= 0:
            _check_gone(folder, log, findings)
        elif folder.page_times(log.log).is_file():
            _check_kept(folder, log, findings, last_at)
        elif last_at >= log.forget_by:
            findings.leave("raw page times", _UNSAID)
        else:
            findings.differ(log.entry, _about(log), "file",
                            expected=f"{log.page_count} pages, kept until "
                                     f"{iso_from_moment(log.forget_by)}", found="no file")  # fmt: skip
    if folder.pages.is_dir():
        known = {folder.page_times(log.log).name for log in logs}
        strangers = [path for path in folder.pages.iterdir() if path.name not in known]
        findings.leave("files of page times", "no entry names them", count=len(strangers))


def _about(log: WorkLog) -> str:
    return f"page times of {log.log}"


def _check_gone(folder: Folder, log: WorkLog, findings: Findings) -> None:
    findings.checked("raw page times that are gone")
    if folder.page_times(log.log).exists():
        findings.differ(log.forgotten, _about(log), "file",
                        expected="none, since this entry says they are destroyed", found="a file")  # fmt: skip


def _check_kept(folder: Folder, log: WorkLog, findings: Findings, last_at: int) -> None:
    findings.checked("files of page times")
    with folder.page_times(log.log).open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != log.pages:
        findings.differ(log.entry, _about(log), "digest", expected=log.pages, found=found)
    if last_at >= log.forget_by + LATE_MS_MAX:
        findings.differ(log.entry, _about(log), "file",
                        expected=f"none since {iso_from_moment(log.forget_by)}", found="a file")  # fmt: skip
    elif last_at >= log.forget_by:
        findings.leave("raw page times", _LATE)
