"""Groups: who belongs, whose rows they decide about, and that each can always say no."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from auzolan.consent.acts import Price, Scope, Withdraw
from auzolan.consent.group_acts import (
    BatchPlaced,
    BatchTakenOut,
    DecideForGroup,
    FormGroup,
    GroupDecision,
    GroupLifted,
    GroupPermitted,
    GroupProhibited,
    InviteToGroup,
    JoinGroup,
    LeaveGroup,
    LeftGroup,
    PlaceBatch,
    TakeBatchOut,
)
from auzolan.consent.group_decisions import group_vote_refused
from auzolan.consent.group_rules import batches_in, belongs_to, members_of, members_since
from auzolan.consent.state import ConsentStatement, GroupInvitation, GroupMember
from auzolan.foundation.moments import DAY_MS, MOMENT_MAX
from auzolan.learning.state import TO_RETRAIN, Model, ModelDuty
from auzolan.record.entries import Act
from rooms.consent.consent_coop import ROWS, ConsentCoop, group_lift, group_no, group_yes

RETRAIN_MS = 30 * DAY_MS


def choir() -> ConsentCoop:
    """Ana, Ben and Eve are a choir; Ana's batch is among its rows."""
    coop = ConsentCoop()
    coop.group()
    coop.place()
    return coop


# --- belonging ------------------------------------------------------------------------------------


def test_only_members_form_a_group() -> None:
    """Goal: people behind rights. Method: a stranger forms one."""
    assert ConsentCoop().code(FormGroup("choir", "zoe")) == "consent.not_a_member"


def test_a_name_of_a_group_is_given_once() -> None:
    """Goal: one name, one group. Method: form it twice."""
    coop = choir()
    assert coop.code(FormGroup("choir", "ben")) == "consent.group_exists"


def test_an_invitation_is_refused_in_its_order() -> None:
    """Goal: the order is a contract. Method: break all, then mend one after another."""
    coop = ConsentCoop()
    assert coop.code(InviteToGroup("choir", "zoe", "ben")) == "consent.no_such_group"
    coop.do(FormGroup("choir", "ana"), "ana")
    assert coop.code(InviteToGroup("choir", "zoe", "ben")) == "consent.not_in_group"
    assert coop.code(InviteToGroup("choir", "zoe", "ana")) == "consent.not_a_member"
    assert coop.code(InviteToGroup("choir", "ana", "ana")) == "consent.in_group_already"
    coop.do(InviteToGroup("choir", "ben", "ana"), "ana")
    assert coop.code(InviteToGroup("choir", "ben", "ana")) == "consent.invited_already"


def test_joining_is_refused_in_its_order() -> None:
    """Goal: each joins herself, and was asked. Method: break all, then mend one after another."""
    coop = ConsentCoop()
    assert coop.code(JoinGroup("choir", "zoe")) == "consent.no_such_group"
    coop.do(FormGroup("choir", "ana"), "ana")
    assert coop.code(JoinGroup("choir", "zoe")) == "consent.not_a_member"
    assert coop.code(JoinGroup("choir", "ana")) == "consent.in_group_already"
    assert coop.code(JoinGroup("choir", "ben")) == "consent.not_invited"
    coop.do(InviteToGroup("choir", "ben", "ana"), "ana")
    coop.do(JoinGroup("choir", "ben"), "ben")
    assert coop.books.get(GroupInvitation, ("choir", "ben")) is None
    assert members_of(coop.books, "choir") == ("ana", "ben")


def test_each_act_about_a_group_is_asked_by_the_person_herself() -> None:
    """Goal: nobody is put into a group, nor her rows. Method: whose word each act is."""
    acts: tuple[tuple[Act, str], ...] = (
        (FormGroup("choir", "ana"), "ana"), (InviteToGroup("choir", "ben", "ana"), "ana"),
        (JoinGroup("choir", "ben"), "ben"), (LeaveGroup("choir", "ben"), "ben"),
        (PlaceBatch("b-ana", "choir", "ana"), "ana"), (TakeBatchOut("b-ana", "ana"), "ana"),
    )  # fmt: skip
    for act, person in acts:
        assert act.person() == person


def test_whoever_leaves_belongs_no_longer_and_may_come_back_only_if_asked() -> None:
    """Goal: leaving is at once; history stays. Method: leave, try to join, be asked, join."""
    coop = choir()
    assert coop.code(LeaveGroup("quartet", "ana")) == "consent.no_such_group"
    coop.do(LeaveGroup("choir", "ben"), "ben")
    assert not belongs_to(coop.books, "choir", "ben")
    assert coop.code(LeaveGroup("choir", "ben")) == "consent.not_in_group"
    assert coop.code(JoinGroup("choir", "ben")) == "consent.not_invited"
    coop.do(InviteToGroup("choir", "ben", "ana"), "ana")
    again = coop.at
    coop.do(JoinGroup("choir", "ben"), "ben")
    rows = coop.books.find(GroupMember, member="ben")
    assert [row.until == MOMENT_MAX for row in rows] == [False, True]
    assert "ben" not in members_since(coop.books, "choir", again - 1)
    assert "ben" in members_since(coop.books, "choir", again)


def test_whoever_leaves_the_cooperative_leaves_her_groups_with_her_rows() -> None:
    """Goal: no vote about rows of somebody gone. Method: leave, look at group and gate."""
    coop = choir()
    coop.says(group_yes())
    assert coop.why() == ()
    coop.leave("ana")
    assert members_of(coop.books, "choir") == ("ben", "eve")
    assert batches_in(coop.books, "choir") == ()
    assert coop.why() == ("withdrawn",)


# --- rows -----------------------------------------------------------------------------------------


def test_placing_a_batch_is_refused_in_its_order() -> None:
    """Goal: the order is a contract. Method: break all, then mend one after another."""
    coop = ConsentCoop()
    assert coop.code(PlaceBatch("b-ben", "choir", "ana")) == "consent.not_her_batch"
    assert coop.code(PlaceBatch("b-none", "choir", "ana")) == "consent.not_her_batch"
    coop.minor("eve")
    assert coop.code(PlaceBatch("b-eve", "choir", "eve")) == "consent.rows_of_a_minor"
    assert coop.code(PlaceBatch("b-ana", "choir", "ana")) == "consent.no_such_group"
    coop.do(FormGroup("choir", "ben"), "ben")
    assert coop.code(PlaceBatch("b-ana", "choir", "ana")) == "consent.not_in_group"
    coop.do(InviteToGroup("choir", "ana", "ben"), "ben")
    coop.do(JoinGroup("choir", "ana"), "ana")
    placed = coop.place()
    assert isinstance(placed, BatchPlaced)
    assert placed.retrain_by == coop.at - 1_000 + RETRAIN_MS
    assert coop.code(PlaceBatch("b-ana", "choir", "ana")) == "consent.placed_already"


def test_taking_a_batch_out_is_refused_in_its_order() -> None:
    """Goal: only its owner, and only once. Method: another's batch, one in no group, twice."""
    coop = choir()
    assert coop.code(TakeBatchOut("b-ana", "ben")) == "consent.not_her_batch"
    assert coop.code(TakeBatchOut("b-ben", "ben")) == "consent.not_placed"
    out = coop.do(TakeBatchOut("b-ana", "ana"), "ana")
    assert isinstance(out, BatchTakenOut)
    assert out.group_id == "choir"
    assert coop.code(TakeBatchOut("b-ana", "ana")) == "consent.not_placed"


def test_a_batch_in_a_group_needs_the_groups_yes_and_no_refusal_of_its_owner() -> None:
    """Goal: both must agree. Method: every combination of yes and no, one after another."""
    coop = choir()
    coop.grant("ana", "research")
    assert coop.why() == ("group",)
    coop.says(group_yes())
    assert coop.why() == ()
    coop.prohibit()
    assert coop.why() == ("prohibited",)
    coop.lift("n")
    coop.withdraw("ana")
    assert coop.why() == ("withdrawn",)
    coop.grant("ana", "research")
    assert coop.why() == ()
    coop.says(group_no(operation="train.finetune"))
    assert coop.why(operation="train.pretrain") == ()
    assert coop.why(operation="train.finetune") == coop.why(operation="train") == ("group",)


def test_the_groups_yes_is_enough_where_its_owner_says_nothing() -> None:
    """Goal: a group holds rights. Method: no word of Ana's but the placing; Ben's are his own."""
    coop = choir()
    coop.says(group_yes())
    assert coop.why("ana") == ()
    assert coop.why("ben") == ("not_permitted",)


def test_a_member_can_withdraw_rows_about_which_only_a_group_spoke() -> None:
    """Goal: withdrawing has no condition. Method: withdraw without ever having granted."""
    coop = choir()
    coop.says(group_yes())
    assert coop.code(Withdraw("ben", "purchases")) == "consent.nothing_to_withdraw"
    coop.withdraw("ana")
    assert coop.why() == ("withdrawn",)


def test_a_prohibition_of_one_row_keeps_that_row_out_of_what_the_group_allows() -> None:
    """Goal: no individual's refusal for her own rows. Method: forbid row 1 of three."""
    coop = choir()
    coop.says(group_yes())
    coop.prohibit(scope=Scope("purchases", "b-ana", 1))
    said = coop.said()
    assert said.decision.allow
    assert [(place, one.reasons) for place, one in said.rows] == [(1, ("prohibited",))]


def test_leaving_or_taking_out_leaves_only_her_own_word() -> None:
    """Goal: the group's yes ends with the placing. Method: both ways out, with and without a grant."""
    for way_out in (LeaveGroup("choir", "ana"), TakeBatchOut("b-ana", "ana")):
        coop = choir()
        coop.says(group_yes())
        coop.do(way_out, "ana")
        assert coop.why() == ("not_permitted",)
        coop.says(group_no())
        coop.grant("ana", "research")
        assert coop.why() == ()


def test_a_minors_rows_come_out_of_every_group() -> None:
    """Goal: a guardian answers for a minor, no vote does. Method: note a guardian afterwards."""
    coop = choir()
    coop.says(group_yes())
    coop.minor("ana", "ben")
    assert batches_in(coop.books, "choir") == ()
    assert coop.why() == ("not_permitted",)


# --- what a group says ----------------------------------------------------------------------------


def code(coop: ConsentCoop, decision: GroupDecision) -> str:
    """The code with which a decision is refused when it is carried out, or an empty text."""
    return coop.code(DecideForGroup("m", decision))


def vote(coop: ConsentCoop, decision: GroupDecision) -> str:
    """The code with which a vote on it is refused, or an empty text."""
    found = group_vote_refused(coop.books, decision, coop.at)
    return found.code if found is not None else ""


def test_a_group_of_fewer_than_three_cannot_vote_in_secret() -> None:
    """Goal: of two, each would know the other's vote. Method: groups of one, two and three."""
    coop = ConsentCoop()
    assert vote(coop, group_yes()) == "consent.no_such_group"
    coop.do(FormGroup("choir", "ana"), "ana")
    for name, expected in (
        ("", "consent.group_too_small"), ("ben", "consent.group_too_small"), ("eve", ""),
    ):  # fmt: skip
        if name:
            coop.do(InviteToGroup("choir", name, "ana"), "ana")
            coop.do(JoinGroup("choir", name), name)
        assert vote(coop, group_yes()) == expected


FAR = 4_000_000_000_000


@pytest.mark.parametrize("make", [group_yes, group_no])
def test_what_a_group_says_is_refused_in_its_order(make: Callable[..., GroupDecision]) -> None:
    """Goal: the order is a contract. Method: break all, then mend one after another."""
    coop = choir()
    bad = {
        "taxonomy": 9, "operation": "fly", "end_use": "war", "territory": ("XX",), "ends": 1,
        "scope": Scope("faces", "b-ben", 2),
    }  # fmt: skip
    steps: tuple[tuple[str, dict[str, object]], ...] = (
        ("unknown.taxonomy", {"taxonomy": 1}),
        ("unknown.operation", {"operation": "share"}),
        ("unknown.end_use", {"end_use": "research"}),
        ("consent.never_bundled", {"operation": "train"}),
        ("consent.unknown_kind", {"scope": Scope("purchases", "b-ben", 2)}),
        ("consent.not_for_a_row", {"scope": Scope("purchases", "b-ben")}),
        ("consent.not_in_the_groups_rows", {"scope": Scope("purchases", "b-ana")}),
        ("unknown.territory", {"territory": ("ES",)}),
        ("consent.no_time", {"ends": FAR}),
    )
    assert code(coop, make("quartet", **bad)) == "consent.no_such_group"
    for expected, mended in steps:
        # To forbid several things at once is no bundle: the next fault is found instead.
        forbids = expected == "consent.never_bundled" and make is group_no
        assert code(coop, make(**bad)) == ("consent.unknown_kind" if forbids else expected)
        bad |= mended
    assert code(coop, make(**bad)) == ""
    assert code(coop, make(begins=FAR, ends=FAR - 1)) == "consent.no_time"
    assert code(coop, make(scope=Scope("voices", "b-ana"))) == "consent.not_in_the_groups_rows"


def test_a_groups_least_price_is_in_the_currency_of_the_house() -> None:
    """Goal: a price that can be held against a sale. Method: another currency, unit, then ours."""
    coop = choir()
    floors = (Price(5, "USD", "answer"), Price(5, "EUR", "hour"), Price(5, "EUR", "answer"))
    codes = [code(coop, group_yes(floor=floor)) for floor in floors]
    assert codes == ["unknown.currency", "unknown.unit", ""]
    coop.says(group_yes(floor=floors[2], credit=True))
    assert coop.why(price_micro=4) == ("group",)
    assert coop.why(price_micro=5) == ()
    assert coop.why(price_micro=5, credit=False) == ("group",)


def test_a_group_takes_back_only_what_it_said_and_says_still() -> None:
    """Goal: one group cannot speak for another. Method: another's, a member's, twice."""
    coop = choir()
    coop.group("quartet")
    said = coop.says(group_yes())
    assert isinstance(said, GroupPermitted)
    coop.permit(name="mine")
    for statement, group in (
        (said.statement, "quartet"), ("mine", "choir"), ("group-999", "choir"),
    ):  # fmt: skip
        assert code(coop, group_lift(statement, group)) == "consent.no_such_statement"
    assert coop.why() == ()
    coop.says(group_lift(said.statement))
    assert coop.why() == ("group",)
    assert code(coop, group_lift(said.statement)) == "consent.already_lifted"


def test_a_groups_word_is_a_statement_under_a_name_of_the_record() -> None:
    """Goal: the gate reads it, nobody can take its name. Method: look at the row of each."""
    coop = choir()
    for decision, fact_type in ((group_yes(), GroupPermitted), (group_no(), GroupProhibited)):
        seq = coop.seq
        fact = coop.says(decision)
        assert isinstance(fact, fact_type)
        row = coop.books.get(ConsentStatement, f"group-{seq}")
        assert row is not None
        assert (row.member, row.group_id, row.entry, row.place) == ("", "choir", seq, -1)
        assert (row.operations, row.end_uses) == (fact.operations, fact.end_uses)


# --- models ---------------------------------------------------------------------------------------


def trained() -> tuple[ConsentCoop, str]:
    """A model learned from Ana's batch alone, with the choir's yes under the name that comes too."""
    coop = choir()
    said = coop.says(group_yes())
    assert isinstance(said, GroupPermitted)
    coop.seal()
    coop.use("u1")
    coop.train("m1", "u1", ROWS)
    return coop, said.statement


def due(coop: ConsentCoop) -> int:
    """The moment by which the model is made again, 0 while it need not be."""
    model = coop.books.get(Model, "m1")
    assert model is not None
    assert (model.state == TO_RETRAIN) == bool(model.retrain_by)
    return model.retrain_by


def test_a_model_is_made_again_when_the_word_ends_on_which_it_rested() -> None:
    """Goal: no model outlives its yes. Method: every way in which another decides, or says no."""
    ways: tuple[Callable[[ConsentCoop, str], object], ...] = (
        lambda coop, _: coop.says(group_no(operation="train")),
        lambda coop, yes: coop.says(group_lift(yes)),
        lambda coop, _: coop.do(TakeBatchOut("b-ana", "ana"), "ana"),
        lambda coop, _: coop.do(LeaveGroup("choir", "ana"), "ana"),
        lambda coop, _: coop.withdraw("ana"),
    )
    for way in ways:
        coop, yes = trained()
        assert due(coop) == 0
        seq, at = coop.seq, coop.at
        way(coop, yes)
        assert due(coop) == at + RETRAIN_MS
        duties = coop.books.find(ModelDuty, withdrawal=seq)
        assert [(one.model, one.member, one.due, one.done_at) for one in duties] == [
            ("m1", "ana", at + RETRAIN_MS, -1)
        ]


def test_a_model_stays_when_a_group_says_something_else() -> None:
    """Goal: no training for nothing. Method: another use, operation, batch, and one no more there."""
    coop, _ = trained()
    coop.place("ben")
    coop.says(group_no(end_use="commercial"))
    coop.says(group_no(operation="share"))
    coop.says(group_no(scope=Scope("purchases", "b-ben")))
    left = coop.do(LeaveGroup("choir", "eve"), "eve")
    assert isinstance(left, LeftGroup)
    assert left.retrain_by == 0
    lifted = coop.says(group_lift(f"group-{coop.seq - 2}"))
    assert isinstance(lifted, GroupLifted)
    assert lifted.retrain_by == 0
    assert due(coop) == 0


def test_a_model_of_her_own_yes_is_made_again_once_a_group_decides() -> None:
    """Goal: the group has not said yes to it. Method: train on a grant, then place the batch."""
    coop = ConsentCoop()
    coop.group()
    coop.grant("ana", "research")
    coop.seal()
    coop.use("u1")
    coop.train("m1", "u1", ROWS)
    at = coop.at
    coop.place()
    assert due(coop) == at + RETRAIN_MS


def test_a_model_of_a_minor_is_made_again_once_it_is_known() -> None:
    """Goal: what a child allowed needed another voice. Method: train, then note a guardian."""
    coop = ConsentCoop()
    coop.grant("ana", "research")
    coop.seal()
    coop.use("u1")
    coop.train("m1", "u1", ROWS)
    at = coop.at
    coop.minor("ana", "ben")
    assert due(coop) == at + RETRAIN_MS
    assert coop.why() == ("not_permitted",)
