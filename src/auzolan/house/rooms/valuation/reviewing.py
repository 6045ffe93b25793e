"""The review of a valuation: other measures beside the pay, and whom to ask, for a human.

It reads rows under the valuation's own use, as a recheck does, and only for the office that
rechecks. It writes nothing, changes no pay and judges nobody: a flag is a question.
"""

from __future__ import annotations

import msgspec

from auzolan.audit.folder import Folder
from auzolan.charter.articles import rights_by_act
from auzolan.charter.offices import holders_of
from auzolan.charter.state import IN_FORCE, CharterInForce, charter_of
from auzolan.foundation.books import Books
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import moment_of, reading
from auzolan.house.ports import system_ports
from auzolan.house.rooms.learning.flows import recipe_of
from auzolan.house.rooms.valuation.flows import rows_of
from auzolan.house.storage.annex_files import AnnexFiles
from auzolan.learning.recipes import PaidRecipe
from auzolan.learning.refusals import refused_today
from auzolan.learning.sealing import VALUE
from auzolan.learning.state import snapshot_of
from auzolan.record.annexes import ref_from_text
from auzolan.valuation.lines import lines_from
from auzolan.valuation.payable.beside import measures_beside, threshold_of
from auzolan.valuation.payable.games import game_of
from auzolan.valuation.payable.kinds import raw_rows
from auzolan.valuation.payable.provenance import Provenance, provenance
from auzolan.valuation.payable.review import Flag, review
from auzolan.valuation.payable.terms import claims_of, terms_of
from auzolan.valuation.state import Valuation

_RECHECK = "valuation.recheck"
_MILLION = 10**6


class ReviewLine(msgspec.Struct, frozen=True):
    """One member's share of the pay, and her share by each measure in the report's order.

    Attributes:
        member: her id.
        value_e9: what she is paid by, scaled by 10^9; below zero pays nothing.
        pay_millionths: her share of all that is paid, rounded down.
        beside_millionths: her share by each measure, rounded down.
        asks: the measures that do not bear out her pay; empty for most.
    """

    member: str
    value_e9: int
    pay_millionths: int
    beside_millionths: tuple[int, ...]
    asks: tuple[str, ...]


class FlagLine(msgspec.Struct, frozen=True):
    """A question about one member: her ratio, the median of all, and the limit; in millionths."""

    member: str
    measure: str
    ratio_millionths: int
    median_millionths: int
    limit_millionths: int
    text: str


class AlikeLine(msgspec.Struct, frozen=True):
    """A batch whose raw rows are nearly all another member's too; `text` is the question."""

    batch: str
    member: str
    rows: int
    other_batch: str
    other_member: str
    rows_alike: int
    is_later: bool
    text: str


class EventLine(msgspec.Struct, frozen=True):
    """A source event that members tell differently: its batches, and who brought each."""

    event: str
    batches: tuple[str, ...]
    members: tuple[str, ...]
    settled: bool
    text: str


class ReviewReport(msgspec.Struct, frozen=True):
    """What a review found; `merging`, `cap_rows` and `near_squared` are what the pay goes by.

    Attributes:
        rows: all rows of the valuation, training and test rows alike.
        rows_merged: those of them that are one with another row and do not stand.
        rows_across: those of these that merged with another member's row.
        members_across: how many members brought such rows.
        n_contested: events that members tell differently; at most 1,000 are listed.
    """

    valuation: str
    entry: int
    merging: str
    cap_rows: int
    near_squared: int
    rows: int
    rows_merged: int
    rows_across: int
    members_across: int
    n_contested: int
    measures: tuple[str, ...]
    lines: tuple[ReviewLine, ...]
    flags: tuple[FlagLine, ...]
    alike: tuple[AlikeLine, ...]
    contested: tuple[EventLine, ...]


def reviewed(folder: Folder, *, actor: str, valuation: str) -> ReviewReport | Refusal:
    """Set the curator game, member-KNN and thinned rows beside a valuation on the record.

    Args:
        folder: the co-operative's folder.
        actor: who holds the office that rechecks.
        valuation: the valuation.
    Returns:
        The report, or the refusal: no such valuation, not in office, or as before every use.
    Raises:
        FileNotFoundError: rows or recipe are not in the folder.
        ValueError: rows, recipe or lines are not those on the record.
    """
    with reading(folder) as now:
        refused = _may_not_review(now.books, actor)
        if refused is not None:
            return refused
        row = now.books.get(Valuation, valuation)
        if row is None:
            return Refusal(
                "valuation.no_such_valuation", "house, valuation",
                f"There is no valuation {valuation}.", "Look up the valuations on the record.",
            )  # fmt: skip
        snapshot = snapshot_of(now.books, row.snapshot)
        at = moment_of(now, system_ports().clock)
        refused = refused_today(now.books, snapshot, charter_of(now.books), at=at, operation=VALUE)
        if refused is not None:
            return refused
        terms = terms_of(now.books, row)
    recipe = recipe_of(folder, row.recipe)
    if not isinstance(recipe, PaidRecipe):
        raise ValueError(f"the recipe of {valuation} is not one for valuing")
    columns = rows_of(folder, terms, row.snapshot)
    raw, claims = raw_rows(recipe, columns, terms), claims_of(terms, columns)
    game = game_of(raw, claims, merging=terms.merging)
    origin = provenance(raw, terms.batches, claims, game.merged)
    paid = _paid(folder, row)
    beside = measures_beside(recipe, game, paid)
    found = review(paid, beside, threshold=threshold_of(recipe))
    return _report(row, paid, beside, found.flags, origin)


def _may_not_review(books: Books, actor: str) -> Refusal | None:
    in_force = books.get(CharterInForce, IN_FORCE)
    right = rights_by_act(in_force.text).get(_RECHECK) if in_force is not None else None
    if right is not None and actor in holders_of(books, right.office, system_ports().clock()):
        return None
    return Refusal(
        "valuation.not_the_auditor", f"Art. {right.article}" if right else "house, kernel",
        f"{actor} holds no office that computes valuations again.",
        "Ask a holder of the office of audit.",
    )  # fmt: skip


def _paid(folder: Folder, row: Valuation) -> dict[str, int]:
    lines = lines_from(AnnexFiles(folder, system_ports()).read(ref_from_text(row.lines)))
    return dict(zip(lines.members, lines.value_e9, strict=True))


def _report(
    row: Valuation,
    paid: dict[str, int],
    beside: dict[str, dict[str, int]],
    flags: tuple[Flag, ...],
    origin: Provenance,
) -> ReviewReport:
    measures = tuple(sorted(beside))
    shares, others = _shares(paid), [_shares(beside[measure]) for measure in measures]
    lines = tuple(
        ReviewLine(
            member, paid[member], shares[member], tuple(other[member] for other in others),
            tuple(flag.measure for flag in flags if flag.member == member),
        )
        for member in sorted(paid)
    )  # fmt: skip
    return ReviewReport(
        row.valuation, row.entry, row.merging, row.cap_rows, row.near_squared,
        origin.rows, origin.rows_merged, origin.rows_across, origin.members_across,
        origin.n_contested, measures, lines,
        tuple(
            FlagLine(
                flag.member, flag.measure, flag.ratio_millionths, flag.median_millionths,
                flag.limit_millionths, flag.text(),
            )
            for flag in flags
        ),
        tuple(
            AlikeLine(
                one.batch, one.member, one.rows, one.other_batch, one.other_member,
                one.rows_alike, one.is_later, one.text(),
            )
            for one in origin.alike
        ),
        tuple(
            EventLine(
                one.event, tuple(batch for batch, _ in one.batches),
                tuple(member for _, member in one.batches), one.settled, one.text(),
            )
            for one in origin.contested
        ),
    )  # fmt: skip


def _shares(values: dict[str, int]) -> dict[str, int]:
    """Each one's share in millionths, negative values as nothing; 0 where nobody has anything."""
    whole = sum(max(0, value) for value in values.values())
    return {
        member: max(0, value) * _MILLION // whole if whole else 0
        for member, value in values.items()
    }
