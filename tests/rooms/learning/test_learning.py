"""Seal, use, train, evaluate: each refusal, their order, and what withdrawals do to models."""

from __future__ import annotations

import msgspec

from auzolan.contributions.acts import Erase
from auzolan.foundation import canonical
from auzolan.foundation.moments import DAY_MS
from auzolan.foundation.refusals import Refusal
from auzolan.learning.acts import Evaluate, Seal, SnapshotSealed, Use
from auzolan.learning.lineage import Trace, lineage
from auzolan.learning.state import Evaluation, Model, SnapshotPart
from auzolan.members.acts import Leave
from rooms.learning.small_coop import ROOT, SEALED, SmallCoop, coop_of_three, train


def model_of(coop: SmallCoop, name: str) -> Model:
    model = coop.books.get(Model, name)
    assert model is not None
    return model


def test_a_snapshot_says_what_is_in_it_and_what_was_left_out_and_why() -> None:
    """Goal: nothing is left out silently. Method: one of each case, counted by hand."""
    coop = coop_of_three()
    coop.join("gil", "ida")
    coop.offer("b5", "gil", 7)
    coop.grant("gil", "research")
    coop.withdraw("gil")
    coop.offer("b6", "ida", 9)
    coop.grant("ida", "research")
    coop.withdraw("ida")
    coop.do(Erase("b6", SEALED))
    coop.offer("b7", "ana", 100, kind="voices")
    fact = coop.seal()
    assert isinstance(fact, SnapshotSealed)
    assert (fact.rows, fact.members) == (50, 2)
    assert (fact.rows_not_granted, fact.rows_withdrawn, fact.rows_erased) == (5, 7, 9)
    assert fact.members_left_out == 3
    annex = coop.annexes.read(fact.parts)
    assert annex.kind == "parts/2"
    assert annex.lines() == [
        ("b1", "ana", ROOT, 10, ""), ("b2", "ana", ROOT, 20, ""), ("b3", "ben", ROOT, 20, ""),
    ]  # fmt: skip
    parts = coop.books.find(SnapshotPart, snapshot="s1")
    assert [(part.batch, part.member, part.rows) for part in parts] == [
        ("b1", "ana", 10), ("b2", "ana", 20), ("b3", "ben", 20),
    ]  # fmt: skip


def test_the_policy_root_can_be_found_from_the_grants() -> None:
    """Goal: an outsider finds the same digest. Method: spell it by hand; another grant moves it."""
    coop = coop_of_three()
    first = coop.seal("s1")
    assert isinstance(first, SnapshotSealed)
    assert first.policy_root == canonical.digest([["ana", [7]], ["ben", [8]]])
    coop.grant("ana", "research", "commercial")
    second = coop.seal("s2")
    assert isinstance(second, SnapshotSealed)
    assert second.policy_root != first.policy_root


def test_refusals_of_a_seal_come_in_their_order() -> None:
    """Goal: the order is a contract. Method: break all, then mend one after another."""
    coop = coop_of_three()
    coop.seal()
    assert coop.code(Seal("s1", "faces", "war")) == "learning.snapshot_exists"
    assert coop.code(Seal("s2", "faces", "war")) == "learning.unknown_kind"
    assert coop.code(Seal("s2", "voices", "war")) == "learning.unknown_purpose"
    assert coop.code(Seal("s2", "voices", "research")) == "learning.nothing_permitted"
    assert coop.code(Seal("s2", "purchases", "commercial")) == ""


def test_refusals_of_a_use_come_in_their_order() -> None:
    """Goal: the order is a contract. Method: break all, then mend one after another."""
    coop = coop_of_three()
    coop.seal()
    coop.use("u1")
    coop.withdraw("ben")
    assert coop.code(Use("u1", "s9", "war", "train")) == "learning.no_such_snapshot"
    assert coop.code(Use("u1", "s1", "war", "train")) == "learning.use_exists"
    assert coop.code(Use("u2", "s1", "commercial", "train")) == "learning.other_purpose"
    assert coop.code(Use("u2", "s1", "research", "train")) == "consent.purpose_not_granted"
    coop.do(Erase("b3", SEALED))
    coop.grant("ben", "research")
    assert coop.code(Use("u2", "s1", "research", "train")) == "learning.rows_erased"


def test_a_refused_use_names_purpose_people_and_rows() -> None:
    """Goal: whoever is refused knows why. Method: two people withdraw, read the words."""
    coop = coop_of_three()
    coop.seal()
    coop.withdraw("ana")
    coop.withdraw("ben")
    refusal = coop.ask(Use("u1", "s1", "research", "train"))
    assert isinstance(refusal, Refusal)
    assert refusal.article == "Art. 2"
    assert refusal.because == ("research is not allowed by 2 people with 50 rows of s1: ana, ben.")


def test_a_training_that_outlived_a_consent_is_not_taken_in() -> None:
    """Goal: no model is born from withdrawn rows. Method: withdraw between use and report."""
    coop = coop_of_three()
    coop.seal()
    coop.use("u1")
    assert coop.code(train("m1", "u1", 50)) == ""
    coop.withdraw("ben")
    assert coop.code(train("m1", "u1", 50)) == "consent.purpose_not_granted"


def test_refusals_of_a_training_come_in_their_order() -> None:
    """Goal: the order is a contract. Method: break all, then mend one after another."""
    coop = coop_of_three()
    coop.seal()
    coop.seal("c1", "commercial")
    coop.use("u1")
    coop.use("u2")
    coop.use("u3", "evaluate")
    coop.use("uc", snapshot="c1", purpose="commercial")
    coop.train("m1", "u1", 50)
    coop.train("mc", "uc", 20)
    coop.train("m2", "u2", 50, replaces="m1")
    coop.use("u4")
    coop.withdraw("ben")
    assert coop.code(train("m1", "u9", 1, "m9")) == "learning.no_such_use"
    assert coop.code(train("m1", "u3", 1, "m9")) == "learning.model_exists"
    assert coop.code(train("m3", "u3", 1, "m9")) == "learning.no_such_model"
    assert coop.code(train("m3", "u3", 1, "mc")) == "learning.other_operation"
    assert coop.code(train("m3", "u1", 1, "mc")) == "learning.replaces_another_thing"
    assert coop.code(train("m3", "u1", 1, "m1")) == "learning.already_replaced"
    assert coop.code(train("m3", "u1", 1, "m2")) == "learning.use_spent"
    assert coop.code(train("m3", "u4", 1, "m2")) == "learning.rows_differ"
    assert coop.code(train("m3", "u4", 50, "m2")) == "consent.purpose_not_granted"


def test_a_new_model_takes_over_from_the_old_one() -> None:
    """Goal: one model serves, the other is history. Method: replace, read both rows."""
    coop = coop_of_three()
    coop.seal()
    coop.use("u1")
    coop.use("u2")
    coop.train("m1", "u1", 50)
    coop.train("m2", "u2", 50, replaces="m1")
    old, new = model_of(coop, "m1"), model_of(coop, "m2")
    assert (old.state, new.state) == ("replaced", "serving")
    assert (old.snapshot, old.use, old.recipe, old.artefact) == (
        "s1", "u1", "b" * 64, train("m1", "u1", 0).artefact
    )  # fmt: skip
    assert (new.use, new.retrain_by) == ("u2", 0)


def test_refusals_of_an_evaluation_come_in_their_order() -> None:
    """Goal: the order is a contract. Method: break all, then mend one after another."""
    coop = coop_of_three()
    coop.seal()
    coop.seal("s2")
    coop.use("u1")
    coop.use("e1", "evaluate")
    coop.use("e2", "evaluate", snapshot="s2")
    coop.train("m1", "u1", 50)
    assert coop.code(Evaluate("m9", "u9", 1, 2, 2)) == "learning.no_such_use"
    assert coop.code(Evaluate("m9", "u1", 1, 2, 2)) == "learning.no_such_model"
    assert coop.code(Evaluate("m1", "u1", 1, 2, 2)) == "learning.other_operation"
    assert coop.code(Evaluate("m1", "e2", 1, 2, 2)) == "learning.other_snapshot"
    assert coop.code(Evaluate("m1", "e1", 1, 2, 0)) == "learning.counts_do_not_fit"
    assert coop.code(Evaluate("m1", "e1", 1, 0, 2)) == "learning.counts_do_not_fit"
    coop.withdraw("ben")
    assert coop.code(Evaluate("m1", "e1", 1, 1, 1)) == "consent.purpose_not_granted"
    coop.grant("ben", "research")
    coop.do(Evaluate("m1", "e1", 100, 84, 39))
    coop.do(Evaluate("m1", "e1", 100, 85, 39))
    evaluation = coop.books.get(Evaluation, "m1")
    assert evaluation is not None
    assert (evaluation.total, evaluation.correct, evaluation.baseline_correct) == (100, 85, 39)


def trained_twice() -> SmallCoop:
    """A research model of ana and ben, a commercial one of ben alone."""
    coop = coop_of_three()
    coop.seal()
    coop.seal("c1", "commercial")
    coop.use("u1")
    coop.use("uc", snapshot="c1", purpose="commercial")
    coop.train("m1", "u1", 50)
    coop.train("mc", "uc", 20)
    return coop


def test_a_withdrawal_marks_every_model_with_her_rows_and_no_other() -> None:
    """Goal: nothing keeps what was taken back. Method: ana is in one of two models."""
    coop = trained_twice()
    by = coop.at + 30 * DAY_MS
    coop.withdraw("ana")
    assert (model_of(coop, "m1").state, model_of(coop, "m1").retrain_by) == ("to_retrain", by)
    assert (model_of(coop, "mc").state, model_of(coop, "mc").retrain_by) == ("serving", 0)


def test_the_earliest_withdrawal_sets_the_moment() -> None:
    """Goal: a second withdrawal gives no more time. Method: ana, later ben."""
    coop = trained_twice()
    by = coop.at + 30 * DAY_MS
    coop.withdraw("ana")
    coop.at += 10 * DAY_MS
    coop.withdraw("ben")
    assert model_of(coop, "m1").retrain_by == by
    assert model_of(coop, "mc").retrain_by > by


def test_taking_back_one_purpose_marks_only_models_made_for_it() -> None:
    """Goal: a narrower grant is obeyed exactly. Method: ben keeps research alone."""
    coop = trained_twice()
    coop.grant("ben", "research")
    assert model_of(coop, "m1").state == "serving"
    assert model_of(coop, "mc").state == "to_retrain"


def test_a_withdrawal_of_another_kind_marks_nothing() -> None:
    """Goal: consent is by kind. Method: ben grants and withdraws voices."""
    coop = trained_twice()
    coop.grant("ben", "research", "commercial", kind="voices")
    coop.grant("ben", kind="voices")
    coop.withdraw("ben", kind="voices")
    assert {model_of(coop, name).state for name in ("m1", "mc")} == {"serving"}


def test_leaving_marks_every_model_and_replaced_ones_stay_replaced() -> None:
    """Goal: leaving withdraws all, history stays. Method: replace one, then ben leaves."""
    coop = trained_twice()
    coop.use("u2")
    coop.train("m2", "u2", 50, replaces="m1")
    coop.do(Leave("ben", SEALED), "ben")
    states = {name: model_of(coop, name).state for name in ("m1", "m2", "mc")}
    assert states == {"m1": "replaced", "m2": "to_retrain", "mc": "to_retrain"}


def test_retraining_without_her_ends_the_duty() -> None:
    """Goal: the loop closes. Method: withdraw, seal, use, train as replacement, trace."""
    coop = trained_twice()
    coop.withdraw("ana")
    coop.seal("s2")
    coop.use("u2", snapshot="s2")
    coop.train("m2", "u2", 20, replaces="m1")
    assert model_of(coop, "m1").state == "replaced"
    assert model_of(coop, "m2").state == "serving"
    assert [trace.model for trace in lineage(coop.books, "ana")] == ["m1"]


def test_lineage_shows_every_way_that_rows_went() -> None:
    """Goal: a member sees all uses of her rows. Method: models, an idle use, an unused seal."""
    coop = trained_twice()
    coop.use("v1", "value")
    coop.seal("s0")
    assert lineage(coop.books, "ben") == (
        Trace("s1", "purchases", "research", 20, "u1", "train", "m1", "serving", 0),
        Trace("s1", "purchases", "research", 20, "v1", "value"),
        Trace("c1", "purchases", "commercial", 20, "uc", "train", "mc", "serving", 0),
        Trace("s0", "purchases", "research", 20),
    )
    assert [trace.rows for trace in lineage(coop.books, "ana")] == [30, 30, 30]
    assert lineage(coop.books, "eve") == ()


def test_a_model_that_forgot_nothing_takes_over_from_nobody() -> None:
    """Goal: a deadline is met by a new model, not by a new name. Method: hand in the old file."""
    coop = coop_of_three()
    coop.seal()
    coop.use("u1")
    coop.train("m1", "u1", 50)
    coop.withdraw("ana")
    coop.seal("s2")
    coop.use("u2", snapshot="s2")
    same = msgspec.structs.replace(
        train("m2", "u2", 20, replaces="m1"), artefact=train("m1", "u1", 0).artefact
    )
    assert coop.code(same) == "learning.same_artefact"
    assert coop.code(train("m2", "u2", 20, replaces="m1")) == ""
