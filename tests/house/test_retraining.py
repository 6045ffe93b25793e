"""Saying no, and the models: each kind is made again without her, in time, or says why not."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from auzolan.audit.folder import Folder
from auzolan.engine.models import Rows as ModelRows
from auzolan.engine.models import train_and_test
from auzolan.engine.models.shards import shard_of
from auzolan.foundation.moments import DAY_MS, HOUR_MS, Moment
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import reading
from auzolan.house.desk import Desk
from auzolan.house.ports import Ports
from auzolan.house.rooms.consent import flows as consent
from auzolan.house.rooms.contributions.flows import erase_rows
from auzolan.house.rooms.learning import flows as learning
from auzolan.house.rooms.learning import retraining, watching
from auzolan.house.rooms.learning.fitting import STATE
from auzolan.house.rooms.learning.release_flows import extend
from auzolan.learning.recipes import (
    ModelRecipe,
    RidgeRecipe,
    ShardsRecipe,
    TabularRecipe,
    TrainingRecipe,
)
from auzolan.learning.state import Model, ModelDuty, Snapshot
from house.sealed_desk import COUNTS, FEATURES, duties, row_of, sealed, trained, withdraw
from house.small_desk import SmallDesk, accepted, refused

RIDGE = RidgeRecipe("choice", numbers=("price_dannon",), categories=FEATURES)
SHARDS = ShardsRecipe("choice", categories=FEATURES, shards=8, iterations_max=50)
TABULAR = TabularRecipe("choice", categories=FEATURES, iterations_max=50)
RECIPES: tuple[tuple[ModelRecipe, int, str], ...] = (
    (COUNTS, 0, "downdated"), (RIDGE, 1, "downdated"), (SHARDS, 2, "shards"),
    (TABULAR, 3, "trained"), (TrainingRecipe(), 3, "trained"),
)  # fmt: skip
IDS = ("counts", "ridge", "shards", "tabular", "softmax")


@pytest.fixture
def small(tmp_path: Path) -> SmallDesk:
    """A co-operative of five with rows that may be used commercially, sealed as `spring`."""
    return sealed(tmp_path / "coop")


# --- models by tier ------------------------------------------------------------------------------


@pytest.mark.parametrize(("recipe", "tier", "how"), RECIPES, ids=IDS)
def test_each_kind_of_model_forgets_as_if_she_had_never_been_in_it(
    small: SmallDesk, recipe: ModelRecipe, tier: int, how: str
) -> None:
    """Goal: by whatever way, the result is a training without her. Method: compare the bytes."""
    report = trained(small, recipe)
    folder = small.desk.folder
    old_file = folder.model_file(report.artefact)
    assert old_file is not None
    assert row_of(small, "yogurt-1").tier == tier
    at = small.clock.at
    entry = withdraw(small, "ana")
    spans = {0: 24 * HOUR_MS, 1: 72 * HOUR_MS, 2: 14 * DAY_MS, 3: 30 * DAY_MS}
    assert row_of(small, "yogurt-1").retrain_by == at + spans[tier]
    again = retraining.retrain(small.desk, actor="eve", model="yogurt-1")
    assert isinstance(again, learning.TrainReport), again
    assert (again.model, again.how) == ("yogurt-2", how)
    parts = learning.parts_of(folder, "spring-2")
    assert "ana" not in {one.member for one in parts}
    rows = learning.load_rows(folder, parts)
    afresh, _ = train_and_test(recipe, ModelRows(rows.columns, rows.owners))
    assert again.artefact == afresh.digest
    assert not old_file.exists()
    assert not (folder.models / f"{report.artefact}{STATE}").exists()
    with reading(folder) as now:
        duty = now.books.get(ModelDuty, (entry, "yogurt-1", "ana"))
    assert duty is not None
    assert (duty.done_by, duty.done_at) == ("yogurt-2", small.clock.at)


def test_a_model_of_closed_form_is_trained_anew_where_her_rows_are_erased_already(
    small: SmallDesk,
) -> None:
    """Goal: forgetting needs nothing that is gone. Method: erase first, then make it again."""
    trained(small, RIDGE)
    withdraw(small, "ana")
    accepted(erase_rows(small.desk, actor="eve", batch="ana-1", reason="withdrawn"))
    again = retraining.retrain(small.desk, actor="eve", model="yogurt-1")
    assert isinstance(again, learning.TrainReport), again
    assert again.how == "trained"
    rows = learning.load_rows(small.desk.folder, learning.parts_of(small.desk.folder, "spring-2"))
    afresh, _ = train_and_test(RIDGE, ModelRows(rows.columns, rows.owners))
    assert again.artefact == afresh.digest


def test_above_half_of_the_shards_the_whole_is_trained_anew(small: SmallDesk) -> None:
    """Goal: the weekly batch takes the cheaper way. Method: one member of each of two shards."""
    recipes = (msgspec.structs.replace(SHARDS, shards=2, seed=seed) for seed in range(50))
    recipe = next(one for one in recipes if shard_of(one, "ana") != shard_of(one, "ben"))
    trained(small, recipe)
    for member in ("ana", "ben"):
        withdraw(small, member)
    (done,) = retraining.obey(small.desk, actor="eve", within_days=14)
    assert isinstance(done.outcome, learning.TrainReport), done.outcome
    assert done.outcome.how == "trained"
    rows = learning.load_rows(small.desk.folder, learning.parts_of(small.desk.folder, "spring-2"))
    afresh, _ = train_and_test(recipe, ModelRows(rows.columns, rows.owners))
    assert done.outcome.artefact == afresh.digest


def test_one_weekly_run_obeys_all_that_is_due_soon_and_leaves_the_rest(small: SmallDesk) -> None:
    """Goal: batches by week, yet nothing late. Method: a fast and a slow model, two withdrawals."""
    trained(small, COUNTS, "fast")
    trained(small, TABULAR, "slow")
    first, second = withdraw(small, "ana"), withdraw(small, "ben")
    lines = retraining.owed_models(small.desk)
    assert [line.model for line in lines] == ["fast"]
    found = retraining.obey(small.desk, actor="eve")
    assert [one.model for one in found] == ["fast"]
    with reading(small.desk.folder) as now:
        done = [
            now.books.get(ModelDuty, (entry, "fast", member))
            for entry, member in ((first, "ana"), (second, "ben"))
        ]
    assert all(one is not None and one.done_by == "fast-2" for one in done)
    assert row_of(small, "slow").state == "to_retrain"
    small.clock.at = Moment(small.clock.at + 24 * DAY_MS)
    (late,) = retraining.obey(small.desk, actor="eve")
    assert isinstance(late.outcome, learning.TrainReport)
    assert row_of(small, "slow").state == "replaced"
    assert retraining.obey(small.desk, actor="eve", within_days=365) == []


def test_a_model_that_nobody_is_left_in_is_said_plainly_and_stays_overdue(
    small: SmallDesk,
) -> None:
    """Goal: what cannot be made again holds nothing up. Method: everybody withdraws."""
    trained(small)
    for member in ("ana", "ben", "eve", "ida", "joe"):
        withdraw(small, member)
    (done,) = retraining.obey(small.desk, actor="eve")
    assert refused(done.outcome) == "learning.nothing_permitted"
    assert {line.state for line in duties(small, later=2 * DAY_MS) if line.duty == "retrain"} == {
        "overdue"
    }


def test_more_time_is_taken_once_and_its_reason_is_sealed(small: SmallDesk) -> None:
    """Goal: 90 days in all for a model that is trained whole. Method: extend twice."""
    trained(small, TABULAR)
    at = small.clock.at
    withdraw(small, "ana")
    accepted(extend(small.desk, actor="eve", model="yogurt-1", reason="the machine is broken"))
    assert row_of(small, "yogurt-1").retrain_by == at + 90 * DAY_MS
    again = extend(small.desk, actor="eve", model="yogurt-1", reason="still")
    assert refused(again) == "learning.extended_already"


# --- a training in progress ----------------------------------------------------------------------


def test_whoever_withdraws_while_a_machine_works_stops_it(
    small: SmallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: it ends between two shards and leaves nothing. Method: a clock that says no meanwhile."""
    monkeypatch.setattr(watching, "ASKED_EVERY_S", 0.0)
    folder, other = small.desk.folder, Desk(small.desk.folder, small.ports)
    said: list[int] = []

    def clock() -> Moment:
        if not said and _is_noted(folder, "spring"):
            said.append(1)
            accepted(consent.withdraw(other, member="ben", kind="purchases"))
        return small.clock.at

    desk = Desk(folder, Ports(clock, small.ports.chance))
    answer = learning.train(desk, actor="eve", model="m", snapshot="spring", recipe=SHARDS)
    assert refused(answer) == "learning.consent_changed"
    assert isinstance(answer, Refusal)
    assert "ben" in answer.because
    assert not list(folder.models.glob("*")) if folder.models.is_dir() else True
    with reading(folder) as now:
        assert now.books.get(Model, "m") is None
    for one in (desk, other):
        one.close()


def _is_noted(folder: Folder, snapshot: str) -> bool:
    with reading(folder) as now:
        row = now.books.get(Snapshot, snapshot)
    return row is not None and bool(row.root)
