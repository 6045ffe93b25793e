"""The options that many commands share, each with one meaning everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

FolderOption = Annotated[
    Path,
    typer.Option(
        "--folder", envvar="AUZOLAN_FOLDER", show_default="the current folder",
        help="The co-operative's folder.",
    ),
]  # fmt: skip
JsonOption = Annotated[bool, typer.Option("--json", help="Write the data as JSON, for programs.")]
AsOption = Annotated[str, typer.Option("--as", metavar="MEMBER", help="Who asks for it.")]
YesOption = Annotated[bool, typer.Option("--yes", help="Do not ask before it is entered.")]
DryRunOption = Annotated[
    bool, typer.Option("--dry-run", help="Show what would be entered, and enter nothing.")
]
HERE = Path()
