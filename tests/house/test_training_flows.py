"""Flows of training and valuing: rows are read under a use alone, and rechecked by a second."""

from __future__ import annotations

from pathlib import Path

import pytest

from auzolan.house.asking import reading
from auzolan.house.rooms.consent import flows as consent
from auzolan.house.rooms.contributions import flows as contributions
from auzolan.house.rooms.learning import flows as learning
from auzolan.house.rooms.valuation import flows as valuation
from auzolan.house.submission import Receipt
from auzolan.learning.recipes import TrainingRecipe, ValuationRecipe
from auzolan.learning.state import Model
from auzolan.record import annexes
from auzolan.valuation.lines import lines_from
from auzolan.valuation.state import Valuation
from house.small_desk import SmallDesk, accepted, purchases, refused


@pytest.fixture
def small(tmp_path: Path) -> SmallDesk:
    """A co-operative of five."""
    return SmallDesk(tmp_path / "coop")


# --- training and valuing ------------------------------------------------------------------------


def train(small: SmallDesk, model: str = "model-1", *, replaces: str = "") -> object:
    """Train on the snapshot."""
    return learning.train(
        small.desk, actor="eve", model=model, snapshot="snap", recipe=TrainingRecipe(),
        replaces=replaces,
    )  # fmt: skip


def seal(small: SmallDesk, snapshot: str = "snap") -> None:
    """Seal all that may be used commercially."""
    accepted(
        learning.seal(
            small.desk, actor="eve", snapshot=snapshot, kind="purchases", purpose="commercial"
        )
    )


def test_a_use_that_was_allowed_once_is_asked_again_before_rows_are_read(
    small: SmallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run that broke off after its use may not go on once somebody has withdrawn."""
    small.bring()
    seal(small)
    first = learning.use(
        small.desk, actor="eve", use="train-model-1", snapshot="snap", purpose="commercial",
        operation="train",
    )  # fmt: skip
    assert isinstance(first, Receipt)
    accepted(consent.withdraw(small.desk, member="ana", kind="purchases"))

    def read(*_: object) -> None:
        raise AssertionError("rows were read")

    monkeypatch.setattr(learning, "load_rows", read)
    assert refused(train(small)) == "consent.purpose_not_granted"


def test_a_training_leaves_its_model_recipe_and_test_where_the_record_says(
    small: SmallDesk,
) -> None:
    """Train; the model's file has the digest on the record, the recipe reads back, counts agree."""
    small.bring()
    seal(small)
    report = train(small)
    assert isinstance(report, learning.TrainReport), report
    folder = small.desk.folder
    with reading(folder) as now:
        row = now.books.get(Model, "model-1")
    assert row is not None
    assert (folder.models / f"{row.artefact}.safetensors").is_file()
    assert learning.recipe_of(folder, row.recipe) == TrainingRecipe()
    assert report.rows == 40
    assert report.rows_trained + report.total == report.rows
    assert 0 <= report.correct <= report.total


def test_no_row_is_read_where_the_use_is_refused(small: SmallDesk) -> None:
    """After a withdrawal training is refused, although the vault has no rows that it could read."""
    small.bring()
    seal(small)
    accepted(consent.withdraw(small.desk, member="ben", kind="purchases"))
    for path in small.desk.folder.rows.iterdir():
        path.unlink()
    assert refused(train(small)) == "consent.purpose_not_granted"


def test_a_row_changed_in_the_vault_is_never_trained_on(small: SmallDesk) -> None:
    """Put another's rows in the place of hers: reading compares with the record and stops."""
    small.bring()
    seal(small)
    rows = small.desk.folder.batch_rows
    rows("ana-1").write_bytes(rows("ben-1").read_bytes())
    with pytest.raises(ValueError, match="not those on the record"):
        train(small)


def test_a_recipe_file_that_was_changed_is_refused(small: SmallDesk) -> None:
    """Change a kept recipe; it is not the one of its name any more."""
    digest = learning.keep_recipe(small.desk.folder, ValuationRecipe())
    path = small.desk.folder.recipes / f"{digest}.json"
    path.write_bytes(path.read_bytes().replace(b'"k":5', b'"k":6'))
    with pytest.raises(ValueError, match="another recipe"):
        learning.recipe_of(small.desk.folder, digest)


def value(small: SmallDesk) -> object:
    """Value the model's rows."""
    return valuation.value(
        small.desk, actor="eve", valuation="worth", model="model-1", recipe=ValuationRecipe(k=3)
    )


def valued(small: SmallDesk) -> None:
    """Rows, a snapshot, a model, and what its rows are worth."""
    small.bring()
    seal(small)
    train(small)
    accepted(value(small))  # type: ignore[arg-type]


def test_a_second_person_finds_the_same_values(small: SmallDesk) -> None:
    """Value, then recheck from the vault's rows: accepted, and on the record by name."""
    valued(small)
    accepted(valuation.recheck(small.desk, actor="ben", valuation="worth"))
    with reading(small.desk.folder) as now:
        row = now.books.get(Valuation, "worth")
        assert row is not None
        assert (row.by, row.rechecked_by) == ("eve", "ben")


def test_a_recheck_asks_everyone_again_before_it_reads(small: SmallDesk) -> None:
    """Withdraw between value and recheck: refused, although the rows are gone from the vault."""
    valued(small)
    accepted(consent.withdraw(small.desk, member="joe", kind="purchases"))
    for path in small.desk.folder.rows.iterdir():
        path.unlink()
    answer = valuation.recheck(small.desk, actor="ben", valuation="worth")
    assert refused(answer) == "consent.purpose_not_granted"


def test_valuing_what_is_not_there_gets_the_rules_answer(small: SmallDesk) -> None:
    """A model and a valuation nobody made: the rule's refusal, no exception."""
    assert refused(value(small)) == "valuation.no_such_model"
    answer = valuation.recheck(small.desk, actor="ben", valuation="worth")
    assert refused(answer) == "valuation.no_such_valuation"


def test_two_people_who_claim_one_household_have_histories_of_their_own(
    small: SmallDesk,
) -> None:
    """The second brings the last rows of the first one's household; both are valued as theirs."""
    table = purchases(0, 8)
    for member, rows in (("ana", slice(0, 6)), ("ben", slice(6, 8)), ("eve", slice(0, 8))):
        columns = {name: values[rows] for name, values in table.items()}
        if member == "eve":
            columns = purchases(1, 8)
        contributions.offer_rows(
            small.desk, member=member, kind="purchases", columns=columns, batch=f"{member}-1"
        )
        accepted(
            consent.grant(small.desk, member=member, kind="purchases", purposes=("commercial",))
        )
    seal(small)
    train(small)
    accepted(value(small))  # type: ignore[arg-type]
    accepted(valuation.recheck(small.desk, actor="ben", valuation="worth"))
    with reading(small.desk.folder) as now:
        row = now.books.get(Valuation, "worth")
    assert row is not None
    ref = annexes.ref_from_text(row.lines)
    path = small.desk.folder.annex(ref.digest, is_open=False)
    lines = lines_from(annexes.decode(path.read_bytes(), ref))
    assert lines.members == ("ana", "ben", "eve")
    assert lines.rows == (5, 2, 6), "of 6, 2 and 8 rows the last quarter, rounded down, is test"
