"""`auzolan licensing segment|accrue|uses|sample`: from the meter to a member's money, and checked."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest

from auzolan.foundation.money import MICRO_PER_CENT
from auzolan.house.asking import reading
from auzolan.house.doors.cli import run
from auzolan.house.rooms.licensing import flows as licensing
from auzolan.house.rooms.licensing.use_flows import accrue_segment, to_accrue
from auzolan.house.rooms.licensing.use_queries import sample, uses_of
from auzolan.house.serving.segments import Cut, cut
from auzolan.licensing.royalties import due_cents
from auzolan.treasury.accounts import ROYALTIES
from auzolan.treasury.state import MemberAccount
from house.serving.served import Served, Till, question
from house.small_desk import MEMBERS, accepted, refused


def answered_and_recorded(till: Till, served: Served, *sizes: int) -> None:
    """Calls in segments of these sizes."""
    number = 0
    for size in sizes:
        for _ in range(size):
            assert not hasattr(till.ask(f"q{number}", body=question(number)), "remedy")
            number += 1
        assert isinstance(cut(served.desk, actor="eve", licence="dairy"), Cut)


def pay(served: Served) -> None:
    """The licensee pays what is owed."""
    cents = due_cents(served.row().accrued_micro) - served.row().paid_cents
    accepted(
        licensing.receive(
            served.desk, actor="joe", licence="dairy", period="2025", amount_cents=cents,
            reference="bank",
        )
    )  # fmt: skip


def earned(served: Served) -> dict[str, int]:
    """What stands in each member's account of royalties, millionths."""
    with reading(served.folder) as now:
        columns = now.books.columns(MemberAccount, ("member", "balance"), account=ROYALTIES)
    return {
        str(who): int(micro)
        for who, micro in zip(columns["member"], columns["balance"], strict=True)
        if micro
    }


def test_members_earn_by_each_segment_once_and_within_what_was_paid(
    till: Till, served: Served
) -> None:
    """Goal: accounts equal the uses. Method: two segments, unpaid, paid, and asked again."""
    answered_and_recorded(till, served, 40, 25)
    assert to_accrue(served.folder, "dairy") == [1, 2]
    code = refused(accrue_segment(served.desk, actor="eve", licence="dairy", number=1))
    assert code == "treasury.more_than_royalties"
    pay(served)
    for number in (1, 2):
        accepted(accrue_segment(served.desk, actor="eve", licence="dairy", number=number))
        again = accepted(accrue_segment(served.desk, actor="eve", licence="dairy", number=number))
        assert again.repeated
    assert to_accrue(served.folder, "dairy") == []
    books = earned(served)
    assert sum(books.values()) == served.row().members_micro == 65 * 2_469
    for member in MEMBERS:
        uses = uses_of(served.folder, member)
        assert sum(one.amount_micro for one in uses) == books.get(member, 0)
        assert len({one.call for one in uses}) == len(uses)
    assert served.row().paid_cents * MICRO_PER_CENT >= 65 * 12_345 - MICRO_PER_CENT
    code = refused(accrue_segment(served.desk, actor="eve", licence="dairy", number=3))
    assert code == "licensing.no_such_segment"


def test_a_sample_computed_again_is_equal(till: Till, served: Served) -> None:
    """Goal: anyone recomputes. Method: all calls, attribution included; then a seed's choice."""
    answered_and_recorded(till, served, 12, 9)
    found = sample(served.folder, "dairy", count=100, seed="7")
    assert (found.recorded, found.sampled, found.again, found.differences) == (21, 21, 21, 0)
    some = sample(served.folder, "dairy", count=5, seed="7")
    assert some.sampled == 5
    assert some.calls == sample(served.folder, "dairy", count=5, seed="7").calls
    assert {one.call for one in some.calls} <= {one.call for one in found.calls}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("answer = 'milk'", "digest of answer"),
        ("question = x'7b7d'", "digest of answer"),
        ("shares_salt = zeroblob(16)", "digest of shares"),
    ],
)
def test_a_meter_that_was_changed_differs_from_the_record(
    till: Till, served: Served, change: str, told: str
) -> None:
    """Goal: the sample has teeth. Method: change what the meter keeps of one call."""
    answered_and_recorded(till, served, 4)
    with closing(sqlite3.connect(served.folder.meter)) as meter:
        meter.execute(f"UPDATE answered SET {change} WHERE id = 2")
        meter.commit()
    found = sample(served.folder, "dairy", count=4, seed="1")
    assert [one.difference.startswith(told) for one in found.calls] == [False, True, False, False]


def test_other_rows_behind_an_answer_are_found(till: Till, served: Served) -> None:
    """Goal: attribution is computed again, not read. Method: forged weights with a fitting digest."""
    one = till.ask("q0", body=question(0))
    assert not hasattr(one, "remedy")
    with closing(sqlite3.connect(served.folder.meter)) as meter:
        meter.execute("UPDATE answered SET weights = ?", (json.dumps({"joe": 1}),))
        meter.commit()
    assert isinstance(cut(served.desk, actor="eve", licence="dairy"), Cut)
    (found,) = sample(served.folder, "dairy", count=1, seed="1").calls
    assert found.attribution == "different"
    assert found.difference.startswith("share of ")


def test_the_commands_say_it_in_words_and_in_json(
    till: Till, served: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    """Goal: the whole way on the command line. Method: segment, accrue, uses, sample."""
    for number in range(6):
        till.ask(f"q{number}", body=question(number))
    served.desk.close()
    folder = ("--folder", str(served.folder.path))

    def said(*words: str, code: int = 0) -> str:
        assert run([*words, *folder]) == code, capsys.readouterr().err
        return capsys.readouterr().out

    shown = json.loads(said("licensing", "segment", "dairy", "--as", "eve", "--dry-run", "--json"))
    assert shown == {"licence": "dairy", "calls": 6, "segments": 1}
    assert served.row().segments == 0
    said("licensing", "segment", "dairy", "--as", "eve")
    assert served.row().segments == 1
    said("licensing", "accrue", "dairy", "--as", "eve", "--yes", code=1)
    said(
        "licensing",
        "receive",
        "dairy",
        "--amount",
        "0.07",
        "--reference",
        "x",
        "--as",
        "joe",
        "--yes",
    )
    said("licensing", "accrue", "dairy", "--as", "eve", "--dry-run")
    lines = json.loads(said("licensing", "uses", "--member", "ana", "--json"))
    assert all(line["amount_micro"] > 0 and line["entry"] for line in lines)
    report = json.loads(
        said("licensing", "sample", "dairy", "--count", "3", "--seed", "7", "--json")
    )
    assert (report["sampled"], report["differences"]) == (3, 0)
    with closing(sqlite3.connect(served.folder.meter)) as meter:
        meter.execute("UPDATE answered SET shares_salt = zeroblob(16)")
        meter.commit()
    said("licensing", "sample", "dairy", "--seed", "7", code=3)


def test_a_day_and_calls_are_never_mixed(till: Till, served: Served) -> None:
    """Goal: nothing is counted twice. Method: record calls, then report a day."""
    answered_and_recorded(till, served, 1)
    day = licensing.meter(
        served.desk, actor="eve", licence="dairy", day="2025-03-05", predictions=4
    )
    assert refused(day) == "licensing.metered_by_call"
