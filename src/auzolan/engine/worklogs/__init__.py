"""Logs of work from the tools where it was done: one table, whatever tool wrote it.

`read_work_log` reads a file by the name of its tool; `FORMATS` lists them. Nothing here books work,
pays for it, or judges it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from auzolan.engine.worklogs.argilla import read_argilla
from auzolan.engine.worklogs.cvat import read_cvat
from auzolan.engine.worklogs.doccano import read_doccano
from auzolan.engine.worklogs.label_studio import read_label_studio
from auzolan.engine.worklogs.layouts import (
    read_crowd_kit,
    read_crowdflower,
    read_mturk,
    read_table,
    read_toloka,
)
from auzolan.engine.worklogs.log import Imported, Options, Reader, refused
from auzolan.engine.worklogs.prodigy import read_prodigy

FORMATS: Mapping[str, Reader] = {
    "argilla": read_argilla,
    "crowd-kit": read_crowd_kit,
    "crowdflower": read_crowdflower,
    "cvat": read_cvat,
    "doccano": read_doccano,
    "label-studio": read_label_studio,
    "mturk": read_mturk,
    "prodigy": read_prodigy,
    "table": read_table,
    "toloka": read_toloka,
}
"""Every tool whose exports are read, by the name that `--from` takes."""

NO_MAP = frozenset({"argilla", "cvat", "doccano", "prodigy"})
"""Tools whose files have no columns, so that none can be mapped."""


def read_work_log(path: Path, tool: str, options: Options) -> Imported:
    """Read a file of a tool.

    Args:
        path: the file.
        tool: as `FORMATS` names it; `_` may stand for `-`.
        options: what is known beside the file.
    Raises:
        BadLog: no such tool, not its export, or a file that cannot be taken; nothing is imported.
    """
    name = tool.strip().lower().replace("_", "-")
    if name not in FORMATS:
        raise refused(
            "labour.work_log_tool_unknown", f"There is no reader for {tool[:60]!r}.",
            f"The readers are {', '.join(FORMATS)}.",
        )  # fmt: skip
    if options.columns and name in NO_MAP:
        raise refused(
            "labour.work_log_field_unknown", f"An export of {name} has no columns that could be mapped.",
            "Leave out --map.",
        )  # fmt: skip
    return FORMATS[name](path, options)
