"""The worker of `desk.py`: the desk itself, in a process of its own. Answers in JSON.

_desk_ours.py fill FOLDER ENTRIES       found it and fill it, half admissions, half grants
_desk_ours.py measure FOLDER MEMBERS JOINED  time calls as standard input orders them
_desk_ours.py write FOLDER NAME SECONDS admit one by one, and say what was acknowledged
_desk_ours.py profile FOLDER MEMBERS SIZE   where the time of a call of so many acts goes
"""

from __future__ import annotations

import cProfile
import json
import pstats
import random
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from _measure import obey
from auzolan.audit.folder import Folder
from auzolan.charter.acts import Seat
from auzolan.charter.presets import founding_charter, offices_of
from auzolan.consent.acts import Grant
from auzolan.house.desk import Desk
from auzolan.house.founding import found_cooperative
from auzolan.house.ports import system_ports
from auzolan.house.submission import Receipt, Submission
from auzolan.members.acts import Admit

FILL_AT_ONCE = 1000
SEED = 20_250_101


def admissions(prefix: str) -> Iterator[Submission]:
    number = 0
    while True:
        member = f"{prefix}{number:07d}"
        yield Submission(f"admit-{member}", "m001", Admit(member, ""), {"name": f"Name {member}"})
        number += 1


def grants(prefix: str, members: Sequence[str]) -> Iterator[Submission]:
    number = 0
    while True:
        member = members[number % len(members)]
        purposes = ("research",) if number % 2 else ("research", "commercial")
        act = Grant(member, "purchases", purposes)
        yield Submission(f"grant-{prefix}-{number}", member, act)
        number += 1


def submit(desk: Desk, submissions: Sequence[Submission]) -> list[Receipt]:
    receipts = []
    for answer in desk.submit(submissions):
        if not isinstance(answer, Receipt):
            sys.exit(f"refused: {answer}")
        receipts.append(answer)
    return receipts


def members_of(number: int) -> list[str]:
    return [f"m{place:07d}" for place in range(number)]


def fill(path: Path, entries: int) -> dict[str, float]:
    charter = founding_charter()
    # Whoever watches is somebody else than whoever leads or keeps the books.
    watching = ("appeals", "audit")
    seats = [
        Seat(office, "m002" if office in watching else "m001") for office in offices_of(charter)
    ]
    desk = found_cooperative(
        path, name="The measured co-operative", origin="bench.demo.invalid", ports=system_ports(),
        charter=charter, seats=seats,
        period="2025",
    )  # fmt: skip
    members = entries // 2
    start = time.perf_counter()
    for source in (admissions("m"), grants("fill", members_of(members))):
        for done in range(0, members, FILL_AT_ONCE):
            submit(desk, list(islice(source, min(FILL_AT_ONCE, members - done))))
    desk.close()
    return {"fill_s": time.perf_counter() - start}


def measure(path: Path, members: int, joined: int) -> None:
    """Time calls as they are ordered; grants go to all members there will be, in random order."""
    desk = Desk(Folder(path), system_ports())
    joining = admissions("n")
    names = members_of(members) + [f"n{place:07d}" for place in range(joined)]
    random.Random(SEED).shuffle(names)
    granting = grants("new", names)
    both = (one for pair in zip(joining, granting, strict=False) for one in pair)
    sources = {"grants": granting, "admissions": joining, "half and half": both}
    obey(sources, dict.fromkeys(sources, lambda batch: submit(desk, batch)))
    desk.close()


def write(path: Path, name: str, seconds: float) -> dict[str, object]:
    desk = Desk(Folder(path), system_ports())
    seqs = []
    longest = 0.0
    end = time.perf_counter() + seconds
    for submission in admissions(name):
        start = time.perf_counter()
        if start > end:
            break
        seqs.append(submit(desk, [submission])[0].seq)
        longest = max(longest, time.perf_counter() - start)
    desk.close()
    return {"seqs": seqs, "longest_ms": longest * 1000}


def profile(path: Path, members: int, size: int) -> dict[str, float]:
    desk = Desk(Folder(path), system_ports())
    names = members_of(members)
    fresh = f"p{time.time_ns() % 10**9}-"
    for kind, source in (("admissions", admissions(fresh)), ("grants", grants(fresh, names))):
        submit(desk, list(islice(source, 100)))
        batches = [list(islice(source, size)) for _ in range(max(1, 2000 // size))]
        watch = cProfile.Profile()
        watch.enable()
        for batch in batches:
            desk.submit(batch)
        watch.disable()
        print(f"{kind}, {len(batches)} calls of {size}")
        pstats.Stats(watch).sort_stats("tottime").print_stats(22)
    return {}


def main(arguments: Sequence[str]) -> None:
    verb, folder, *rest = arguments
    path = Path(folder)
    if verb == "measure":
        measure(path, int(rest[0]), int(rest[1]))
        return
    if verb == "fill":
        found: object = fill(path, int(rest[0]))
    elif verb == "write":
        found = write(path, rest[0], float(rest[1]))
    else:
        found = profile(path, int(rest[0]), int(rest[1]))
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1:])
