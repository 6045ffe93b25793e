"""`auzolan treasury plan --worksheet`: a plan from one file, without a co-operative.

For who wants to know what a charter does before founding anything, and for auditors: it records
nothing, needs no folder, and follows the rules that the books follow.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auzolan.treasury.capital.exits import Redemption
    from auzolan.treasury.surplus.worksheet_answer import Numbers


def show_worksheet(path: Path, *, as_json: bool) -> None:
    """Give out the plan that follows from a worksheet; what does not fit is refused."""
    from auzolan.foundation.refusals import Refusal
    from auzolan.house.doors.errors import Misused, Refused
    from auzolan.house.doors.output import patience, say, write, write_json, write_table
    from auzolan.treasury.surplus.worksheet import TEXT_BYTES_MAX, plan_worksheet
    from auzolan.treasury.surplus.worksheet_answer import answer, lines_of, members_of, redemptions

    if not path.is_file():
        raise Misused(f"There is no file {path}. Name a worksheet in JSON.")
    with patience("planning"):
        with path.open("rb") as stream:
            text = stream.read(TEXT_BYTES_MAX + 1)
        planned = plan_worksheet(text)
    if isinstance(planned, Refusal):
        raise Refused(planned)
    if as_json:
        write_json(answer(planned))
        return
    write_table(("line", "cents"), list(lines_of(planned.plan).items()))
    _write_members(members_of(planned.plan))
    for member, schedule in redemptions(planned).items():
        _write_schedule(member, schedule)
    loss = planned.plan.loss
    if loss is not None:
        write(
            f"loss {loss.loss_cents:,}: voluntary reserve {loss.voluntary_reserve_cents:,}, "
            f"obligatory reserve {loss.obligatory_reserve_cents:,}, carried "
            f"{loss.carried_cents:,} for at most {loss.years} years"
        )
    for warning in planned.plan.warnings:
        say(f"warning: {warning.code} ({warning.about})")


def _write_members(members: dict[str, Numbers]) -> None:
    from auzolan.house.doors.output import write_table

    names = next(iter(members.values()))
    write_table(("id", *names), [(member, *of.values()) for member, of in members.items()])


def _write_schedule(member: str, schedule: Redemption) -> None:
    from auzolan.house.doors.output import write, write_table

    write(
        f"{member} leaves ({schedule.reason}): {schedule.capital_cents:,} cents, deducted "
        f"{schedule.deduction_cents:,}, handed on {schedule.transferred_cents:,}"
    )
    rows = [(one.year, one.principal_cents, one.interest_cents) for one in schedule.instalments]
    if rows:
        write_table(("year", "capital", "interest"), rows)
