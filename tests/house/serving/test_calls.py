"""One call from key to answer: rights, one charge, shares; and what stops it."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from auzolan.foundation.moments import DAY_MS, Moment
from auzolan.house.asking import reading
from auzolan.house.rooms.consent import flows as consent
from auzolan.house.rooms.licensing import life_flows
from auzolan.house.serving.journal import Answered, Journal
from auzolan.house.serving.meter import MeterStopped
from auzolan.house.serving.segments import cut
from auzolan.learning.state import Model, UseOfRows
from auzolan.licensing.use_shares import members_part
from house.serving.served import Served, Till, question
from house.small_desk import MEMBERS, accepted, refused

FEE = 12_345


def answered(found: object) -> Answered:
    """The call; a refusal fails the test."""
    assert isinstance(found, Answered), str(found)
    return found


def test_an_answer_is_charged_and_shared_to_the_last_millionth(till: Till) -> None:
    """Goal: fee, members' part and shares. Method: thirty questions."""
    for number in range(30):
        one = answered(till.ask(f"q{number}", body=question(number)))
        assert (one.fee_micro, one.model, one.snapshot) == (FEE, "yogurt-1", "s1")
        assert one.members_micro == members_part(FEE, 2_000)
        assert sum(one.shares.values()) == one.members_micro
        assert set(one.shares) <= set(MEMBERS)
        assert one.answer in {"yoplait", "dannon", "hiland", "weight"}


def test_the_same_name_gives_the_same_answer_and_one_charge(till: Till) -> None:
    """Goal: a retry costs nothing. Method: the same call five times, then another question."""
    first = answered(till.ask("again"))
    assert all(till.ask("again") == first for _ in range(4))
    with closing(Journal(till.served.folder.meter)) as journal:
        assert journal.count_beyond("dairy", 0) == 1
    assert refused(till.ask("again", body=question(3))) == "serving.other_body"


def test_many_at_once_under_one_name_are_one_call(till: Till) -> None:
    """Goal: no race doubles a charge. Method: forty threads, ten names."""
    till.ask("warm")
    with ThreadPoolExecutor(16) as crew:
        found = list(crew.map(lambda n: till.ask(f"n{n % 10}", body=question(n % 10)), range(40)))
    calls = {answered(one).call for one in found}
    assert len(calls) == 10
    with closing(Journal(till.served.folder.meter)) as journal:
        kept = journal.in_segment("dairy", 0)
    assert len(kept) == 11
    assert [one.at for one in kept] == sorted(one.at for one in kept)


def test_a_call_is_on_the_disk_before_its_answer_leaves(till: Till) -> None:
    """Goal: durable on return. Method: read the file over another connection."""
    one = answered(till.ask("kept"))
    with closing(sqlite3.connect(till.served.folder.meter)) as other:
        found = other.execute("SELECT call, answer FROM answered").fetchall()
        assert found == [(one.call, one.answer)]
        assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_call_that_cannot_be_counted_is_not_answered(till: Till) -> None:
    """Goal: no answer without its use. Method: a file that takes no more lines."""
    till.ask("first")
    with closing(sqlite3.connect(till.served.folder.meter)) as other:
        other.execute(
            "CREATE TRIGGER full BEFORE INSERT ON answered BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
        with pytest.raises(MeterStopped, match="full"):
            till.ask("second")
        other.execute("DROP TRIGGER full")
    answered(till.ask("second"))


def test_unknown_keys_and_other_models_are_refused(till: Till) -> None:
    """Goal: a key opens one licence. Method: a stranger's key, a revoked one, another model."""
    assert refused(till.ask("x", key="A" * 43)) == "licensing.key_unknown"
    assert refused(till.ask("x", model="yogurt-2")) == "serving.other_model"
    answered(till.ask("x"))
    accepted(life_flows.revoke_key(till.served.desk, actor="joe", key="key-dairy-1"))
    assert refused(till.ask("y")) == "licensing.key_unknown"
    assert refused(till.ask("x")) == "licensing.key_unknown", "a leaked key repeats nothing either"


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"nothing", b'{"feat_yoplait": 1}', b'{"a": 1.5}', b'{"a": {"b": 1}}',
        question(0, choice="yoplait"), question(0, price_yoplait="dear"),
        question(0, feat_dannon=2), question(0, history=["beer"]), question(0, history="dannon"),
        question(0, price_weight=["8.1"]), question(0, history=["dannon"] * 1_001),
    ],
)  # fmt: skip
def test_a_malformed_question_costs_nothing(till: Till, body: bytes) -> None:
    """Goal: said plainly and not counted. Method: questions that are none."""
    assert refused(till.ask("bad", body=body or b" ")) == "serving.question_malformed"
    with closing(Journal(till.served.folder.meter)) as journal:
        assert journal.count_beyond("dairy", 0) == 0
    answered(till.ask("bad"))


def test_a_withdrawal_takes_her_rows_out_at_once_and_the_model_by_its_deadline(till: Till) -> None:
    """Goal: no row of hers is read again; the model ends by its day. Method: withdraw, call, wait."""
    before = [answered(till.ask(f"b{n}", body=question(n))) for n in range(20)]
    assert any("ben" in one.shares for one in before)
    served = till.served
    accepted(consent.withdraw(served.desk, member="ben", kind="purchases"))
    after = [answered(till.ask(f"a{n}", body=question(n))) for n in range(20)]
    assert all("ben" not in one.shares for one in after)
    assert "ben" not in till.shelf._ready["yogurt-1"].everyone
    with closing(Till(served)) as again:  # a server that starts now reads none of his rows either
        assert "ben" not in answered(again.ask("fresh")).shares
        assert "ben" not in again.shelf._ready["yogurt-1"].everyone
    with reading(served.folder) as now:
        model = now.books.get(Model, "yogurt-1")
    assert model is not None
    served.clock.at = Moment(model.retrain_by)
    answered(till.ask("last"))
    served.pass_ms(1)
    assert refused(till.ask("late")) == "licensing.model_not_serving"


def test_a_model_that_took_over_needs_its_own_licence(till: Till) -> None:
    """Goal: a replaced model serves no more. Method: train one that replaces it, and release it."""
    answered(till.ask("before"))
    till.served.train("yogurt-2", replaces="yogurt-1")
    till.served.release("yogurt-2")
    assert refused(till.ask("after")) == "licensing.model_not_serving"


def test_an_ended_licence_answers_nothing(till: Till) -> None:
    """Goal: an expired and a revoked licence. Method: its last moment and its end; a revocation."""
    served = till.served
    answered(till.ask("one"))
    served.clock.at = Moment(served.row().until_at - 1)
    answered(till.ask("two"))
    served.pass_ms(1)
    assert refused(till.ask("three")) == "licensing.licence_expired"


def test_a_revoked_licence_answers_nothing(till: Till) -> None:
    """Goal: the co-operative can stop at once. Method: revoke between two calls."""
    answered(till.ask("one"))
    served = till.served
    accepted(life_flows.revoke(served.desk, actor="joe", licence="dairy", reason="breach"))
    assert refused(till.ask("two")) == "licensing.key_unknown", "its keys end with it"


def test_an_overdue_invoice_stops_serving(till: Till) -> None:
    """Goal: overdue stops serving. Method: record a use, invoice it, let its day pass."""
    served = till.served
    for number in range(200):
        answered(till.ask(f"q{number}"))
    assert not hasattr(cut(served.desk, actor="eve", licence="dairy"), "code")
    accepted(life_flows.invoice(served.desk, actor="joe", licence="dairy"))
    served.pass_ms(30 * DAY_MS)
    answered(till.ask("on the day"))
    served.pass_ms(1)
    assert refused(till.ask("after it")) == "licensing.overdue"


def test_a_clock_set_back_answers_nothing(till: Till) -> None:
    """Goal: unknown time means no. Method: back before the last call, and before the last entry."""
    served = till.served
    served.pass_ms(1_000)
    answered(till.ask("one"))
    served.pass_ms(-1)
    assert refused(till.ask("two")) == "unknown.clock"
    served.pass_ms(1)
    answered(till.ask("two"))
    served.pass_ms(-5_000)
    assert refused(till.ask("three")) == "unknown.clock"


def test_the_last_prediction_is_the_last(till: Till) -> None:
    """Goal: never one more than was licensed, under load too. Method: nearly all pretended used."""
    with closing(sqlite3.connect(till.served.folder.database)) as books:
        books.execute("DROP TRIGGER IF EXISTS licensing_licence_update")
        books.execute("UPDATE licensing_licence SET predictions_max = 7")
        books.commit()
    till.ask("warm")
    with ThreadPoolExecutor(8) as crew:
        found = list(crew.map(lambda n: till.ask(f"n{n}"), range(20)))
    assert sum(isinstance(one, Answered) for one in found) == 6
    codes = {refused(one) for one in found if not isinstance(one, Answered)}
    assert codes == {"licensing.predictions_used_up"}
    answered(till.ask("warm"))


def test_the_use_of_rows_for_attribution_is_on_the_record(till: Till) -> None:
    """Goal: no row is read unasked. Method: the entry of the use, and a model not yet asked for."""

    def use() -> UseOfRows | None:
        with reading(till.served.folder) as now:
            return now.books.get(UseOfRows, "serve-yogurt-1")

    assert use() is None
    till.ask("one")
    found = use()
    assert found is not None
    assert (found.operation, found.snapshot, found.actor) == ("value", "s1", "eve")


def test_rights_see_tables_that_were_rebuilt(till: Till, served: Served) -> None:
    """Goal: a rebuilt file is read, not the old one. Method: put a copy in the file's place."""
    answered(till.ask("one"))
    path = served.folder.database
    with closing(sqlite3.connect(path)) as books:
        books.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        copied = path.with_name("copy.db")
        books.execute("VACUUM INTO ?", (str(copied),))
    with closing(sqlite3.connect(copied)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        for (name,) in other.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'licensing_api_key'"
        ).fetchall():
            other.execute(f"DROP TRIGGER {name}")
        other.execute("UPDATE licensing_api_key SET revoked_at = 5")
        other.commit()
    copied.rename(path)
    assert refused(till.ask("two")) == "licensing.key_unknown"
