"""Reports of worth and their recheck: each refusal, their order, and what the facts write."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.consent.acts import Withdraw
from auzolan.foundation.refusals import Refusal
from auzolan.record.annexes import ref_from_text
from auzolan.valuation.acts import Recheck, Rechecked, Value, Valued
from auzolan.valuation.lines import Lines, first_difference
from auzolan.valuation.payable.knn import member_values
from auzolan.valuation.state import Valuation
from rooms.learning.small_coop import SmallCoop, coop_of_three

Columns = dict[str, Sequence[int | str]]
GOOD: Columns = {
    "member": ("ana", "ben"),
    "value_e9": (600_000_000, -100_000_000),
    "low_e9": (500_000_000, -200_000_000),
    "high_e9": (700_000_000, 0),
    "rows": (22, 15),
}


def coop_with_model() -> SmallCoop:
    """The co-operative of three with a model of ana's 30 and ben's 20 rows, and uses."""
    coop = coop_of_three()
    coop.seal()
    coop.seal("s2")
    coop.use("u1")
    coop.use("v1", "value")
    coop.use("v2", "value", snapshot="s2")
    coop.train("m1", "u1", 50)
    return coop


def value(
    coop: SmallCoop, columns: Columns = GOOD, *, valuation: str = "w1", model: str = "m1",
    use: str = "v1", residual_e9: int = 0, merging: str = "observation", cap_rows: int = 0,
    near_squared: int = 0,
) -> Value:  # fmt: skip
    return Value(
        valuation, model, use, "d" * 64, coop.values(columns), 40, residual_e9, merging, cap_rows,
        near_squared,
    )  # fmt: skip


def changed(**columns: Sequence[int | str]) -> Columns:
    return {**GOOD, **columns}


def test_a_valuation_stands_in_the_books_unchecked() -> None:
    """Goal: money sees that nobody rechecked it. Method: report, read the row."""
    coop = coop_with_model()
    act = value(coop)
    assert coop.do(act, "ida") == Valued("w1", 2)
    row = coop.books.get(Valuation, "w1")
    assert row is not None
    assert (row.model, row.snapshot, row.by, row.rechecked_by) == ("m1", "s1", "ida", "")
    assert ref_from_text(row.lines) == act.lines


def test_who_withdrew_while_the_machine_was_working_is_not_valued() -> None:
    """Goal: consent is asked when the report comes, too. Method: withdraw between use and report."""
    coop = coop_with_model()
    coop.do(Withdraw("ben", "purchases"), "ben")
    assert coop.code(value(coop)) == "consent.purpose_not_granted"


def test_refusals_of_a_valuation_come_in_their_order() -> None:
    """Goal: the order is a contract. Method: break all, then mend one after another."""
    coop = coop_with_model()
    coop.do(value(coop), "ida")
    bad = changed(member=("ana", "eve"), value_e9=(2**40, 0))
    odd = {**bad, "extra": (0, 0)}
    assert coop.code(value(coop, odd, model="m9", use="u9")) == "valuation.valuation_exists"
    again = {"valuation": "w2"}
    assert coop.code(value(coop, odd, model="m9", use="u9", **again)) == "valuation.no_such_model"
    assert coop.code(value(coop, odd, use="u9", **again)) == "valuation.no_such_use"
    assert coop.code(value(coop, odd, use="u1", **again)) == "valuation.other_operation"
    assert coop.code(value(coop, odd, use="v2", **again)) == "valuation.other_snapshot"
    assert coop.code(value(coop, odd, **again)) == "valuation.lines_malformed"
    assert coop.code(value(coop, bad, **again)) == "valuation.members_differ"
    mended = changed(value_e9=bad["value_e9"])
    assert coop.code(value(coop, mended, **again)) == "valuation.values_do_not_add_up"
    assert coop.code(value(coop, **again)) == ""


@pytest.mark.parametrize(
    ("columns", "because"),
    [
        (changed(member=("ben", "ana")), "not stand once each"),
        (changed(member=("ana", "ana")), "ben is in the snapshot"),
        (changed(rows=(31, 15)), "ana holds at most 30 rows"),
        (changed(rows=(22, -1)), "ben holds at most 20 rows"),
        ({name: column[:1] for name, column in GOOD.items()}, "ben is in the snapshot"),
        (
            {name: (*column, "eve" if name == "member" else 0) for name, column in GOOD.items()},
            "eve has a line",
        ),
    ],
)
def test_the_lines_name_exactly_the_people_of_the_snapshot(columns: Columns, because: str) -> None:
    """Goal: nobody is forgotten or made up. Method: one fault each, read the words."""
    coop = coop_with_model()
    refusal = coop.ask(value(coop, columns))
    assert isinstance(refusal, Refusal)
    assert refusal.code == "valuation.members_differ"
    assert because in refusal.because


@pytest.mark.parametrize(
    ("columns", "residual_e9", "because"),
    [
        (changed(low_e9=(600_000_001, -200_000_000)), 0, "value of ana lies outside"),
        (changed(high_e9=(700_000_000, -100_000_001)), 0, "value of ben lies outside"),
        (GOOD, 1_000, "the residual is 1000"),
        (GOOD, -1_000, "the residual is -1000"),
        (changed(value_e9=(700_000_000, -1), high_e9=(10**10, 0)), 0, ""),
        (changed(value_e9=(10**9 + 3, -1), high_e9=(10**10, 0)), 0, "worth 1000000002"),
        (changed(value_e9=(0, -2), low_e9=(-5, -5)), 1, "worth -1,"),
    ],
)
def test_the_values_and_the_residual_make_a_share_of_right_answers(
    columns: Columns, residual_e9: int, because: str
) -> None:
    """Goal: a made-up total is seen. Method: one fault each at the edge, read the words."""
    coop = coop_with_model()
    answered = coop.ask(value(coop, columns, residual_e9=residual_e9))
    assert isinstance(answered, Refusal) is bool(because)
    if isinstance(answered, Refusal):
        assert answered.code == "valuation.values_do_not_add_up"
        assert because in answered.because


def test_lines_with_a_text_for_a_number_are_refused() -> None:
    """Goal: a strange annex is an answer, not a crash. Method: a text among the rows."""
    coop = coop_with_model()
    assert coop.code(value(coop, changed(rows=(22, "15")))) == "valuation.lines_malformed"
    assert coop.code(value(coop, changed(member=("ana", 7)))) == "valuation.lines_malformed"


@given(st.integers(0, 2**32 - 1))
def test_whatever_the_exact_method_computes_is_taken_in(seed: int) -> None:
    """Goal: no honest valuation is refused. Method: random rows, valued by the real method."""
    coop = coop_with_model()
    chance = np.random.default_rng(seed)
    owners = ["ana"] * 22 + ["ben"] * 15
    worth = member_values(
        chance.integers(0, 6, (37, 2)), chance.integers(0, 3, 37), owners,
        chance.integers(0, 6, (9, 2)), chance.integers(0, 3, 9), k=int(chance.integers(1, 50)),
    )  # fmt: skip
    columns: Columns = {
        "member": worth.members,
        "value_e9": worth.value_e9,
        "low_e9": worth.low_e9,
        "high_e9": worth.high_e9,
        "rows": worth.rows,
    }
    assert coop.code(value(coop, columns, residual_e9=worth.residual_e9)) == ""


def test_a_second_person_with_equal_lines_confirms() -> None:
    """Goal: money may use it then. Method: own annex, other salts, same numbers."""
    coop = coop_with_model()
    coop.do(value(coop), "ida")
    assert coop.do(Recheck("w1", coop.values(GOOD)), "gil") == Rechecked("w1", "gil")
    row = coop.books.get(Valuation, "w1")
    assert row is not None
    assert (row.by, row.rechecked_by) == ("ida", "gil")


def test_rows_are_not_read_again_for_a_recheck_after_a_withdrawal() -> None:
    """Goal: computing again is a use. Method: withdraw between the valuation and its recheck."""
    coop = coop_with_model()
    coop.do(value(coop), "ida")
    recheck = Recheck("w1", coop.values(GOOD))
    coop.withdraw("ben")
    assert coop.code(recheck, "gil") == "consent.purpose_not_granted"
    coop.grant("ben", "research")
    assert coop.code(recheck, "gil") == ""


def test_refusals_of_a_recheck_come_in_their_order() -> None:
    """Goal: the order is a contract. Method: break all, then mend one after another."""
    coop = coop_with_model()
    first = value(coop)
    coop.do(first, "ida")
    odd = coop.values({**GOOD, "extra": (0, 0)})
    differs = coop.values(changed(rows=(22, 14)))
    assert coop.code(Recheck("w9", first.lines), "ida") == "valuation.no_such_valuation"
    assert coop.code(Recheck("w1", first.lines), "ida") == "valuation.recheck_by_valuer"
    assert coop.code(Recheck("w1", first.lines), "gil") == "valuation.recheck_copied"
    coop.withdraw("ben")
    assert coop.code(Recheck("w1", odd), "gil") == "consent.purpose_not_granted"
    coop.grant("ben", "research")
    assert coop.code(Recheck("w1", odd), "gil") == "valuation.lines_malformed"
    assert coop.code(Recheck("w1", differs), "gil") == "valuation.recheck_differs"
    coop.do(Recheck("w1", coop.values(GOOD)), "gil")
    assert coop.code(Recheck("w1", odd), "gil") == "valuation.already_rechecked"


@given(st.sampled_from(sorted(GOOD)), st.integers(0, 1), st.integers(1, 9))
def test_any_single_changed_number_is_found_at_its_member(name: str, line: int, by: int) -> None:
    """Goal: no line slips through. Method: change one cell, read who is named."""
    coop = coop_with_model()
    coop.do(value(coop), "ida")
    cells = list(GOOD[name])
    old = cells[line]
    cells[line] = f"{old}-{by}" if isinstance(old, str) else old + by
    refusal = coop.ask(Recheck("w1", coop.values(changed(**{name: cells}))), "gil")
    assert isinstance(refusal, Refusal)
    assert refusal.code == "valuation.recheck_differs"
    assert f"at {GOOD['member'][line]}." in refusal.because


def test_a_line_too_many_or_too_few_is_a_difference() -> None:
    """Goal: lists of different length never pass. Method: cut one line on either side."""
    whole = Lines(("ana", "ben"), (1, 2), (0, 0), (3, 3), (1, 1))
    cut = Lines(("ana",), (1,), (0,), (3,), (1,))
    assert first_difference(whole, cut) == "ben"
    assert first_difference(cut, whole) == "ben"
    assert first_difference(whole, whole) == ""
