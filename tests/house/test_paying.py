"""The house pays by canonical rows: copying, co-creators, disputes, terms of their own time."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.forging import differences
from audit.small_folder import done
from auzolan.assembly.resolutions import ChangeCharter
from auzolan.audit.folder import Folder
from auzolan.charter.articles import Change
from auzolan.charter.state import charter_of
from auzolan.contributions.state import Batch
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import reading
from auzolan.house.rooms.charter import flows as charter
from auzolan.house.rooms.consent import flows as consent
from auzolan.house.rooms.contributions import flows as contributions
from auzolan.house.rooms.contributions.importing import import_file
from auzolan.house.rooms.learning.flows import Part, load_rows, parts_of
from auzolan.house.rooms.record import flows as record
from auzolan.house.rooms.valuation import flows as valuation
from auzolan.house.rooms.valuation.queries import valuation_page
from auzolan.house.rooms.valuation.reviewing import ReviewReport, reviewed
from auzolan.house.storage.reader import reader_of
from auzolan.learning import recipes
from auzolan.learning.recipes import ValuationRecipe
from auzolan.valuation.state import Valuation
from support.works import AUDITOR, COPIED, COPIER, Works

CAP_OF_ONE = (Change("worth.cap_rows", 1),)
FAR = ValuationRecipe(k=2, near_squared=400)


def built(path: Path, *, works: tuple[str, ...] = ("purchases",), owned: bool = True) -> Works:
    small = Works(path, works=works)
    small.bring()
    if owned:
        small.own()
    small.learn()
    return small


def lines_of(folder: Folder, name: str = "v1") -> dict[str, tuple[int, int]]:
    """Value and rows of each member, as the record has them."""
    with reader_of(folder) as reader:
        page = valuation_page(reader, name)
    assert page is not None
    return {line.member: (line.value_e9, line.rows) for line in page.lines}


def finished(small: Works) -> Folder:
    record.publish(small.desk)
    small.desk.close()
    return small.desk.folder


def amend(small: Works, changes: tuple[Change, ...], proposal: str) -> None:
    mandate = small.decide(proposal, ChangeCharter(changes))
    done(charter.amend(small.desk, actor="m001", mandate=mandate, changes=changes))


def row_of(small: Works, name: str) -> Valuation:
    with reading(small.desk.folder) as now:
        row = now.books.get(Valuation, name)
    assert row is not None
    return row


def test_one_who_copies_another_gains_nothing_where_the_kind_is_a_work(tmp_path: Path) -> None:
    """Goal: the attack fails at the very door where money is made.

    Method: the same rows under both sorts of kind, valued through the desk: a copy earns
    nothing as a work, as much as the original as an observation; what the copied one earns does
    not depend on it.
    """
    works = built(tmp_path / "works", owned=False)
    works.value()
    facts = built(tmp_path / "facts", works=(), owned=False)
    facts.value()
    as_work, as_fact = lines_of(finished(works)), lines_of(finished(facts))
    assert as_work[COPIER] == (0, 0)
    assert as_work[COPIED][1] == as_fact[COPIED][1]
    assert as_fact[COPIER] == as_fact[COPIED] != (0, 0)
    assert differences(works.desk.folder) == []
    assert differences(facts.desk.folder) == []


def test_co_creators_and_settled_holders_are_paid_and_a_recheck_agrees(tmp_path: Path) -> None:
    """Goal: who holds rows has the worth of them.

    Method: half of m002's rows are m003's, two of m004's are m005's; a second person computes
    the same, and an auditor finds no difference.
    """
    small = built(tmp_path / "coop")
    small.value()
    done(valuation.recheck(small.desk, actor=AUDITOR, valuation="v1"))
    folder = finished(small)
    lines = lines_of(folder)
    assert {member: rows for member, (_, rows) in lines.items()} == {
        "m001": 6, "m002": 6, "m003": 12, "m004": 4, "m005": 8, "m006": 0,
    }  # fmt: skip
    assert differences(folder) == []


def test_a_recheck_goes_by_the_terms_of_the_valuations_own_entry(tmp_path: Path) -> None:
    """Goal: later votes and disputes move no old value.

    Method: value; then a cap is voted and a row settled; the recheck still agrees, a new
    valuation differs, and both verify.
    """
    small = built(tmp_path / "coop")
    small.value()
    amend(small, CAP_OF_ONE, "p-cap")
    small.settle("m001", rows=(2, 3))
    done(valuation.recheck(small.desk, actor=AUDITOR, valuation="v1"))
    small.value("v2")
    assert (row_of(small, "v1").cap_rows, row_of(small, "v2").cap_rows) == (0, 1)
    done(valuation.recheck(small.desk, actor=AUDITOR, valuation="v2"))
    folder = finished(small)
    old, new = lines_of(folder), lines_of(folder, "v2")
    assert (old["m001"][1], new["m001"][1]) == (6, 8)
    assert old["m005"][0] != new["m005"][0]
    assert differences(folder) == []


def test_a_recipe_that_merges_too_far_is_refused_and_a_voted_bound_lets_it_in(
    tmp_path: Path,
) -> None:
    """Goal: nobody swallows others' rows by a number in a file.

    Method: a recipe beyond the charter is refused under its article before a row is valued; with
    a voted bound it is taken, rechecked and verified.
    """
    small = built(tmp_path / "coop")
    refusal = valuation.value(small.desk, actor="m001", valuation="v1", model="taste", recipe=FAR)
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.article) == ("valuation.merges_too_far", "Art. 6")
    amend(small, (Change("worth.near_squared_max", 400),), "p-near")
    small.value("v2", FAR)
    done(valuation.recheck(small.desk, actor=AUDITOR, valuation="v2"))
    assert row_of(small, "v2").near_squared == 400
    assert differences(finished(small)) == []


def test_a_recipe_is_voted_by_its_digest(tmp_path: Path) -> None:
    """Goal: the members choose what money rests on. Method: vote a digest through the desk."""
    small = built(tmp_path / "coop")
    amend(small, (Change("worth.recipe", recipes.digest(FAR)),), "p-recipe")
    with reading(small.desk.folder) as now:
        assert charter_of(now.books).worth.recipe == recipes.digest(FAR)
    assert differences(finished(small)) == []


def test_a_valuation_whose_rows_were_erased_stays_attested(tmp_path: Path) -> None:
    """Goal: erasure is no difference. Method: m005 withdraws and is erased after a valuation."""
    small = built(tmp_path / "coop")
    small.value()
    done(consent.withdraw(small.desk, member="m005", kind="purchases"))
    done(contributions.erase_rows(small.desk, actor="m001", batch="b-m005", reason="asked"))
    assert differences(finished(small)) == []


def test_the_review_sets_measures_beside_the_pay_and_needs_the_auditor(tmp_path: Path) -> None:
    """Goal: a human can look, and only who may.

    Method: the auditor, another, no such valuation, and after somebody stopped the use of her
    rows.
    """
    small = built(tmp_path / "coop")
    small.value()
    folder = small.desk.folder
    report = reviewed(folder, actor=AUDITOR, valuation="v1")
    assert isinstance(report, ReviewReport)
    assert report.measures == ("member-KNN", "the curator game")
    assert (report.merging, report.cap_rows, report.near_squared) == ("work", 0, 0)
    assert (report.rows, report.rows_merged) == (48, 8)
    assert (report.rows_across, report.members_across) == (8, 1)
    assert (report.alike, report.contested) == ((), ())  # of batches below 20 rows nothing is said
    assert {line.member: line.value_e9 for line in report.lines} == {
        member: value for member, (value, _) in lines_of(folder).items()
    }
    copier = next(line for line in report.lines if line.member == COPIER)
    assert (copier.pay_millionths, copier.beside_millionths, copier.asks) == (0, (0, 0), ())
    assert sum(line.pay_millionths for line in report.lines) > 999_990
    for actor, name, code in (
        ("m003", "v1", "valuation.not_the_auditor"), (AUDITOR, "v9", "valuation.no_such_valuation"),
    ):  # fmt: skip
        refusal = reviewed(folder, actor=actor, valuation=name)
        assert isinstance(refusal, Refusal)
        assert refusal.code == code
    done(consent.withdraw(small.desk, member="m003", kind="purchases"))
    stopped = reviewed(folder, actor=AUDITOR, valuation="v1")
    assert isinstance(stopped, Refusal)
    assert stopped.code == "consent.purpose_not_granted"
    small.desk.close()


def test_a_file_may_name_source_events_and_one_who_does_blocks_nobody(tmp_path: Path) -> None:
    """Goal: provenance comes in by the plain door.

    Method: import one file with the column event beside batches without; train's and the
    valuation's table take both, an over-long id is refused.
    """
    small = built(tmp_path / "coop", works=(), owned=False)
    header = "household,position,choice," + ",".join(
        f"{kind}_{brand}" for brand in ("yoplait", "dannon", "hiland", "weight")
        for kind in ("feat", "price")
    )  # fmt: skip
    row = "7,{},yoplait,0,8.1,1,8.2,0,8.3,0,8.4,{}"
    file = tmp_path / "till.csv"
    lines = [row.format(place, f"till-{place}") for place in range(4)]
    lines.append(row.format(9, "x" * 200))
    file.write_text("\n".join([f"{header},event", *lines]))
    report = import_file(small.desk, file, member="m003", kind="purchases", batch="b-till")
    assert not isinstance(report, Refusal)
    assert (report.imported, [bad.line for bad in report.refused]) == (4, [6])
    assert "event: expected an id of at most 128" in report.refused[0].reason
    folder = small.desk.folder
    with reading(folder) as now:
        batch = now.books.get(Batch, "b-till")
    assert batch is not None
    parts = [*parts_of(folder, "s1"), Part("b-till", "m003", batch.root)]
    for order in (parts, parts[::-1]):
        events = load_rows(folder, order).columns["event"]
        assert sorted(events) == [""] * 48 + [f"till-{place}" for place in range(4)]
    small.desk.close()


@pytest.mark.parametrize(
    ("rows", "code"),
    [((0, 99), "contributions.no_such_row"), ((0, 1), "contributions.settled_by_party")],
)
def test_the_flows_hand_on_what_the_rules_refuse(
    tmp_path: Path, rows: tuple[int, ...], code: str
) -> None:
    """Goal: no rule in a flow. Method: a row that is not there; a holder who settles."""
    small = built(tmp_path / "coop", owned=False)
    answer = contributions.settle_rows(
        small.desk,
        actor=AUDITOR,
        batch="b-m004",
        rows=rows,
        shares=((AUDITOR, 10_000),),
        reason="?",
    )
    assert isinstance(answer, Refusal)
    assert answer.code == code
    small.desk.close()
