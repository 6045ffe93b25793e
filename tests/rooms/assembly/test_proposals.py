"""A proposal's way to the agenda: drafted, revised, endorsed, admitted, withdrawn, talked about."""

from __future__ import annotations

import msgspec
import pytest

from auzolan.assembly.acts import (
    Admit,
    Admitted,
    Answer,
    Answered,
    Comment,
    Commented,
    Endorse,
    Endorsed,
    FoundInadmissible,
    Propose,
    Proposed,
    Revise,
    Revised,
    Withdraw,
    Withdrawn,
)
from auzolan.assembly.life import poll_id
from auzolan.assembly.organ_powers import organ_refusal
from auzolan.assembly.resolutions import (
    ChangeCharter,
    Choose,
    Dissolve,
    FillOffice,
    GrantLicence,
    Measure,
    Restructure,
    ShareSurplus,
)
from auzolan.assembly.state import (
    ADMITTED,
    DRAFT,
    ENDORSED,
    INADMISSIBLE,
    WITHDRAWN,
    Poll,
    RemarkRow,
)
from auzolan.charter.article import Tier
from auzolan.charter.articles import Change
from auzolan.charter.presets import founding_charter
from auzolan.foundation.refusals import Refusal
from auzolan.learning.state import REPLACED, SERVING, Model, Snapshot
from auzolan.licensing.acts import LicenceTerms
from auzolan.members.state import LEFT, Member
from auzolan.treasury.state import DISTRIBUTED, PLANNED, Plan
from support.small_assembly import (
    SEALED,
    SECRETARY,
    START,
    SmallAssembly,
    charter_with,
    done,
    put_in_force,
    refused,
)

CASH = ChangeCharter((Change("surplus.cash_bp", 3_000),))
SLOWER = ChangeCharter((Change("decisions.policy_cooling_days", 5),))
TERMS = LicenceTerms("dairy", "alba", "yogurt", "commercial", 500_000, 100, 1_000, 90)
PLAN_DIGEST = "cd" * 32


def model(state: str = SERVING, purpose: str = "commercial") -> Model:
    return Model("yogurt", "s1", "u1", purpose, "11" * 32, "22" * 32, state, 0, 0, 5)


def plan(state: str = PLANNED) -> Plan:
    return Plan("plan1", "p2024", PLAN_DIGEST, state, 9, 9, 5, 0, 3, 2, 1, 0, "", "", 6)


# --- proposing ------------------------------------------------------------------------------------


def test_only_a_member_in_good_standing_proposes() -> None:
    """Goal: members decide what comes to a vote. Method: a stranger, and one who left."""
    made = SmallAssembly()
    made.books.put(Member("gone", LEFT, START, 99))
    assert refused(made.propose(CASH, actor="nobody")) == "assembly.not_in_standing"
    assert refused(made.propose(CASH, actor="gone")) == "assembly.not_in_standing"


def test_a_proposal_needs_an_id_of_its_own() -> None:
    """Goal: a result belongs to one measure. Method: propose twice under one id."""
    made = SmallAssembly()
    done(made.propose(CASH))
    assert refused(made.propose(CASH)) == "assembly.proposal_taken"


def test_a_proposals_id_leaves_room_for_its_polls_and_mandates() -> None:
    """Goal: no poll of one proposal is named like another. Method: length, and no dot."""
    decoder = msgspec.json.Decoder(Propose)
    assert len(f"mandate-{poll_id('p' * 36, 999)}") == 48
    for name, sound in (("p" * 36, True), ("p" * 37, False), ("p.2", False), ("P", False)):
        act = Propose(name, "assembly", CASH, SEALED, SEALED, SEALED)
        text = msgspec.json.encode(act)
        if sound:
            assert decoder.decode(text).proposal == name
        else:
            with pytest.raises(msgspec.ValidationError):
                decoder.decode(text)


@pytest.mark.parametrize(
    ("measure", "tier"),
    [
        (CASH, Tier.BYLAW),
        (SLOWER, Tier.ENTRENCHED),
        (ChangeCharter((Change("labour.index_ratio_max", 4),)), Tier.POLICY),
        (FillOffice("secretary", "m1", 30), Tier.ORDER),
        (FillOffice("council", "m1", 1_000), Tier.POLICY),
        (Choose(("red", "blue")), Tier.POLICY),
    ],
)
def test_a_measure_has_the_tier_of_what_it_changes(measure: Measure, tier: int) -> None:
    """Goal: what is hard to change is hard to pass. Method: each tier in turn."""
    (fact,) = done(SmallAssembly().propose(measure))
    assert isinstance(fact, Proposed)
    assert fact.tier == tier
    assert fact.subject == measure.subject()


def test_a_measure_of_several_tiers_is_refused() -> None:
    """Goal: one tier a proposal. Method: a bylaw beside an entrenched clause."""
    mixed = ChangeCharter((*CASH.changes, *SLOWER.changes))
    assert refused(SmallAssembly().propose(mixed)) == "charter.tiers_mixed"


def test_a_draft_written_against_another_charter_is_refused() -> None:
    """Goal: members see what they change. Method: another base, for an amendment and an office."""
    made = SmallAssembly()
    assert refused(made.propose(CASH, base="00" * 32)) == "assembly.base_stale"
    done(made.propose(FillOffice("secretary", "m1", 30), base="00" * 32))


def test_a_change_that_breaks_the_law_is_refused_before_the_vote() -> None:
    """Goal: nobody votes for nothing. Method: a reserve below the law; the law is named."""
    low = ChangeCharter((Change("surplus.obligatory_reserve_bp", 1_000),))
    answer = SmallAssembly().propose(low)
    assert refused(answer) == "charter.beyond_law"
    assert isinstance(answer, Refusal)
    assert answer.article.startswith("Act 11/2019")


def test_a_licence_that_could_not_be_granted_is_refused_before_the_vote() -> None:
    """Goal: nobody votes for nothing. Method: no model, another purpose, a replaced model."""
    made = SmallAssembly()
    assert refused(made.propose(GrantLicence(TERMS))) == "licensing.model_unknown"
    made.books.put(model(purpose="research"))
    assert refused(made.propose(GrantLicence(TERMS))) == "licensing.purpose_differs"
    made.books.put(model(state=REPLACED))
    assert isinstance(made.propose(GrantLicence(TERMS)), Refusal)
    made.books.put(model())
    made.books.put(Snapshot("s1", "purchases", TERMS.purpose, "", 10, 1, 1))
    (fact,) = done(made.propose(GrantLicence(TERMS)))
    assert isinstance(fact, Proposed)
    assert (fact.power, fact.subject) == ("licensing.grant", GrantLicence(TERMS).subject())


def test_a_plan_that_could_not_be_booked_is_refused_before_the_vote() -> None:
    """Goal: members vote on the plan they see. Method: none, another digest, one already done."""
    made, measure = SmallAssembly(), ShareSurplus("plan1", PLAN_DIGEST)
    assert refused(made.propose(measure)) == "assembly.plan_unknown"
    made.books.put(plan(DISTRIBUTED))
    other = ShareSurplus("plan1", "00" * 32)
    assert refused(made.propose(other)) == "assembly.plan_differs"
    assert refused(made.propose(measure)) == "assembly.plan_done"
    made.books.put(plan())
    (fact,) = done(made.propose(measure))
    assert isinstance(fact, Proposed)
    assert (fact.power, fact.subject) == ("treasury.distribute", measure.subject())


def test_an_option_listed_twice_is_refused() -> None:
    """Goal: votes for one option are not split. Method: the same name twice."""
    twice = Choose(("red", "blue", "red"))
    assert refused(SmallAssembly().propose(twice)) == "assembly.option_twice"


def test_a_council_decides_its_orders_and_nothing_else() -> None:
    """Goal: what needs members goes to members. Method: an order, an amendment, advice."""
    made = SmallAssembly()
    done(made.propose(FillOffice("secretary", "m1", 30), "order", organ="council"))
    assert refused(made.propose(CASH, organ="council")) == "assembly.not_for_this_organ"
    done(made.propose(Choose(("red", "blue")), "advice", organ="council"))
    order = FillOffice("secretary", "m1", 30)
    assert refused(made.propose(order, organ="appeals")) == "assembly.not_for_this_organ"


def test_delegates_decide_nothing_entrenched_and_no_end() -> None:
    """Goal: a few do not take from many what binds them. Method: one measure of each kind."""
    charter = founding_charter(preset="ica")
    organs = msgspec.structs.replace(charter.organs, delegates_from=5, delegates_seats=20)
    made = SmallAssembly(9, charter=msgspec.structs.replace(charter, organs=organs))
    hard = ChangeCharter((Change("decisions.poll_days", 9),))
    split = Restructure("split", "ab" * 32)
    for measure in (hard, split):
        answer = made.propose(measure, "hard", organ="delegates")
        assert refused(answer) == "assembly.not_for_this_organ"
    assert organ_refusal(made.books, "delegates", Dissolve("w", "ab" * 32), Tier.POLICY) is not None
    done(made.propose(CASH, organ="delegates"))
    done(made.propose(hard, "hard"))
    done(made.propose(split, "split"))


def test_an_organ_without_seats_decides_nothing() -> None:
    """Goal: nobody speaks for an organ that is not there. Method: no seats; too few for delegates."""
    made = SmallAssembly(charter=charter_with("organs", social_seats=0))
    advice = Choose(("red", "blue"))
    assert refused(made.propose(advice, organ="social")) == "assembly.organ_absent"
    assert refused(made.propose(advice, organ="delegates")) == "assembly.organ_absent"


def test_proposing_refuses_in_its_fixed_order() -> None:
    """Goal: the order is a contract. Method: all faults at once, repaired one after another."""
    made = SmallAssembly()
    done(made.propose(CASH))
    bad = ChangeCharter((Change("rights.x", 1),))
    faults = {"organ": "council", "base": "00" * 32}
    assert refused(made.propose(bad, actor="gone", **faults)) == "assembly.not_in_standing"
    assert refused(made.propose(bad, **faults)) == "assembly.proposal_taken"
    assert refused(made.propose(bad, "other", **faults)) == "charter.kernel"
    assert refused(made.propose(CASH, "other", **faults)) == "assembly.not_for_this_organ"
    assert refused(made.propose(CASH, "other", base="00" * 32)) == "assembly.base_stale"


# --- endorsing and revising -----------------------------------------------------------------------


def endorsed_by(number: int) -> SmallAssembly:
    """An assembly whose charter asks for so many endorsements, with a draft of m0."""
    made = SmallAssembly(charter=charter_with("decisions", endorsements=number))
    done(made.propose(CASH))
    return made


def test_without_endorsements_to_ask_for_a_draft_may_be_admitted_at_once() -> None:
    """Goal: a small group needs no ceremony. Method: none asked for, and two."""
    made = SmallAssembly()
    done(made.propose(CASH))
    assert made.row().state == ENDORSED
    assert endorsed_by(2).row().state == DRAFT


def test_a_draft_needs_as_many_others_as_the_charter_says() -> None:
    """Goal: the agenda is not one member's. Method: author, twice the same, a stranger, enough."""
    made = endorsed_by(2)
    assert refused(made.do(Admit("p"), actor=SECRETARY)) == "assembly.wrong_state"
    assert refused(made.do(Endorse("p"), actor="m0")) == "assembly.endorsed_already"
    assert done(made.do(Endorse("p"), actor="m1")) == (Endorsed("p", False),)
    assert refused(made.do(Endorse("p"), actor="m1")) == "assembly.endorsed_already"
    assert refused(made.do(Endorse("p"), actor="nobody")) == "assembly.not_in_standing"
    assert done(made.do(Endorse("p"), actor="m2")) == (Endorsed("p", True),)
    assert made.row().state == ENDORSED
    assert refused(made.do(Endorse("p"), actor="m3")) == "assembly.wrong_state"
    assert refused(made.do(Endorse("q"), actor="m3")) == "assembly.proposal_unknown"


def test_no_charter_asks_for_more_endorsements_than_others_can_give() -> None:
    """Goal: the charter cannot lock itself. Method: ten thousand asked for; all others; one alone."""
    made = endorsed_by(10_000)
    others = sorted(one.member for one in made.books.find(Member, standing="active"))
    others.remove("m0")
    for member in others[:-1]:
        assert done(made.do(Endorse("p"), actor=member)) == (Endorsed("p", False),)
    assert done(made.do(Endorse("p"), actor=others[-1])) == (Endorsed("p", True),)
    alone = SmallAssembly(1, charter=charter_with("decisions", endorsements=10_000))
    done(alone.propose(CASH))
    assert alone.row().state == ENDORSED


def test_a_revised_draft_is_endorsed_anew() -> None:
    """Goal: nobody supports what she has not read. Method: revise an endorsed and admitted draft."""
    made = endorsed_by(1)
    done(made.do(Endorse("p"), actor="m1"))
    done(made.do(Admit("p"), actor=SECRETARY))
    other = ChangeCharter((Change("surplus.cash_bp", 2_500),))
    act = Revise("p", other, made.base(), SEALED)
    assert refused(made.do(act, actor="m1")) == "assembly.not_the_author"
    facts = done(made.do(act))
    assert facts == (Revised("p", "charter.amend", other.subject(), Tier.BYLAW),)
    assert (made.row().state, made.row().endorsements) == (DRAFT, 0)
    assert done(made.do(Endorse("p"), actor="m1")) == (Endorsed("p", True),)


def test_what_has_been_voted_on_once_is_not_revised() -> None:
    """Goal: both readings are of the same words. Method: revise between them."""
    made = SmallAssembly()
    made.admitted(SLOWER)
    made.decide()
    assert made.row().reading == 2
    act = Revise("p", CASH, made.base(), SEALED)
    assert refused(made.do(act)) == "assembly.voted_already"


def test_a_revision_is_weighed_like_a_draft() -> None:
    """Goal: no way round the machine check. Method: a stale base and mixed tiers."""
    made = SmallAssembly()
    done(made.propose(CASH))
    mixed = ChangeCharter((*CASH.changes, *SLOWER.changes))
    assert refused(made.do(Revise("p", CASH, "00" * 32, SEALED))) == "assembly.base_stale"
    assert refused(made.do(Revise("p", mixed, made.base(), SEALED))) == "charter.tiers_mixed"
    assert refused(made.do(Revise("q", CASH, made.base(), SEALED))) == "assembly.proposal_unknown"


# --- admitting and withdrawing --------------------------------------------------------------------


def test_a_sound_draft_is_admitted() -> None:
    """Goal: the machine check lets sound measures through. Method: admit, twice."""
    made = SmallAssembly()
    done(made.propose(CASH))
    assert done(made.do(Admit("p"), actor=SECRETARY)) == (Admitted("p"),)
    assert made.row().state == ADMITTED
    assert refused(made.do(Admit("p"), actor=SECRETARY)) == "assembly.wrong_state"


def test_a_draft_whose_charter_has_changed_is_not_admitted_but_can_be_revised() -> None:
    """Goal: an amendment names the version it edits. Method: another charter between the two."""
    made = SmallAssembly()
    done(made.propose(CASH))
    put_in_force(made, charter_with("labour", index_ratio_max=5))
    answer = made.do(Admit("p"), actor=SECRETARY)
    assert refused(answer) == "assembly.base_stale"
    done(made.do(Revise("p", CASH, made.base(), SEALED)))
    assert done(made.do(Admit("p"), actor=SECRETARY)) == (Admitted("p"),)


def test_a_draft_that_can_no_longer_be_carried_out_is_found_inadmissible() -> None:
    """Goal: the check is of the day of admission. Method: the plan is distributed meanwhile."""
    made = SmallAssembly()
    made.books.put(plan())
    done(made.propose(ShareSurplus("plan1", PLAN_DIGEST)))
    made.books.put(plan(DISTRIBUTED))
    facts = done(made.do(Admit("p"), actor=SECRETARY))
    assert facts == (FoundInadmissible("p", "assembly.plan_done"),)
    assert made.row().state == INADMISSIBLE
    assert refused(made.call("p")) == "assembly.wrong_state"


def test_an_author_takes_her_proposal_back_until_its_poll_opens() -> None:
    """Goal: minds may change. Method: another's hand; from the agenda; once the poll is open."""
    made = SmallAssembly()
    made.admitted(CASH)
    done(made.call("p"))
    assert refused(made.do(Withdraw("p"), actor="m1")) == "assembly.not_the_author"
    assert done(made.do(Withdraw("p"))) == (Withdrawn("p"),)
    assert made.row().state == WITHDRAWN
    assert made.books.get(Poll, "p") is None
    made.admitted(CASH, "q")
    done(made.call("q"))
    done(made.open("q"))
    assert refused(made.do(Withdraw("q"))) == "assembly.wrong_state"


# --- comments -------------------------------------------------------------------------------------


def test_a_comment_gets_one_recorded_answer_of_the_author() -> None:
    """Goal: what members ask is answered on the record. Method: each wrong hand and state."""
    made = SmallAssembly()
    done(made.propose(CASH))
    comment = Comment("c1", "p", SEALED)
    assert refused(made.do(Answer("c1", SEALED))) == "assembly.comment_unknown"
    assert refused(made.do(comment, actor="nobody")) == "assembly.not_in_standing"
    assert done(made.do(comment, actor="m1")) == (Commented("c1"),)
    assert refused(made.do(comment, actor="m2")) == "assembly.comment_taken"
    assert refused(made.do(Answer("c1", SEALED), actor="m1")) == "assembly.not_the_author"
    assert done(made.do(Answer("c1", SEALED))) == (Answered("c1"),)
    assert refused(made.do(Answer("c1", SEALED))) == "assembly.answered_already"
    remark = made.books.get(RemarkRow, "c1")
    assert remark is not None
    assert (remark.proposal, remark.member, remark.answer) == ("p", "m1", made.seq - 1)
    assert refused(made.do(Comment("c2", "q", SEALED))) == "assembly.proposal_unknown"


def test_nobody_comments_on_what_is_decided() -> None:
    """Goal: deliberation comes before the vote. Method: comment after the close."""
    made = SmallAssembly()
    made.admitted(CASH)
    made.decide()
    assert refused(made.do(Comment("c1", "p", SEALED))) == "assembly.wrong_state"
