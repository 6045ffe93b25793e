"""A year shared among many members: plan, annex, sum root, posting, and the audit of it all.

    python bench/treasury.py             10,000 and 100,000 members, about a minute
    python bench/treasury.py --million   a million as well
    python bench/treasury.py --full      and ten million on SQLite
    python bench/treasury.py --charters  100,000 random charters against a second calculation

The desk, its acts and both stores are the real ones. Made up, and not part of any figure: members,
work and capital are written into the books in bulk, since admitting a million people one by one
would take minutes; and the mandate that a vote would give is written likewise, since the vote is
measured elsewhere. Each row runs in a process of its own; the server is a throw-away one on the same
disk, and says nothing about a server on another machine. The peak is that of our own process.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from _charters import print_charters
from _measure import ROOT, own_peak_mb, print_machine, print_table, work_folder
from auzolan.audit.annexes import AuditAnnexes
from auzolan.audit.database import RecordTables, VaultTables, open_books_read_only, open_read_only
from auzolan.audit.deployment import PostgresPlace
from auzolan.audit.folder import Folder
from auzolan.audit.openings import Openings
from auzolan.audit.replay import Replay
from auzolan.audit.report import Findings
from auzolan.audit.tables import Histories, compare_tables
from auzolan.charter.acts import Found, Seat
from auzolan.charter.presets import founding_charter, offices_of
from auzolan.charter.state import FOREVER, Mandate
from auzolan.charter.texts import release_texts
from auzolan.cooperative import read_entry
from auzolan.foundation.books import Books
from auzolan.foundation.moments import Moment, moment_from_iso
from auzolan.foundation.tables import table_name
from auzolan.house.desk import Desk
from auzolan.house.founding import lay_down_texts
from auzolan.house.keys import make_log_key
from auzolan.house.ports import Ports, SetClock, system_ports
from auzolan.house.storage.annex_files import AnnexFiles
from auzolan.house.storage.books import TableBooks
from auzolan.house.storage.database import create_database, open_books
from auzolan.house.storage.log import Log
from auzolan.house.storage.server import create_on_server
from auzolan.house.submission import Submission
from auzolan.labour.state import WorkOfMember
from auzolan.members.state import ACTIVE, FULL, Member
from auzolan.record import annexes
from auzolan.record.case import Case
from auzolan.record.notes import format_vkey
from auzolan.treasury.accounts import BANK, COMPULSORY, income_account
from auzolan.treasury.ledger.acts import BeginClosing, ClosePeriod
from auzolan.treasury.ledger.posting import Leg, Movement, post, post_members
from auzolan.treasury.state import MemberPosting
from auzolan.treasury.surplus.acts import (
    Distribute,
    DistributionPlanned,
    PlanDistribution,
    subject_of_plan,
)

sys.path.insert(0, str(ROOT / "tests"))

from support.house import accepted

SCRIPT = ROOT / "scripts" / "ensure_postgres.sh"
SQLITE, POSTGRES = "SQLite", "PostgreSQL"
GOALS_S = {(SQLITE, 10**6): 10, (POSTGRES, 10**6): 40, (SQLITE, 10**7): 180}
POOLS = {"pool_labour_bp": 6_000, "pool_equal_bp": 4_000, "pool_data_bp": 0}
FOUNDED, CLOSED_AT = moment_from_iso("2025-01-01"), moment_from_iso("2026-01-15")
RESULT_EACH_CENTS = 40_000
STAGES = ("plan", "annex", "root", "post")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--million", action="store_true", help="a million members as well")
    parser.add_argument("--full", action="store_true", help="and ten million on SQLite")
    parser.add_argument("--charters", action="store_true", help="random charters, and nothing else")
    parser.add_argument("--where", help="a folder on the disk to measure; build/ where not given")
    parser.add_argument("--one", nargs=4, help=argparse.SUPPRESS)
    parser.add_argument("--audit", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        store, size, path, url = options.one
        place = PostgresPlace(url, f"year_{size}") if store == POSTGRES else None
        print(json.dumps(share(Path(path), int(size), place)))
    elif options.audit:
        print(json.dumps(audit(Path(options.audit[0]), int(options.audit[1]))))
    elif options.charters:
        print_charters(100_000)
    else:
        sizes = [10_000, 100_000]
        sizes += [10**6] * (options.million or options.full)
        with work_folder(options.where) as folder:
            print_machine(folder)
            print_years(folder, sizes, is_full=options.full)
        print_charters(2_000)


def print_years(folder: Path, sizes: list[int], *, is_full: bool) -> None:
    """Share a year at each size on each store, each in a process of its own."""
    folder.chmod(0o711)  # the server runs as another user where this runs as root
    url = started(folder / "pg")
    runs = [(store, size) for size in sizes for store in ((SQLITE, POSTGRES) if url else (SQLITE,))]
    runs += [(SQLITE, 10**7)] * is_full
    try:
        rows = [row_of(folder, store, size, url or "") for store, size in runs]
    finally:
        if url:
            subprocess.run(["bash", str(SCRIPT), "stop", str(folder / "pg")], check=False)
    heads = [
        "members",
        *STAGES,
        "all",
        "CPU",
        "postings",
        "peak",
        "audit",
        "CPU",
        "tables",
        "peak",
        "goal",
    ]
    print_table("A year shared (seconds)", heads, rows)


def started(folder: Path) -> str | None:
    """The address of a throw-away server, or None with the reason said."""
    command = ["bash", str(SCRIPT), "start", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"{done.stderr.strip()} Its rows are left out.\n")
        return None
    return done.stdout.strip()


def row_of(folder: Path, store: str, size: int, url: str) -> list[str]:
    """One line of the table."""
    path = folder / f"{store}-{size}"
    shared = asked("--one", store, str(size), str(path), url)
    audited = asked("--audit", str(path), str(size))
    wall_s = sum(shared[stage] for stage in STAGES)
    goal_s = GOALS_S.get((store, size))
    goal = "" if goal_s is None else f"{goal_s} s: {'yes' if wall_s <= goal_s else 'NO'}"
    return [
        f"{store}, {size:,}",
        *(f"{shared[stage]:.2f}" for stage in STAGES),
        f"{wall_s:.2f}",
        f"{shared['cpu']:.2f}",
        f"{shared['postings'] / shared['post']:,.0f}/s",
        f"{shared['peak_mb']:,.0f} MB",
        f"{audited['audit']:.2f}",
        f"{audited['cpu']:.2f}",
        f"{audited['tables']:.2f}",
        f"{audited['peak_mb']:,.0f} MB",
        goal,
    ]


def asked(*arguments: str) -> dict[str, float]:
    """What a process of its own found."""
    command = [sys.executable, __file__, *arguments]
    found: dict[str, float] = json.loads(subprocess.check_output(command).splitlines()[-1])
    return found


def share(path: Path, size: int, place: PostgresPlace | None) -> dict[str, float]:
    """Found, enrol in bulk, close, plan, and distribute; the last two are measured."""
    folder, clock = Folder(path), SetClock(FOUNDED)
    found(folder, Ports(clock, os.urandom), place)
    with closing(open_books(folder)) as database:
        database.begin()
        books = TableBooks(database)
        enrol(books, case_of(folder, Log(database).head().size), size)
        books.flush()
        database.commit()
    clock.at = CLOSED_AT
    desk = Desk(folder, Ports(clock, os.urandom))
    submit(desk, "begin", BeginClosing("2025", "2026"))
    submit(desk, "close", ClosePeriod("2025", "2026"))
    took = {"annex": 0.0, "root": 0.0}
    cpu_s = time.process_time()
    with (
        counted(annexes, "refer", took, "root"),
        counted(AnnexFiles, "make", took, "annex"),
        counted(AnnexFiles, "write", took, "annex"),
    ):
        start = time.perf_counter()
        fact = submit(desk, "plan", PlanDistribution("p", "2025", "")).facts[0]
        plan_s = time.perf_counter() - start
    assert isinstance(fact, DistributionPlanned)
    cpu_s = time.process_time() - cpu_s
    subject = subject_of_plan("p", fact.plan_digest)
    empower(desk._books, subject)
    start, cpu_start = time.perf_counter(), time.process_time()
    submit(desk, "distribute", Distribute("vote", "p", fact.plan_digest))
    post_s, cpu_s = time.perf_counter() - start, cpu_s + time.process_time() - cpu_start
    counting = f"SELECT COUNT(*) FROM {table_name(MemberPosting)} WHERE entry > 1"
    legs = desk._db.execute(counting).fetchone()
    desk.close()
    return {
        "plan": plan_s - took["annex"], "annex": took["annex"] - took["root"],
        "root": took["root"], "post": post_s, "cpu": cpu_s, "peak_mb": own_peak_mb(),
        "postings": legs[0] if legs else 0,
    }  # fmt: skip


def found(folder: Folder, ports: Ports, place: PostgresPlace | None) -> None:
    """A co-operative under the law of the preset, whose pools are by work and equal."""
    folder.path.mkdir()
    if place is None:
        create_database(folder.path)
    else:
        create_on_server(folder, place)
    signer = make_log_key(folder, "bench.demo.invalid", ports.chance)
    charter = founding_charter(clauses=POOLS)
    watching = ("appeals", "audit")
    seats = [
        Seat(office, "m002" if office in watching else "m001") for office in offices_of(charter)
    ]
    seats += [Seat("signatory", one) for one in ("m002", "m003")]
    vkey = format_vkey(signer.verifier_key)
    act = Found("", "bench.demo.invalid", vkey, charter, tuple(seats), "2025", release_texts())
    with closing(Desk(folder, ports)) as desk:
        lay_down_texts(desk)
        accepted(desk, Submission("found", "operator", act, {"name": "The measured co-operative"}))


def submit(desk: Desk, name: str, act: Any) -> Any:
    """One act by the treasurer; its receipt."""
    return accepted(desk, Submission(name, "m001", act, {}))[0]


def case_of(folder: Folder, seq: int) -> Case:
    """The moment of what is written in bulk."""
    return Case(seq, Moment(FOUNDED), "operator", AnnexFiles(folder, system_ports()))


def enrol(books: Books, case: Case, size: int) -> None:
    """Write members, their work, their capital, and the year's income; no act does this."""
    members = [f"m{number:08d}" for number in range(1_000, 1_000 + size)]
    hours = [1 + number * 7_919 % 1_704 for number in range(size)]
    books.put_many(
        Member,
        {"member": members, "standing": [ACTIVE] * size, "since": [FOUNDED] * size,
         "entry": [case.seq] * size, "class_name": [FULL] * size, "section": [""] * size},
    )  # fmt: skip
    books.put_many(
        WorkOfMember,
        {"period": ["2025"] * size, "member": members, "seconds": [one * 3_600 for one in hours],
         "weight_centi": [one * 360_000 for one in hours], "owed_cents": [0] * size},
    )  # fmt: skip
    capital = {member: 100_000 + hour for member, hour in zip(members, hours, strict=True)}
    total, income = sum(capital.values()), size * RESULT_EACH_CENTS + 77
    legs = [Leg(BANK, total + income), Leg(COMPULSORY, -total)]
    legs.append(Leg(income_account("2025", "model", "licensee"), -income))
    post(books, case, "2025", legs)
    post_members(books, case, Movement(COMPULSORY, "2025", "measured"), capital)


def empower(books: Books, subject: str) -> None:
    """Write the mandate that the members' vote would have given."""
    books.add(Mandate("vote", "treasury.distribute", "treasury", subject, 0, FOREVER, 0))


@contextmanager
def counted(owner: Any, name: str, took: dict[str, float], stage: str) -> Iterator[None]:
    """Add up how long a function takes while this is open."""
    inner: Callable[..., Any] = getattr(owner, name)

    def timed(*arguments: Any, **named: Any) -> Any:
        start = time.perf_counter()
        try:
            return inner(*arguments, **named)
        finally:
            took[stage] += time.perf_counter() - start

    setattr(owner, name, timed)
    try:
        yield
    finally:
        setattr(owner, name, inner)


def audit(path: Path, size: int) -> dict[str, float]:
    """Replay plan and distribution with their rules; then compare every row of the tables."""
    folder, findings = Folder(path), Findings()
    gc.disable()  # as the audit itself does
    with closing(open_books_read_only(folder)) as database:
        tables, vault = RecordTables(database), VaultTables(open_read_only(folder.vault_database))
        openings, histories = Openings(tables, vault, findings), Histories(database, findings)
        replay = Replay(
            folder, AuditAnnexes(folder, findings, disclosed=True), findings,
            openings=openings, rules=True, on_history=histories.add,
        )  # fmt: skip
        rows = tables.entries(0, 100)
        openings.load(0, len(rows))
        took = {"audit": 0.0, "cpu": 0.0, "tables": 0.0}
        for row in rows:
            entry = read_entry(row[-1])
            if isinstance(entry.act, Distribute):
                empower(replay.books, entry.act.subject())
            start, cpu_start = time.perf_counter(), time.process_time()
            replay.step(entry)
            if isinstance(entry.act, PlanDistribution | Distribute):
                took["audit"] += time.perf_counter() - start
                took["cpu"] += time.process_time() - cpu_start
            histories.catch_up()
            if isinstance(entry.act, Found):
                enrol(replay.books, case_of(folder, 1), size)
        start = time.perf_counter()
        histories.close()
        replay.close()
        compare_tables(database, replay.books, findings, replay.last_entry_of)
        took["tables"] = time.perf_counter() - start
    assert findings.is_clean, "the audit found differences"
    report = findings.report("auditor", entries=len(rows), root="")
    assert report.checked[f"rows of {table_name(MemberPosting)}"] >= size
    return {**took, "peak_mb": own_peak_mb()}


if __name__ == "__main__":
    main()
