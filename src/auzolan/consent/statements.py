"""From the terms of a statement to its row. Whether it may be made is asked elsewhere."""

from __future__ import annotations

from typing import NamedTuple

from auzolan.consent.acts import Names, Scope, Terms
from auzolan.consent.state import ConsentStatement
from auzolan.consent.taxonomy import end_uses_below, operations_below
from auzolan.foundation import canonical
from auzolan.foundation.moments import MOMENT_MAX
from auzolan.record.case import Case


class Held(NamedTuple):
    """What a statement is about, as bits of the version that was shown, and when it holds."""

    operations: int
    end_uses: int
    begins: int
    ends: int


def held_by(terms: Terms, at: int) -> Held:
    """The bits and the interval of terms that are stated at a moment."""
    return Held(
        operations_below(terms.operation, terms.taxonomy),
        end_uses_below(terms.end_use, terms.taxonomy),
        terms.begins or at, terms.ends or MOMENT_MAX,
    )  # fmt: skip


def statement_of(
    case: Case, name: str, effect: str, *, scope: Scope, terms: Terms, held: Held
) -> ConsentStatement:
    """A statement's row, without who says it, least price and credit."""
    return ConsentStatement(
        statement=name, member="", group_id="", kind=scope.kind, batch=scope.batch,
        place=scope.row, effect=effect, operations=held.operations, end_uses=held.end_uses,
        operation=terms.operation, end_use=terms.end_use, begins=held.begins, ends=held.ends,
        party=_text(terms.party), territory=_text(terms.territory),
        model_class=_text(terms.model_class), price_floor_micro=0, credit=0,
        taxonomy=terms.taxonomy, stated_at=case.at, lifted_at=MOMENT_MAX, entry=case.seq,
        lifted_by=-1,
    )  # fmt: skip


def _text(names: Names) -> str:
    return canonical.encode(None if names is None else sorted(set(names))).decode()
