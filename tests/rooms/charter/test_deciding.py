"""How members decide: the limits of laws and house, tiers, and the ratchet."""

from __future__ import annotations

from fractions import Fraction

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.charter.article import Article, Tier
from auzolan.charter.articles import Change, Charter
from auzolan.charter.bounds import breaches
from auzolan.charter.clauses import amended, value_of_clause
from auzolan.charter.laws import LAWS
from auzolan.charter.laws.bound import AT_LEAST, EXACTLY, Differ, Law, Limit
from auzolan.charter.laws.house import HOUSE
from auzolan.charter.presets import founding_charter
from auzolan.charter.thresholds import harder, is_at_least, is_at_most, read_part
from auzolan.charter.tiers import (
    MAJORITIES,
    TURNOUTS,
    cooling_days_of_tier,
    majority_for,
    majority_of_tier,
    tier_of_changes,
    turnout_for,
    turnout_of_tier,
)
from auzolan.foundation.refusals import Refusal

LIMITS = [(law, limit) for law in LAWS.values() for limit in law.limits]
HOUSE_LIMITS = [(law, limit) for law in LAWS.values() for limit in HOUSE]
DIFFER = [(law, pair) for law in LAWS.values() for pair in law.differ]

# --- parts --------------------------------------------------------------------------------------

_SIGNS = st.sampled_from((">", ">="))
_FRACTIONS = st.tuples(st.integers(1, 40), st.integers(1, 40)).filter(lambda f: f[0] <= f[1])
THRESHOLDS = st.builds(lambda sign, f: f"{sign}{f[0]}/{f[1]}", _SIGNS, _FRACTIONS).filter(
    lambda text: text[1] == "=" or Fraction(text[1:]) < 1
)
CAPS = st.builds(lambda sign, f: f"{sign}{f[0]}/{f[1]}", st.sampled_from(("<", "<=")), _FRACTIONS)


def reached_by(part: str, votes: int, of: int) -> bool:
    """Whether so many of so many are within a part, written out."""
    bounded, share = read_part(part), Fraction(votes, of)
    if bounded.is_cap:
        return share < bounded.part or (share == bounded.part and not bounded.strictly)
    return share > bounded.part or (share == bounded.part and not bounded.strictly)


@given(THRESHOLDS, THRESHOLDS)
def test_the_harder_threshold_is_the_one_that_fewer_results_reach(one: str, other: str) -> None:
    """Goal: comparing parts is exact. Method: all results of 1,640 voters, the least common base."""
    results = [Fraction(n, d) for d in range(1, 41) for n in range(d + 1)]
    passing = {
        text: {r for r in results if reached_by(text, r.numerator, r.denominator)}
        for text in (one, other)
    }
    assert passing[harder(one, other)] <= passing[one] & passing[other]
    if is_at_least(one, other):
        assert passing[one] <= passing[other]
        assert is_at_most(other, one)


@given(CAPS, CAPS)
def test_the_lower_cap_is_the_one_that_allows_fewer(one: str, other: str) -> None:
    """Goal: comparing caps is exact. Method: all shares up to forty voters."""
    shares = [Fraction(n, d) for d in range(1, 41) for n in range(d + 1)]
    allowed = {
        text: {s for s in shares if reached_by(text, s.numerator, s.denominator)}
        for text in (one, other)
    }
    if is_at_most(one, other):
        assert allowed[one] <= allowed[other]
    else:
        assert not allowed[one] <= allowed[other] or allowed[one] == allowed[other]


# --- limits -------------------------------------------------------------------------------------


def beyond(limit: Limit) -> int | str:
    """The value nearest to a limit on its wrong side: one unit, or the next strictness."""
    amount = limit.amount
    if isinstance(amount, int):
        return amount - 1 if limit.comparison == AT_LEAST else amount + 1
    if limit.comparison == EXACTLY:
        return ">=1/1"
    sign, part = amount.rstrip("0123456789/"), amount.lstrip("<>=")
    n, d = (int(term) for term in part.split("/"))
    scale = 3_000 // d  # as fine as terms of four digits allow
    if limit.comparison == AT_LEAST:
        return f">={part}" if sign == ">" else f">{n * scale - 1}/{d * scale}"
    if sign == ">=":
        return f">{part}"
    return f"<={part}" if sign == "<" else f"<{n * scale + 1}/{d * scale}"


def set_clause(charter: Charter, clause: str, value: int | str) -> Charter:
    """A charter with one clause set, unchecked."""
    root, _, field = clause.partition(".")
    article: Article = getattr(charter, root)
    return msgspec.structs.replace(
        charter, **{root: msgspec.structs.replace(article, **{field: value})}
    )


def faults_of(charter: Charter, article: str, clause: str) -> list[Refusal]:
    """The breaches that cite an article and name a clause."""
    return [one for one in breaches(charter) if one.article == article and clause in one.because]


def named(pair: tuple[Law, Limit]) -> str:
    law, limit = pair
    return f"{law.name}:{limit.clause}:{limit.comparison}"


@pytest.mark.parametrize("preset", LAWS)
def test_the_defaults_of_every_preset_are_within_house_and_law(preset: str) -> None:
    """Goal: a new co-operative begins lawfully. Method: check the founding charter of each."""
    assert breaches(founding_charter(preset=preset)) == ()


@pytest.mark.parametrize("pair", LIMITS, ids=named)
def test_each_limit_of_a_law_is_kept_on_it_and_broken_one_step_beyond(
    pair: tuple[Law, Limit],
) -> None:
    """Goal: the law's edge is exact, and named. Method: stand on it, then one step beyond."""
    law, limit = pair
    charter = founding_charter(preset=law.name)
    on = set_clause(charter, limit.clause, limit.amount)
    assert faults_of(on, limit.article, limit.clause) == []
    over = faults_of(set_clause(charter, limit.clause, beyond(limit)), limit.article, limit.clause)
    assert [fault.code for fault in over] == ["charter.beyond_law"]
    assert str(limit.amount or "none") in over[0].remedy
    if limit.unless is not None:
        without = set_clause(charter, limit.clause, limit.unless)
        assert faults_of(without, limit.article, limit.clause) == []


@pytest.mark.parametrize("pair", HOUSE_LIMITS, ids=named)
def test_each_limit_of_the_house_holds_under_every_law(pair: tuple[Law, Limit]) -> None:
    """Goal: no preset loosens the kernel. Method: one step beyond each limit, under each preset."""
    law, limit = pair
    charter = founding_charter(preset=law.name)
    on = set_clause(charter, limit.clause, limit.amount)
    assert faults_of(on, limit.article, limit.clause) == []
    over = faults_of(set_clause(charter, limit.clause, beyond(limit)), limit.article, limit.clause)
    assert [fault.code for fault in over] == ["charter.beyond_house"]
    if limit.unless is not None:
        without = set_clause(charter, limit.clause, limit.unless)
        assert faults_of(without, limit.article, limit.clause) == []


@pytest.mark.parametrize("pair", DIFFER, ids=lambda pair: pair[1].one)
def test_two_organs_that_watch_each_other_do_not_end_together(pair: tuple[Law, Differ]) -> None:
    """Goal: the law's rule on terms. Method: equal terms, a day apart, and an organ without seats."""
    law, differ = pair
    charter = set_clause(founding_charter(preset=law.name), differ.seats, 3)
    term = value_of_clause(charter, differ.other)
    assert isinstance(term, int)
    equal = set_clause(charter, differ.one, term)
    faults = faults_of(equal, differ.article, differ.one)
    assert [fault.code for fault in faults] == ["charter.terms_coincide"]
    assert faults_of(set_clause(equal, differ.one, term - 1), differ.article, differ.one) == []
    assert faults_of(set_clause(equal, differ.seats, 0), differ.article, differ.one) == []


@pytest.mark.parametrize(
    ("preset", "clause", "value", "article"),
    [
        ("es-pv-2019", "meetings.notice_days", 9, "Act 11/2019, art. 35(6)"),
        ("es-pv-2019", "meetings.notice_days_max", 61, "Act 11/2019, art. 35(6)"),
        ("es-pv-2019", "meetings.call_gap_minutes", 29, "Act 11/2019, art. 35(7)"),
        ("es-pv-2019", "decisions.first_call_quorum", ">=1/2", "Act 11/2019, art. 36(2)"),
        ("es-pv-2019", "decisions.second_call_votes", 99, "Act 11/2019, art. 36(2)"),
        ("es-pv-2019", "decisions.policy_majority", ">=1/2", "Act 11/2019, art. 38(1)"),
        ("es-pv-2019", "decisions.structural_majority", ">1999/3000", "Act 11/2019, art. 38(2)"),
        ("es-pv-2019", "decisions.structural_attendance", ">=74/100", "Act 11/2019, art. 38(2)"),
        ("es-pv-2019", "meetings.convene_bp", 2_001, "Act 11/2019, art. 35(3)"),
        ("es-pv-2019", "meetings.agenda_bp", 1_001, "Act 11/2019, art. 35(4)"),
        ("es-pv-2019", "meetings.secret_bp", 1_001, "Act 11/2019, art. 36(8)"),
        ("es-pv-2019", "meetings.proxies_max", 3, "Act 11/2019, art. 36(4)"),
        ("es-pv-2019", "organs.council_term_days", 729, "Act 11/2019, art. 46(1)"),
        ("es-pv-2019", "organs.council_term_days", 1_826, "Act 11/2019, art. 46(1)"),
        ("es-pv-2019", "organs.monitoring_from", 101, "Act 11/2019, art. 53(1)"),
        ("es-pv-2019", "organs.delegates_from", 499, "Act 11/2019, art. 40(1)"),
        ("es-pv-2019", "organs.recall_majority", ">=1999/3000", "Act 11/2019, art. 46(2)"),
        ("es-pv-2019", "decisions.challenge_days", 364, "Act 11/2019, art. 41(3)"),
        ("es-pv-2019", "decisions.suspension_small_bp", 2_001, "Act 11/2019, art. 41(5)"),
        ("es-1999", "meetings.notice_days", 14, "Act 27/1999, art. 24(1)"),
        ("es-1999", "decisions.bylaw_majority", ">=3/5", "Act 27/1999, art. 28(2)"),
        ("es-1999", "decisions.entrenched_majority", ">4/5", "Act 27/1999, art. 28(3)"),
        ("es-1999", "organs.council_seats", 16, "Act 27/1999, art. 33"),
        ("us-worker", "meetings.notice_days", 9, "California Corporations Code, s. 12481(a), (b)"),
    ],
)
def test_each_bound_of_deciding_that_was_promised_cites_its_article(
    preset: str, clause: str, value: int | str, article: str
) -> None:
    """Goal: the numbers are those of the acts. Method: each by hand, one step beyond."""
    charter = set_clause(founding_charter(preset=preset), clause, value)
    assert article in [fault.article for fault in breaches(charter) if clause in fault.because]


# --- tiers and the ratchet ----------------------------------------------------------------------

CHARTER = founding_charter()


def changes(**values: int | str) -> tuple[Change, ...]:
    return tuple(Change(name.replace("__", "."), value) for name, value in values.items())


@pytest.mark.parametrize(
    ("named", "texts", "tier"),
    [
        (changes(decisions__poll_days=9), (), Tier.ENTRENCHED),
        (changes(consent__erase_days=7), (), Tier.ENTRENCHED),
        (changes(meetings__notice_days=20), (), Tier.BYLAW),
        (changes(organs__council_seats=5, meetings__notice_days=20), (), Tier.BYLAW),
        (changes(labour__floor_cents_hour=1), (), Tier.POLICY),
        ((), ("labour",), Tier.POLICY),
        (changes(meetings__notice_days=20), ("organs", "surplus"), Tier.BYLAW),
    ],
)
def test_a_measure_has_the_tier_of_all_that_it_changes(
    named: tuple[Change, ...], texts: tuple[str, ...], tier: Tier
) -> None:
    """Goal: one tier a measure. Method: clauses, texts, and both."""
    assert tier_of_changes(CHARTER, named, texts) == tier


@pytest.mark.parametrize(
    ("named", "texts"),
    [
        (changes(decisions__poll_days=9, labour__floor_cents_hour=1), ()),
        (changes(labour__floor_cents_hour=1), ("consent",)),
        ((), ("membership", "labour")),
    ],
)
def test_a_measure_of_several_tiers_is_refused(
    named: tuple[Change, ...], texts: tuple[str, ...]
) -> None:
    """Goal: nothing hard rides on something easy. Method: mixtures of clauses and texts."""
    refusal = tier_of_changes(CHARTER, named, texts)
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.article) == ("charter.tiers_mixed", "Art. 5")


def test_neither_clause_nor_text_of_a_kernel_article_has_a_tier_to_pass() -> None:
    """Goal: the kernel cannot be voted on. Method: an article of tier 0, by clause and by text."""
    labour = msgspec.structs.replace(CHARTER.labour, tier=Tier.KERNEL)
    charter = msgspec.structs.replace(CHARTER, labour=labour)
    for named, texts in ((changes(labour__floor_cents_hour=1), ()), ((), ("labour",))):
        refusal = tier_of_changes(charter, named, texts)
        assert isinstance(refusal, Refusal)
        assert refusal.code == "charter.kernel"


def test_each_tier_needs_what_the_charter_says() -> None:
    """Goal: the ladder of tiers. Method: majority, turnout and cooling-off of each."""
    found = [
        (
            majority_of_tier(CHARTER, t),
            turnout_of_tier(CHARTER, t),
            cooling_days_of_tier(CHARTER, t),
        )
        for t in (1, 2, 3, 4)
    ]
    assert found == [
        (">=2/3", ">=1/2", 30), (">=3/5", "", 14), (">1/2", "", 3), (">1/2", "", 3)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("named", "tier", "majority", "turnout"),
    [
        (changes(decisions__policy_majority=">=3/5"), 1, ">=2/3", ">=1/2"),
        (changes(decisions__entrenched_majority=">=3/4"), 1, ">=3/4", ">=1/2"),
        (changes(decisions__entrenched_majority=">3/5"), 1, ">=2/3", ">=1/2"),
        (changes(decisions__policy_majority=">=4/5"), 1, ">=4/5", ">=1/2"),
        (changes(organs__recall_majority=">=3/4"), 2, ">=3/4", ""),
        (changes(organs__recall_majority=">1/2"), 2, ">=2/3", ""),
        (changes(decisions__second_call_quorum=">=1/5"), 1, ">=2/3", ">=1/2"),
        (changes(decisions__entrenched_turnout=">=3/5"), 1, ">=2/3", ">=3/5"),
        (changes(decisions__entrenched_turnout=">=1/5"), 1, ">=2/3", ">=1/2"),
        (changes(decisions__first_call_quorum=">=2/3"), 1, ">=2/3", ">=2/3"),
        (changes(decisions__structural_attendance=""), 1, ">=2/3", ">=3/4"),
        (changes(decisions__poll_days=9), 1, ">=2/3", ">=1/2"),
    ],
)
def test_whoever_changes_a_threshold_needs_the_harder_of_old_and_new(
    named: tuple[Change, ...], tier: int, majority: str, turnout: str
) -> None:
    """Goal: the ratchet. Method: raise and lower majorities and turnouts."""
    assert majority_for(CHARTER, named, tier) == majority
    assert turnout_for(CHARTER, named, tier) == turnout


def test_what_relieves_of_a_majority_or_a_quorum_needs_that_majority_or_quorum() -> None:
    """Goal: no way around the ratchet. Method: nine tenths for structure and quorum, then the relief."""
    charter = founding_charter(preset="ica")
    for clause, value in (
        ("decisions.structural_majority", ">=9/10"), ("decisions.structural_attendance", ""),
        ("decisions.second_call_quorum", ">=4/5"), ("decisions.second_call_votes", 1_000_000),
    ):  # fmt: skip
        charter = set_clause(charter, clause, value)
    relief = changes(decisions__structural_attendance=">=1/9999")
    assert majority_for(charter, relief, 1) == ">=9/10"
    enough = changes(decisions__second_call_votes=20)
    assert turnout_for(charter, enough, 1) == ">=4/5"
    other = changes(decisions__poll_days=9)
    assert (majority_for(charter, other, 1), turnout_for(charter, other, 1)) == (">=2/3", ">=1/2")


def test_the_ratchet_knows_every_threshold() -> None:
    """Goal: no threshold slips past. Method: the clauses whose values are thresholds."""
    found = {
        f"{root}.{name}"
        for root in ("decisions", "meetings", "organs")
        for name in getattr(CHARTER, root).__struct_fields__
        if str(getattr(getattr(CHARTER, root), name)).startswith(">")
    }
    assert found == MAJORITIES | TURNOUTS


_RATCHETED = sorted(MAJORITIES | TURNOUTS)
_VALUES = st.sampled_from(
    (">1/2", ">=1/2", ">=11/20", ">=3/5", ">5/8", ">=2/3", ">=3/4", ">=4/5", ">=1/10", ">=1/5")
)


@given(
    st.lists(
        st.tuples(
            st.lists(st.builds(Change, st.sampled_from(_RATCHETED), _VALUES), min_size=1, max_size=3),
            st.fractions(0, 1), st.fractions(0, 1),
        ),
        max_size=8,
    )
)  # fmt: skip
def test_no_ladder_of_amendments_leads_below_a_threshold(
    steps: list[tuple[list[Change], Fraction, Fraction]],
) -> None:
    """Goal: no amendment ladder. Method: random sequences of measures, each with its yes and turnout.

    A threshold that was changed was changed by a vote that reached both what it said before and
    what it says after; so the weakest vote of a sequence bounds how low it led.
    """
    charter = founding_charter(preset="ica")
    for proposed, yes, turnout in steps:
        named = tuple(proposed)
        after, tier = amended(charter, named), tier_of_changes(charter, named)
        if isinstance(after, Refusal) or isinstance(tier, Refusal):
            continue
        need, roll = (
            read_part(majority_for(charter, named, tier)),
            turnout_for(charter, named, tier),
        )
        passes = yes > need.part or (yes == need.part and not need.strictly)
        if roll:
            least = read_part(roll)
            passes &= turnout > least.part or (turnout == least.part and not least.strictly)
        if not passes:
            continue
        for change in named:
            reached = yes if change.clause in MAJORITIES else turnout
            for value in (value_of_clause(charter, change.clause), change.value):
                assert reached_by(str(value), reached.numerator, reached.denominator)
        charter = after
    assert breaches(charter) == ()
