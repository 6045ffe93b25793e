"""How long a labour-impact statement takes: from the books to its entry, and worked out again.

    python bench/labour_statement.py                      100,000 submissions
    python bench/labour_statement.py --submissions 10000  fewer
    python bench/labour_statement.py --no-verify          without the whole check of the folder

The model is real: the demo's 2,412 purchases of 100 households, brought, allowed and sealed as in the
demo, and a training on them. Who worked on them, for how long and how it was judged is made up by a
seed: 100 members, about an hour's price, no work turned down.

    published     the act at the desk: figures from the tables, entry sealed and durable
    again         the figures once more from the tables, as the rule works them out
    verify        the whole folder replayed at the auditor's level, every entry decided again
"""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path

from _measure import print_machine, print_table, work_folder
from auzolan.audit.folder import Folder
from auzolan.audit.verify import verify
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import reading
from auzolan.house.demo import beginning
from auzolan.house.demo.people import DATA, SECRETARY, TREASURY, Cast
from auzolan.house.demo.telling import YEAR, Stage, done
from auzolan.house.demo.yogurt import MODEL, SNAPSHOT, YOGURT
from auzolan.house.rooms.labour.paying import pay_flows
from auzolan.house.rooms.labour.statements import statement_flows
from auzolan.house.rooms.labour.work import task_flows, work_flows
from auzolan.house.rooms.learning import flows as learning
from auzolan.house.rooms.record.flows import publish
from auzolan.labour.statements.acts import LabourFigures, StatementPublished
from auzolan.labour.statements.impact import figures_of
from auzolan.learning.recipes import TrainingRecipe
from auzolan.learning.state import Snapshot

A_LOG = 50_000
CLASSES = ("work", "work", "work", "work", "search", "waiting", "communication", "training")
GOAL_S = 5.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--submissions", type=int, default=100_000)
    parser.add_argument("--no-verify", dest="verify", action="store_false")
    options = parser.parse_args()
    with work_folder(None) as path:
        print_machine(path)
        (path / "coop").mkdir()
        stage = Stage(Folder(path / "coop"), YOGURT, Cast())
        try:
            lived(stage, options.submissions)
            rows = measured(stage)
            publish(stage.desk)
        finally:
            stage.close()
        if options.verify:
            rows.append(verified(stage.folder.path))
        print_table(f"{options.submissions:,} submissions", ("step", "took", "goal"), rows)


def lived(stage: Stage, submissions: int) -> None:
    """The demo's members and rows; work on them, paid once its days have gone; a model."""
    for step in (beginning.found, beginning.bring_rows, beginning.give_consents):
        step(stage)
    stage.on("2024-02-01")
    task = task_flows.NewTask("tidy", "Tidy the purchases.", hour_cents=1_500, kind=YOGURT.kind)
    done(task_flows.open_task(stage.desk, actor=SECRETARY, new=task))
    draw = random.Random(submissions)
    for begin in range(0, submissions, A_LOG):
        lines = [
            work_flows.NewWork(
                draw.choice(stage.people.members), "tidy", work_class=draw.choice(CLASSES),
                seconds=draw.randint(20, 600), items=draw.randint(1, 9),
            )
            for _ in range(begin, min(begin + A_LOG, submissions))
        ]  # fmt: skip
        done(
            work_flows.log_work(
                stage.desk, actor=SECRETARY, log=f"log-{begin}", period=YEAR, lines=lines
            )
        )
    stage.on("2024-02-20")
    done(pay_flows.settle_work(stage.desk, actor=TREASURY, work="tidied", period=YEAR))
    stage.on("2024-04-02")
    done(
        learning.seal(
            stage.desk, actor=DATA, snapshot=SNAPSHOT, kind=YOGURT.kind, purpose="commercial"
        )
    )  # fmt: skip
    made = learning.train(
        stage.desk, actor=DATA, model=MODEL, snapshot=SNAPSHOT, recipe=TrainingRecipe()
    )
    if isinstance(made, Refusal):
        raise SystemExit(str(made))


def measured(stage: Stage) -> list[tuple[str, str, str]]:
    """Publish, and work out again."""
    began = time.perf_counter()
    receipt = done(
        statement_flows.publish(stage.desk, actor=DATA, about="model", name=MODEL, said=YOGURT.said)
    )
    took = time.perf_counter() - began
    (figures,) = [one.figures for one in receipt.facts if isinstance(one, StatementPublished)]
    began = time.perf_counter()
    found = worked_out(stage)
    again = time.perf_counter() - began
    if found != figures:
        raise SystemExit("The same books gave other figures.")
    print(
        f"people {figures.people}, classes {len(figures.hours)}, floor {figures.floor_cents}, "
        f"median {figures.before.p50} and {figures.after.p50} cents an hour"
    )
    return [
        ("published", f"{took:.2f} s", f"{GOAL_S:.0f} s"),
        ("again", f"{again:.2f} s", f"{GOAL_S:.0f} s"),
    ]


def worked_out(stage: Stage) -> LabourFigures:
    """The figures from the tables."""
    with reading(stage.folder) as now:
        snapshot = now.books.get(Snapshot, SNAPSHOT)
        if snapshot is None:
            raise SystemExit("The dataset is not on the books.")
        return figures_of(now.books, snapshot, stage.clock.at)


def verified(path: Path) -> tuple[str, str, str]:
    """Check the whole folder."""
    began = time.perf_counter()
    report = verify(path, level="auditor")
    if report.differences:
        raise SystemExit(f"verify found {report.differences[0]}")
    return (f"verify, {report.entries:,} entries", f"{time.perf_counter() - began:.2f} s", "")


if __name__ == "__main__":
    main()
