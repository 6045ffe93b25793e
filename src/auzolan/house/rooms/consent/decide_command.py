"""`auzolan consent decide`: what policies say, one case a line, without a co-operative.

Nothing is recorded and no consent of a member is asked or changed: the lines are the reader's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auzolan.consent.policies import Decision


def show_decisions(path: Path, *, as_json: bool) -> None:
    """Give out one decision a line, in the order of the cases.

    Raises:
        Misused: there is no such file.
        Refused: a line was no case; it is answered with a denial all the same.
    """
    from auzolan.consent.cases import MALFORMED
    from auzolan.foundation.refusals import Refusal
    from auzolan.house.doors.errors import Misused, Refused
    from auzolan.house.doors.output import write, write_json

    if not path.is_file():
        raise Misused(f"There is no file {path}. Name a file with one case in JSON on each line.")
    malformed = []
    for number, decision in _decisions(path):
        if decision is MALFORMED:
            malformed.append(number)
        if as_json:
            write_json({"allow": decision.allow, "reasons": decision.reasons})
        else:
            write(f"{number}  {'yes' if decision.allow else 'no'}  {', '.join(decision.reasons)}")
    if malformed:
        raise Refused(
            Refusal(
                "consent.case_malformed", "house, consent",
                f"{len(malformed)} lines are no case, the first is line {malformed[0]}.",
                "Write one object a line, with grants and request, as the reference shows.",
            )
        )  # fmt: skip


def _decisions(path: Path) -> Iterator[tuple[int, Decision]]:
    from auzolan.consent.cases import LINE_BYTES_MAX, MALFORMED, decide_case

    with path.open("rb") as lines:
        number = 0
        while line := lines.readline(LINE_BYTES_MAX + 1):
            number += 1
            if len(line) <= LINE_BYTES_MAX:
                yield number, decide_case(line)
                continue
            while line and not line.endswith(b"\n"):
                line = lines.readline(LINE_BYTES_MAX)
            yield number, MALFORMED
