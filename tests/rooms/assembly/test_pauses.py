"""Pauses: two organs, a few days, never what protects members, never a habit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.assembly.petition_acts import AgreeToPause, KeepPause, Pause, Paused
from auzolan.assembly.resolutions import RatifyPause
from auzolan.charter.authorize import authorize
from auzolan.charter.pausing import PAUSABLE, pause_in_force
from auzolan.charter.state import FOREVER, Mandate, PowerPause, charter_of
from auzolan.cooperative import RULES
from auzolan.foundation.moments import DAY_MS
from auzolan.foundation.refusals import Refusal
from auzolan.learning.acts import Seal
from auzolan.licensing.acts import LicenceTerms, License
from auzolan.members.acts import Admit
from support.small_assembly import AUDITOR, SEALED, SECRETARY, SmallAssembly, done, refused

POWER = "learning.seal"
SEAL = Seal("s1", "purchases", "research")
TERMS = LicenceTerms("dairy", "milk-ltd", "taste", "commercial", 100, 10, 1_000, 365)
LONGEST = 14 * DAY_MS

PROTECTED = (
    "consent.grant", "consent.withdraw", "contributions.erase", "members.leave",
    "members.register_key", "treasury.set_payee", "treasury.settle_royalties",
    "treasury.distribute", "labour.record_work", "charter.amend", "charter.appoint",
    "charter.recall", "charter.found",
)  # fmt: skip


def small(members: int = 5) -> SmallAssembly:
    """Members of whom m0 and m1 are the council; the auditor is not."""
    made = SmallAssembly(members)
    for member in ("m0", "m1"):
        made.hold("council", member)
    made.hold("data", "m2")
    made.hold("admissions", "m2")
    return made


def ask(made: SmallAssembly, name: str = "stop", power: str = POWER, days: float = 14,
        by: str = "m0"):  # fmt: skip
    """Ask for a pause."""
    return made.ask(Pause(name, power, made.at + int(days * DAY_MS), SEALED), actor=by)


def agree(made: SmallAssembly, name: str = "stop", by: str = AUDITOR):
    """Agree to it."""
    return made.do(AgreeToPause(name), actor=by)


def is_paused(made: SmallAssembly, power: str = POWER) -> bool:
    """Whether an act is stopped now."""
    return pause_in_force(made.books, power, made.at) is not None


def code_of(made: SmallAssembly, act: object, by: str) -> str:
    """The code with which an act is denied, or an empty text."""
    answer = authorize(made.books, act, made.case(by))
    return answer.code if isinstance(answer, Refusal) else ""


# --- two organs, a few days ------------------------------------------------------------------------------


def test_a_pause_holds_from_the_second_organs_word_to_its_end_and_not_longer() -> None:
    """Goal: it ends by itself. Method: before, its first and last moment, and after."""
    made = small()
    done(ask(made))
    assert code_of(made, SEAL, "m2") == ""
    made.at += DAY_MS
    (fact,) = done(made.ask(AgreeToPause("stop"), actor=AUDITOR))
    assert fact == Paused("stop", POWER, made.at + LONGEST - DAY_MS)
    assert code_of(made, SEAL, "m2") == "charter.paused"
    made.at += LONGEST - DAY_MS - 1
    assert code_of(made, SEAL, "m2") == "charter.paused"
    made.at += 1
    assert code_of(made, SEAL, "m2") == ""


def test_asking_for_a_pause_refuses_in_its_fixed_order() -> None:
    """Goal: the order is a contract. Method: all faults at once, repaired one after another."""
    made = small()
    assert refused(ask(made, by="m2")) == "charter.not_in_office"
    done(ask(made))
    assert refused(ask(made, power="consent.withdraw", days=15)) == "assembly.pause_taken"
    answer = ask(made, "two", "consent.withdraw", days=15)
    assert refused(answer) == "assembly.not_pausable"
    assert isinstance(answer, Refusal)
    assert answer.article == "house, kernel"
    done(agree(made))
    assert refused(ask(made, "two", days=14.01)) == "assembly.pause_too_long"
    assert refused(ask(made, "two", days=0)) == "assembly.pause_too_long"
    assert refused(ask(made, "two")) == "assembly.paused_lately"
    done(ask(made, "two", "learning.train"))


def test_agreeing_refuses_in_its_fixed_order() -> None:
    """Goal: the order is a contract. Method: unknown, the same organ, too late, agreed already."""
    made = small()
    made.hold("audit", "m1")
    assert refused(agree(made, by="m2")) == "assembly.pause_unknown"
    done(ask(made))
    for member in ("m0", "m1"):
        assert refused(agree(made, by=member)) == "assembly.same_organ"
    done(ask(made, "two"))
    done(agree(made))
    assert refused(agree(made, by="m0")) == "assembly.pause_agreed_already"
    assert refused(agree(made, "two")) == "assembly.paused_lately"
    made.at += LONGEST
    assert refused(agree(made, "two", by="m0")) == "assembly.pause_over"


def test_who_left_the_council_does_not_agree_to_her_own_pause() -> None:
    """Goal: two people. Method: the asker's seat ends before she agrees."""
    made = SmallAssembly()
    made.hold("council", "m0")
    made.books.put(Mandate("council-m9", "council", "m9", "", 0, made.at + 1, 0))
    done(ask(made, by="m9"))
    made.at += 1
    assert refused(agree(made, by="m9")) == "assembly.same_organ"


def test_after_a_pause_members_have_time_to_meet_before_the_next() -> None:
    """Goal: no pause becomes a habit. Method: the last moment of the rest, and the next one."""
    made = small()
    done(ask(made))
    done(agree(made))
    made.at += LONGEST + charter_of(made.books).meetings.notice_days_max * DAY_MS - 1
    assert refused(ask(made, "two")) == "assembly.paused_lately"
    made.at += 1
    done(ask(made, "two"))
    done(agree(made, "two"))
    assert is_paused(made)


# --- ratified or void -------------------------------------------------------------------------------------


def test_members_keep_a_pause_once_and_at_most_as_long_again() -> None:
    """Goal: longer than days needs members. Method: from the pause to the vote and its execution."""
    made = small()
    done(ask(made))
    done(agree(made))
    pause_ends = made.at + LONGEST
    keep = RatifyPause("stop", pause_ends + LONGEST)
    mandate = made.mandated(keep)
    made.at = max(made.at, pause_ends)
    assert not is_paused(made)
    (fact, _) = done(made.ask(KeepPause(mandate, "stop", keep.until_at), actor=SECRETARY))
    assert fact == Paused("stop", POWER, keep.until_at)
    assert is_paused(made)
    again = made.propose(RatifyPause("stop", keep.until_at + 1), "again")
    assert refused(again) == "assembly.pause_kept_already"
    made.at = keep.until_at
    assert not is_paused(made)


@pytest.mark.parametrize(
    ("later_ms", "code"),
    [
        (0, "assembly.pause_kept_too_long"),
        (1, ""),
        (LONGEST, ""),
        (LONGEST + 1, "assembly.pause_kept_too_long"),
    ],
)
def test_what_members_may_decide_about_a_pause_is_bounded_before_they_vote(
    later_ms: int, code: str
) -> None:
    """Goal: no vote on what cannot be. Method: a step on both sides of both bounds."""
    made = small()
    done(ask(made))
    assert refused(made.propose(RatifyPause("stop", made.at + LONGEST))) == "assembly.pause_unknown"
    done(agree(made))
    ends_at = made.at + LONGEST
    answer = made.propose(RatifyPause("stop", ends_at + later_ms))
    assert refused(answer) == code if code else done(answer)


def test_a_pause_that_members_kept_too_late_is_not_begun_in_the_past() -> None:
    """Goal: an end that is gone keeps nothing. Method: carry out after the new end."""
    made = small()
    done(ask(made))
    done(agree(made))
    keep = RatifyPause("stop", made.at + 2 * LONGEST)
    mandate = made.mandated(keep)
    made.at = keep.until_at
    answer = made.ask(KeepPause(mandate, "stop", keep.until_at), actor=SECRETARY)
    assert refused(answer) == "assembly.pause_kept_too_long"


def test_no_pause_is_kept_without_the_members() -> None:
    """Goal: two organs cannot stretch it. Method: no mandate, and another's."""
    made = small()
    done(ask(made))
    done(agree(made))
    act = KeepPause("mandate-p", "stop", made.at + LONGEST + 1)
    assert refused(made.ask(act, actor=SECRETARY)) == "charter.no_mandate"


# --- what a pause cannot touch ------------------------------------------------------------------------------


def test_a_pause_cannot_name_what_protects_members() -> None:
    """Goal: exit, consent, deciding and the record stand in every emergency. Method: all acts."""
    acts = {str(kind.__struct_config__.tag).rpartition("/")[0] for kind in RULES}
    assert acts >= PAUSABLE
    rooms = ("assembly.", "record.", "charter.", "consent.")
    protected = {act for act in acts if act.startswith(rooms)} | set(PROTECTED)
    assert not protected & PAUSABLE
    for act in sorted(acts - PAUSABLE):
        assert refused(ask(small(), power=act)) == "assembly.not_pausable"
    for act in sorted(PAUSABLE):
        done(ask(small(), power=act))


PEOPLE = st.sampled_from(("m0", "m1", "m2", "nobody"))
ACTS = st.sampled_from(
    (SEAL, Admit("m009", SEALED), License("mandate-p", TERMS), License("mandate-q", TERMS))
)
MANDATES = st.lists(
    st.builds(
        Mandate,
        mandate=st.sampled_from(("mandate-p", "office-1", "office-2")),
        power=st.sampled_from(("licensing.grant", "treasury", "data", "admissions")),
        holder=PEOPLE,
        subject=st.sampled_from(("", License("", TERMS).subject())),
        from_at=st.integers(0, 4),
        until_at=st.sampled_from((2, 5, FOREVER)),
        spent=st.sampled_from((0, 1)),
        suspended=st.sampled_from((0, 1)),
    ),
    max_size=5,
)
PAUSES = st.lists(
    st.builds(
        PowerPause,
        pause=st.sampled_from(("one", "two", "three")),
        power=st.sampled_from((*sorted(PAUSABLE), "consent.withdraw", "assembly.cast")),
        asked_by=PEOPLE,
        agreed_by=st.sampled_from(("", AUDITOR)),
        from_at=st.integers(0, 3),
        until_at=st.integers(0, 6),
        kept=st.sampled_from((0, 1)),
        entry=st.just(7),
    ),
    max_size=4,
)


@given(MANDATES, PAUSES, ACTS, PEOPLE, st.integers(0, 6))
def test_a_pause_only_ever_takes_away(
    mandates: list[Mandate], pauses: list[PowerPause], act: object, actor: str, at: int
) -> None:
    """Goal: an emergency gives nobody a power. Method: random states, with pauses and without."""
    made = SmallAssembly()
    for row in mandates:
        made.books.put(row)
    made.at = at
    before = authorize(made.books, act, made.case(actor))
    for pause in pauses:
        made.books.put(pause)
    after = authorize(made.books, act, made.case(actor))
    if isinstance(before, Refusal):
        assert isinstance(after, Refusal)
    else:
        assert after == before or (isinstance(after, Refusal) and after.code == "charter.paused")


@given(PAUSES)
def test_every_pause_ends_by_itself(pauses: list[PowerPause]) -> None:
    """Goal: nobody has to lift it. Method: random pauses, and the moment after the last of them."""
    made = SmallAssembly()
    for pause in pauses:
        made.books.put(pause)
    made.at = max((pause.until_at for pause in pauses), default=0)
    assert not any(is_paused(made, power) for power in PAUSABLE)
