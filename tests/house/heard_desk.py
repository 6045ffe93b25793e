"""A co-operative of thirteen whose work was logged, judged and settled; all of it made up."""

from __future__ import annotations

from pathlib import Path

from auzolan.house.asking import reading
from auzolan.house.rooms.labour.paying import pay_flows
from auzolan.house.rooms.labour.voice import voice_flows
from auzolan.house.rooms.labour.work import task_flows, work_flows
from auzolan.house.rooms.labour.work.appeal_flows import appeal
from auzolan.house.rooms.labour.work.task_flows import NewTask
from auzolan.house.rooms.labour.work.work_flows import NewWork
from auzolan.house.rooms.members import flows as members
from auzolan.house.rooms.record.flows import publish
from auzolan.labour.state import Submission
from house.small_desk import MEMBERS, SmallDesk, accepted

MORE = tuple(f"nel{number}" for number in range(1, 9))
ALL = (*MEMBERS, *MORE)
HOUR = 3_600


class HeardDesk(SmallDesk):
    """Everybody labels for an hour for `milk-ltd` and waits a quarter of one; one is rejected."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, seed="heard")
        people = [members.NewMember(member, member.title()) for member in MORE]
        for answer in members.admit_all(self.desk, actor="ana", people=people):
            accepted(answer)
        self.bring()

    def work(self) -> None:
        """A task, a log of an hour and a wait of a quarter each, judged, looked at and settled."""
        new = NewTask("label", "Say what is in the picture.", hour_cents=1_600, issuer="milk-ltd")
        accepted(task_flows.open_task(self.desk, actor="ida", new=new))
        lines = []
        for member in ALL:
            lines += [
                NewWork(member, task="label", seconds=HOUR, items=60, judgments=120),
                NewWork(member, work_class="waiting", seconds=HOUR // 4),
            ]
        logged = work_flows.log_work(
            self.desk, actor="ida", log="march", period="2025", lines=lines
        )
        accepted(logged)
        accepted(
            work_flows.reject(
                self.desk, actor="ida", submission=self.submission("nel1"), reason="Off the guide."
            )
        )  # fmt: skip
        accepted(appeal(self.desk, member="nel1", submission=self.submission("nel1"), words="No."))
        rest = [self.submission(member) for member in ALL if member not in ("nel1", "ida")]
        accepted(
            work_flows.accept(self.desk, actor="ida", submissions=rest, reason="Looked through.")
        )
        self.clock.at += 20 * 86_400_000  # type: ignore[assignment]
        accepted(pay_flows.settle_work(self.desk, actor="joe", work="w1", period="2025"))

    def submission(self, member: str, work_class: str = "work") -> str:
        """The one piece of a member's work of a class."""
        with reading(self.desk.folder) as now:
            rows = now.books.find(Submission, member=member)
        (row,) = [one for one in rows if one.work_class == work_class]
        return row.submission

    def rate(self, member: str, scores: str, words: str = "") -> None:
        """A member rates whom she worked for."""
        accepted(
            voice_flows.rate_issuer(
                self.desk, member=member, submission=self.submission(member), scores=scores,
                words=words,
            )
        )  # fmt: skip

    def pulse(self) -> str:
        """All are asked, ten answer, and the pulse ends; gives its name."""
        accepted(voice_flows.open_pulse(self.desk, actor="ida", days=7))
        for number, member in enumerate(ALL[:10]):
            answer = f"{1 + number % 5},4,4,4,4,0"
            accepted(voice_flows.answer_pulse(self.desk, member=member, scores=answer))
        self.clock.at += 8 * 86_400_000  # type: ignore[assignment]
        return "2025-q1"

    def publish(self) -> Path:
        """Publish the record; gives the folder."""
        publish(self.desk)
        return self.desk.folder.path
