"""Which work stands behind a dataset: the submissions that a statement about it counts.

Work about a task of the dataset's kind counts where it was on the books before the dataset was
sealed. Where it delivered rows, they must be in the dataset; work that was turned down counts
though its rows are in none. Work about no task counts where it delivered rows that are in, or where
its log says that it is about that kind. Time about none of these, such as that of organs, stands
behind no dataset. Nothing is summed
here.
"""

from __future__ import annotations

from dataclasses import dataclass

from auzolan.foundation.books import Books
from auzolan.labour.state import ACCEPTED, APPEALED, PENDING, Submission, Task, WorkLog
from auzolan.labour.work.deadlines import state_at
from auzolan.learning.state import Snapshot, SnapshotPart

NO_TASK = ""


@dataclass(frozen=True, slots=True)
class Behind:
    """The work behind a dataset.

    Attributes:
        snapshot: the dataset.
        batches: the batches in it.
        tasks: the tasks that some of the work is about, in order of id.
        work: the submissions.
        accepted: which of them are accepted: by a person, by a panel, or by the days gone.
    """

    snapshot: Snapshot
    batches: frozenset[str]
    tasks: tuple[Task, ...]
    work: tuple[Submission, ...]
    accepted: frozenset[str]

    @property
    def members(self) -> frozenset[str]:
        """Who did it."""
        return frozenset(one.member for one in self.work)

    def is_accepted(self, one: Submission) -> bool:
        """Whether one of the submissions is accepted."""
        return one.submission in self.accepted


def work_behind(books: Books, snapshot: Snapshot, at: int) -> Behind:
    """Find the work behind a dataset.

    Args:
        books: the state.
        snapshot: the dataset.
        at: the moment at which is asked what is accepted, milliseconds since 1970, UTC.
    Returns:
        The work, empty where none is on the books.
    Raises:
        NotDisclosed: at the public level; who worked is known inside alone.
    """
    parts = books.columns(SnapshotPart, ("batch",), snapshot=snapshot.snapshot)
    batches = frozenset(str(batch) for batch in parts["batch"])
    tasks = books.find(Task, kind=snapshot.kind)
    logs = frozenset(one.log for one in books.find(WorkLog, kind=snapshot.kind))
    work = tuple(
        one
        for name in (NO_TASK, *(task.task for task in tasks))
        for one in books.find(Submission, task=name)
        if one.entry < snapshot.entry and _is_behind(one, batches, logs)
    )
    named = {one.task for one in work}
    return Behind(
        snapshot, batches, tuple(task for task in tasks if task.task in named), work,
        frozenset(one.submission for one in work if _is_accepted(books, one, at)),
    )  # fmt: skip


def _is_behind(one: Submission, batches: frozenset[str], logs: frozenset[str]) -> bool:
    if one.batch in batches:
        return True
    return (one.task != NO_TASK or one.log in logs) and (not one.batch or one.rejected_at > 0)


def _is_accepted(books: Books, one: Submission, at: int) -> bool:
    # Most have been judged or paid for; only of the others does a moment make anything.
    waits = one.state in {PENDING, APPEALED}
    return (state_at(books, one, at) if waits else one.state) == ACCEPTED
