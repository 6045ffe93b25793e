"""How much it costs that decisions bind: rights, a long random walk of acts, a poll of 100,000.

    python bench/governance.py                 rights, a walk of 100,000 acts, polls to 10,000
    python bench/governance.py --full          a walk of 1,000,000 acts, a poll of 100,000
    python bench/governance.py --section poll  one section alone

The poll goes through the real desk on the disk: every ballot is an entry with its commitment, and
is durable when its call returns. Each size runs in a process of its own, so that peak memory is its
own; `CPU` is processor time, for machines that do other work beside. There is no peer that does the
same work. It measures no network and no page; members are admitted beforehand, out of the time.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from _measure import ROOT, own_peak_mb, print_machine, print_table, run, work_folder

sys.path.insert(0, str(ROOT / "tests"))

from auzolan.assembly.acts import Admit as AdmitDraft
from auzolan.assembly.acts import CastBallot
from auzolan.assembly.resolutions import ChangeCharter
from auzolan.audit.verify import verify
from auzolan.charter.acts import Amend, Seat
from auzolan.charter.articles import Change
from auzolan.charter.authorize import authorize
from auzolan.charter.presets import founding_charter, offices_of
from auzolan.charter.state import FOREVER, Mandate
from auzolan.consent.acts import Grant
from auzolan.foundation.moments import DAY_MS, Moment, moment_from_iso
from auzolan.foundation.refusals import Refusal
from auzolan.house.desk import Desk
from auzolan.house.founding import found_cooperative
from auzolan.house.ports import Ports, SetClock, system_ports
from auzolan.house.rooms.assembly import flows
from auzolan.house.rooms.record.flows import publish
from auzolan.house.submission import Receipt, Submission
from auzolan.members.acts import Admit
from auzolan.record.entries import Act
from simulation.walk import Walk
from support.small_assembly import SmallAssembly

SEED = 20_250_501
CAST_AT_ONCE = 100
ADMIT_AT_ONCE = 5_000
POLL_GOAL_S = 60.0
AUTHORIZE_GOAL_US = 50.0
SECRETARY, AUDITOR = "m0000000", "m0000001"
RIGHTS_ROUNDS, RIGHTS_CALLS = 21, 2_000
MEASURE = ChangeCharter((Change("meetings.agenda_days", 6),))
TOLD = (
    "charter.no_mandate", "charter.mandate_spent", "charter.mandate_for_something_else",
    "charter.mandate_cooling_off", "charter.mandate_expired", "charter.mandate_suspended",
    "charter.not_in_office", "charter.paused", "charter.kernel", "charter.tiers_mixed",
    "assembly.base_stale", "assembly.harder_now", "assembly.reading_too_early",
)  # fmt: skip
"""Refusals that stand for the promises."""
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
            Submission(
                f"admit-{who}", holder["admissions"], Admit(who, ""), {"name": f"Name {who}"}
            )
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
    accept(
        flows.propose(
            desk, member="m0000002", proposal="p", measure=MEASURE, title="A day more",
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
        with profile(is_wanted=step == profiled):
            start, cpu = time.perf_counter(), time.process_time()
            does[step]()
            found[step] = time.perf_counter() - start
            found[f"{step}_cpu"] = time.process_time() - cpu
    desk.close()
    return {**found, "peak_mb": own_peak_mb()}


@contextmanager
def profile(*, is_wanted: bool) -> Iterator[None]:
    """Print where the time goes, if that is wanted; it makes everything slower."""
    if not is_wanted:
        yield
        return
    watch = cProfile.Profile()
    watch.enable()
    yield
    watch.disable()
    pstats.Stats(watch, stream=sys.stderr).sort_stats("tottime").print_stats(25)


def print_polls(sizes: list[int], folder: Path) -> None:
    """Hold polls of these sizes, each in a process of its own."""
    rows = []
    for size in sizes:
        ran = run([sys.executable, __file__, "--measure", str(size), "--folder", str(folder)])
        if ran.status:
            sys.exit(ran.talk)
        found = json.loads(ran.text)
        wall, cpu = (sum(found[f"{step}{end}"] for step in STEPS) for end in ("", "_cpu"))
        steps = [f"{found[step]:.2f}" for step in STEPS]
        rows.append([f"{size:,}", *steps, f"{wall:.1f}", f"{cpu:.1f}", f"{found['peak_mb']:.0f}"])
    heads = ["members", *STEPS, "all", "CPU", "peak MB"]
    print_table(f"A poll, seconds; the goal for 100,000 is {POLL_GOAL_S:.0f}", heads, rows)


# --- rights ---------------------------------------------------------------------------------------


def print_rights() -> None:
    """How long `authorize` takes, by what it has to look at."""
    rows = []
    for terms in (1, 10, 100):
        made = SmallAssembly(1_000)
        for term in range(1, terms):
            made.books.put(Mandate(f"past-{term}", "secretary", f"m{term}", "", 0, term, 0))
        made.books.put(Mandate("mandate-p", "charter.amend", "", MEASURE.subject(), 0, FOREVER, 0))
        tag = "ab" * 16
        cases: list[tuple[str, Act, str]] = [
            ("one's own", Grant("m5", "purchases", ("research",)), "m5"),
            ("a ballot's tag", CastBallot("p", "yes"), tag),
            ("an office", AdmitDraft("p"), "secretary"),
            ("an office, by another", AdmitDraft("p"), "m5"),
            ("a resolution", Amend("mandate-p", MEASURE.changes), "secretary"),
            ("a resolution, not there", Amend("mandate-q", MEASURE.changes), "secretary"),
        ]
        for name, act, actor in cases:
            rows.append([name, f"{terms}", f"{_authorize_us(made, act, actor):.1f}"])
    heads = ["what allows it", "terms in office", "microseconds"]
    goal = f"the goal is {AUTHORIZE_GOAL_US:.0f} at most"
    print_table(f"authorize, median of {RIGHTS_ROUNDS} rounds; {goal}", heads, rows)


def _authorize_us(made: SmallAssembly, act: Act, actor: str) -> float:
    case, took = made.case(actor), []
    for _ in range(RIGHTS_ROUNDS):
        start = time.perf_counter()
        for _ in range(RIGHTS_CALLS):
            authorize(made.books, act, case)
        took.append((time.perf_counter() - start) / RIGHTS_CALLS)
    return statistics.median(took) * 1e6


# --- the walk -------------------------------------------------------------------------------------


def print_walk(acts: int) -> None:
    """Walk, and say what was met; a broken promise stops everything."""
    walk = Walk(SEED)
    start, cpu = time.perf_counter(), time.process_time()
    walk.go(acts)
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    accepted = sum(count for name, count in walk.answers.items() if name.startswith("+"))
    rows = [
        ["acts asked for", f"{walk.asked:,}"],
        ["accepted", f"{accepted:,}"],
        ["refused", f"{walk.asked - accepted:,}"],
        ["mandates used, each once", f"{walk.watch.uses:,}"],
        ["charters, one after another", f"{walk.watch.charter.version:,}"],
        *([f"refused: {code}", f"{walk.answers[code]:,}"] for code in TOLD),
        ["acts that members did not allow", "0"],
        ["seconds", f"{wall:.0f}"],
        ["acts a second of processor time", f"{walk.asked / cpu:,.0f}"],
        ["peak MB", f"{own_peak_mb():.0f}"],
    ]
    print_table(f"A random walk with bad intent, seed {SEED}", ["what", "how many"], rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="a million acts, 100,000 members")
    parser.add_argument("--section", choices=("rights", "walk", "poll"), help="one alone")
    parser.add_argument("--folder", help="where to work; build/ where missing")
    parser.add_argument("--profile", choices=STEPS, help=argparse.SUPPRESS)
    parser.add_argument("--measure", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    with work_folder(asked.folder) as folder:
        if asked.measure:
            print(json.dumps(measure_poll(folder / "coop", asked.measure, asked.profile or "")))
            return
        print_machine(folder)
        if asked.section in (None, "rights"):
            print_rights()
        if asked.section in (None, "walk"):
            print_walk(1_000_000 if asked.full else 100_000)
        if asked.section in (None, "poll"):
            print_polls([1_000, 10_000, *([100_000] if asked.full else [])], folder)


if __name__ == "__main__":
    main()
