"""The columns of an annex: what they hold is what their reader says, or an error."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.record.annex_columns import amounts_by_member, numbers, texts
from auzolan.record.annexes import LINE_CHANCE_SIZE, Annex, build

MEMBERS = st.lists(st.from_regex(r"\Am[0-9]{1,4}\Z"), unique=True, min_size=1, max_size=20)


def annex(members: Sequence[str], amounts: Sequence[int], kind: str = "legs/1") -> Annex:
    """Lines of one amount a member."""
    columns: dict[str, Sequence[str | int]] = {"amount_cents": amounts, "member": members}
    chance = bytes(LINE_CHANCE_SIZE * len(members))
    return build(kind, columns, amount="amount_cents", chance=chance)


@given(members=MEMBERS, amount=st.integers(1, 2**40))
def test_every_amount_is_read_beside_its_member(members: list[str], amount: int) -> None:
    """Goal: nothing is lost or swapped. Method: amounts that differ by place."""
    amounts = [amount + place for place in range(len(members))]
    found = amounts_by_member(annex(members, amounts), kind="legs/1", amount="amount_cents")
    assert found == dict(zip(members, amounts, strict=True))


def test_a_member_twice_or_nothing_for_somebody_is_an_error() -> None:
    """Goal: no line is read twice or for nothing. Method: one of each."""
    for members, amounts in ((["ana", "ana"], [5, 5]), (["ana", "bea"], [5, 0])):
        with pytest.raises(ValueError, match="each member stands once"):
            amounts_by_member(annex(members, amounts), kind="legs/1", amount="amount_cents")


def test_another_kind_of_annex_is_an_error() -> None:
    """Goal: lines of one kind are never taken for another's. Method: a kind of the same columns."""
    with pytest.raises(ValueError, match="legs/1 has the columns"):
        amounts_by_member(annex(["ana"], [5], "hours/1"), kind="legs/1", amount="amount_cents")


def test_a_column_holds_numbers_or_texts_and_never_both() -> None:
    """Goal: a text is never counted. Method: read each column as the other kind."""
    lines = annex(["ana"], [5])
    assert (texts(lines, "member"), numbers(lines, "amount_cents")) == (["ana"], [5])
    with pytest.raises(ValueError, match="whole numbers only"):
        numbers(lines, "member")
    with pytest.raises(ValueError, match="texts only"):
        texts(lines, "amount_cents")
