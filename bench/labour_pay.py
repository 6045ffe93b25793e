"""What an hour of real crowd work earned, and how fast work is brought in and counted.

    python bench/labour_pay.py                  about two minutes
    python bench/labour_pay.py --short          a tenth of the rows
    python bench/labour_pay.py --only medians   one section: medians, mturk, pages, dask

Medians are of public logs (`crowdtruth_medical`), read from AUZOLAN_TEST_DATA and left out where
that is not set. The file of Mechanical Turk is made up by a seed, with the columns and spellings
of a real one; it is imported by the command itself, in a process of its own, beside a reading of
the same file by pandas. Pages are made up by a seed: up to 100,000 workers, 5 types of task, a
month, one page in ten with a second row. Memory is the peak of the process with its input.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import json
import os
import sys
import time
from dataclasses import fields
from pathlib import Path

import numpy as np

from _measure import own_peak_mb, print_machine, print_table, run, work_folder

SECTIONS = ("medians", "mturk", "pages", "dask")
MEDIANS = {"relex": "4.38", "factspan": "5.81", "reldir": "2.17"}
LIFTED_CENTS, FLOOR_CENTS = 624_006, 1_500
MTURK_S, PAGES_S = 20, 30
AUZOLAN = Path(sys.executable).with_name("auzolan")
HEADER = (
    "HITId HITTypeId Title Description Keywords Reward CreationTime MaxAssignments RequesterAnnotation "
    "AssignmentDurationInSeconds AutoApprovalDelayInSeconds Expiration NumberOfSimilarHITs "
    "LifetimeInSeconds AssignmentId WorkerId AssignmentStatus AcceptTime SubmitTime AutoApprovalTime "
    "ApprovalTime RejectionTime RequesterFeedback WorkTimeInSeconds LifetimeApprovalRate "
    "Last30DaysApprovalRate Last7DaysApprovalRate Input.image_url Answer.category"
).split()  # fmt: skip
PEER = """
import sys, pandas as pd
frame = pd.read_csv(sys.argv[1])
for name in ("AcceptTime", "SubmitTime"):
    text = frame[name].str.replace("PDT", "-0700").str.replace("PST", "-0800")
    frame[name] = pd.to_datetime(text, format="%a %b %d %H:%M:%S %z %Y", utc=True)
pay = frame.Reward.str.lstrip("$").astype(float)
hours = (frame.SubmitTime - frame.AcceptTime).dt.total_seconds() / 3600
sums = pd.DataFrame({"worker": frame.WorkerId, "pay": pay, "hours": hours}).groupby("worker").sum()
print((sums.pay / sums.hours).median())
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--short", action="store_true", help="a tenth of the rows")
    parser.add_argument("--only", choices=SECTIONS, help="one section")
    parser.add_argument("--worker", nargs=2, metavar=("WHAT", "ROWS"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        what, rows = options.worker
        print(json.dumps({"pages": counted, "dask": on_dask}[what](int(rows))))
        return
    wanted = SECTIONS if options.only is None else (options.only,)
    with work_folder(None) as folder:
        print_machine(folder)
        if "medians" in wanted:
            medians()
        if "mturk" in wanted:
            mturk(folder, 100_000 if options.short else 1_000_000)
    if "pages" in wanted:
        pages([100_000, 1_000_000] + [10_000_000] * (not options.short))
    if "dask" in wanted:
        dask(1_000_000 if options.short else 10_000_000)


def medians() -> None:
    """Hourly pay of real workers, and what a floor would cost."""
    from auzolan.engine.worklogs import read_work_log
    from auzolan.engine.worklogs.log import Options
    from auzolan.engine.worklogs.summing import imported_work, totals_of
    from auzolan.labour.paying.page_pay import lifting_cents

    data = os.environ.get("AUZOLAN_TEST_DATA")
    if not data:
        print("AUZOLAN_TEST_DATA is not set; the medians of real logs are left out.\n")
        return
    columns = {"worker": "worker_id", "task": "unit_id", "started": "started_at",
               "submitted": "submitted_at", "pay": "pay_usd", "own_id": "annotation_id"}  # fmt: skip
    rows = []
    for name, goal in MEDIANS.items():
        path = Path(data) / "crowdtruth_medical" / f"annotations_{name}.csv"
        start = time.perf_counter()
        options = Options(columns=columns, zone="UTC", currency="USD")
        work = imported_work(read_work_log(path, "table", options))
        totals = totals_of(work)
        took = time.perf_counter() - start
        found = work.worked
        lifted = int(lifting_cents(found.ms, found.pay_micro, floor_cents_hour=FLOOR_CENTS).sum())
        median = totals.median
        is_met = _money(median.all_time) == goal
        if name == "relex":
            is_met &= lifted == LIFTED_CENTS
        rows.append(
            [
                f"{name}, {work.imported.imported:,} judgments", f"{totals.workers:,}",
                f"{median.workers:,}", _money(median.all_time), _money(median.naive),
                f"{int(found.duplicates.sum()):,}", f"{int(found.merged_ms.sum()) // 1000:,}",
                f"{lifted / 100:,.2f}", f"{took:.2f}", f"{goal}: {_met(is_met)}",
            ]
        )  # fmt: skip
    heads = ["log", "workers", "with 10", "an hour", "naive", "same page", "s merged",
             f"lift to {FLOOR_CENTS // 100}", "s", "goal"]  # fmt: skip
    print_table("median pay of an hour, USD, by pages with overlaps merged", heads, rows)


def _money(micro: int) -> str:
    cents = (micro + 5_000) // 10_000
    return f"{cents // 100}.{cents % 100:02d}"


def _met(is_met: bool) -> str:  # noqa: FBT001
    return "met" if is_met else "MISSED"


def mturk(folder: Path, size: int) -> None:
    """The command on a file of assignments, beside pandas."""
    path = folder / "batch.csv"
    make_mturk(path, size)
    ours = run([AUZOLAN, "labour", "import", path, "--from", "mturk", "--dry-run", "--json"])
    if ours.status:
        sys.exit(f"the import failed with {ours.status}:\n{ours.talk}")
    said = json.loads(ours.text)
    assert said["imported"] + len(said["refused"]) == said["read"] == size
    peer = run([sys.executable, "-c", PEER, path])
    rows = [
        [f"auzolan labour import, {size:,} rows", f"{path.stat().st_size / 2**20:,.0f}",
         f"{ours.wall_s:.1f}", f"{ours.peak_mb:,.0f}", f"{said['median_hourly']['naive']}",
         f"{MTURK_S} s: {_met(ours.wall_s <= MTURK_S)}"],
        ["pandas: read, dates, sums", "", f"{peer.wall_s:.1f}", f"{peer.peak_mb:,.0f}",
         f"{float(peer.text):.2f}", ""],
    ]  # fmt: skip
    print_table(
        "Mechanical Turk, made up by a seed", ["", "MB", "s", "peak MB", "naive", "goal"], rows
    )
    print(
        f"  {said['workers']:,} workers, {said['tasks']:,} tasks, {len(said['refused'])} refused, "
        f"{said['rejection_events']:,} rejections, an hour {said['median_hourly']['all_time']}\n"
    )


def make_mturk(path: Path, size: int) -> None:
    """Write assignments in the way of Mechanical Turk, the same for the same size."""
    chance = np.random.default_rng(7)
    start = datetime.datetime(2017, 9, 1, tzinfo=datetime.UTC)
    begin = chance.integers(0, 90 * 86_400, size).tolist()
    took = chance.integers(20, 400, size).tolist()
    workers = chance.integers(0, max(10, size // 200), size).tolist()
    fate = chance.random(size).tolist()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(HEADER)
        for row in range(size):
            accept = start + datetime.timedelta(seconds=begin[row])
            submit = accept + datetime.timedelta(seconds=took[row])
            later = submit + datetime.timedelta(days=2)
            is_hard = fate[row] < 0.02
            writer.writerow(
                [
                    f"3HIT{row // 3:026d}", f"3TYPE{row % 4:025d}", "Name the bird",
                    "Look at a photo and name the bird, as well as you can", "birds, photos",
                    "$0.15", _local(start), "3", "BatchId:3001;OriginalHitTemplateId:9", "600",
                    "259200", _local(later), "", "", f"3ASSIGN{row:023d}", f"A{workers[row]:013d}",
                    "Rejected" if fate[row] < 0.01 else "Approved", _local(accept), _local(submit),
                    _local(later), "" if fate[row] < 0.01 else _local(later),
                    _local(later) if is_hard else "", "", str(took[row]), "98% (980/1000)",
                    "97% (97/100)", "100% (9/9)", f"https://example.org/birds/{row // 3}.jpg",
                    ("crow", "jay", "tit, or so")[row % 3],
                ]
            )  # fmt: skip


def _local(moment: datetime.datetime) -> str:
    # The clocks went back on 2017-11-05 at 09:00 UTC.
    is_summer = moment < datetime.datetime(2017, 11, 5, 9, tzinfo=datetime.UTC)
    there = moment - datetime.timedelta(hours=7 if is_summer else 8)
    return there.strftime(f"%a %b %d %H:%M:%S {'PDT' if is_summer else 'PST'} %Y")


def made_pages(size: int) -> object:
    """Pages made up by a seed, as columns."""
    from auzolan.labour.paying.pages import PageRows

    chance = np.random.default_rng(11)
    start = 1_500_000_000_000 + chance.integers(0, 30 * 86_400, size) * 1_000
    end = start + chance.integers(1, 300, size) * 1_000
    worker = chance.integers(0, max(10, min(100_000, size // 20)), size)
    kind = chance.integers(0, 5, size)
    again = np.flatnonzero(chance.random(size) < 0.1)
    for column in (start, end, worker, kind):
        column[again] = column[again - 1]
    unknown = np.full(size, -1)
    pay = np.where(chance.random(size) < 0.95, 50_000, 0)
    return PageRows(worker, kind, unknown, start, end, unknown, pay, np.full(5, 240_000))


def counted(size: int) -> dict[str, float]:
    """One count of pages to unions and pay."""
    from auzolan.labour.paying.page_pay import lifting_cents, median_hourly
    from auzolan.labour.paying.pages import by_worker, worked

    rows = made_pages(size)
    start, busy = time.perf_counter(), time.process_time()
    found = worked(rows)
    median = median_hourly(found)
    people = by_worker(found)
    lifting_cents(people.ms, people.timed_pay_micro, floor_cents_hour=FLOOR_CENTS)
    took = time.perf_counter() - start
    return {
        "s": took,
        "cpu_s": time.process_time() - busy,
        "peak_mb": own_peak_mb(),
        "median": median.all_time,
        "pages": int(found.pages.sum()),
    }


def pages(sizes: list[int]) -> None:
    """Cost as pages grow, each in a process of its own."""
    rows = []
    for size in sizes:
        found = _worker("pages", size)
        goal = "" if size < 10_000_000 else f"{PAGES_S} s: {_met(found['s'] <= PAGES_S)}"
        rows.append(
            [f"{size:,} rows", f"{found['pages']:,}", f"{found['s']:.2f}", f"{found['cpu_s']:.2f}",
             f"{found['cpu_s'] / size * 1e6:.2f}", f"{found['peak_mb']:,.0f}", goal]
        )  # fmt: skip
    heads = ["", "pages", "s", "cpu s", "cpu us a row", "peak MB", "goal"]
    print_table("unions, medians and the cost of a floor, made up by a seed", heads, rows)


def on_dask(size: int) -> dict[str, float]:
    """The same count on a Dask cluster of two processes, compared column by column."""
    import joblib
    from dask.distributed import Client

    from auzolan.engine.worklogs.summing import worked_by_many
    from auzolan.labour.paying.pages import Worked, worked

    rows = made_pages(size)
    whole = worked(rows)
    with Client(n_workers=2, threads_per_worker=1, dashboard_address=None) as client:
        start = time.perf_counter()
        with joblib.parallel_config(backend="dask", wait_for_workers_timeout=60):
            found = worked_by_many(rows, units=16)
        took = time.perf_counter() - start
        client.shutdown()
    is_equal = all(
        np.array_equal(getattr(whole, one.name), getattr(found, one.name)) for one in fields(Worked)
    )
    return {"s": took, "equal": is_equal}


def dask(size: int) -> None:
    """Equal on a cluster?"""
    found = _worker("dask", size)
    verdict = "equal in every column" if found["equal"] else "DIFFERENT"
    print(f"Dask, 2 processes, 16 units, {size:,} rows: {found['s']:.1f} s, {verdict}\n")


def _worker(what: str, size: int) -> dict[str, float]:
    ran = run([sys.executable, __file__, "--worker", what, str(size)])
    if ran.status:
        sys.exit(f"a worker failed with {ran.status}:\n{ran.talk}")
    found: dict[str, float] = json.loads(ran.text.splitlines()[-1])
    return found


if __name__ == "__main__":
    main()
