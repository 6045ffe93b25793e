"""Exits before the members: which majority they need, and what is refused before anybody votes."""

from auzolan.assembly.measures import measure_refusal, power_of
from auzolan.assembly.resolutions import Dissolve, SettleExit
from auzolan.assembly.terms import terms_of
from auzolan.charter.article import Tier
from auzolan.charter.distribution import Reason
from auzolan.treasury.capital.exit_acts import ExitTerms, OpenExit
from support.small_treasury import treasury


def test_only_putting_somebody_out_needs_the_greater_majority() -> None:
    """Goal: a narrow majority cannot rid itself of the rest. Method: every reason."""
    coop = treasury()
    decisions = coop.charter.decisions
    for reason in Reason:
        measure = SettleExit(ExitTerms("ana", reason))
        greater = reason == Reason.EXPULSION
        expected = decisions.entrenched_majority if greater else decisions.policy_majority
        terms = terms_of(coop.charter, measure, proposal="p", poll="p", tier=Tier.POLICY)
        assert (terms.majority, terms.else_majority) == (expected, "")
        assert power_of(measure) == "treasury.open_exit"


def test_the_end_needs_the_majority_of_a_merger_unless_most_take_part() -> None:
    """Goal: nobody ends a co-operative by the way. Method: the terms of a plan for the end."""
    coop = treasury()
    measure = Dissolve("end", "0" * 64)
    terms = terms_of(coop.charter, measure, proposal="p", poll="p", tier=Tier.POLICY)
    decisions = coop.charter.decisions
    assert (terms.majority, terms.unless_attendance, terms.else_majority) == (
        decisions.structural_majority, decisions.structural_attendance, decisions.policy_majority,
    )  # fmt: skip


def test_an_exit_that_could_not_be_is_refused_before_the_vote() -> None:
    """Goal: nobody votes in vain. Method: a member, one who left, and a deduction."""
    coop = treasury()
    for terms, code in (
        (ExitTerms("ana", Reason.JUSTIFIED), "treasury.still_a_member"),
        (ExitTerms("zoe", Reason.DEATH), "treasury.no_such_member"),
        (ExitTerms("ana", Reason.DEATH, 1), "treasury.deduction_too_high"),
    ):
        refused = measure_refusal(coop.books, SettleExit(terms), coop.case())
        assert refused is not None
        assert refused.code == code
    coop.leave("ana")
    terms = ExitTerms("ana", Reason.JUSTIFIED)
    assert measure_refusal(coop.public, SettleExit(terms), coop.case()) is None


def test_the_vote_is_on_the_terms_and_on_nothing_else() -> None:
    """Goal: the subject binds. Method: the act with each term changed has another subject."""
    terms = ExitTerms("ana", Reason.UNJUSTIFIED, 100)
    act = OpenExit("mandate-p1", "any-name", "ana", Reason.UNJUSTIFIED, 100, "")
    assert act.subject() == SettleExit(terms).subject()
    for other in (
        OpenExit("mandate-p1", "x", "ben", Reason.UNJUSTIFIED, 100, ""),
        OpenExit("mandate-p1", "x", "ana", Reason.EXPULSION, 100, ""),
        OpenExit("mandate-p1", "x", "ana", Reason.UNJUSTIFIED, 101, ""),
        OpenExit("mandate-p1", "x", "ana", Reason.UNJUSTIFIED, 100, "ben"),
    ):
        assert other.subject() != act.subject()
