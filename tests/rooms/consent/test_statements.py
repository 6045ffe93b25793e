"""Single statements: every refusal in its order, who may speak, other people in rows, minors."""

from __future__ import annotations

import pytest

from auzolan.consent.acts import (
    EndTrust,
    Entrust,
    Grant,
    GuardianSet,
    Lift,
    Lifted,
    NoteThirdPersons,
    Permit,
    Permitted,
    Price,
    Prohibit,
    Prohibited,
    Scope,
    SetGuardian,
    Withdraw,
)
from auzolan.consent.law import PACKS, forbids
from auzolan.consent.policies import Request
from auzolan.consent.speaking import is_minor, of_age_at
from auzolan.consent.state import Consent, ConsentStatement, Guardian, ThirdPersons, Trust
from auzolan.consent.statement_rules import apply_guardian_set_to_members
from auzolan.consent.taxonomy import (
    END_USES,
    NEVER_BUNDLED,
    OPERATIONS,
    covers,
    end_uses_below,
    operations_below,
)
from auzolan.consent.territories import TERRITORIES
from auzolan.contributions.acts import Offer
from auzolan.foundation.books import NotDisclosed
from auzolan.foundation.moments import DAY_MS, MOMENT_MAX
from auzolan.learning.state import Model
from rooms.consent.consent_coop import ROWS, ConsentCoop, permit, prohibit, wide_charter
from rooms.learning.small_coop import ROOT, SEALED

FAR = 4_000_000_000_000
RETRAIN_MS = 30 * DAY_MS


# --- permit and prohibit --------------------------------------------------------------------------


@pytest.mark.parametrize("make", [permit, prohibit])
def test_a_statement_is_refused_in_its_order(make: type[Permit] | type[Prohibit]) -> None:
    """Goal: the order is a contract. Method: break all, then mend one after another."""
    coop = ConsentCoop()
    coop.permit(name="taken")
    bad: dict[str, object] = {
        "member": "zoe", "name": "grant-1", "taxonomy": 9, "operation": "fly", "end_use": "war",
        "scope": Scope("faces", "b-ben", 9), "territory": ("XX",), "begins": 9, "ends": 1,
    }  # fmt: skip
    for expected, mended in (
        ("consent.not_a_member", {"member": "ana"}),
        ("consent.name_kept", {"name": "taken"}),
        ("consent.statement_exists", {"name": "new"}),
        ("unknown.taxonomy", {"taxonomy": 1}),
        ("unknown.operation", {"operation": "share"}),
        ("unknown.end_use", {"end_use": "research"}),
        ("consent.never_bundled", {"operation": "train"}),
        ("consent.unknown_kind", {"scope": Scope("purchases", "b-ben", 9)}),
        ("consent.not_her_batch", {"scope": Scope("purchases", "b-ana", 9)}),
        ("consent.no_such_row", {"scope": Scope("purchases", "b-ana", 2)}),
        ("unknown.territory", {"territory": ("ES",)}),
        ("consent.no_time", {"begins": 0, "ends": FAR}),
    ):
        # To forbid several things at once is no bundle: the next fault is found instead.
        bundles = expected == "consent.never_bundled" and make is prohibit
        assert coop.code(make(**bad)) == ("consent.unknown_kind" if bundles else expected)
        bad |= mended
    assert coop.code(make(**bad)) == ""


def test_a_guardian_is_asked_for_before_anything_else() -> None:
    """Goal: the order is a contract. Method: a wrong guardian with a wrong everything."""
    coop = ConsentCoop()
    wrong = {"guardian": "ben", "operation": "fly"}
    assert coop.code(permit(**wrong)) == "consent.no_guardian_needed"
    assert coop.code(prohibit(**wrong)) == "consent.not_guardian"


def test_names_that_the_record_gives_are_kept() -> None:
    """Goal: no statement passes for another. Method: each kind of name that the record gives."""
    coop = ConsentCoop()
    for name in ("grant-7", "withdrawal-7.purchases", "group-7"):
        assert coop.code(permit(name=name)) == "consent.name_kept"
        assert coop.code(prohibit(name=name)) == "consent.name_kept"


@pytest.mark.parametrize("operation", OPERATIONS)
def test_what_is_never_bundled_is_permitted_by_its_own_name_only(operation: str) -> None:
    """Goal: nobody copies a voice by the way. Method: every operation, and what its yes covers."""
    coop = ConsentCoop()
    inside = [one for one in OPERATIONS if one != operation and covers(operation, one)]
    expected = "consent.never_bundled" if NEVER_BUNDLED & set(inside) else ""
    assert coop.code(permit(operation=operation)) == expected
    assert coop.code(prohibit(operation=operation)) == ""
    if not expected:
        coop.permit(operation=operation)
        allowed = [one for one in OPERATIONS if coop.why(operation=one) == ()]
        assert allowed == [one for one in OPERATIONS if covers(operation, one)]
        assert not NEVER_BUNDLED & set(allowed) - {operation}


def test_a_simple_grant_never_means_what_is_never_bundled() -> None:
    """Goal: a switch for research copies nobody. Method: grant all purposes, ask for all operations."""
    coop = ConsentCoop()
    coop.grant("ana", "research", "commercial")
    allowed = {one for one in OPERATIONS if coop.why(operation=one) == ()}
    assert allowed == {
        one for one in OPERATIONS if one.split(".")[0] not in
        ("distil", "synthesise", "replica", "share")
    }  # fmt: skip


def test_a_statement_becomes_a_row_with_the_bits_of_the_version_that_was_shown() -> None:
    """Goal: a decision can be derived again. Method: look at every field of a full statement."""
    coop = ConsentCoop()
    at, seq = coop.at, coop.seq
    fact = coop.permit(
        scope=Scope("purchases", "b-ana", 1), floor=Price(12, "EUR", "answer"), credit=True,
        begins=at + 5, ends=at + 9, party=("b", "a", "b"), territory=("FR", "ES"), model_class=(),
    )  # fmt: skip
    bits = operations_below("train", 1), end_uses_below("research", 1)
    assert fact == Permitted("s", *bits, at + 5, at + 9)
    assert coop.books.get(ConsentStatement, "s") == ConsentStatement(
        "s", "ana", "", "purchases", "b-ana", 1, "permit", *bits, "train", "research", at + 5,
        at + 9, '["a","b"]', '["ES","FR"]', "[]", 12, 1, 1, at, MOMENT_MAX, seq, -1,
    )  # fmt: skip
    no = coop.prohibit(name="n", end_use="commercial")
    assert no == Prohibited(
        "n", bits[0], end_uses_below("commercial", 1), at + 1_000, MOMENT_MAX,
        at + 1_000 + RETRAIN_MS,
    )  # fmt: skip


def test_a_permission_that_is_over_already_is_refused_a_prohibition_is_not() -> None:
    """Goal: no yes for the past; a no does no harm. Method: an interval before now."""
    coop = ConsentCoop()
    past = {"begins": 5, "ends": coop.at}
    assert coop.code(permit(**past)) == "consent.no_time"
    assert coop.code(prohibit(**past)) == ""
    assert coop.code(permit(begins=5, ends=coop.at + 1)) == ""
    assert coop.code(permit(ends=MOMENT_MAX + 1)) == "consent.no_time"


def test_a_least_price_that_cannot_be_held_against_a_sale_is_refused() -> None:
    """Goal: an unknown currency or unit allows nothing. Method: each, after all else is sound."""
    coop = ConsentCoop()
    for floor, expected in (
        (Price(1, "USD", "hour"), "unknown.currency"), (Price(1, "EUR", "hour"), "unknown.unit"),
        (Price(1, "EUR", "answer"), ""),
    ):  # fmt: skip
        assert coop.code(permit(floor=floor)) == expected
    wrong_twice = permit(floor=Price(1, "USD", "hour"), ends=1)
    assert coop.code(wrong_twice) == "consent.no_time"


def test_territories_are_the_assigned_codes() -> None:
    """Goal: no country that is none. Method: count them, and try some that are not."""
    assert len(TERRITORIES) == 249
    assert all(len(code) == 2 and code.isalpha() and code.isupper() for code in TERRITORIES)
    assert not TERRITORIES & {"EU", "UK", "XX", "es"}


def test_each_condition_narrows_a_permission() -> None:
    """Goal: a yes under conditions is a yes only there. Method: meet all, then miss each alone."""
    coop = ConsentCoop()
    coop.permit(
        party=("milk-ltd",), territory=("ES",), model_class=("tabular",), credit=True,
        floor=Price(10, "EUR", "answer"), ends=coop.at + 100_000,
    )  # fmt: skip
    meets = {"party": "milk-ltd", "territory": "ES", "model_class": "tabular", "price_micro": 10}
    assert coop.why(**meets) == ()
    for missed, reason in (
        ({"party": "dairy"}, "party"), ({"territory": "FR"}, "territory"),
        ({"model_class": "text"}, "model_class"), ({"price_micro": 9}, "price"),
        ({"credit": False}, "credit"), ({"at": coop.at + 100_000}, "expired"),
    ):  # fmt: skip
        assert coop.why(**{**meets, **missed}) == (reason,)


def test_an_empty_list_means_nobody() -> None:
    """Goal: the least is nobody. Method: a yes to nobody, then a no to nobody beside a grant."""
    coop = ConsentCoop()
    coop.permit(party=())
    assert coop.why() == ("party",)
    coop.prohibit(party=())
    coop.grant("ana", "research")
    assert coop.why() == ()


# --- taking back ----------------------------------------------------------------------------------


def test_taking_back_is_refused_in_its_order() -> None:
    """Goal: only one's own, once. Method: unknown, another's, a simple grant, twice."""
    coop = ConsentCoop()
    coop.permit()
    coop.grant("ana", "research")
    for name, member in (("none", "ana"), ("s", "ben"), (f"grant-{coop.seq - 1}", "ana")):
        assert coop.code(Lift(name, member, "")) == "consent.no_such_statement"
    assert coop.code(Lift("s", "ana", "ben")) == "consent.not_guardian"
    coop.lift("s")
    assert coop.code(Lift("s", "ana", "ben")) == "consent.already_lifted"


def test_taking_a_permission_back_asks_for_new_models_a_prohibition_does_not() -> None:
    """Goal: what is no longer allowed leaves models. Method: lift each, read the moment."""
    coop = ConsentCoop()
    coop.permit()
    coop.prohibit()
    at = coop.at
    assert coop.lift("n") == Lifted("n", 0)
    assert coop.lift("s") == Lifted("s", at + 1_000 + RETRAIN_MS)
    assert coop.why() == ("not_permitted",)


def test_a_withdrawal_ends_single_permissions_of_the_kind_and_of_all_kinds() -> None:
    """Goal: nothing sleeps and wakes. Method: three permissions, withdraw a kind, allow it again."""
    coop = ConsentCoop()
    coop.permit(name="all")
    coop.permit(name="kind", scope=Scope("purchases"))
    coop.permit(name="other", scope=Scope("voices"))
    coop.prohibit(operation="train.pretrain", end_use="commercial")
    coop.withdraw("ana")
    assert coop.why() == ("withdrawn",)
    live = {one.statement for one in coop.books.find(ConsentStatement, member="ana")
            if one.lifted_at == MOMENT_MAX and one.operation}  # fmt: skip
    assert live == {"other", "n"}
    coop.grant("ana", "commercial")
    assert coop.why() == ("not_permitted",)
    assert coop.why(end_use="commercial", operation="evaluate") == ()
    assert coop.why(end_use="commercial", operation="train.finetune") == ()
    assert coop.why(end_use="commercial", operation="train.pretrain") == ("prohibited",)
    # Who asks to train, and does not say how, asks to pretrain too.
    assert coop.why(end_use="commercial", operation="train") == ("prohibited",)


def test_withdrawing_needs_something_that_was_said() -> None:
    """Goal: no empty words on the record. Method: nothing, a single permission, twice, leaving."""
    coop = ConsentCoop()
    assert coop.code(Withdraw("ana", "purchases")) == "consent.nothing_to_withdraw"
    assert coop.code(Withdraw("ana", "purchases", "ben")) == "consent.not_guardian"
    coop.permit()
    coop.withdraw("ana")
    assert coop.code(Withdraw("ana", "purchases")) == "consent.already_withdrawn"
    coop.permit("ben", "b")
    coop.leave("ben")
    assert coop.why("ben") == ("withdrawn",)


# --- agency ---------------------------------------------------------------------------------------


def test_agency_is_given_and_taken_back_apart_from_consent() -> None:
    """Goal: two things, two words. Method: refusals in order, and the gate before and after."""
    coop = ConsentCoop()
    coop.grant("ana", "research")
    assert coop.code(Entrust("zoe")) == "consent.not_a_member"
    assert coop.code(EndTrust("ana")) == "consent.not_entrusted"
    coop.do(Entrust("ana"), "ana")
    assert coop.code(Entrust("ana")) == "consent.entrusted_already"
    assert coop.why() == ()
    coop.do(EndTrust("ana"), "ana")
    assert coop.code(EndTrust("ana")) == "consent.not_entrusted"
    assert coop.why() == ()
    coop.do(Entrust("ana"), "ana")
    assert [one.ended_at == MOMENT_MAX for one in coop.books.find(Trust, member="ana")] == [
        False, True,
    ]  # fmt: skip


# --- other people ---------------------------------------------------------------------------------


def test_other_people_in_a_batch_need_a_basis_of_their_own() -> None:
    """Goal: her yes is not theirs. Method: each basis, the latest counts, other batches do not mind."""
    coop = ConsentCoop()
    coop.grant("ana", "research")
    coop.do(Offer("b2", "ana", "purchases", ROWS, ROOT), "ana")
    assert coop.code(NoteThirdPersons("none", "none", SEALED)) == "contributions.no_such_batch"
    for basis in ("none", "consent", "none", "anonymised", "none", "law"):
        coop.do(NoteThirdPersons("b-ana", basis, SEALED))
        assert coop.why() == (("third_persons",) if basis == "none" else ())
    assert coop.books.count(ThirdPersons, batch="b-ana") == 6
    coop.do(NoteThirdPersons("b2", "none", SEALED))
    assert coop.why() == ()


# --- minors ---------------------------------------------------------------------------------------


def test_noting_a_guardian_is_refused_in_its_order() -> None:
    """Goal: the order is a contract. Method: break all, then mend one after another."""
    coop = ConsentCoop()
    for act, expected in (
        (SetGuardian("zoe", "zoe", 1), "consent.no_such_member"),
        (SetGuardian("eve", "eve", 1), "consent.own_guardian"),
        (SetGuardian("eve", "ana", coop.at), "consent.of_age_already"),
        (SetGuardian("eve", "ana", coop.at + 21 * 366 * DAY_MS + 1), "consent.minor_too_long"),
        (SetGuardian("eve", "ana", coop.at + 21 * 366 * DAY_MS), ""),
        (SetGuardian("eve", "ana", coop.at + 1), ""),
    ):
        assert coop.code(act) == expected


def test_what_was_allowed_before_a_guardian_was_known_ends() -> None:
    """Goal: a minor's yes needs her guardian. Method: grant and permit, note one, look at the rows."""
    coop = ConsentCoop()
    coop.grant("eve", "research")
    coop.permit("eve", "mine", end_use="commercial")
    coop.prohibit("eve", "no", operation="distil")
    at = coop.at
    fact = coop.do(SetGuardian("eve", "ana", at + DAY_MS))
    assert fact == GuardianSet("eve", "ana", at + RETRAIN_MS)
    assert coop.why("eve") == ("not_permitted",)
    assert coop.why("eve", end_use="commercial") == ("not_permitted",)
    assert coop.why("eve", operation="distil") == ("prohibited",)
    row = coop.books.get(Consent, ("eve", "purchases"))
    assert row is not None
    assert (row.mask, row.withdrawn_at) == (0, -1)
    assert coop.do(SetGuardian("ben", "ana", at + DAY_MS)) == GuardianSet("ben", "ana", 0)


def test_another_guardian_allows_anew() -> None:
    """Goal: one voice at a time. Method: permit by one, note another, ask and permit again."""
    coop = ConsentCoop()
    coop.minor("eve", "ana")
    first = coop.books.get(Guardian, "eve")
    ends = coop.at + 1_000_000
    coop.do(permit("eve", guardian="ana", ends=ends), "ana")
    assert coop.why("eve") == ()
    coop.minor("eve", "ben")
    assert coop.why("eve") == ("not_permitted",)
    assert coop.code(permit("eve", "t", guardian="ana", ends=ends)) == "consent.not_guardian"
    coop.do(permit("eve", "t", guardian="ben", ends=ends), "ben")
    assert coop.why("eve") == ()
    second = coop.books.get(Guardian, "eve")
    assert first is not None
    assert second is not None
    assert (second.guardian, second.since) == ("ben", first.since)


def test_a_minor_says_no_herself_and_yes_through_her_guardian() -> None:
    """Goal: a child is never overruled in a no. Method: each word from each mouth."""
    coop = ConsentCoop()
    coop.minor("eve", "ana")
    ends = coop.at + 1_000_000
    assert coop.code(permit("eve", ends=ends)) == "consent.guardian_needed"
    assert coop.code(permit("eve", guardian="ben", ends=ends)) == "consent.not_guardian"
    assert coop.code(Grant("eve", "purchases", ("research",))) == "consent.guardian_needed"
    coop.do(permit("eve", guardian="ana", ends=ends), "ana")
    coop.do(prohibit("eve", "no"), "eve")
    assert coop.why("eve") == ("prohibited",)
    assert coop.code(Lift("no", "eve", "")) == "consent.guardian_needed"
    assert coop.code(Lift("no", "eve", "ben")) == "consent.not_guardian"
    coop.lift("no", "eve", "ana")
    assert coop.why("eve") == ()
    assert coop.code(Withdraw("eve", "purchases", "ben")) == "consent.not_guardian"
    for guardian in ("ana", ""):
        assert coop.code(Withdraw("eve", "purchases", guardian)) == ""
    coop.lift("s", "eve")
    assert coop.why("eve") == ("not_permitted",)


def test_a_guardians_permission_ends_at_majority_at_the_latest() -> None:
    """Goal: of age, she decides herself. Method: one moment too long, exactly, and after."""
    coop = ConsentCoop()
    of_age = coop.at + 10_000
    coop.minor("eve", "ana", of_age)
    assert of_age_at(coop.books, "eve") == of_age
    for ends in (0, of_age + 1):
        assert coop.code(permit("eve", guardian="ana", ends=ends)) == "consent.beyond_majority"
    coop.do(permit("eve", guardian="ana", ends=of_age), "ana")
    assert coop.why("eve", at=of_age - 1) == ()
    coop.at = of_age
    assert not is_minor(coop.books, "eve", coop.at)
    assert coop.why("eve") == ("expired",)
    assert coop.code(permit("eve", "t", guardian="ana")) == "consent.no_guardian_needed"
    coop.grant("eve", "research")
    assert coop.why("eve") == ()


def test_whoever_reads_only_what_is_open_does_not_learn_her_age() -> None:
    """Goal: the record tells no age. Method: the rule's second half, with a commitment."""
    coop = ConsentCoop()
    act = SetGuardian("eve", "ana", SEALED)  # type: ignore[arg-type]
    with pytest.raises(NotDisclosed):
        apply_guardian_set_to_members(
            coop.books, coop._case("office"), act, GuardianSet("eve", "ana")
        )


def test_the_law_forbids_for_minors_whatever_a_guardian_allows() -> None:
    """Goal: law before consent. Method: every operation and end use, for a minor and for others."""
    coop = ConsentCoop(wide_charter(purposes=END_USES))
    coop.minor("eve", "ana")
    ends = coop.at + 1_000_000
    coop.do(permit("eve", "a", guardian="ana", end_use="advertising", ends=ends), "ana")
    coop.do(permit("eve", "v", guardian="ana", operation="replica.voice", ends=ends), "ana")
    coop.permit("ana", "a2", end_use="advertising")
    assert coop.why("eve", end_use="advertising") == ("law",)
    assert coop.why("eve", operation="replica.voice") == ("law",)
    assert coop.why("ana", end_use="advertising") == ()
    for operation in OPERATIONS:
        for end_use in END_USES:
            expected = end_use in ("advertising", "adult") or operation.startswith("replica")
            request = Request(operation, end_use, "", "", "", coop.at)
            assert forbids("es-pv-2019", request, of_minor=True) == expected
            assert not forbids("es-pv-2019", request, of_minor=False)


def test_each_line_of_each_law_has_its_article() -> None:
    """Goal: who forbids can be looked up. Method: every line of every pack, and an unknown preset."""
    for lines in PACKS.values():
        assert all(one.article and (one.operation or one.end_use) for one in lines)
    request = Request("train", "adult", "", "", "", 0)
    assert forbids("nowhere", request, of_minor=True)


# --- models ---------------------------------------------------------------------------------------


def test_a_prohibition_and_a_lifted_permission_reach_the_models_made_by_them() -> None:
    """Goal: a no is obeyed in models. Method: train on a permission, then each way to end it."""
    for ends_it in (Prohibit, Lift):
        coop = ConsentCoop()
        coop.permit()
        coop.seal()
        coop.use("u1")
        coop.train("m1", "u1", ROWS)
        coop.prohibit(name="else", end_use="commercial")
        model = coop.books.get(Model, "m1")
        assert model is not None
        assert model.retrain_by == 0
        at = coop.at
        if ends_it is Prohibit:
            coop.prohibit()
        else:
            coop.lift("s")
        model = coop.books.get(Model, "m1")
        assert model is not None
        assert model.retrain_by == at + RETRAIN_MS


@pytest.mark.parametrize(("limit", "named"), [("territory", "FR"), ("model_class", "text")])
def test_who_says_nothing_of_a_limit_may_mean_what_a_no_names(limit: str, named: str) -> None:
    """Goal: silence opens no way round a no. Method: a limited no, asked with it, without, beside."""
    coop = ConsentCoop()
    coop.permit(name="yes")
    coop.prohibit(name="no", **{limit: (named,)})
    assert coop.why(**{limit: named}) == ("prohibited",)
    assert coop.why() == ("prohibited",)
    assert coop.why(**{limit: "ES" if limit == "territory" else "tabular"}) == ()


def test_a_yes_to_some_is_no_yes_to_who_names_none() -> None:
    """Goal: silence is no match for a permission either. Method: a yes limited to one country."""
    coop = ConsentCoop()
    coop.permit(name="yes", territory=("FR",))
    assert coop.why() == ("territory",)
    assert coop.why(territory="FR") == ()
