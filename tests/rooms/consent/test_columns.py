"""Consent as columns: the same reasons as the plain engine, for every unit and every row."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.consent.columns import (
    NEVER,
    REASONS,
    compile_statements,
    decide_units,
    reasons_of,
)
from auzolan.consent.interned import interned
from auzolan.consent.policies import Effect, Request, Stated, Statement, decide, known, policy
from auzolan.consent.row_checks import check_rows
from auzolan.consent.taxonomy import (
    DPV,
    END_USES,
    OPERATIONS,
    TAXONOMIES,
    TAXONOMY,
    covers,
    dpv_term,
    end_use_bit,
    end_uses_below,
    first_terms,
    operation_bit,
    operations_below,
)

SHOWN = {1: first_terms(1, 7, 5), 2: first_terms(2, 18, 12)}
NAMES = st.none() | st.lists(st.sampled_from("ab"), max_size=3).map(tuple)
STATEMENTS = st.builds(
    Statement,
    effect=st.sampled_from([Effect.PERMIT, Effect.PERMIT, Effect.PROHIBIT, Effect.WITHDRAW]),
    operation=st.sampled_from(["train", "train", "train.finetune", "share", "trian"]),
    end_use=st.sampled_from(["research", "research", "hiring", "fun"]),
    begins=st.integers(0, 5), ends=st.none() | st.integers(0, 7),
    party=NAMES, territory=NAMES, model_class=NAMES, taxonomy=st.sampled_from([1, 2, 2, 3]),
    price_floor_micro=st.integers(0, 2), credit=st.booleans(),
)  # fmt: skip
STATED = st.builds(
    Stated, statement=STATEMENTS, stated_at=st.integers(0, 4),
    lifted_at=st.none() | st.integers(0, 7),
)  # fmt: skip
REQUESTS = st.builds(
    Request,
    operation=st.sampled_from(["train", "train.finetune", "share.open", "trian"]),
    end_use=st.sampled_from(["research", "research", "hiring", "fun"]),
    party=st.sampled_from("abc"), territory=st.sampled_from("ab"), model_class=st.sampled_from("ab"),
    at=st.integers(0, 7), price_micro=st.none() | st.integers(0, 2), credit=st.booleans(),
)  # fmt: skip
YES = Statement(Effect.PERMIT, "train", "research", 0, None, None, None, None)
ASKED = Request("train", "research", "a", "a", "a", 5)


@given(
    said=st.lists(st.tuples(st.integers(0, 5), STATED), max_size=12),
    asked=REQUESTS,
    as_of=st.integers(0, 7),
    version=st.sampled_from([1, 2]),
)
def test_columns_give_the_reasons_of_the_plain_engine(
    said: list[tuple[int, Stated]], asked: Request, as_of: int, version: int
) -> None:
    """Goal: speed changes no decision. Method: both engines, with versions and unknown terms."""
    bits = decide_units(
        compile_statements(said, shown=SHOWN), asked, 6, as_of=as_of, taxonomy=SHOWN[version]
    )
    for unit, found in enumerate(bits.tolist()):
        own = known([one for other, one in said if other == unit], as_of)
        expected = decide(policy(own, taxonomy=SHOWN[version], shown=SHOWN), asked)
        assert reasons_of(found) == expected.reasons
        assert (found == 0) == expected.allow


@given(
    units=st.lists(st.integers(0, 4), max_size=40),
    bits=st.lists(st.integers(0, (1 << len(REASONS)) - 1), min_size=5, max_size=5),
)
def test_a_row_has_the_decision_of_its_unit(units: list[int], bits: list[int]) -> None:
    """Goal: every row is counted once for each of its reasons. Method: a loop over rows."""
    found = check_rows(np.array(units, dtype=np.int32), np.array(bits, dtype=np.uint16))
    assert found.mask.tolist() == [bits[unit] == 0 for unit in units]
    assert (found.rows, found.allowed) == (len(units), sum(found.mask))
    assert found.refused == Counter(reason for unit in units for reason in reasons_of(bits[unit]))


def test_many_rows_are_counted_across_pieces() -> None:
    """Goal: no row is lost where the work is cut. Method: more rows than a piece has."""
    units = np.random.default_rng(1).integers(0, 3, 200_001).astype(np.int32)
    found = check_rows(units, np.array([0, 1, 256], dtype=np.uint16))
    assert found.allowed == int((units == 0).sum())
    assert found.refused == {
        "not_yet": int((units == 1).sum()), "prohibited": int((units == 2).sum()),
    }  # fmt: skip
    assert np.array_equal(found.mask, units == 0)


@pytest.mark.parametrize("unit", [3, -1, -(2**31), 2**31 - 1])
def test_a_row_of_no_unit_is_refused(unit: int) -> None:
    """Goal: fail closed. Method: a unit beyond each end, and an array of another type."""
    decided = np.zeros(3, dtype=np.uint16)
    with pytest.raises(ValueError, match="of no unit"):
        check_rows(np.array([0, unit], dtype=np.int32), decided)
    with pytest.raises(ValueError, match="int32"):
        check_rows(np.array([0, unit]), decided)


def test_numbers_that_a_column_cannot_hold_are_refused() -> None:
    """Goal: nothing wraps round to an early moment. Method: a unit, moments and prices too large."""
    said = Stated(YES, 0)
    with pytest.raises(ValueError, match="unit 3 of 3"):
        decide_units(compile_statements([(3, said)]), ASKED, 3, as_of=5)
    with pytest.raises(ValueError, match="below 0"):
        compile_statements([(-1, said)])
    with pytest.raises(ValueError, match="beyond"):
        compile_statements([(0, Stated(YES, 2**63))])
    columns = compile_statements([(0, said)])
    for wrong in ({"at": 2**53}, {"at": -(2**53)}, {"price_micro": 2**53}):
        with pytest.raises(ValueError, match="at most"):
            decide_units(columns, Request(**{**fields_of(ASKED), **wrong}), 1, as_of=5)
    with pytest.raises(ValueError, match="at most"):
        decide_units(columns, ASKED, 1, as_of=NEVER)


def fields_of(request: Request) -> dict[str, object]:
    """A request as its fields."""
    return {name: getattr(request, name) for name in request.__struct_fields__}


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("unit", np.array([1, 0], np.int32)),
        ("unit", np.array([-1, 0], np.int32)),
        ("unit", np.array([0, 1], np.int64)),
        ("effect", np.array([0, 3], np.uint8)),
        ("effect", np.array([0], np.uint8)),
        ("unknown", np.array([0, 1], np.uint16)),
        ("party", np.array([0, 2], np.int32)),
        ("territory", np.array([-1, 0], np.int32)),
        ("ends", np.array([0.0, 1.0])),
    ],
)
def test_columns_that_mean_nothing_are_refused(name: str, values: np.ndarray) -> None:
    """Goal: columns from elsewhere are not believed. Method: one fault in one column."""
    said = Stated(Statement(Effect.PERMIT, "train", "research", 0, None, ("a",), None, None), 0)
    columns = compile_statements([(0, said), (1, said)])
    with pytest.raises(ValueError, match=name):
        replace(columns, **{name: values})


def test_equal_sets_are_written_once_and_an_empty_one_is_nobody() -> None:
    """Goal: a limit is one number. Method: repeats, another order, an empty list."""
    lists = [("b", "a", "b"), ("a", "b"), (), None, ("c",)]
    said = [
        (0, Stated(Statement(Effect.PERMIT, "train", "research", 0, None, names, None, None), 0))
        for names in lists
    ]
    columns = compile_statements(said)
    assert columns.party.tolist() == [1, 1, 2, 0, 3]
    assert columns.parties.sets == (("a", "b"), (), ("c",))
    assert columns.parties.matching("a").tolist() == [True, True, False, False]
    assert interned([]).matching("a").tolist() == [True]


def test_the_terms_and_their_bits_only_grow() -> None:
    """Goal: an old mask keeps its meaning. Method: versions beside each other; the list frozen."""
    versions = [TAXONOMIES[version] for version in sorted(TAXONOMIES)]
    for before, after in pairwise(versions):
        assert before.operations <= after.operations
        assert before.end_uses <= after.end_uses
    assert OPERATIONS[:18] == (
        "store", "analyse", "index", "embed", "evaluate", "train", "train.pretrain",
        "train.finetune", "train.preference", "distil", "synthesise", "replica", "replica.voice",
        "replica.likeness", "share", "share.enclave", "share.download", "share.open",
    )  # fmt: skip
    assert END_USES[:12] == (
        "own-cooperative", "research", "public-interest", "commercial", "advertising", "hiring",
        "insurance-credit", "law-enforcement", "worker-management", "military", "political",
        "adult",
    )  # fmt: skip
    assert max(operation_bit(OPERATIONS[-1]), end_use_bit(END_USES[-1])) <= 1 << 61
    assert operation_bit("trian") == end_use_bit("fun") == 0


@pytest.mark.parametrize("version", [*TAXONOMIES, 99])
def test_a_mask_holds_the_term_and_what_lies_below(version: int) -> None:
    """Goal: bits and dots say the same. Method: every pair of terms, and an unknown version."""
    shown = TAXONOMIES.get(version, first_terms(version, 0, 0))
    for named in (*OPERATIONS, "trian"):
        below = [
            one for one in shown.operations if named in shown.operations and covers(named, one)
        ]
        assert operations_below(named, version) == sum(operation_bit(one) for one in below)
    for named in (*END_USES, "fun"):
        below = [one for one in shown.end_uses if named in shown.end_uses and covers(named, one)]
        assert end_uses_below(named, version) == sum(end_use_bit(one) for one in below)


def test_every_term_says_whether_the_vocabulary_has_it() -> None:
    """Goal: a receipt names terms that exist. Method: all terms, their parents, no strangers."""
    assert set(DPV) == TAXONOMY.operations | TAXONOMY.end_uses
    assert {iri.partition("#")[0] for iri in DPV.values() if iri} <= {
        "https://w3id.org/dpv", "https://w3id.org/dpv/ai", "https://w3id.org/dpv/sector/law",
    }  # fmt: skip
    assert dpv_term("train.preference") == DPV["train"]
    assert dpv_term("train.finetune") == DPV["train.finetune"] != DPV["train"]
    assert dpv_term("military") is dpv_term("trian") is None
