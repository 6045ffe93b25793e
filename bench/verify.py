"""How fast `verify` reads a record, and how its memory grows: 10,000, 100,000, 1,000,000 entries.

Run: python bench/verify.py [--million]

The record is made through the desk: 1,000 members who grant and grant again, one grant in ten
taking a purpose back, each act on the operator's word. Every measurement runs in a process of its own, so that peak memory is its own.
`by CPU` is entries per second of processor time, for machines that do other work beside.
Members' signatures are timed apart. There is no peer that does the same work, so the table shows
what each part costs instead.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MEMBERS = 1_000
BATCH = 5_000
SIGNATURES = 2_000
RUNS = (
    ("public, no rules", ["public", "norules"]),
    ("public, every rule", ["public", "rules"]),
    ("auditor, no rules", ["auditor", "norules"]),
    ("auditor, every rule", ["auditor", "rules"]),
)


def make(path: Path, entries: int) -> None:
    from auzolan.charter.acts import Seat
    from auzolan.charter.presets import founding_charter, offices_of
    from auzolan.consent.acts import Grant
    from auzolan.foundation.moments import moment_from_iso
    from auzolan.house.founding import found_cooperative
    from auzolan.house.ports import Ports, SeededChance, SetClock
    from auzolan.house.rooms.record.flows import publish
    from auzolan.house.submission import Submission
    from auzolan.members.acts import Admit

    charter = founding_charter()
    # Whoever watches is somebody else than whoever leads or keeps the books.
    watching = ("appeals", "audit")
    seats = [
        Seat(office, "m0001" if office in watching else "m0000") for office in offices_of(charter)
    ]
    desk = found_cooperative(
        path, name="Bench", origin="bench.demo.invalid",
        ports=Ports(SetClock(moment_from_iso("2024-01-01")), SeededChance("bench")),
        charter=charter, seats=seats, period="2024",
    )  # fmt: skip
    people = [f"m{number:04d}" for number in range(MEMBERS)]
    admits = [
        Submission(f"admit-{who}", "m0000", Admit(who, ""), words={"name": who}) for who in people
    ]
    desk.submit(admits)
    left = entries - MEMBERS - 1
    for start in range(0, left, BATCH):
        desk.submit(
            [
                Submission(
                    f"grant-{number}", people[number % MEMBERS],
                    Grant(people[number % MEMBERS], "purchases",
                          ("research", "commercial")[: 1 if number // MEMBERS % 10 == 9 else 2]),
                )
                for number in range(start, min(start + BATCH, left))
            ]
        )  # fmt: skip
    publish(desk)
    desk.close()


def measure(path: Path, level: str, rules: str) -> None:
    from auzolan.audit.verify import verify

    start, cpu_start = time.perf_counter(), time.process_time()
    report = verify(path, level=level, rules=rules == "rules")
    taken, cpu = time.perf_counter() - start, time.process_time() - cpu_start
    assert not report.differences, report.differences[:3]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = {"entries": report.entries, "s": taken, "cpu": cpu, "peak": peak}
    print(json.dumps(found))


def signatures() -> float:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from auzolan.consent.acts import Grant
    from auzolan.record.entries import KeySigned, act_message, is_signed_by

    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    act = Grant("m0001", "purchases", ("research",))
    message = act_message("bench.demo.invalid", "grant-1", "m0001", act)
    auth = KeySigned(key.public_key().public_bytes_raw().hex(), key.sign(message).hex())
    start = time.perf_counter()
    assert all(is_signed_by(auth, message) for _ in range(SIGNATURES))
    return SIGNATURES / (time.perf_counter() - start)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--million", action="store_true", help="also 1,000,000 entries")
    parser.add_argument("--measure", nargs=3, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        measure(Path(asked.measure[0]), asked.measure[1], asked.measure[2])
        return
    sizes = [10_000, 100_000, *([1_000_000] if asked.million else [])]
    print(
        f"{'entries':>9}  {'level and rules':<20} {'seconds':>8} {'entries/s':>10} {'by CPU':>10} {'peak MB':>8}"
    )
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="auzolan-bench-") as made:
            path = Path(made) / "coop"
            make(path, size)
            for name, how in RUNS:
                line = subprocess.run(
                    [sys.executable, __file__, "--measure", str(path), *how],
                    check=True, capture_output=True, text=True,
                ).stdout  # fmt: skip
                found = json.loads(line)
                rate = found["entries"] / found["s"]
                print(
                    f"{found['entries']:>9,}  {name:<20} {found['s']:>8.2f} {rate:>10,.0f} "
                    f"{found['entries'] / found['cpu']:>10,.0f} "
                    f"{found['peak'] / 1024:>8.0f}",
                    flush=True,
                )
    print(f"members' signatures: {signatures():,.0f}/s")


if __name__ == "__main__":
    main()
