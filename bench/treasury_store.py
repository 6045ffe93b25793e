"""What the two stores take: single transfers, sixteen clients at once, many postings in one act.

    python bench/treasury_store.py             the short run, about a minute
    python bench/treasury_store.py --full      ten times as long, up to a million postings

A transfer is a licensee's payment of one cent: it is booked between bank and income, with its
reference sealed in the vault, and is durable in vault and store before its answer. Another one
without words is measured beside it. The server is a throw-away one on the same disk, made by
scripts/ensure_postgres.sh. It says nothing about a server on another machine.
"""

from __future__ import annotations

import argparse
import resource
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from _measure import ROOT, print_machine, print_table, work_folder
from auzolan.audit.deployment import PostgresPlace
from auzolan.audit.folder import Folder
from auzolan.foundation.moments import Moment, moment_from_iso
from auzolan.house.desk import Desk
from auzolan.house.ports import Ports, SeededChance, SetClock, system_ports
from auzolan.house.storage.annex_files import AnnexFiles
from auzolan.house.storage.books import TableBooks
from auzolan.house.storage.database import open_books
from auzolan.house.storage.log import EntryRow, Log
from auzolan.house.submission import Submission
from auzolan.licensing.acts import Receive
from auzolan.record.case import Case
from auzolan.record.frontier import leaf_hash
from auzolan.treasury.accounts import BANK, COMPULSORY
from auzolan.treasury.ledger.acts import PlaceHold, PostHold
from auzolan.treasury.ledger.posting import Leg, Movement, post, post_members

sys.path.insert(0, str(ROOT / "tests"))

from support.house import accepted, found
from support.replay import assert_tables_equal_replay
from support.story_acts import ACTS, SEALED
from support.story_checks import CHECKS
from support.story_desks import TableDesk
from support.story_teller import ORIGIN, Teller, tell
from support.story_text import story_from

ANA: list[str] = []
"""The treasurer's id, drawn in the story."""
STORY = """# A licence under which much is owed.
2026-01-05  ana founds "The Warblers" for rows of birdsong, used for research and advertising;
              ana holds every office and ben audits
2026-01-05  ana, ben and eve join, each paying 100.00 EUR
2026-01-10  ana offers 30 rows of birdsong
2026-01-10  ana grants her birdsong for advertising
2026-01-20  ana seals "spring" from birdsong for advertising
2026-01-20  ana trains "warbler" on "spring"
2026-01-21  eve proposes "sell": license "warbler" to choir as "choir-1" for advertising,
              1,000,000.00 EUR once and 0.01 EUR a prediction, at most 1,000, for 60 days
2026-01-21  the members decide "sell", counted by ana and ben: ana, ben and eve say yes
2026-01-28  ana carries out "sell"
"""

SCRIPT = ROOT / "scripts" / "ensure_postgres.sh"
GOAL_RATIO = 0.15
GOAL_CLIENTS = 2_000
GOAL_POSTINGS = 50_000
CLIENTS = 16
TURNS = 10
WARM_UP = 40
Rate = tuple[str, float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--full", action="store_true", help="ten times as long, a million postings")
    parser.add_argument("--where", help="a folder on the disk to measure; build/ where not given")
    options = parser.parse_args()
    times = 10 if options.full else 1
    with work_folder(options.where) as folder:
        print_machine(folder)
        folder.chmod(0o711)  # the server runs as another user where this runs as root
        place = started(folder / "pg")
        try:
            print_single(folder, 200 * times)
            print_clients(folder, place, 150 * times)
            print_postings(folder, place, [10_000, 100_000] + [1_000_000] * options.full)
        finally:
            subprocess.run(["bash", str(SCRIPT), "stop", str(folder / "pg")], check=False)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of this process: {peak_mb:,.0f} MB")


def started(folder: Path) -> str | None:
    """The address of a throw-away server, or None with the reason said."""
    done = subprocess.run(
        ["bash", str(SCRIPT), "start", str(folder)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        print(f"{done.stderr.strip()} Its rows are left out.\n")
        return None
    return done.stdout.strip()


def print_single(folder: Path, acts: int) -> None:
    """Single transfers through the desk and bare durable commits, in turns on one disk.

    A payment's reference goes to the vault, which is a second durable commit; spending what a hold
    keeps writes nothing there.
    """
    bare = bare_commits(folder / "bare.db")
    with closing(licensed(folder / "single")) as desk:
        makers = {
            "a payment, its reference in the vault": payment,
            "a hold spent, nothing in the vault": spending,
        }
        hold(desk, acts + WARM_UP)
        for maker in makers.values():
            for number in range(WARM_UP):
                accepted(desk, maker(f"s{number}"))
        took = dict.fromkeys([*makers, "bare"], 0.0)
        for turn in range(TURNS):
            each = acts // TURNS
            names = [f"s{WARM_UP + turn * each + number}" for number in range(each)]
            for name, maker in makers.items():
                took[name] += timed(lambda: [accepted(desk, maker(one)) for one in names])  # noqa: B023
            took["bare"] += timed(lambda: bare(acts))
    bare_rate = TURNS * acts / took.pop("bare")
    rows = [["bare durable commits of one row", f"{bare_rate:,.0f}/s", "", ""]]
    for name, spent in took.items():
        ratio = acts / spent / bare_rate
        met = "yes" if ratio >= GOAL_RATIO else "NO"
        rows.append([name, f"{acts / spent:,.0f}/s", f"{ratio:.2f}", met])
    heads = ["SQLite, synchronous=FULL", "found", "ratio", f"goal {GOAL_RATIO}"]
    print_table("Single transfers through the desk", heads, rows)


def hold(desk: Desk, count: int) -> None:
    """So many holds of one cent each, on money that the licensee has paid."""
    paid = Receive("choir-1", "2026", count, SEALED)
    accepted(desk, Submission("to-hold", ANA[-1], paid, {"reference": "all at once"}))
    until_at = moment_from_iso("2027-01-01")
    for number in range(count):
        act = PlaceHold(f"s{number}", BANK, 1, until_at)
        accepted(desk, Submission(f"hold-s{number}", ANA[-1], act, {}))


def spending(name: str) -> Submission:
    """One held cent, spent on fees."""
    return Submission(f"spend-{name}", ANA[-1], PostHold(name, "2026", "expense:fees", 1), {})


def licensed(path: Path, place: PostgresPlace | None = None) -> Desk:
    """A co-operative of three with a licence that was voted, and much owed under it."""
    path.mkdir()
    ports = Ports(SetClock(moment_from_iso("2026-01-01")), SeededChance("bench"))
    table = TableDesk(path, ports, ORIGIN, place)
    assert isinstance(ports.clock, SetClock)
    story = story_from(STORY, "bench")
    teller = tell(story, Teller(table, ports.clock, ports.chance), acts=ACTS, checks=CHECKS)
    table.close()
    ANA.append(teller.id("ana"))
    return Desk(table.folder, ports)


def payment(name: str) -> Submission:
    """One cent from the licensee."""
    act = Receive("choir-1", "2026", 1, SEALED)
    return Submission(name, ANA[-1], act, {"reference": f"transfer {name}"})


def bare_commits(path: Path) -> Callable[[int], None]:
    """Insert a row of 400 bytes and commit, as often as is said."""
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, body BLOB)")

    def commits(count: int) -> None:
        for _ in range(count):
            database.execute("INSERT INTO row (body) VALUES (zeroblob(400))")

    return commits


def print_clients(folder: Path, url: str | None, acts: int) -> None:
    """One client, then sixteen threads, at one desk on each store; the tables are compared with replay."""
    rows = []
    for name, place in stores(url, "clients"):
        for clients in (1, CLIENTS):
            path = folder / f"{name}-{clients}"
            own = PostgresPlace(place.url, f"{place.schema}_{clients}") if place else None
            with closing(licensed(path, own)) as desk:
                rate, calls = clients_rate(desk, clients, acts)
            assert_tables_equal_replay(path)
            goal = "" if clients == 1 or place is None else f"{GOAL_CLIENTS:,}/s"
            met = "" if not goal else "yes" if rate >= GOAL_CLIENTS else "NO"
            rows.append([f"{name}, {clients} clients", f"{rate:,.0f}/s", f"{calls:.1f}", goal, met])
    heads = ["one desk", "transfers", "a commit holds", "goal", "met"]
    print_table("Clients at once", heads, rows)


def clients_rate(desk: Desk, clients: int, acts: int) -> tuple[float, float]:
    """Transfers a second of so many threads, and how many of them shared a commit on average."""
    commit, commits = desk._db.commit, [0]

    def counted() -> None:
        commits[0] += 1
        commit()

    def client(number: int, count: int, prefix: str) -> None:
        for act in range(count):
            accepted(desk, payment(f"{prefix}{number}-{act}"))

    client(0, WARM_UP, "w")
    ready = threading.Barrier(clients + 1)

    def run(number: int) -> None:
        ready.wait()
        client(number, acts, "c")

    desk._db.commit = counted  # type: ignore[method-assign]
    with ThreadPoolExecutor(clients) as pool:
        futures = [pool.submit(run, number) for number in range(clients)]
        ready.wait()
        took = timed(lambda: [future.result() for future in futures])
    return clients * acts / took, clients * acts / commits[0]


def print_postings(folder: Path, url: str | None, sizes: list[int]) -> None:
    """One entry that credits so many members: balances, postings, guards, commit."""
    rows = []
    for size in sizes:
        for name, place in stores(url, f"postings_{size}"):
            path = folder / f"{name}-postings-{size}"
            path.mkdir()
            found(path, place=place).close()
            took = timed(lambda path=path, size=size: credit(Folder(path), size))
            rate = size / took
            met = "yes" if rate >= GOAL_POSTINGS else "NO"
            rows.append([f"{name}, {size:,} postings", f"{took:.2f} s", f"{rate:,.0f}/s", met])
    heads = ["store", "took", "postings", f"goal {GOAL_POSTINGS:,}/s"]
    print_table("Postings inside one act", heads, rows)


def credit(folder: Folder, members: int) -> None:
    """Post what a distribution posts, through the ledger's own functions, and move the head."""
    with closing(open_books(folder)) as database:
        database.begin()
        log, books = Log(database), TableBooks(database)
        head = log.head()
        case = Case(head.size, Moment(head.at), "operator", AnnexFiles(folder, system_ports()))
        amounts = {f"m{number:07d}": 100 for number in range(members)}
        total = sum(amounts.values())
        post(books, case, "2025", [Leg(BANK, total), Leg(COMPULSORY, -total)])
        post_members(books, case, Movement(COMPULSORY, "2025", "measured"), amounts)
        body = b"an entry of no meaning, for measuring"
        head.frontier.append(leaf_hash(body))
        books.flush()
        entry = EntryRow(case.seq, "measured", head.at, "operator", "x/1", leaf_hash(body), body)
        log.write(head, [entry], [])
        database.commit()


def stores(url: str | None, schema: str) -> list[tuple[str, PostgresPlace | None]]:
    """Both stores by name; the server only where there is one."""
    found: list[tuple[str, PostgresPlace | None]] = [("SQLite", None)]
    return [*found, ("PostgreSQL", PostgresPlace(url, schema))] if url else found


def timed(work: Callable[[], object]) -> float:
    """Seconds that work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
