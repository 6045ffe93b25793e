"""How much it costs that decisions bind: rights, a long random walk of acts, a poll of 100,000.

    python bench/governance.py                 rights, a walk of 100,000 acts, polls to 10,000
    python bench/governance.py --full          a walk of 1,000,000 acts, a poll of 100,000
    python bench/governance.py --section poll  one section alone

The poll goes through the real desk on the disk: every ballot is an entry with its commitment, and
is durable when its call returns. Each size runs in a process of its own, so that peak memory is its
own. There is no peer that does the same work. It measures no network and no page; members are
admitted beforehand, out of the time.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from _measure import ROOT, own_peak_mb, print_machine, print_table, run, work_folder

sys.path.insert(0, str(ROOT / "tests"))

from auzolan.assembly.resolutions import ChangeCharter
from auzolan.audit.folder import Folder
from auzolan.audit.verify import verify
from auzolan.charter.acts import Seat
from auzolan.charter.articles import Change
from auzolan.charter.authorize import authorize
from auzolan.charter.presets import founding_charter, offices_of
from auzolan.foundation.moments import DAY_MS, Moment, moment_from_iso
from auzolan.foundation.refusals import Refusal
from auzolan.house.desk import Desk
from auzolan.house.founding import found_cooperative
from auzolan.house.ports import Ports, SetClock, system_ports
from auzolan.house.rooms.assembly import flows
from auzolan.house.rooms.record.flows import publish
from auzolan.house.submission import Receipt, Submission
from auzolan.members.acts import Admit

SEED = 20_250_501
CAST_AT_ONCE = 100
ADMIT_AT_ONCE = 5_000
POLL_GOAL_S = 60.0
AUTHORIZE_GOAL_US = 50.0
SECRETARY, AUDITOR = "m0000000", "m0000001"
KNOWN = {"secretary": SECRETARY, "audit": AUDITOR}
STEPS = ("open", "cast", "close", "certify", "publish", "verify")


# --- a poll through the real desk ------------------------------------------------------------------


def founded(path: Path, members: int) -> Desk:
    """A co-operative of so many members; its clock stands still until it is moved."""
    charter = founding_charter()
    seats = [
        Seat(office, KNOWN.get(office, f"m{place:07d}"))
        for place, office in enumerate(sorted(offices_of(charter)), 2)
    ]  # nobody may hold together what is held to watch the other
    desk = found_cooperative(
        path, name="The measured assembly", origin="bench.demo.invalid",
        ports=Ports(SetClock(moment_from_iso("2025-01-01")), system_ports().chance),
        charter=charter, seats=seats, period="2025",
    )  # fmt: skip
    holder = {seat.office: seat.holder for seat in seats}
    names = [f"m{place:07d}" for place in range(members)]
    for start in range(0, members, ADMIT_AT_ONCE):
        batch = [
            Submission(f"admit-{who}", holder["admissions"], Admit(who, ""), {"name": f"Name {who}"})
            for who in names[start : start + ADMIT_AT_ONCE]
        ]
        for answer in desk.submit(batch):
            accept(answer)
    return desk


def accept(answer: Receipt | Refusal) -> Receipt:
    """The receipt; a refusal stops the measuring."""
    if not isinstance(answer, Receipt):
        sys.exit(f"refused: {answer}")
    return answer


def noticed(desk: Desk) -> None:
    """Bring a proposal as far as the moment at which its poll may be opened."""
    clock = desk.ports.clock
    assert isinstance(clock, SetClock)
    measure = ChangeCharter((Change("meetings.agenda_days", 6),))
    accept(
        flows.propose(
            desk, member="m0000002", proposal="p", measure=measure, title="A day more",
            reasons="Five days are short.",
        )
    )  # fmt: skip
    accept(flows.admit(desk, actor=SECRETARY, proposal="p"))
    opens_at = clock.at + 15 * DAY_MS
    accept(flows.call(desk, actor=SECRETARY, meeting="m", agenda=("p",), opens_at=opens_at))
    clock.at = Moment(opens_at)


def cast_everybody(desk: Desk, members: int) -> None:
    """Hand in one ballot of everybody, in an order that tells nothing, a hundred at a time."""
    draw = random.Random(SEED)
    order = [f"m{place:07d}" for place in range(members)]
    draw.shuffle(order)
    for start in range(0, members, CAST_AT_ONCE):
        votes = [
            flows.Vote(who, draw.choice(("yes", "yes", "yes", "yes", "no", "abstain", "blank")))
            for who in order[start : start + CAST_AT_ONCE]
        ]
        for answer in flows.cast_all(desk, proposal="p", votes=votes):
            accept(answer)


def verified(desk: Desk) -> None:
    """What an outsider does with the published files: count again, from every ballot."""
    report = verify(desk.folder.path, level="public")
    if report.differences:
        sys.exit(f"verify: {report.differences[0]}")
    counts = report.counts if hasattr(report, "counts") else {}
    print(counts, file=sys.stderr)


def measure_poll(path: Path, members: int, profiled: str) -> dict[str, float]:
    """Hold one poll; seconds of each step, and the peak of this process in MB."""
    desk = founded(path, members)
    noticed(desk)
    does: dict[str, Callable[[], object]] = {
        "open": lambda: accept(flows.open_poll(desk, actor=SECRETARY, proposal="p")),
        "cast": lambda: cast_everybody(desk, members),
        "close": lambda: accept(flows.close(desk, actor=SECRETARY, proposal="p")),
        "certify": lambda: accept(flows.certify(desk, actor=AUDITOR, proposal="p")),
        "publish": lambda: publish(desk),
        "verify": lambda: verified(desk),
    }
    found = {}
    for step in STEPS:
        with profile(step == profiled):
            start = time.perf_counter()
            does[step]()
            found[step] = time.perf_counter() - start
        print(f"{members} {step} {found[step]:.2f} s, peak {own_peak_mb():.0f} MB", file=sys.stderr)
    desk.close()
    return {**found, "peak_mb": own_peak_mb()}


@contextmanager
def profile(is_wanted: bool) -> Iterator[None]:
    """Print where the time goes, if that is wanted; it makes everything slower."""
    if not is_wanted:
        yield
        return
    watch = cProfile.Profile()
    watch.enable()
    yield
    watch.disable()
    pstats.Stats(watch, stream=sys.stderr).sort_stats("tottime").print_stats(25)


if __name__ == "__main__":
    import tempfile
    with tempfile.TemporaryDirectory(dir=ROOT / "build") as made:
        print(measure_poll(Path(made) / "coop", int(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else ""))
