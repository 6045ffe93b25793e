"""Made-up consent for the measuring scripts: statements as columns, and one of them as an object.

Members have one or two statements each. Most permit the use that is asked, in part under limits of
time, party, territory, model class, price and name; others speak of something else or prohibit;
some were taken back. About half of all rows may be used. Nobody's real choices are here.
"""

from __future__ import annotations

import numpy as np

from auzolan.consent.columns import NEVER, PERMIT, PROHIBIT, WITHDRAW, StatementColumns
from auzolan.consent.interned import interned
from auzolan.consent.policies import Effect, Request, Stated, Statement
from auzolan.consent.taxonomy import (
    END_USES,
    TAXONOMY,
    end_uses_below,
    operations_below,
)

NAMED = ("train", "store", "index", "share.enclave")
NOW = 1_790_000_000_000
YEAR = 31_536_000_000
PARTIES = 50
REQUEST = Request("train.finetune", "research", "p1", "p2", "p3", NOW, 2_000_000)
_EFFECTS = {PERMIT: Effect.PERMIT, PROHIBIT: Effect.PROHIBIT, WITHDRAW: Effect.WITHDRAW}
_VERSION = TAXONOMY.version


def made(n_units: int) -> StatementColumns:
    """Statements of so many members, the same for the same number."""
    draw = np.random.default_rng(n_units)
    unit = np.repeat(np.arange(n_units, dtype=np.int32), draw.integers(1, 3, n_units))
    n = len(unit)
    effect = draw.choice([PERMIT, PROHIBIT, WITHDRAW], n, p=[0.9, 0.08, 0.02]).astype(np.uint8)
    operations = np.array([operations_below(term, _VERSION) for term in NAMED])
    end_uses = np.array([end_uses_below(term, _VERSION) for term in END_USES])
    research = END_USES.index("research")
    chosen = np.where(draw.random(n) < 0.9, research, draw.integers(0, len(END_USES), n))
    sets = interned(
        tuple(sorted(f"p{one}" for one in draw.choice(PARTIES, 40, replace=False)))
        for _ in range(200)
    )

    def limit(part: float) -> np.ndarray:
        return np.where(draw.random(n) < part, draw.integers(1, 201, n), 0).astype(np.int32)

    is_whole = effect == WITHDRAW
    return StatementColumns(
        unit=unit, effect=effect, unknown=np.zeros(n, dtype=np.uint16),
        operations=np.where(is_whole, -1, draw.choice(operations, n, p=[0.9, 0.05, 0.03, 0.02])),
        end_uses=np.where(is_whole, -1, end_uses[chosen]),
        begins=NOW + draw.integers(-5 * YEAR, YEAR // 4, n),
        ends=np.where(draw.random(n) < 0.7, NEVER, NOW + draw.integers(-YEAR, 5 * YEAR, n)),
        stated_at=NOW + draw.integers(-5 * YEAR, YEAR // 4, n),
        lifted_at=np.where(draw.random(n) < 0.9, NEVER, NOW + draw.integers(-YEAR, YEAR, n)),
        party=limit(0.5), territory=limit(0.2), model_class=limit(0.2),
        price_floor_micro=draw.choice([0, 0, 0, 1_000_000, 3_000_000], n), credit=draw.random(n) < 0.3,
        parties=sets, territories=sets, model_classes=sets,
    )  # fmt: skip


def units_of_rows(n_rows: int, n_units: int, seed: int) -> np.ndarray:
    """To whom each row belongs, in no order."""
    return np.random.default_rng(seed).integers(0, n_units, n_rows, dtype=np.int32)


def stated(columns: StatementColumns, place: int) -> Stated:
    """One of the made statements as an object."""
    effect = _EFFECTS[int(columns.effect[place])]
    masks = {operations_below(term, _VERSION): term for term in NAMED} | {-1: ""}
    ends_masks = {end_uses_below(term, _VERSION): term for term in END_USES} | {-1: ""}

    def names(column: np.ndarray) -> tuple[str, ...] | None:
        number = int(column[place])
        return columns.parties.sets[number - 1] if number else None

    statement = Statement(
        effect, masks[int(columns.operations[place])], ends_masks[int(columns.end_uses[place])],
        int(columns.begins[place]), _moment(columns.ends[place]),
        names(columns.party), names(columns.territory), names(columns.model_class),
        price_floor_micro=int(columns.price_floor_micro[place]), credit=bool(columns.credit[place]),
    )  # fmt: skip
    return Stated(statement, int(columns.stated_at[place]), _moment(columns.lifted_at[place]))


def _moment(value: np.int64) -> int | None:
    return None if value == NEVER else int(value)
