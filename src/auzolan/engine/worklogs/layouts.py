"""How the tools that export tables write them.

Mechanical Turk: a row an assignment, moments with zone letters, `$0.15`; a final `Approved` may
hide an earlier rejection, which its `RejectionTime` still shows. Toloka: a row a task, and one
moment and one reward for the whole suite, repeated on each row; moments in UTC without saying so.
CrowdFlower (Figure Eight, Appen), full report: a row a judgment, rows of one page share their
moments, `8/2/2015 00:26:24` is month first and in UTC; no pay. Label Studio as CSV: seconds by its
own measure, and a moment of handing in; no beginning. crowd-kit: task, worker, label, and no time.

What a platform says of a person (trust, approval rates, `_tainted`) is not read: it is no work.

Source: each tool's documentation of its export; Amazon Mechanical Turk, "Assignment" data structure;
Toloka, "Fields in the file with responses"; CrowdFlower, "Full report".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from auzolan.engine.worklogs.assembling import taken
from auzolan.engine.worklogs.judging import Rules
from auzolan.engine.worklogs.log import Imported, Options, State
from auzolan.engine.worklogs.opening import LINE_BYTES_MAX, TABLE_BYTES_MAX, Looked, look_at
from auzolan.engine.worklogs.personal import is_personal
from auzolan.engine.worklogs.tables import FIELDS, Layout, draft_of, separator_of

STATES = {
    "approved": State.ACCEPTED, "accepted": State.ACCEPTED, "paid": State.ACCEPTED,
    "rejected": State.REJECTED,
    "submitted": State.PENDING, "pending": State.PENDING, "active": State.RETURNED,
    "skipped": State.RETURNED, "expired": State.RETURNED, "returned": State.RETURNED,
    "abandoned": State.RETURNED,
}  # fmt: skip


def _only_with(prefix: str, header: Sequence[str]) -> str:
    """The one column that begins so and is not personal; empty where there are several."""
    found = [name for name in header if name.startswith(prefix) and not is_personal(name)]
    return found[0] if len(found) == 1 else ""


def _with_gold(header: Sequence[str]) -> str:
    """The one column beside which its gold stands."""
    names = set(header)
    found = [name for name in header if f"{name}_gold" in names]
    return found[0] if len(found) == 1 else ""


MTURK = Layout(
    "mturk",
    {
        "worker": ("WorkerId",), "task": ("HITId",), "task_type": ("HITTypeId", "Title"),
        "page": ("AssignmentId",), "own_id": ("AssignmentId",), "started": ("AcceptTime",),
        "submitted": ("SubmitTime",), "seconds": ("WorkTimeInSeconds",), "pay": ("Reward",),
        "state": ("AssignmentStatus",), "rejected": ("RejectionTime",),
        "clip_seconds": ("AssignmentDurationInSeconds",),
    },
    needed=("worker", "task", "page"),
    rules=Rules(slashed="mdy", currency="USD", states=STATES),
    label=lambda header: _only_with("Answer.", header),
)  # fmt: skip

TOLOKA = Layout(
    "toloka",
    {
        "worker": ("ASSIGNMENT:worker_id",), "task": ("ASSIGNMENT:task_id",),
        "page": ("ASSIGNMENT:assignment_id",), "started": ("ASSIGNMENT:started",),
        "submitted": ("ASSIGNMENT:submitted",), "pay": ("ASSIGNMENT:reward",),
        "state": ("ASSIGNMENT:status",), "rejected": ("ASSIGNMENT:rejected",),
    },
    needed=("worker", "task", "page"),
    rules=Rules(zone="UTC", currency="USD", states=STATES, pay_for_page=True),
    separator="\t",
    label=lambda header: _only_with("OUTPUT:", header),
)  # fmt: skip

CROWDFLOWER = Layout(
    "crowdflower",
    {
        "worker": ("_worker_id",), "task": ("_unit_id",), "own_id": ("_id",),
        "started": ("_started_at",), "submitted": ("_created_at",),
    },
    rules=Rules(zone="UTC", slashed="mdy"),
    label=_with_gold,
)  # fmt: skip

LABEL_STUDIO_CSV = Layout(
    "label-studio",
    {
        "worker": ("annotator",), "task": ("id",), "page": ("annotation_id",),
        "own_id": ("annotation_id",), "submitted": ("created_at",), "seconds": ("lead_time",),
    },
    needed=("worker", "task", "page"),
    rules=Rules(zone="UTC"),
)  # fmt: skip

CROWD_KIT = Layout(
    "crowd-kit",
    {"worker": ("worker", "performer"), "task": ("task",), "label": ("label",)},
    needed=("worker", "task", "label"),
)

TABLE = Layout("table", {name: (name,) for name in FIELDS}, rules=Rules(states=STATES))


def read_mturk(path: Path, options: Options) -> Imported:
    """Read the results of a batch of Mechanical Turk, as CSV."""
    return _read(path, MTURK, options)


def read_toloka(path: Path, options: Options) -> Imported:
    """Read a pool's responses of Toloka, as TSV.

    Older files have no id of the task; then the one column of inputs stands for it.
    """
    looked = _looked(path, options)
    first = looked.start.decode(looked.encoding, errors="ignore").removeprefix("\ufeff")
    header = first.partition("\n")[0].strip("\r").split("\t")
    columns = dict(TOLOKA.columns)
    if "ASSIGNMENT:task_id" not in header and (one := _only_with("INPUT:", header)):
        columns["task"] = (one,)
    return _taken(looked, replace(TOLOKA, columns=columns), options)


def read_crowdflower(path: Path, options: Options) -> Imported:
    """Read a full report of CrowdFlower, as CSV."""
    return _read(path, CROWDFLOWER, options)


def read_label_studio_csv(path: Path, options: Options) -> Imported:
    """Read an export of Label Studio as CSV or TSV."""
    looked = _looked(path, options)
    return _taken(looked, replace(LABEL_STUDIO_CSV, separator=separator_of(looked)), options)


def read_crowd_kit(path: Path, options: Options) -> Imported:
    """Read a frame of labels, as crowd-kit takes and gives it."""
    return _read(path, CROWD_KIT, options)


def read_table(path: Path, options: Options) -> Imported:
    """Read any CSV or TSV whose columns are called as the fields, or mapped to them."""
    looked = _looked(path, options)
    return _taken(looked, replace(TABLE, separator=separator_of(looked)), options)


def _read(path: Path, layout: Layout, options: Options) -> Imported:
    return _taken(_looked(path, options), layout, options)


def _looked(path: Path, options: Options) -> Looked:
    return look_at(
        path, encoding=options.encoding, bytes_max=TABLE_BYTES_MAX, line_bytes_max=LINE_BYTES_MAX
    )


def _taken(looked: Looked, layout: Layout, options: Options) -> Imported:
    return taken(draft_of(looked, layout, options), layout.rules, options, looked.digest)
