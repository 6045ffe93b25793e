"""An act that names an annex falsely: the digest is right, and what stands beside it is not.

An entry keeps the reference for ever, and members prove their lines against its root and total.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from auzolan.foundation.refusals import Refusal
from auzolan.house.submission import Submission
from auzolan.labour.acts import RecordWork
from auzolan.record.annexes import AnnexRef
from simulation.year import Year
from support.story_desks import AnyDesk

FALSE = {"total": 1, "rows": 2, "root": "0" * 64}


def answer_to(desk: AnyDesk, **false: object) -> str:
    """The code with which a sheet of work under a false reference is refused, or `accepted`."""
    columns: dict[str, list[int | str]] = {
        "member": ["m001"],
        "seconds": [3_600],
        "pay_cents": [5_000],
    }
    true: AnnexRef = desk.lay_down("work/1", columns, amount="pay_cents")
    work = f"false-{'-'.join(false)}"
    act = RecordWork(work, "p0", replace(true, **false))
    (answer,) = desk.submit([Submission(work, "m001", act)])
    return answer.code if isinstance(answer, Refusal) else "accepted"


@pytest.mark.parametrize("name", sorted(FALSE))
def test_a_sheet_named_with_a_false_root_total_or_size_is_refused_in_memory(
    name: str, tmp_path: Path
) -> None:
    """Goal: a reference is believed whole or not at all. Method: change one part of it."""
    year = Year(1, tmp_path)
    year.live(days=0)
    assert answer_to(year.memory, **{name: FALSE[name]}) == "labour.lines_malformed"


@pytest.mark.parametrize("name", sorted(FALSE))
def test_a_sheet_named_with_a_false_root_total_or_size_is_refused_at_the_desk(
    name: str, tmp_path: Path
) -> None:
    """Goal: the same at the real desk, also right after the annex was laid down. Method: same."""
    year = Year(1, tmp_path)
    year.live(days=0)
    year.tables._open()
    assert answer_to(year.tables, **{name: FALSE[name]}) == "labour.lines_malformed"
