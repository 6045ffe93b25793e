"""A long walk in which no row is used that its owner did not allow at that very moment.

`AUZOLAN_WALK_ACTS=1000000` walks further, and `AUZOLAN_WALK_SEED=17` walks one way again.
"""

from __future__ import annotations

import os

import pytest

from simulation.walk_noes import NEVER, Batch, Noes, Span, Stop, Strike, Use
from simulation.walk_rows import RowsWalk
from simulation.walk_watch import PromiseBroken

ACTS = int(os.environ.get("AUZOLAN_WALK_ACTS", "6000"))
SEED = int(os.environ.get("AUZOLAN_WALK_SEED", "3"))
ASKED = {
    "+learning.seal", "+learning.use", "+learning.train", "+learning.evaluate",
    "+licensing.grant", "+call", "consent.purpose_not_granted", "learning.nothing_permitted",
    "+consent.withdraw", "+consent.prohibit", "+consent.strike", "+consent.place_batch",
    "+consent.note_third_persons", "+members.leave",
}  # fmt: skip
"""What a walk must have met, or it would prove little."""


@pytest.mark.slow
def test_a_long_walk_uses_no_row_that_its_owner_did_not_allow_at_that_moment() -> None:
    """Goal: no use, training, licence or answer against a no.

    Method: ask again for all that was allowed once, while people withdraw, forbid, strike, leave;
    a ledger looks at every row.
    """
    walk = RowsWalk(SEED)
    try:
        walk.go(ACTS)
    except PromiseBroken as fault:
        again = f"AUZOLAN_WALK_SEED={SEED} AUZOLAN_WALK_ACTS={walk.asked}"
        pytest.fail(
            f"{fault}; again with: {again} python -m pytest tests/simulation/test_walk_rows.py"
        )
    assert sorted(ASKED - set(walk.answers)) == []


def test_a_walk_sees_a_use_that_the_rules_let_through() -> None:
    """Goal: the walk is awake. Method: the ledger hears everybody withdraw, and the rules do not."""
    walk = RowsWalk(SEED)
    walk.go(600)
    for member, kind in walk.noes.yes:
        walk.noes.said_nothing(member, kind, walk.made.at)
    with pytest.raises(PromiseBroken, match="allowed no"):
        walk.go(600)


# --- the ledger itself --------------------------------------------------------------------------


def ledger() -> Noes:
    """Ana allowed research from 10 on, for five rows of stories."""
    noes = Noes({"b": Batch("ana", "stories", 5)})
    noes.said_yes("ana", "stories", ("research",), 10)
    return noes


TRAIN = Use("train.finetune", "research", "dairy", 20)


def test_the_ledger_lets_pass_what_was_allowed() -> None:
    """Goal: no false alarm. Method: below what a simple yes means, within its time."""
    assert ledger().against("b", 0, TRAIN) == ""


@pytest.mark.parametrize(
    "use",
    [
        Use("train", "research", "", 9),
        Use("train", "commercial", "", 20),
        Use("share.enclave", "research", "", 20),
    ],
)
def test_the_ledger_sees_what_nobody_allowed(use: Use) -> None:
    """Goal: the watch is awake. Method: too early, for something else, more than a simple yes."""
    assert ledger().against("b", 0, use)


def test_the_ledger_sees_a_no_of_one_row_to_one_party() -> None:
    """Goal: row by row. Method: forbid one row to one company; look at it, beside it, before it."""
    noes = ledger()
    noes.stops["ana"] = [Stop(15, NEVER, 15, "train", "research", ("dairy",), "stories", "b", 2)]
    assert noes.against("b", 2, TRAIN)
    assert not noes.against("b", 1, TRAIN)
    assert not noes.against("b", 2, Use("train", "research", "", 20))
    assert not noes.against("b", 2, Use("train", "research", "dairy", 14))


def test_the_ledger_gives_a_model_its_time_after_a_no_and_a_strike_none() -> None:
    """Goal: the deadline, and no longer. Method: withdraw at 20; look at both ends of ten moments."""
    noes = ledger()
    noes.said_nothing("ana", "stories", 20)
    assert not noes.against("b", 0, Use("train", "research", "dairy", 30), 10)
    assert noes.against("b", 0, Use("train", "research", "dairy", 31), 10)
    noes = ledger()
    noes.trust["ana"], noes.strikes["s"] = [Span(12)], Strike(15, 90, 15, "train", "research")
    assert noes.against("b", 0, TRAIN, 10)


def test_the_ledger_sees_a_withdrawal_a_strike_and_a_kept_batch() -> None:
    """Goal: the watch is awake. Method: each of them, and the same once it is over."""
    noes = ledger()
    noes.said_nothing("ana", "stories", 20)
    assert noes.against("b", 0, TRAIN)
    noes = ledger()
    noes.strikes["s"] = Strike(5, 30, 5, "train", "research")
    assert not noes.against("b", 0, TRAIN), "she trusts nobody to strike for her"
    noes.trust["ana"] = [Span(12)]
    assert noes.against("b", 0, TRAIN)
    assert not noes.against("b", 0, Use("train", "research", "", 20)), "our own use is no sale"
    noes = ledger()
    noes.batches["b"].keep("group", 15, is_kept=True)
    assert noes.against("b", 0, TRAIN)
    noes.batches["b"].keep("group", 18, is_kept=False)
    assert not noes.against("b", 0, TRAIN)
