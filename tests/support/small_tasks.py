"""A small co-operative that offers tasks and judges work: acts in a line each.

Beside its books stand those of the public, into which only what is open is written; after every
act the open rows of both are the same.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

import msgspec

from auzolan.charter.articles import Charter
from auzolan.charter.state import CharterInForce
from auzolan.contributions.state import Batch
from auzolan.cooperative import APPLY, ROWS
from auzolan.foundation.books import MemoryBooks, NotDisclosed
from auzolan.foundation.moments import Moment
from auzolan.labour.state import Submission
from auzolan.labour.tasks.acts import OpenTask
from auzolan.labour.tasks.prices import Tried
from auzolan.labour.work.acts import (
    AcceptWork,
    Appeal,
    ClaimTime,
    HandInAgain,
    JudgeAppeal,
    LogWork,
    RejectWork,
    ReviseWork,
    SeatPanel,
)
from auzolan.labour.work.log_lines import LOG_KIND, PILOT_KIND, LogLine, log_columns, pilot_columns
from auzolan.record.annexes import OPEN_KINDS, Annex, AnnexRef
from auzolan.record.case import Case
from auzolan.record.entries import Act, Fact
from auzolan.record.fields import field_classes
from auzolan.treasury.state import Period
from support.memory import MemoryAnnexes
from support.small_coop import SEALED, SmallCoop

LEAD, CLERK = "lou", "kim"
"""Who judges work, and who seats panels."""
PERIOD = "2026-q1"
PILOT = (Tried(100, 1_000, 100),) * 5
"""Five people of one speed: ten seconds an item, a second of eleven unpaid."""
_ROOMS = ("auzolan.labour.", "auzolan.licensing.", "auzolan.treasury.")


class OpenAnnexes:
    """Annexes as the public sees them: open kinds alone."""

    def __init__(self, annexes: MemoryAnnexes) -> None:
        self._annexes = annexes

    def make(self, *args: object, **kwargs: object) -> AnnexRef:
        """Nothing is made while facts are applied."""
        raise AssertionError

    def read(self, ref: AnnexRef) -> Annex:
        """The annex, where it is open."""
        annex = self._annexes.read(ref)
        if annex.kind not in OPEN_KINDS:
            raise NotDisclosed(ref.digest)
        return annex


class TaskCoop(SmallCoop):
    """Members, a lead and a clerk; a task `warm` by piece and one `slow` by the hour."""

    def __init__(self, charter: Charter | None = None) -> None:
        self.public = MemoryBooks(disclosed=False)
        super().__init__(charter)
        for kind in (CharterInForce, Period):
            for row in self.books.rows(kind):
                self.public.put(row)
        self.admit(LEAD, CLERK, "ana", "ben", "eve", "ida", "joe", "sue")
        self._drawn = 0

    def apply(self, act: Act, facts: tuple[Fact, ...], *, actor: str = "m001") -> None:
        """Write what the facts changed into both books, and compare what is open of labour."""
        classes = field_classes(type(act)).restricted
        closed = msgspec.structs.replace(act, **dict.fromkeys(classes, SEALED))
        case = Case(self.seq, Moment(self.at), actor, OpenAnnexes(self.annexes))
        for fact in facts:
            for apply in APPLY[type(fact)]:
                if apply.__module__.startswith("auzolan.labour."):
                    with contextlib.suppress(NotDisclosed):
                        apply(self.public, case, closed, fact)
        super().apply(act, facts, actor=actor)
        for kind in ROWS:
            if kind.__module__ == "auzolan.labour.state" and not kind.RESTRICTED:
                assert self.public.rows(kind) == self.books.rows(kind)

    def pilot(self, people: Sequence[Tried] = PILOT) -> AnnexRef:
        """Lay down what people tried."""
        return self.annexes.make(PILOT_KIND, pilot_columns(people))

    def offer(self, task: str = "warm", **fields: object) -> OpenTask:
        """The act that offers a task by piece, unless the fields say otherwise."""
        sane = OpenTask(
            task=task, issuer="", kind="purchases", work_class="work", piece_micro=50_000,
            hour_cents=0, page_seconds_max=600, harmful=0, pilot=self.pilot(), words=SEALED,
        )  # fmt: skip
        return msgspec.structs.replace(sane, **fields)

    def offers(self) -> TaskCoop:
        """Both tasks are on offer."""
        self.done(self.offer(), actor=LEAD)
        self.done(self.offer("slow", piece_micro=0, hour_cents=1_800, pilot=None), actor=LEAD)
        return self

    def tag(self) -> str:
        """A fresh tag."""
        self._drawn += 1
        return f"{self._drawn:032x}"

    def line(self, member: str = "ana", **fields: object) -> LogLine:
        """A sound line: ten items of the task `warm`."""
        tag = self.tag()
        sane: dict[str, object] = {
            "submission": f"s{self._drawn}", "member": member, "tag": tag, "task": "warm",
            "work_class": "work", "basis": "measured", "seconds": 100, "items": 10,
            "pay_micro": 500_000, "paid_seconds": 100, "judgments": 10, "batch": "",
        }  # fmt: skip
        return LogLine(**(sane | fields))  # type: ignore[arg-type]

    def log(self, *lines: LogLine, log: str = "l1", **fields: object) -> LogWork:
        """The act that books these lines."""
        ref = self.annexes.make(LOG_KIND, log_columns(lines))
        sane = LogWork(log=log, period=PERIOD, lines=ref, file="", pages="", page_count=0)
        return msgspec.structs.replace(sane, **fields)

    def logged(self, *lines: LogLine) -> list[Submission]:
        """Book these lines, or one of ana's."""
        kept = lines or (self.line(),)
        self.done(self.log(*kept, log=f"log-{self.seq}"), actor=LEAD)
        return [self.row(line.submission) for line in kept]

    def claim(self, member: str = "ana", **fields: object) -> ClaimTime:
        """The act by which a member claims a quarter of an hour of communication."""
        tag = self.tag()
        sane = ClaimTime(
            submission=f"s{self._drawn}", period=PERIOD, member=member, tag=tag, task="",
            work_class="communication", seconds=900, items=0,
        )  # fmt: skip
        return msgspec.structs.replace(sane, **fields)

    def row(self, submission: str) -> Submission:
        """A submission."""
        row = self.books.get(Submission, submission)
        assert row is not None
        return row

    def batch(self, batch: str = "b1", member: str = "ana", *, erased_at: int = -1) -> str:
        """Rows that a member brought."""
        self.books.put(Batch(batch, member, "purchases", 8, SEALED, self.seq, erased_at))
        return batch

    def accept(self, *rows: Submission) -> Fact:
        """The lead accepts."""
        return self.done(AcceptWork(tuple(row.submission for row in rows), SEALED), actor=LEAD)

    def reject(self, row: Submission) -> Fact:
        """The lead turns it down."""
        return self.done(RejectWork(row.submission, SEALED), actor=LEAD)

    def revise(self, row: Submission) -> Fact:
        """The lead hands it back."""
        return self.done(ReviseWork(row.submission, SEALED), actor=LEAD)

    def again(self, row: Submission, seconds: int = 60) -> Fact:
        """She hands it in again."""
        return self.done(HandInAgain(row.submission, seconds), actor=row.tag)

    def appeal(self, row: Submission) -> Fact:
        """She appeals."""
        return self.done(Appeal(row.submission, SEALED), actor=row.tag)

    def seat(self, row: Submission) -> tuple[str, ...]:
        """The clerk seats three peers."""
        tags = tuple(sorted(self.tag() for _ in range(3)))
        self.done(SeatPanel(row.submission, tags), actor=CLERK)
        return tags

    def judge(self, row: Submission, tag: str, verdict: str) -> Fact:
        """One of the panel judges."""
        return self.done(JudgeAppeal(row.submission, verdict, SEALED), actor=tag)
