"""Notice of a meeting: its times, its agenda, its dry run, and the terms that it fixes."""

from __future__ import annotations

import pytest

from auzolan.assembly.acts import Admit, Call, Called, PollRules, Revise, Terms
from auzolan.assembly.resolutions import ChangeCharter, Choose, FillOffice, Restructure
from auzolan.assembly.state import NOTICED, OPEN
from auzolan.charter.articles import Change
from auzolan.foundation.moments import DAY_MS, HOUR_MS
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
LOWER = ChangeCharter((Change("decisions.bylaw_majority", ">1/2"),))
HIGHER = ChangeCharter(
    (
        Change("decisions.entrenched_majority", ">=4/5"),
        Change("decisions.structural_majority", ">=4/5"),
    )
)


def called() -> SmallAssembly:
    """An assembly with one admitted bylaw change."""
    made = SmallAssembly()
    made.admitted(CASH)
    return made


def test_a_notice_fixes_the_record_date_the_end_and_the_terms() -> None:
    """Goal: all that a poll is held under stands in its notice. Method: the whole fact."""
    made = called()
    (fact,) = done(made.call("p", meeting="spring"))
    assert fact == Called(
        "spring", START, START + 17 * DAY_MS,
        PollRules(">1/2", ">=1/10", 100, 24 * HOUR_MS, 48 * HOUR_MS, "<1/2", "<=1/5"),
        (Terms("p", "p", "yes_no", ">=3/5", "", "", ""),),
    )  # fmt: skip
    assert (made.row().state, made.row().meeting) == (NOTICED, "spring")
    assert made.poll().ends_at == START + 17 * DAY_MS


@pytest.mark.parametrize(
    ("days", "code"),
    [
        (9.99, "assembly.notice_too_short"),
        (10, ""),
        (60, ""),
        (60.01, "assembly.notice_too_long"),
    ],
)
def test_notice_is_given_ten_to_sixty_days_before(days: float, code: str) -> None:
    """Goal: members have time, and do not forget. Method: a step on both sides of both bounds."""
    answer = called().call("p", days=days)
    assert refused(answer) == code if code else done(answer)


@pytest.mark.parametrize(
    ("minutes", "code"),
    [
        (29, "assembly.second_call_too_early"),
        (30, ""),
        (7 * 24 * 60, ""),
        (7 * 24 * 60 + 1, "assembly.second_call_too_late"),
    ],
)
def test_the_second_call_keeps_its_distance_and_lies_before_the_end(
    minutes: float, code: str
) -> None:
    """Goal: the lower quorum of a second call is earned. Method: a step around both bounds."""
    answer = called().call("p", gap_minutes=minutes)
    assert refused(answer) == code if code else done(answer)


def test_a_council_needs_no_notice_but_is_not_called_for_yesterday() -> None:
    """Goal: a council can act at once. Method: no days of notice; a moment too early."""
    made = SmallAssembly()
    made.hold("council", "m1")
    made.admitted(FillOffice("secretary", "m2", 30), organ="council")
    early = made.call("p", organ="council", days=-0.001, gap_minutes=0)
    assert refused(early) == "assembly.notice_too_short"
    (fact,) = done(made.call("p", organ="council", days=0, gap_minutes=0))
    assert isinstance(fact, Called)
    # Its majority meets at both calls, no number of votes stands in for it, nothing is put off.
    assert (fact.rules.first_call_quorum, fact.rules.second_call_quorum) == (">1/2", ">1/2")
    assert fact.rules.second_call_votes > 10**9
    assert (fact.rules.late_ms, fact.rules.extension_ms) == (0, 0)


def test_what_stands_on_an_agenda_is_admitted_and_named_once() -> None:
    """Goal: nothing slips onto an agenda. Method: unknown, draft, twice, for another organ."""
    made = called()
    assert refused(made.call("p", "p")) == "assembly.item_twice"
    assert refused(made.call("nothing")) == "assembly.proposal_unknown"
    done(made.propose(CASH, "draft"))
    assert refused(made.call("p", "draft")) == "assembly.wrong_state"
    made.admitted(Choose(("red", "blue")), "advice", organ="council")
    assert refused(made.call("p", "advice")) == "assembly.item_of_another_organ"
    assert refused(made.call("p", organ="delegates")) == "assembly.organ_absent"
    done(made.call("p", meeting="spring"))
    assert refused(made.call("p", meeting="autumn")) == "assembly.wrong_state"
    made.admitted(CASH, "q")
    assert refused(made.call("q", meeting="spring")) == "assembly.meeting_taken"


def test_an_amendment_of_another_charter_is_not_called() -> None:
    """Goal: the base digest holds at the notice too. Method: the charter changes in between."""
    made = called()
    put_in_force(made, charter_with("labour", index_ratio_max=5))
    assert refused(made.call("p")) == "assembly.base_stale"
    done(made.do(Revise("p", CASH, made.base(), SEALED)))
    done(made.do(Admit("p"), actor=SECRETARY))
    done(made.call("p"))


def test_an_entrenched_article_is_read_twice_thirty_days_apart() -> None:
    """Goal: no haste with what protects members. Method: the last moment too early, and the first."""
    made = SmallAssembly()
    made.admitted(SLOWER)
    made.decide()
    not_before = made.row().not_before
    assert not_before == made.at + 30 * DAY_MS
    made.at = not_before - 12 * DAY_MS
    early = Call("m2", "assembly", ("p",), not_before - 1, not_before + HOUR_MS, made.dry_run("p"))
    assert refused(made.do(early, actor=SECRETARY)) == "assembly.reading_too_early"
    (fact,) = done(made.call("p", days=12))
    assert isinstance(fact, Called)
    assert fact.items[0].poll == "p.2"


def test_a_notice_shows_what_its_amendments_change() -> None:
    """Goal: no one votes on a number she has not seen. Method: none, another shape, other lines."""
    made = called()
    times = (made.at + 10 * DAY_MS, made.at + 11 * DAY_MS)

    def call_with(ref: object) -> str:
        return refused(made.do(Call("m", "assembly", ("p",), *times, ref), actor=SECRETARY))

    def run(kind: str, **columns: list[str]) -> object:
        whole = {"after": ["3000"], "before": ["2000"], "proposal": ["p"],
                 "what": ["surplus.cash_bp"]}  # fmt: skip
        return made.annexes.make(kind, {**whole, **columns})

    assert call_with(None) == "assembly.dry_run_missing"
    assert call_with(run("dry/1")) == "assembly.dry_run_malformed"
    for wrong in ({"after": ["9000"]}, {"before": ["1"]}, {"proposal": ["q"]}, {"what": ["x"]}):
        assert call_with(run("dry_run/1", **wrong)) == "assembly.dry_run_differs"
    act = Call("m", "assembly", ("p",), *times, run("dry_run/1"))
    done(made.do(act, actor=SECRETARY))


def test_a_changed_threshold_needs_the_harder_of_old_and_new() -> None:
    """Goal: the ratchet. Method: raise and lower a majority; see what each must reach."""
    for measure, majority in ((LOWER, ">=2/3"), (HIGHER, ">=4/5")):
        made = SmallAssembly()
        made.admitted(measure)
        (fact,) = done(made.call("p"))
        assert isinstance(fact, Called)
        assert (fact.items[0].majority, fact.items[0].turnout) == (majority, ">=1/2")


def test_a_merger_needs_two_thirds_unless_three_quarters_attend() -> None:
    """Goal: a structural change has its own majority. Method: the terms of its notice."""
    made = SmallAssembly()
    made.admitted(Restructure("merger", "cd" * 32))
    (fact,) = done(made.call("p"))
    assert isinstance(fact, Called)
    assert fact.items == (Terms("p", "p", "yes_no", ">=2/3", "", ">=3/4", ">1/2"),)


def test_a_meeting_that_nobody_opened_is_called_again() -> None:
    """Goal: no officer buries a proposal by waiting. Method: let the meeting go by."""
    made = called()
    done(made.call("p"))
    made.at = made.meeting().ends_at - 1
    assert refused(made.call("p")) == "assembly.wrong_state"
    made.at += 1
    assert refused(made.open()) == "assembly.meeting_over"
    done(made.call("p"))
    done(made.open())
    assert made.row().state == OPEN


def test_calling_refuses_in_its_fixed_order() -> None:
    """Goal: the order is a contract. Method: all faults at once, repaired one after another."""
    made = called()
    made.admitted(Choose(("red", "blue")), "q")
    done(made.call("q", meeting="spring"))
    late = {"days": 1.0, "gap_minutes": 0.0}
    wrong = made.annexes.make("dry/1", {"x": ["y"]})
    assert refused(
        made.call("p", "p", meeting="spring", organ="social", dry_run=wrong, **late)
    ) == ("assembly.meeting_taken")
    absent = SmallAssembly(charter=charter_with("organs", social_seats=0))
    absent.admitted(CASH)
    assert refused(absent.call("p", "p", organ="social", **late)) == "assembly.organ_absent"
    assert refused(made.call("p", "p", dry_run=wrong, **late)) == "assembly.item_twice"
    assert refused(made.call("p", "x", dry_run=wrong, **late)) == "assembly.proposal_unknown"
    assert refused(made.call("p", dry_run=wrong, **late)) == "assembly.notice_too_short"
    assert refused(made.call("p", dry_run=wrong, gap_minutes=0)) == "assembly.second_call_too_early"
    assert refused(made.call("p", dry_run=wrong)) == "assembly.dry_run_malformed"
