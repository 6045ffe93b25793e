"""How fast balances come from an exported journal, as it grows, and beside other programs.

    python bench/journals.py                 400,000 and 4,000,000 postings; 100,000 transactions
    python bench/journals.py --forty-million also 40,000,000 postings
    python bench/journals.py --only growth   one of the two parts: growth, peers

Growth: payouts that move members' money from `payable` to `paying`, 40 postings a member, made by
a seed and written as Parquet by the export's own writer; then every balance is recomputed from the
file by DuckDB in a new process, and compared with sums that numpy kept while the file was made.

Peers: one journal of 100,000 transactions, written by the export for each program; each adds up
every balance in a process of its own, from start to end, reading and checking included. Ours is
the file in Parquet. hledger and ledger are those on the PATH; beancount is installed into the
peers' own environment. A peer that is missing is left out.

It says nothing about the time an export takes from a co-operative's database.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from _measure import Ran, own_peak_mb, peers_python, print_machine, print_table, run, work_folder

SIZES = (400_000, 4_000_000, 40_000_000)
POSTINGS_PER_MEMBER = 40
BATCH = 1_000_000
LEGS_PER_ENTRY = 1_000
GOAL_S, GOAL_TIMES = 10, 20
TRANSACTIONS = 100_000
ACCOUNTS = 200
ROUNDS = 3
BEANCOUNT = "beancount==3.2.3"
BEANS = """
import collections, sys
from beancount import loader
from beancount.core.data import Transaction
entries, errors, _ = loader.load_file(sys.argv[1])
assert not errors, errors[:3]
sums = collections.Counter()
for entry in entries:
    for leg in entry.postings if isinstance(entry, Transaction) else ():
        sums[leg.account, leg.units.currency] += leg.units.number
print(len(sums))
"""


# --- growth --------------------------------------------------------------------------------------


def write_growth(path: Path, expected: Path, postings: int) -> None:
    """Write a journal of so many postings, and beside it the sums that it must have."""
    import numpy as np

    from auzolan.house.rooms.treasury.journals.parquet import write_parquet

    members = postings // POSTINGS_PER_MEMBER
    sums = np.zeros(members, dtype=np.int64)
    write_parquet(path, _batches(postings, members, sums))
    np.save(expected, sums)


def _batches(postings: int, members: int, sums: Any) -> Iterator[object]:
    import numpy as np
    import pyarrow as pa

    from auzolan.house.rooms.treasury.journals.columns import Columns

    chance = np.random.default_rng(postings)
    names = pa.array([f"m{number:07d}" for number in range(members)])
    half = LEGS_PER_ENTRY // 2
    for start in range(0, postings, BATCH):
        size = min(BATCH, postings - start)
        entries = size // LEGS_PER_ENTRY
        who = chance.integers(0, members, (entries, half))
        cents = chance.integers(1, 100_000, (entries, half))
        np.add.at(sums, who, cents)
        # Debit from what is payable, credit to what is being paid, member by member.
        place = np.concatenate([who, who], axis=1).ravel()
        amount = np.concatenate([cents, -cents], axis=1).ravel()
        side = np.tile(np.repeat(np.array([0, 1], dtype=np.int32), half), entries)
        entry = np.repeat(np.arange(entries) + start // LEGS_PER_ENTRY, LEGS_PER_ENTRY)
        yield Columns(
            entry=pa.array(entry),
            day=_same("2026-03-01", size),
            act=_same("treasury.draft_payout/1", size),
            period=_same("2026", size),
            account=pa.DictionaryArray.from_arrays(side, pa.array(["payable", "paying"])),
            member=pa.DictionaryArray.from_arrays(place.astype(np.int32), names),
            asset=_same("EUR/2", size),
            amount=pa.array(amount),
            why=_same("payout:p1", size),
        )


def _same(text: str, size: int) -> object:
    import pyarrow as pa

    return pa.DictionaryArray.from_arrays(pa.array([0] * size, pa.int32()), pa.array([text]))


def recompute(path: Path, expected: Path) -> None:
    """In a process of its own: every balance from the file, timed, then compared."""
    import numpy as np

    from auzolan.house.rooms.treasury.journals.recompute import balance_columns

    start = time.perf_counter()
    found = balance_columns(path)
    taken_s = time.perf_counter() - start
    peak_mb = own_peak_mb()
    sums = np.load(expected)
    order = found.sort_by([("account", "ascending"), ("member", "ascending")])
    balances = order.column("balance").to_numpy()
    moved = sums[sums != 0]
    assert np.array_equal(balances, np.concatenate([moved, -moved])), "a balance is off"
    print(json.dumps({"s": taken_s, "balances": found.num_rows, "peak_mb": peak_mb}))


def growth(folder: Path, sizes: tuple[int, ...]) -> None:
    rows = []
    for size in sizes:
        path, expected = folder / f"{size}.parquet", folder / f"{size}.npy"
        start = time.perf_counter()
        write_growth(path, expected, size)
        written_s = time.perf_counter() - start
        rounds = [
            json.loads(_checked(run([sys.executable, __file__, "--recompute", path, expected])))
            for _ in range(3)
        ]
        found = min(rounds, key=lambda one: one["s"])
        slowest_s = max(one["s"] for one in rounds)
        rows.append(
            [f"{size:,}", f"{written_s:.1f}", f"{path.stat().st_size / 2**20:,.0f}",
             f"{found['balances']:,}", f"{found['s']:.2f}", f"{slowest_s:.2f}",
             f"{found['peak_mb']:,.0f}"]
        )  # fmt: skip
        print(f"{size:,} postings done", file=sys.stderr, flush=True)
        path.unlink()
    heads = ("postings", "written s", "file MB", "balances", "best s", "worst s", "peak MB")
    print_table("every balance recomputed from the file, best and worst of three", heads, rows)
    print(f"goal: 40,000,000 postings in at most {GOAL_S} s\n")


def _checked(ran: Ran) -> str:
    if ran.status:
        sys.exit(f"a measurement failed: {ran.talk}")
    return ran.text


# --- peers ---------------------------------------------------------------------------------------


def write_peers(folder: Path) -> None:
    """Write one journal of 100,000 transactions for each program."""
    from auzolan.house.rooms.treasury.journals.exporting import write_journal
    from auzolan.house.rooms.treasury.journals.forms import Form
    from auzolan.house.rooms.treasury.journals.journal import (
        Balances,
        Journal,
        JournalAccount,
        JournalLeg,
        Transaction,
    )

    chance = random.Random(1)
    accounts = tuple(JournalAccount(f"fund:f{at:03d}", "", "EUR/2") for at in range(ACCOUNTS))
    sums = dict.fromkeys(accounts, 0)
    parts: list[Transaction | Balances] = []
    for entry in range(TRANSACTIONS):
        cents = chance.randint(1, 10**6)
        one, other = chance.sample(accounts, 2)
        legs = (JournalLeg(one, cents, ""), JournalLeg(other, -cents, ""))
        sums[one] += cents
        sums[other] -= cents
        day = (
            f"2026-{1 + entry * 12 // TRANSACTIONS:02d}-{1 + entry * 336 // TRANSACTIONS % 28:02d}"
        )
        parts.append(Transaction(entry, day, "treasury.book/1", "2026", legs))
    end = Balances(TRANSACTIONS, parts[-1].day, "end of the journal", tuple(sums.items()))
    parts.append(end)
    journal = Journal("bench.demo.invalid", "ledger", "2026-01-01", TRANSACTIONS, accounts, parts)
    for form in (Form.HLEDGER, Form.LEDGER, Form.BEANCOUNT, Form.PARQUET):
        write_journal(journal, form, folder / f"books.{form.value}")


def own_balances(path: Path) -> None:
    """In a process of its own: the product's own way from the file to every balance."""
    from auzolan.house.rooms.treasury.journals.recompute import recomputed

    start = time.perf_counter()
    found = recomputed(path)
    taken_s = time.perf_counter() - start
    assert not found.unbalanced
    print(json.dumps({"s": taken_s, "balances": len(found.balances)}))


def peers(folder: Path) -> None:
    # In a process of its own: a child's peak begins with the memory of the process that starts it.
    _checked(run([sys.executable, __file__, "--write-peers", folder]))
    commands = {"auzolan": [sys.executable, __file__, "--balances", folder / "books.parquet"]}
    commands |= _peer_commands(folder)
    walls: dict[str, list[float]] = {name: [] for name in commands}
    peaks_mb: dict[str, float] = {}
    for _ in range(ROUNDS):  # in turns, so that what else the machine does meets all of them
        for name, command in commands.items():
            wall_s, peaks_mb[name] = _timed(command, folder / f"{name}.said")
            walls[name].append(wall_s)
    found = json.loads((folder / "auzolan.said").read_text())
    ours_s = statistics.median(walls["auzolan"])
    rows = [
        [name, f"{statistics.median(took):.2f}", f"{min(took):.2f}", f"{max(took):.2f}",
         f"{statistics.median(took) / ours_s:.1f}", f"{peaks_mb[name]:,.0f}"]
        for name, took in walls.items()
    ]  # fmt: skip
    heads = ("100,000 transactions", "median s", "best", "worst", "times ours", "peak MB")
    print_table(f"every balance of one journal, {ROUNDS} rounds in turns", heads, rows)
    print(f"of ours, reading and adding up: {found['s']:.2f} s; the rest is starting Python")
    print(f"goal: beancount and hledger at least {GOAL_TIMES} times ours\n")


def _timed(command: Sequence[str | Path], output: Path) -> tuple[float, float]:
    """Wall time and peak memory of a command, with nothing beside it that watches."""
    with output.open("wb") as said:
        start = time.perf_counter()
        process = subprocess.Popen(
            [str(part) for part in command], stdout=said, stderr=subprocess.STDOUT,
            env={**os.environ, "BEANCOUNT_DISABLE_LOAD_CACHE": "1"},
        )  # fmt: skip
        _, status, usage = os.wait4(process.pid, 0)
        wall_s = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command[0]} failed: {output.read_text()[:500]}")
    return wall_s, usage.ru_maxrss / 1024


def _peer_commands(folder: Path) -> dict[str, list[str | Path]]:
    commands: dict[str, list[str | Path]] = {
        "beancount": [peers_python(BEANCOUNT), "-c", BEANS, folder / "books.beancount"]
    }
    if shutil.which("hledger"):
        commands["hledger"] = ["hledger", "-f", folder / "books.hledger", "balance", "--flat"]
    if shutil.which("ledger"):
        commands["ledger"] = [
            "ledger", "--init-file", os.devnull, "-f", folder / "books.ledger", "balance", "--flat",
        ]  # fmt: skip
    return commands


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--forty-million", action="store_true", help="also 40,000,000 postings")
    parser.add_argument("--only", choices=("growth", "peers"))
    parser.add_argument("--folder", help="where to write; build/ where none is named")
    parser.add_argument("--recompute", nargs=2, type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--write-peers", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--balances", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.recompute:
        recompute(*asked.recompute)
    elif asked.write_peers:
        write_peers(asked.write_peers)
    elif asked.balances:
        own_balances(asked.balances)
    else:
        with work_folder(asked.folder) as folder:
            print_machine(folder)
            if asked.only != "peers":
                growth(folder, SIZES if asked.forty_million else SIZES[:-1])
            if asked.only != "growth":
                peers(folder)


if __name__ == "__main__":
    main()
