"""A long walk in which no act is accepted that members did not allow.

`AUZOLAN_WALK_ACTS=1000000` walks further, and `AUZOLAN_WALK_SEED=17` walks one way again.
"""

from __future__ import annotations

import os

import msgspec
import pytest

from auzolan.assembly.acts import Call, CastBallot, ClosePoll, OpenPoll, PollClosed, Propose
from auzolan.assembly.resolutions import ChangeCharter
from auzolan.charter.acts import Amend
from auzolan.charter.articles import Change, Charter, held_by
from auzolan.contributions.acts import Offer
from auzolan.foundation.moments import DAY_MS
from auzolan.record.annexes import AnnexRef
from simulation.walk import Walk
from simulation.walk_watch import Held, Item, PromiseBroken, Watch
from support.plain_charter import plain_charter

ACTS = int(os.environ.get("AUZOLAN_WALK_ACTS", "12000"))
SEED = int(os.environ.get("AUZOLAN_WALK_SEED", "2"))
HEX = "ab" * 32
INDEX = ChangeCharter((Change("labour.index_ratio_max", 5),))
UP = ChangeCharter((Change("decisions.bylaw_majority", ">=3/4"),))

ASKED = {
    "+charter.amend", "+charter.appoint", "+charter.recall", "charter.no_mandate",
    "charter.mandate_spent", "charter.mandate_suspended", "charter.mandate_cooling_off",
    "charter.mandate_expired", "charter.mandate_for_something_else", "charter.not_in_office",
    "charter.paused", "charter.kernel", "charter.tiers_mixed", "assembly.base_stale",
    "assembly.reading_too_early", "assembly.not_on_roll",
    "assembly.poll_over", "assembly.harder_now",
}  # fmt: skip
"""What a walk must have met, or it would prove little."""


@pytest.mark.slow
def test_a_long_walk_finds_no_act_that_members_did_not_allow() -> None:
    """Goal: no power without its mandate, no kernel, no ladder, no pause broken, nothing twice.

    Method: thousands of acts with bad intent; a ledger of its own counts every vote again.
    """
    walk = Walk(SEED)
    try:
        walk.go(ACTS)
    except PromiseBroken as fault:
        again = f"AUZOLAN_WALK_SEED={SEED} AUZOLAN_WALK_ACTS={walk.asked}"
        pytest.fail(f"{fault}; again with: {again} python -m pytest tests/simulation/test_walk.py")
    assert sorted(ASKED - set(walk.answers)) == []
    assert walk.watch.uses > ACTS // 200, "nothing could be decided any more"
    assert walk.watch.charter.version == walk.answers["+charter.amend"] + 1


def test_one_seed_is_one_walk() -> None:
    """Goal: what fails can be repeated. Method: walk twice."""
    one, other = Walk(7), Walk(7)
    one.go(600)
    other.go(600)
    assert one.answers == other.answers
    assert one.digests == other.digests


# --- the watch itself ---------------------------------------------------------------------------


def changed(charter: Charter, root: str, **fields: object) -> Charter:
    """The next version, with clauses of one article replaced."""
    article = msgspec.structs.replace(getattr(charter, root), **fields)
    return msgspec.structs.replace(charter, **{root: article}, version=charter.version + 1)


def holding(measure: ChangeCharter) -> Watch:
    """A watch that knows one mandate, from day 3 to day 93."""
    watch = Watch(plain_charter(), "before")
    item = Item(measure, "before", "assembly", roll=9)
    watch.items["p"] = item
    item.held = watch.mandates["mandate-p"] = Held(measure, item, 3 * DAY_MS, 93 * DAY_MS)
    return watch


def amends(watch: Watch, act: Amend, after: Charter, *, day: int = 4) -> None:
    """The act is accepted, and leads to this charter."""
    watch.accepted(act, day * DAY_MS, (), after, f"after {day}")


FIVE = Amend("mandate-p", INDEX.changes)


def test_the_watch_lets_pass_what_was_voted() -> None:
    """Goal: no false alarm. Method: the very measure, within its time."""
    watch = holding(INDEX)
    amends(watch, FIVE, changed(watch.charter, "labour", index_ratio_max=5))
    assert watch.uses == 1


@pytest.mark.parametrize(
    ("act", "day", "told"),
    [
        (Amend("mandate-x", INDEX.changes), 4, "no certified poll"),
        (Amend("mandate-p", UP.changes), 4, "something else"),
        (FIVE, 2, "another time"),
        (FIVE, 93, "another time"),
    ],
)
def test_the_watch_sees_a_power_without_its_mandate(act: Amend, day: int, told: str) -> None:
    """Goal: the watch is awake. Method: acts that the rules would have had to refuse."""
    watch = holding(INDEX)
    after = changed(watch.charter, "labour", index_ratio_max=5)
    with pytest.raises(PromiseBroken, match=told):
        amends(watch, act, after, day=day)


def test_the_watch_sees_a_mandate_used_twice_or_while_it_rests() -> None:
    """Goal: once, and not while challenged. Method: use it again; use it suspended."""
    watch = holding(INDEX)
    amends(watch, FIVE, changed(watch.charter, "labour", index_ratio_max=5))
    with pytest.raises(PromiseBroken, match="was used"):
        amends(watch, FIVE, changed(watch.charter, "labour", index_ratio_max=5), day=5)
    watch = holding(INDEX)
    watch.items["p"].suspended_at = DAY_MS
    with pytest.raises(PromiseBroken, match="suspended"):
        amends(watch, FIVE, changed(watch.charter, "labour", index_ratio_max=5))


@pytest.mark.parametrize(
    ("root", "fields", "told"),
    [
        ("labour", {"index_ratio_max": 5, "tier": 4}, "the tier"),
        ("labour", {"index_ratio_max": 5, "floor_cents_hour": 1}, "changed unasked"),
        ("consent", {"erase_days": 1}, "changed unasked"),
    ],
)
def test_the_watch_sees_what_nobody_asked_to_change(
    root: str, fields: dict[str, object], told: str
) -> None:
    """Goal: nothing rides along. Method: a charter that differs in more than its measure."""
    watch = holding(INDEX)
    with pytest.raises(PromiseBroken, match=told):
        amends(watch, FIVE, changed(watch.charter, root, **fields))


def test_the_watch_sees_rights_that_change() -> None:
    """Goal: the kernel. Method: take the last right out of the charter."""
    watch = holding(INDEX)
    after = changed(watch.charter, "labour", index_ratio_max=5)
    with pytest.raises(PromiseBroken, match="holders"):
        amends(watch, FIVE, msgspec.structs.replace(after, holders=held_by(after.rights[:-1])))


@pytest.mark.parametrize(
    ("asked", "is_seen"), [(">=3/4", False), (">3/4", False), (">2/3", True), (">=3/5", True)]
)
def test_the_watch_sees_a_rung_of_a_ladder(asked: str, is_seen: bool) -> None:
    """Goal: three fifths never make three quarters. Method: polls held under this and that."""
    watch = holding(UP)
    watch.items["p"].majorities = [">1/2", asked]
    act = Amend("mandate-p", UP.changes)
    after = changed(watch.charter, "decisions", bylaw_majority=">=3/4")
    if is_seen:
        with pytest.raises(PromiseBroken, match="ladder"):
            amends(watch, act, after)
    else:
        amends(watch, act, after)


def test_the_watch_sees_a_paused_act_and_a_charter_that_changes_by_itself() -> None:
    """Goal: the watch is awake. Method: rows in a pause; another charter after any act."""
    watch = holding(INDEX)
    offer = Offer("b", "m0", "purchases", 1, HEX)
    watch.accepted(offer, DAY_MS, (), watch.charter, "before")
    with pytest.raises(PromiseBroken, match="another charter"):
        watch.accepted(offer, DAY_MS, (), watch.charter, "other")
    watch.pauses["contributions.offer"] = 2 * DAY_MS
    with pytest.raises(PromiseBroken, match="paused"):
        watch.accepted(offer, DAY_MS, (), watch.charter, "before")


def test_the_watch_counts_by_itself() -> None:
    """Goal: a false tally is seen. Method: four of nine say yes, and the tally says passed."""
    watch = Watch(plain_charter(), "base")
    propose = Propose("p", "assembly", INDEX, "base", HEX, HEX)
    call = Call("at", "assembly", ("p",), 10 * DAY_MS, 10 * DAY_MS, None)
    opened = OpenPoll("p", AnnexRef(HEX, 9, HEX, 0, "", 0))
    for act in (propose, call, opened):
        watch.accepted(act, 0, (), watch.charter, "base")
    for place in range(9):
        watch.voted(CastBallot("p", "yes" if place < 4 else "no"), f"t{place}")
    fact = PollClosed(
        proposal="p", poll="p", yes=5, no=4, abstain=0, blank=0, ranked=0, roll=9, quorum=True,
        passed=True, elected=(), tally_digest=HEX,
    )  # fmt: skip
    close = ClosePoll("p", AnnexRef(HEX, 9, HEX, 0, "", 0), None)
    with pytest.raises(PromiseBroken, match="counted otherwise"):
        watch.accepted(close, 11 * DAY_MS, (fact,), watch.charter, "base")


def test_the_watch_sees_an_amendment_of_another_charter() -> None:
    """Goal: an amendment names the version that it edits. Method: give notice of an old one."""
    watch = Watch(plain_charter(), "base")
    watch.accepted(Propose("p", "assembly", INDEX, "old", HEX, HEX), 0, (), watch.charter, "base")
    call = Call("at", "assembly", ("p",), 10 * DAY_MS, 10 * DAY_MS, None)
    with pytest.raises(PromiseBroken, match="another charter"):
        watch.accepted(call, 0, (), watch.charter, "base")
