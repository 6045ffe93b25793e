"""What an annex that somebody changed must have held, where other parts of the record tell.

A rule's own annex is made again by the rule. One that an act brought along is not; but a sheet of
work is repeated in the pay that follows from it, a valuation follows from rows and recipe, and a
recheck equals what it rechecked.
"""

from __future__ import annotations

from auzolan.audit.annexes import AuditAnnexes
from auzolan.audit.folder import Folder
from auzolan.audit.valuations import NotComputable, recompute
from auzolan.cooperative import AnyEntry
from auzolan.foundation.books import Books, NotDisclosed, Scalar
from auzolan.labour.acts import RecordWork, WorkRecorded
from auzolan.labour.lines import WORK_KIND
from auzolan.record.annexes import Annex, ref_from_text
from auzolan.valuation.acts import Recheck, Value
from auzolan.valuation.lines import AMOUNT, VALUES
from auzolan.valuation.state import Valuation


def repair(folder: Folder, books: Books, annexes: AuditAnnexes, entry: AnyEntry) -> None:
    """Restore the annex that an act brought along, where it is damaged and can be.

    Args:
        folder: with vault and recipes.
        books: the state before the entry.
        annexes: notes what differs, and takes the restored annex.
        entry: an entry whose act may name an annex.
    """
    act = entry.act
    if isinstance(act, RecordWork) and not annexes.is_whole(act.lines):
        _repair_work(annexes, act, entry)
    elif isinstance(act, Value) and not annexes.is_whole(act.lines):
        try:
            columns = recompute(folder, books, act, entry.seq).columns
        except (NotComputable, ValueError, OSError, KeyError, TypeError):
            return
        annexes.restore(act.lines, VALUES, columns, amount=AMOUNT)
    elif isinstance(act, Recheck) and not annexes.is_whole(act.lines):
        valuation = books.get(Valuation, act.valuation)
        found = _read(annexes, valuation.lines) if valuation is not None else None
        if found is not None:
            annexes.restore(act.lines, VALUES, columns_of(found), amount=AMOUNT)


def columns_of(annex: Annex) -> dict[str, list[Scalar]]:
    """The columns of an annex by name."""
    return {name: list(annex.column(name)) for name in annex.names}


def _repair_work(annexes: AuditAnnexes, act: RecordWork, entry: AnyEntry) -> None:
    there = annexes.lenient(act.lines)
    pay = next((fact.lines for fact in entry.facts if isinstance(fact, WorkRecorded)), None)
    if there is None or pay is None or not annexes.is_whole(pay):
        return
    owed = annexes.read(pay)
    names = ("member", "pay_cents", "seconds")
    lines = {line[0]: line for line in zip(*(owed.column(name) for name in names), strict=True)}
    order = list(there.column("member")) if "member" in there.names else []
    if set(order) != set(lines):
        order = list(lines)
    columns: dict[str, list[Scalar]] = {
        name: [lines[member][place] for member in order] for place, name in enumerate(names)
    }
    annexes.restore(act.lines, WORK_KIND, columns, amount="pay_cents")


def _read(annexes: AuditAnnexes, text: str) -> Annex | None:
    try:
        return annexes.read(ref_from_text(text))
    except (NotDisclosed, ValueError):
        return None
