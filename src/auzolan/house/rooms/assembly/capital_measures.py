"""Measures about capital as people write them on a command line: an exit, and the end."""

from __future__ import annotations

import re
from pathlib import Path

from auzolan.assembly.resolutions import Dissolve, SettleExit
from auzolan.charter.distribution import Reason
from auzolan.foundation.money import BASIS_POINTS
from auzolan.house.doors.errors import Misused
from auzolan.house.doors.session import folder_at
from auzolan.house.storage.reader import reader_of
from auzolan.treasury.capital.exit_acts import ExitTerms
from auzolan.treasury.state import WindingUp

_EXIT = re.compile(
    rf"([a-z0-9][a-z0-9._-]{{0,47}})=({'|'.join(Reason)})(?::([a-z0-9][a-z0-9._-]{{0,47}}))?\Z"
)
_NO_DIGEST = "0" * 64


def exit_from(text: str) -> SettleExit:
    """An exit, as `m017=justified`, `m017=unjustified:1000` or `m017=transfer:m002`.

    Raises:
        Misused: it cannot be read.
    """
    found = _EXIT.match(text)
    if found is None:
        raise Misused(
            "An exit is written as m017=justified, m017=unjustified:1000 (basis points deducted) or "
            f"m017=transfer:m002; the reasons are {', '.join(Reason)}; got {text!r}"
        )
    member, reason, more = found[1], Reason(found[2]), found[3] or ""
    if reason == Reason.TRANSFER:
        return SettleExit(ExitTerms(member, reason, transfer_to=more))
    if not (more or "0").isdigit() or int(more or "0") > BASIS_POINTS:
        raise Misused(f"A deduction is 0 to {BASIS_POINTS} basis points; got {more!r}")
    return SettleExit(ExitTerms(member, reason, int(more or "0")))


def end_from(path: Path, winding_up: str) -> Dissolve:
    """The end of the co-operative as a plan says; an unknown plan is refused by the desk."""
    with reader_of(folder_at(path)) as reader:
        row = reader.get(WindingUp, winding_up)
    return Dissolve(winding_up, row.plan_digest if row is not None else _NO_DIGEST)
