"""Petitions: who may ask, how many must sign, and what follows once they did."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.assembly.acts import AddItem, Admit, Called, Convene, ItemAdded, Revise, Withdraw
from auzolan.assembly.life import VETOED, word_at
from auzolan.assembly.petition_acts import (
    Challenge,
    Confirming,
    Petition,
    PetitionSigned,
    Sign,
    Suspended,
)
from auzolan.assembly.petition_rules import signatures_needed
from auzolan.assembly.resolutions import ChangeCharter, Choose, Restructure
from auzolan.assembly.state import (
    ADMITTED,
    CARRIED,
    EXECUTED,
    MOOT,
    NOTICED,
    PASSED,
    REJECTED,
    ChallengeRow,
    Meeting,
    PetitionRow,
)
from auzolan.charter.acts import Amend
from auzolan.charter.articles import Change
from auzolan.charter.state import Mandate
from auzolan.foundation.moments import DAY_MS, HOUR_MS
from auzolan.foundation.refusals import Refusal
from auzolan.members.acts import Leave
from support.small_assembly import (
    SEALED,
    SECRETARY,
    SmallAssembly,
    charter_with,
    done,
    put_in_force,
    refused,
)

CASH = ChangeCharter((Change("surplus.cash_bp", 3_000),))
ADVICE = Choose(("red", "blue"))


def begin(made: SmallAssembly, kind: str, about: str = "", name: str = "x", by: str = "m0"):
    """Begin a petition."""
    return made.do(Petition(name, kind, about, SEALED), actor=by)


def sign(made: SmallAssembly, member: str, name: str = "x"):
    """Sign it."""
    return made.do(Sign(name), actor=member)


def carry(made: SmallAssembly, kind: str, about: str = "", name: str = "x") -> None:
    """Begin a petition and have it signed until it is carried."""
    done(begin(made, kind, about, name))
    for place in range(1, signatures_needed(made.books, kind)):
        done(sign(made, f"m{place}", name))


def row(made: SmallAssembly, name: str = "x") -> PetitionRow:
    """The petition."""
    found = made.books.get(PetitionRow, name)
    assert found is not None
    return found


def passed(members: int = 30) -> SmallAssembly:
    """An assembly whose bylaw change cools off."""
    made = SmallAssembly(members)
    made.admitted(CASH)
    made.decide()
    return made


# --- how many ---------------------------------------------------------------------------------------


@given(
    st.integers(1, 120), st.integers(0, 10_000), st.sampled_from(("call", "add_item", "confirm"))
)
def test_a_part_of_the_members_is_rounded_up_to_whole_members(
    members: int, share_bp: int, kind: str
) -> None:
    """Goal: a part is reached, never nearly. Method: exact fractions beside the rule."""
    clause = {"call": "convene_bp", "add_item": "agenda_bp", "confirm": "confirming_bp"}[kind]
    article = "decisions" if kind == "confirm" else "meetings"
    made = SmallAssembly(members, charter=charter_with(article, **{clause: share_bp}))
    exact = Fraction(members * share_bp, 10_000)
    assert signatures_needed(made.books, kind) == max(1, ceil(exact))


@pytest.mark.parametrize(
    ("members", "needed"), [(1, 1), (5, 1), (6, 2), (9, 2), (10, 2), (50, 8), (51, 6), (60, 6)]
)
def test_a_suspension_needs_a_smaller_part_of_a_larger_assembly(members: int, needed: int) -> None:
    """Goal: a fifth up to nine, 15 % up to fifty, a tenth above. Method: both sides of each step."""
    assert signatures_needed(SmallAssembly(members).books, "suspend") == needed


@given(st.lists(st.tuples(st.sampled_from("sl"), st.integers(0, 11)), max_size=40))
def test_signatures_count_members_in_standing_each_once(steps: list[tuple[str, int]]) -> None:
    """Goal: one member, one signature, while she belongs. Method: random signing and leaving."""
    made = SmallAssembly(12)
    done(begin(made, "call"))
    signed, here, carried = {"m0"}, {f"m{place}" for place in range(12)}, False
    for step, place in steps:
        member = f"m{place}"
        if step == "l" and member in here:
            done(made.do(Leave(member, SEALED), actor=member))
            here.discard(member)
            signed -= set() if carried else {member}
        elif step == "s":
            answer = sign(made, member)
            assert isinstance(answer, Refusal) == (
                member not in here or carried or member in signed
            )
            if not isinstance(answer, Refusal):
                signed.add(member)
                needed = ceil(Fraction(len(here), 5))
                carried = len(signed) >= needed
                assert answer == (PetitionSigned("x", len(signed), needed, carried),)
        assert row(made).signatures == len(signed)
        assert (row(made).state == "carried") == carried


@given(st.integers(1, 60), st.sampled_from(("call", "add_item", "confirm", "suspend")))
def test_one_member_too_few_never_carries_a_petition(members: int, kind: str) -> None:
    """Goal: a petition is carried by its last signature and no earlier. Method: all sizes."""
    made = SmallAssembly(members)
    made.admitted(CASH)
    if kind in {"confirm", "suspend"}:
        made.decide()
        done(made.do(Challenge("c", "p", SEALED), actor="m0"))
    answer = begin(made, kind, "" if kind == "call" else "p")
    for place in range(1, signatures_needed(made.books, kind)):
        assert not done(answer)[0].carried
        assert len(answer) == 1
        answer = sign(made, f"m{place}")
    signed, *effects = done(answer)
    assert signed.carried
    assert effects == {"confirm": [Confirming("p")], "suspend": [Suspended("p")]}.get(kind, [])


# --- refusals ---------------------------------------------------------------------------------------


def test_beginning_a_petition_refuses_in_its_fixed_order() -> None:
    """Goal: the order is a contract. Method: all faults at once, repaired one after another."""
    made = SmallAssembly(30)
    done(begin(made, "call"))
    assert refused(begin(made, "add_item", "none", by="nobody")) == "assembly.not_in_standing"
    assert refused(begin(made, "add_item", "none")) == "assembly.petition_taken"
    assert refused(begin(made, "add_item", "none", "y")) == "assembly.proposal_unknown"
    assert refused(begin(made, "confirm", "", "y")) == "assembly.proposal_unknown"
    assert refused(begin(made, "call", "p", "y")) == "assembly.petition_about_nothing"


def test_signing_refuses_in_its_fixed_order() -> None:
    """Goal: the order is a contract. Method: all faults at once, repaired one after another."""
    made = SmallAssembly(30)
    made.admitted(ADVICE)
    assert refused(sign(made, "nobody")) == "assembly.petition_unknown"
    done(begin(made, "add_item", "p"))
    made.at += 90 * DAY_MS
    done(made.do(Withdraw("p"), actor="m0"))
    assert refused(sign(made, "nobody")) == "assembly.not_in_standing"
    assert refused(sign(made, "m0")) == "assembly.signed_already"
    assert refused(sign(made, "m1")) == "assembly.petition_lapsed"
    made.at -= 1
    assert refused(sign(made, "m1")) == "assembly.cannot_be_added"
    carry(made, "call", name="y")
    assert refused(sign(made, "m0", "y")) == "assembly.petition_carried"


def test_only_what_waits_for_a_meeting_of_the_members_is_added_to_an_agenda() -> None:
    """Goal: no petition for what is called or over. Method: an organ's proposal, and a called one."""
    made = SmallAssembly(30)
    made.admitted(ADVICE, "mine", organ="council")
    made.admitted(ADVICE, "q")
    done(made.call("q"))
    assert refused(begin(made, "add_item", "mine")) == "assembly.cannot_be_added"
    assert refused(begin(made, "add_item", "q")) == "assembly.cannot_be_added"
    done(made.propose(ADVICE, "draft"))
    done(begin(made, "add_item", "draft"))


# --- calling an assembly ------------------------------------------------------------------------------


def convene(made: SmallAssembly, *agenda: str, petition: str = "x", by: str = "m0", days: int = 10):
    """Give notice of the assembly that a petition asked for."""
    opens_at = made.at + days * DAY_MS
    second = opens_at + HOUR_MS
    act = Convene("ours", petition, agenda, opens_at, second, made.dry_run(*agenda))
    return made.do(act, actor=by)


def test_a_fifth_of_the_members_call_an_assembly_without_any_officer() -> None:
    """Goal: members can always meet. Method: carry, convene, and look at the meeting."""
    made = SmallAssembly(30)
    made.admitted(CASH)
    carry(made, "call")
    (fact,) = done(convene(made, "p"))
    assert isinstance(fact, Called)
    meeting = made.books.get(Meeting, "ours")
    assert meeting is not None
    assert (meeting.organ, meeting.called_by) == ("assembly", "m0")
    assert row(made).used == 1
    done(made.open())
    assert made.poll().roll == 30


def test_convening_refuses_in_its_fixed_order_and_then_as_any_notice() -> None:
    """Goal: the order is a contract. Method: all faults at once, repaired one after another."""
    made = SmallAssembly(30)
    made.admitted(CASH)
    assert refused(convene(made, "p", by="m9")) == "assembly.petition_unknown"
    done(begin(made, "add_item", "p", "item"))
    assert refused(convene(made, "p", petition="item", by="m9")) == (
        "assembly.petition_of_another_kind"
    )
    done(begin(made, "call"))
    assert refused(convene(made, "p", by="m9")) == "assembly.not_the_author"
    assert refused(convene(made, "p", days=1)) == "assembly.petition_not_carried"
    for place in range(1, 6):
        done(sign(made, f"m{place}"))
    assert refused(convene(made, "p", days=1)) == "assembly.notice_too_short"
    made.at += 90 * DAY_MS
    assert refused(convene(made, "p", days=1)) == "assembly.petition_lapsed"
    made.at -= 1
    done(convene(made, "p"))
    assert refused(convene(made, "p")) == "assembly.petition_used"


# --- adding an item -----------------------------------------------------------------------------------


def add(made: SmallAssembly, *, item: str = "p", petition: str = "x", meeting: str = "spring",
        by: str = "m0", dry_run: object = None):  # fmt: skip
    """Add an item to an agenda."""
    ref = dry_run or made.dry_run(item)
    return made.do(AddItem(meeting, item, petition, ref), actor=by)


def spring(members: int = 30) -> SmallAssembly:
    """An assembly called with one item, and another proposal that waits."""
    made = SmallAssembly(members)
    made.admitted(ADVICE, "q")
    made.admitted(CASH)
    done(made.call("q", meeting="spring"))
    return made


def test_a_tenth_of_the_members_add_an_item_within_five_days_of_the_notice() -> None:
    """Goal: the agenda is not the callers' alone. Method: the last moment, and the poll it leads to."""
    made = spring()
    carry(made, "add_item", "p")
    made.at += 5 * DAY_MS - 1
    (fact,) = done(add(made))
    assert isinstance(fact, ItemAdded)
    assert fact.item.majority == ">=3/5"
    assert (made.row().state, made.row().meeting) == (NOTICED, "spring")
    assert row(made).used == 1
    done(made.open())
    assert made.poll().roll == 30


def test_adding_an_item_refuses_in_its_fixed_order() -> None:
    """Goal: the order is a contract. Method: all faults at once, repaired one after another."""
    made = spring()
    late = {"meeting": "autumn", "by": "m9", "item": "r"}
    assert refused(add(made, **late)) == "assembly.meeting_unknown"
    late["meeting"] = "spring"
    assert refused(add(made, **late)) == "assembly.petition_unknown"
    carry(made, "add_item", "p")
    assert refused(add(made, **late)) == "assembly.not_the_author"
    del late["by"]
    made.at += 5 * DAY_MS
    assert refused(add(made, **late)) == "assembly.petition_about_another"
    assert refused(add(made)) == "assembly.agenda_fixed"
    made.at -= 1
    wrong = made.annexes.make("dry/1", {"x": ["y"]})
    assert refused(add(made, dry_run=wrong)) == "assembly.dry_run_malformed"
    done(add(made))
    assert refused(add(made)) == "assembly.petition_used"


def test_signatures_are_for_the_words_that_were_signed() -> None:
    """Goal: no bait. Method: the author revises after, and between, signatures."""
    made = spring()
    done(begin(made, "add_item", "p"))
    done(begin(made, "add_item", "p", "y"))
    for member in ("m1", "m2"):
        done(sign(made, member))
    assert row(made).state == CARRIED
    done(made.do(Revise("p", ADVICE, made.base(), SEALED), actor="m0"))
    done(made.do(Admit("p"), actor=SECRETARY))
    assert refused(add(made)) == "assembly.petition_for_other_text"
    assert refused(sign(made, "m1", "y")) == "assembly.petition_for_other_text"
    carry(made, "add_item", "p", "z")
    done(add(made, petition="z"))


def test_an_item_added_after_another_amendment_is_refused_as_in_a_notice() -> None:
    """Goal: an added item is held to what called ones are. Method: another charter meanwhile."""
    made = spring()
    carry(made, "add_item", "p")
    put_in_force(made, charter_with("surplus", tier=2, number=11))
    assert refused(add(made)) == "assembly.base_stale"


def test_no_item_is_added_to_the_agenda_of_an_organ_or_to_a_full_one() -> None:
    """Goal: the bounds of an agenda hold. Method: a council's meeting; fifty items."""
    made = SmallAssembly(30)
    made.admitted(CASH)
    made.admitted(ADVICE, "mine", organ="council")
    done(made.call("mine", meeting="spring", organ="council"))
    carry(made, "add_item", "p")
    assert refused(add(made)) == "assembly.agenda_fixed"
    names = [f"i{place}" for place in range(50)]
    for name in names:
        made.admitted(ADVICE, name)
    done(made.call(*names, meeting="long"))
    assert refused(add(made, meeting="long")) == "assembly.agenda_full"


# --- a confirming vote --------------------------------------------------------------------------------


def amend(made: SmallAssembly, poll: str = "p"):
    """Carry the amendment out."""
    return made.ask(Amend(f"mandate-{poll}", CASH.changes), actor=SECRETARY)


def test_a_tenth_in_the_cooling_off_force_a_confirming_vote() -> None:
    """Goal: nothing runs before members said yes again. Method: veto, wait, vote, carry out."""
    made = passed()
    carry(made, "confirm", "p")
    proposal = made.row()
    assert (proposal.state, proposal.confirming, proposal.round) == (ADMITTED, 1, 2)
    assert word_at(proposal, None, None, None, made.at) == VETOED
    made.at += 20 * DAY_MS
    assert refused(amend(made)) == "charter.mandate_spent"
    made.decide()
    assert made.row().state == PASSED
    assert refused(amend(made, "p.2")) == "charter.mandate_cooling_off"
    assert refused(begin(made, "confirm", "p", "again")) == "assembly.confirmed_already"
    made.at += 14 * DAY_MS
    done(amend(made, "p.2"))
    assert made.row().state == EXECUTED
    assert refused(amend(made, "p.2")) == "charter.mandate_spent"


def test_members_who_say_no_at_the_confirming_vote_end_it() -> None:
    """Goal: the second vote decides. Method: all say no."""
    made = passed()
    carry(made, "confirm", "p")
    made.decide(votes={f"m{place}": "no" for place in range(30)})
    assert made.row().state == REJECTED
    made.at += 15 * DAY_MS
    assert refused(amend(made)) == "charter.mandate_spent"
    assert refused(amend(made, "p.2")) == "charter.no_mandate"


def test_a_confirming_vote_can_be_asked_for_until_the_cooling_off_ends() -> None:
    """Goal: the window is exact. Method: before the result, its last moment, and the next."""
    made = SmallAssembly(30)
    made.admitted(CASH)
    assert refused(begin(made, "confirm", "p")) == "assembly.not_cooling_off"
    made.decide()
    made.at += 14 * DAY_MS
    assert refused(begin(made, "confirm", "p")) == "assembly.not_cooling_off"
    made.at -= 1
    done(begin(made, "confirm", "p"))
    made.at += 1
    assert refused(sign(made, "m1")) == "assembly.not_cooling_off"


def test_a_merger_can_be_put_to_a_confirming_vote_though_the_house_carries_nothing_out() -> None:
    """Goal: the gravest decisions cool off too. Method: a decision without a mandate."""
    made = SmallAssembly(10)
    made.admitted(Restructure("merger", SEALED))
    made.decide()
    assert (made.row().state, made.row().mandate) == (PASSED, "")
    made.at += 3 * DAY_MS
    assert refused(begin(made, "confirm", "p")) == "assembly.not_cooling_off"
    made.at -= 1
    done(begin(made, "confirm", "p"))
    assert (made.row().state, made.row().round) == (ADMITTED, 2)


def test_a_confirming_vote_makes_challenges_of_the_first_one_moot() -> None:
    """Goal: what no longer stands needs no decision. Method: challenge, veto, vote, challenge."""
    made = passed()
    done(made.do(Challenge("c", "p", SEALED), actor="m0"))
    carry(made, "suspend", "p", "s")
    carry(made, "confirm", "p")
    first = made.books.get(ChallengeRow, "c")
    assert first is not None
    assert first.state == MOOT
    mandate = made.books.get(Mandate, "mandate-p")
    assert mandate is not None
    assert (mandate.spent, mandate.suspended) == (1, 0)
    made.decide()
    assert refused(begin(made, "suspend", "p", "t")) == "assembly.not_challenged"
    done(made.do(Challenge("c2", "p", SEALED), actor="m0"))
