"""Why a member's rows are worth what they are: her line, computed again and taken apart.

The rows are read under the use that the valuation was made under; before that, everyone in the
snapshot is asked once more, as before every use. Where rows may not be read, or exist no longer,
her line stands as it was attested and no reason is made up. It writes nothing, shows one member's
rows alone, and says of a question only whether it was hers.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from auzolan.audit.folder import Folder
from auzolan.charter.offices import holders_of
from auzolan.charter.state import charter_of
from auzolan.contributions.state import Batch
from auzolan.cooperative import AnyEntry, read_entry
from auzolan.foundation.books import Books
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import moment_of, reading
from auzolan.house.ports import system_ports
from auzolan.house.rooms.valuation.taking_apart import (
    DIFFERS,
    EQUAL,
    ERASED,
    LARGE,
    STOPPED,
    Fault,
    OwnQuestion,
    OwnRow,
    TakenApart,
    take_apart,
)
from auzolan.house.storage.annex_files import kept_annex
from auzolan.learning.refusals import refused_today
from auzolan.learning.sealing import VALUE
from auzolan.learning.state import SnapshotPart, snapshot_of
from auzolan.record.annexes import ref_from_text
from auzolan.valuation.acts import Value
from auzolan.valuation.lines import lines_from
from auzolan.valuation.payable.terms import terms_of
from auzolan.valuation.state import Valuation

LEVEL_BP = 9_500
_LOOKS = ("valuation.value", "valuation.recheck")


class Why(msgspec.Struct, frozen=True):
    """A member's line of a valuation and what it is made of; values are scaled by 10^9.

    Attributes:
        member: whose line.
        valuation: the valuation.
        model: the model that her rows helped.
        entry: the entry of the valuation.
        value_e9: what her rows are worth together; 10^9 would be every answer of the model.
        low_e9: lower end of the likely range.
        high_e9: upper end.
        level_bp: how sure the range is, in basis points.
        rows: rows that she holds, or holds a part of, and that count.
        rows_merged: rows she brought that are copies of another row, None where unknown.
        rows_tested: rows she brought that were kept back as questions, None where unknown.
        rows_below_zero: rows that the model would do better without, None where unknown, and for
            whoever is not the member herself.
        method: how it was computed again, empty where it could not be.
        n_queries: questions that the value is a mean over.
        rules: the release that made the valuation.
        charter: digest of the charter it was made under.
        recipe: digest of its recipe.
        lines: digest of its lines.
        by: who made it.
        rechecked_by: who found the same, or empty.
        state: one of `taking_apart.STATES`.
        because: what the state means, in words.
        erased_at: the last entry that erased rows of it, None where none were.
        questions: those in which her rows counted most.
        best: her rows of the greatest worth.
        worst: her rows of the least worth, below zero; told to her alone.
        command: what computes all this again, without a network.
    """

    member: str
    valuation: str
    model: str
    entry: int
    value_e9: int
    low_e9: int
    high_e9: int
    level_bp: int
    rows: int
    rows_merged: int | None
    rows_tested: int | None
    rows_below_zero: int | None
    method: str
    n_queries: int
    rules: str
    charter: str
    recipe: str
    lines: str
    by: str
    rechecked_by: str
    state: str
    because: str
    erased_at: int | None
    questions: tuple[OwnQuestion, ...]
    best: tuple[OwnRow, ...]
    worst: tuple[OwnRow, ...]
    command: str


@dataclass(frozen=True, slots=True)
class _Line:
    rows: int
    value_e9: int
    low_e9: int
    high_e9: int


def why(
    folder: Folder, *, asker: str, member: str, valuation: str, pairs_max: int | None = None
) -> Why | Refusal:
    """Show a member what her line rests on.

    Args:
        folder: the co-operative's folder.
        asker: who looks: the member herself, or who holds an office that computes valuations.
        member: whose line.
        valuation: the valuation.
        pairs_max: of questions with rows, each of which takes a third of a microsecond; where
            there are more nothing is computed. None computes however long it takes.
    Returns:
        Her line with its reasons, or the refusal of the look. What is below zero among her rows
        is told to her alone.
    Raises:
        ValueError: the lines of the valuation are not those on the record.
    Source: charter, rights to value and to recheck; consent is asked before rows are read.
    """
    with reading(folder) as now:
        row = now.books.get(Valuation, valuation)
        if row is None:
            return Refusal(
                "valuation.no_such_valuation", "house, valuation",
                f"There is no valuation {valuation}.", "Look up the valuations on the record.",
            )  # fmt: skip
        refused = _may_not_look(now.books, asker, member)
        if refused is not None:
            return refused
        line = _line_of(folder, row, member)
        if line is None:
            return Refusal(
                "valuation.no_line", "house, valuation",
                f"{member} has no line in {valuation}.",
                "Look at a valuation of a model that her rows are in.",
            )  # fmt: skip
        made = read_entry(now.log.body(row.entry))
        found: TakenApart | Fault | None = _erased(now.books, row)
        found = found or _too_large(now.books, row, made, pairs_max)
        if found is None:
            at = moment_of(now, system_ports().clock)
            found, terms = _stopped(now.books, row, at), terms_of(now.books, row)
    if found is None:
        found = take_apart(folder, row, terms, member=member)
    page = _page(row, made, line, member=member, found=found)
    return (
        page if asker == member else msgspec.structs.replace(page, rows_below_zero=None, worst=())
    )


def _may_not_look(books: Books, asker: str, member: str) -> Refusal | None:
    """The refusal of a look at another's line, or None.

    Who computes a valuation sees every row and line of it anyway; nobody else does.
    """
    if asker == member:
        return None
    at = system_ports().clock()
    looks = [right for right in charter_of(books).rights if right.act in _LOOKS]
    if any(asker in holders_of(books, right.office, at) for right in looks if right.office):
        return None
    article = f"Art. {looks[0].article}" if looks else "house, kernel"
    return Refusal(
        "valuation.not_your_own", article,
        f"{asker} asked what the rows of {member} are worth, which only {member} may see.",
        "Ask her; or ask a holder of the office that computes or checks valuations.",
    )  # fmt: skip


def _line_of(folder: Folder, row: Valuation, member: str) -> _Line | None:
    lines = lines_from(kept_annex(folder, ref_from_text(row.lines)))
    if member not in lines.members:
        return None
    at = lines.members.index(member)
    return _Line(lines.rows[at], lines.value_e9[at], lines.low_e9[at], lines.high_e9[at])


def _erased(books: Books, row: Valuation) -> Fault | None:
    """That rows of it are gone for good, or None."""
    parts = books.columns(SnapshotPart, ("batch", "rows"), snapshot=row.snapshot)
    # One question for two columns of all batches: by key it would be one for each five hundred.
    every = books.columns(Batch, ("batch", "erased_at"))
    gone = {
        batch: int(at) for batch, at in zip(*every.values(), strict=True) if int(at) >= 0
    }  # fmt: skip
    erased = [
        (gone[batch], int(rows))
        for batch, rows in zip(*parts.values(), strict=True)
        if batch in gone
    ]
    if not erased:
        return None
    last, rows = max(at for at, _ in erased), sum(count for _, count in erased)
    where = f"entry {last}" if len({at for at, _ in erased}) == 1 else f"entries up to {last}"
    because = f"Attested, no longer re-computable: {rows} rows were erased at {where}."
    return Fault(ERASED, because, last)


def _too_large(books: Books, row: Valuation, made: AnyEntry, pairs_max: int | None) -> Fault | None:
    """That it would take too long to compute it again, or None; no row is read for it."""
    assert isinstance(made.act, Value), f"entry {row.entry} is no valuation"
    pairs = made.act.n_queries * snapshot_of(books, row.snapshot).rows
    if pairs_max is None or pairs <= pairs_max:
        return None
    because = "Attested; to work it out again takes longer than a page may. The command does it."
    return Fault(LARGE, because, None)


def _stopped(books: Books, row: Valuation, at: int) -> Fault | None:
    """That somebody's rows may not be read now, or None."""
    snapshot = snapshot_of(books, row.snapshot)
    if refused_today(books, snapshot, charter_of(books), at=at, operation=VALUE) is not None:
        # The refusal names people; what they decided about their rows is not hers to read here.
        because = "Attested; the rows may not be read again, since somebody has stopped the use of theirs."
        return Fault(STOPPED, because, None)
    return None


def _page(
    row: Valuation, made: AnyEntry, line: _Line, *, member: str, found: TakenApart | Fault
) -> Why:
    assert isinstance(made.act, Value), f"entry {row.entry} is no valuation"
    state, because, erased_at = _state(line, found)
    known = found if isinstance(found, TakenApart) else None
    return Why(
        member=member, valuation=row.valuation, model=row.model, entry=row.entry,
        value_e9=line.value_e9, low_e9=line.low_e9, high_e9=line.high_e9, level_bp=LEVEL_BP,
        rows=line.rows,
        rows_merged=known.rows_merged if known else None,
        rows_tested=known.rows_tested if known else None,
        rows_below_zero=known.rows_below_zero if known else None,
        method=known.method if known else "",
        n_queries=made.act.n_queries, rules=made.rules, charter=made.charter, recipe=row.recipe,
        lines=made.act.lines.digest, by=row.by, rechecked_by=row.rechecked_by,
        state=state, because=because, erased_at=erased_at,
        questions=known.questions if known else (),
        best=known.best if known else (),
        worst=known.worst if known else (),
        command=f"auzolan valuation why {member} --valuation {row.valuation}",
    )  # fmt: skip


def _state(line: _Line, found: TakenApart | Fault) -> tuple[str, str, int | None]:
    if isinstance(found, Fault):
        return found.state, found.because, found.erased_at
    again = (found.rows, found.value_e9, found.low_e9, found.high_e9)
    if again == (line.rows, line.value_e9, line.low_e9, line.high_e9):
        return EQUAL, "Worked out again just now from the rows: the same figures.", None
    because = (
        f"Worked out again just now, it comes to {found.value_e9} from {found.rows} rows; the "
        "record says otherwise. Run auzolan verify, and tell who holds the audit."
    )
    return DIFFERS, because, None
