"""The options that describe a measure, for the commands that propose one and that revise one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

TitleOption = Annotated[str, typer.Option(help="What it is about; it is sealed.")]
ReasonsOption = Annotated[str, typer.Option(help="Why; it is sealed.")]
ChangeOption = Annotated[
    list[str] | None, typer.Option("--change", help="A clause and its new value; repeat it.")
]
TextsOption = Annotated[
    Path | None, typer.Option("--texts", help="New texts of articles, in JSON.")
]
TermsOption = Annotated[
    Path | None, typer.Option("--terms", help="The terms of a licence, in JSON.")
]
PlanOption = Annotated[str, typer.Option("--plan", help="A plan for sharing a surplus.")]
AppointOption = Annotated[str, typer.Option("--appoint", help="An office and who is to hold it.")]
DaysOption = Annotated[
    int | None, typer.Option("--days", help="How long; 365, or an organ's term, where missing.")
]
RecallOption = Annotated[str, typer.Option("--recall", help="An office and who is to lose it.")]
ElectOption = Annotated[str, typer.Option("--elect", help="An organ and its seats, as council=5.")]
ChooseOption = Annotated[str, typer.Option("--choose", help="Options to rank, with commas.")]
RestructureOption = Annotated[
    str, typer.Option("--restructure", help="As merger= and the agreement's SHA-256.")
]
SettleExitOption = Annotated[
    str, typer.Option("--settle-exit", help="Whose capital leaves, and why, as m017=justified.")
]
WindUpOption = Annotated[
    str, typer.Option("--wind-up", help="A plan for the end of the co-operative.")
]
StrikeOption = Annotated[
    str, typer.Option("--strike", help="What is stopped, as late-pay=train:commercial:milk-ltd.")
]
EndStrikeOption = Annotated[str, typer.Option("--end-strike", help="The strike that is to end.")]
GroupSaysOption = Annotated[
    str, typer.Option("--group-says", help="A group's word, as choir=permit:train:research.")
]
GroupTermsOption = Annotated[
    Path | None, typer.Option("--group-terms", help="A group's word with conditions, in JSON.")
]
KeepPauseOption = Annotated[
    str, typer.Option("--keep-pause", help="A pause and its later end, as flood=2026-05-20.")
]
