"""Rows noted, groups tested, models released, more time taken: each refusal and what is written."""

from __future__ import annotations

import msgspec
import pytest

from auzolan.consent.acts import Withdraw
from auzolan.foundation.moments import DAY_MS, HOUR_MS
from auzolan.learning.acts import (
    Evaluate,
    EvaluateGroups,
    Extend,
    Extended,
    GroupResult,
    NoteRows,
    Release,
    Train,
)
from auzolan.learning.release_rules import is_overdue
from auzolan.learning.state import GroupEvaluation, Model, ModelDuty, Snapshot
from rooms.learning.small_coop import ROOT, SEALED, SmallCoop, coop_of_three, train

MANIFEST = "d" * 64
CARD = "e" * 64


def trained(tier: int = 3, how: str = "trained") -> SmallCoop:
    """A model `m1` of a tier on 50 noted rows, tested: 40 of 50 right."""
    coop = coop_of_three()
    coop.seal()
    coop.do(NoteRows("s1", 50, ROOT, MANIFEST))
    coop.use("u1")
    coop.do(msgspec.structs.replace(train("m1", "u1", 50), tier=tier, how=how))
    coop.use("t1", "evaluate")
    coop.do(Evaluate("m1", "t1", 50, 40, 30))
    return coop


def model_of(coop: SmallCoop, name: str = "m1") -> Model:
    found = coop.books.get(Model, name)
    assert found is not None
    return found


def test_the_rows_of_a_snapshot_are_noted_once_and_as_many_as_there_are() -> None:
    """Goal: a manifest never changes. Method: every refusal in its order, then read the row."""
    coop = coop_of_three()
    coop.seal()
    assert coop.code(NoteRows("s9", 49, ROOT, MANIFEST)) == "learning.no_such_snapshot"
    assert coop.code(NoteRows("s1", 49, ROOT, MANIFEST)) == "learning.rows_differ"
    coop.do(NoteRows("s1", 50, ROOT, MANIFEST))
    snapshot = coop.books.get(Snapshot, "s1")
    assert snapshot is not None
    assert (snapshot.root, snapshot.manifest) == (ROOT, MANIFEST)
    assert coop.code(NoteRows("s1", 49, ROOT, MANIFEST)) == "learning.rows_noted_already"


def groups(*counts: tuple[str, int, int], model: str = "m1", use: str = "t1") -> EvaluateGroups:
    """A test by group."""
    return EvaluateGroups(model, use, tuple(GroupResult(*one) for one in counts))


def test_refusals_of_a_test_by_group_come_in_their_order() -> None:
    """Goal: the order is a contract. Method: break all, then mend one after another."""
    coop = trained()
    coop.seal("s2")
    coop.use("u2", snapshot="s2")
    coop.use("t2", "evaluate", snapshot="s2")
    bad = (("old", 9, 10), ("old", 9, 9))
    assert coop.code(groups(*bad, model="m9", use="t9")) == "learning.no_such_use"
    assert coop.code(groups(*bad, model="m9", use="u2")) == "learning.no_such_model"
    assert coop.code(groups(*bad, use="u2")) == "learning.other_operation"
    assert coop.code(groups(*bad, use="t2")) == "learning.other_snapshot"
    assert coop.code(groups(*bad)) == "learning.group_twice"
    assert coop.code(groups(("old", 9, 10), ("new", 9, 9))) == "learning.counts_do_not_fit"
    assert coop.code(groups(("old", 40, 10), ("new", 9, 9))) == "learning.group_too_small"
    assert coop.code(groups(("old", 40, 10), ("new", 11, 9))) == "learning.groups_do_not_add_up"
    fits = groups(("old", 40, 10), ("new", 10, 9))
    assert coop.code(fits) == ""
    coop.withdraw("ben")
    assert coop.code(fits) == "consent.purpose_not_granted"


def test_the_latest_test_by_group_takes_the_place_of_the_one_before() -> None:
    """Goal: no group of an old test stays. Method: test twice by other groups."""
    coop = trained()
    coop.do(groups(("old", 40, 30), ("new", 10, 10)))
    coop.do(groups(("north", 25, 20), ("new", 25, 20)))
    found = coop.books.find(GroupEvaluation, model="m1")
    assert [(one.group_id, one.total, one.correct) for one in found] == [
        ("new", 25, 20), ("north", 25, 20),
    ]  # fmt: skip


def test_refusals_of_a_release_come_in_their_order() -> None:
    """Goal: the order is a contract. Method: a model for each refusal."""
    coop = coop_of_three()
    coop.seal()
    coop.use("u1")
    coop.do(train("m1", "u1", 50))
    assert coop.code(Release("m9", CARD)) == "learning.no_such_model"
    assert coop.code(Release("m1", CARD)) == "learning.not_evaluated"
    coop.use("t1", "evaluate")
    coop.do(Evaluate("m1", "t1", 50, 40, 30))
    assert coop.code(Release("m1", CARD)) == "learning.rows_not_noted"
    coop.do(NoteRows("s1", 50, ROOT, MANIFEST))
    coop.do(Release("m1", CARD))
    assert model_of(coop).card == CARD
    assert coop.code(Release("m1", CARD)) == "learning.released_already"
    assert coop.code(Release("m1", "f" * 64)) == ""
    coop.use("u2")
    coop.do(train("m2", "u2", 50, "m1"))
    assert coop.code(Release("m1", "f" * 64)) == "learning.already_replaced"
    coop.withdraw("ben")
    assert coop.code(Release("m2", CARD)) == "learning.to_retrain"
    coop.at = model_of(coop, "m2").retrain_by + 1
    assert coop.code(Release("m2", CARD)) == "learning.overdue"


@pytest.mark.parametrize(("tier", "how"), [(4, "trained"), (3, "approximate")])
def test_a_stop_gap_is_released_only_under_its_name(tier: int, how: str) -> None:
    """Goal: nothing that forgets approximately passes for more. Method: label it wrongly."""
    assert trained(tier, how).code(Release("m1", CARD)) == "learning.stop_gap_unlabelled"


def test_a_stop_gap_under_its_name_serves_until_the_old_models_deadline_and_no_longer() -> None:
    """Goal: it obeys no withdrawal. Method: put one in the place of a model that owes one."""
    coop = trained()
    coop.withdraw("ben")
    due = model_of(coop).retrain_by
    coop.seal("s2")
    coop.do(NoteRows("s2", 30, "b" * 64, MANIFEST))
    coop.use("u2", snapshot="s2")
    coop.do(Train("m2", "u2", "b" * 64, "c" * 64, 30, "m1", 4, "approximate"))
    coop.use("t2", "evaluate", snapshot="s2")
    coop.do(Evaluate("m2", "t2", 30, 20, 10))
    coop.do(Release("m2", CARD))
    stop_gap = model_of(coop, "m2")
    assert (stop_gap.state, stop_gap.retrain_by) == ("to_retrain", due)
    assert not is_overdue(stop_gap, due)
    assert is_overdue(stop_gap, due + 1)
    assert coop.code(Extend("m2", SEALED)) == "learning.no_more_time"


def test_refusals_of_more_time_come_in_their_order() -> None:
    """Goal: once, in time, tier 3 alone. Method: break each in turn."""
    coop = trained()
    assert coop.code(Extend("m9", SEALED)) == "learning.no_such_model"
    assert coop.code(Extend("m1", SEALED)) == "learning.nothing_to_retrain"
    coop.withdraw("ben")
    coop.do(Extend("m1", SEALED))
    assert coop.code(Extend("m1", SEALED)) == "learning.extended_already"
    coop.at = model_of(coop).retrain_by + 1
    assert coop.code(Extend("m1", SEALED)) == "learning.overdue"


@pytest.mark.parametrize("tier", [0, 1, 2])
def test_what_forgets_fast_gets_no_more_time(tier: int) -> None:
    """Goal: an extension is for whole models. Method: ask for each of the other tiers."""
    coop = trained(tier)
    coop.withdraw("ben")
    assert coop.code(Extend("m1", SEALED)) == "learning.no_more_time"


def test_more_time_is_counted_from_the_first_withdrawal_and_moves_its_duties() -> None:
    """Goal: 90 days in all, not 30 and 90. Method: two withdrawals a day apart, then extend."""
    coop = trained()
    first = coop.at
    coop.withdraw("ben")
    coop.at += DAY_MS
    coop.withdraw("ana")
    fact = coop.do(Extend("m1", SEALED))
    assert isinstance(fact, Extended)
    assert fact.retrain_by == first + coop.charter.consent.extended_days * DAY_MS
    model = model_of(coop)
    assert (model.retrain_by, model.extended) == (fact.retrain_by, 1)
    dues = sorted(one.due for one in coop.books.find(ModelDuty, model="m1"))
    assert dues[0] == fact.retrain_by
    assert dues[1] - dues[0] == DAY_MS + 1_000


@pytest.mark.parametrize(
    ("tier", "span"), [(0, 24 * HOUR_MS), (1, 72 * HOUR_MS), (2, 14 * DAY_MS), (3, 30 * DAY_MS)]
)
def test_each_tier_has_its_own_deadline(tier: int, span: int) -> None:
    """Goal: the hours and days of the charter. Method: withdraw, read the moment."""
    coop = trained(tier)
    at = coop.at
    coop.do(Withdraw("ben", "purchases"), "ben")
    assert model_of(coop).retrain_by == at + span
