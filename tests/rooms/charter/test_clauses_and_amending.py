"""The clauses of a charter: what a vote may change, and how an amendment is executed."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.charter.acts import Amend, Amended, MandateGiven, MandateUsed
from auzolan.charter.article import Tier
from auzolan.charter.articles import Change, Charter, charter_from_text, charter_text
from auzolan.charter.authorize import authorize
from auzolan.charter.bounds import breaches
from auzolan.charter.clauses import CLAUSES, amended, clauses_of_charter, replaced, value_of_clause
from auzolan.charter.distribution_clauses import clauses_of
from auzolan.charter.presets import founding_charter
from auzolan.charter.rules import (
    apply_amended,
    apply_mandate_given,
    apply_mandate_used,
    decide_amend,
)
from auzolan.charter.state import FOREVER, IN_FORCE, CharterInForce, Mandate, charter_of
from auzolan.foundation import canonical
from auzolan.foundation.refusals import Refusal
from support import case_of
from support.founding import charter_with, founded_books, refused

# --- clauses ------------------------------------------------------------------------------------

SPLIT = (
    Change("surplus.obligatory_reserve_bp", 3_500),
    Change("surplus.education_bp", 1_000),
    Change("surplus.losses_order", "members,obligatory_reserve,carried"),
)


def test_a_change_of_clauses_gives_the_next_version() -> None:
    """Goal: what is voted is what is in force. Method: two numbers and an order."""
    after = amended(founding_charter(), SPLIT)
    assert isinstance(after, Charter)
    assert after.version == 2
    assert [value_of_clause(after, change.clause) for change in SPLIT] == [
        change.value for change in SPLIT
    ]
    assert msgspec.structs.replace(after, version=1, surplus=founding_charter().surplus) == (
        founding_charter()
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ((Change("kernel.one_person_one_vote", 0),), "charter.kernel"),
        ((Change("charter.kernel", 1),), "charter.clause_unknown"),
        ((Change("rights.consent_grant", 0),), "charter.kernel"),
        ((Change("decisions.tier", 4),), "charter.kernel"),
        ((Change("decisions.number", 9),), "charter.kernel"),
        ((Change("surplus.bonus_bp", 1),), "charter.clause_unknown"),
        ((Change("surplus.text", 1),), "charter.clause_unknown"),
        ((Change("weather.rain", 1),), "charter.clause_unknown"),
        ((Change("labour.index_ratio_max", 5), Change("labour.index_ratio_max", 7)),
         "charter.clause_twice"),
        ((Change("surplus.cash_bp", 10_001),), "charter.value_out_of_range"),
        ((Change("labour.index_ratio_max", 0),), "charter.value_out_of_range"),
        ((Change("labour.index_ratio_max", 6),), "charter.no_change"),
        ((Change("surplus.pool_data_bp", 5_000),), "charter.pools_not_whole"),
        ((Change("surplus.obligatory_reserve_bp", 1_500),), "charter.beyond_law"),
        ((Change("surplus.education_base", "luck"),), "charter.value_out_of_range"),
        ((Change("surplus.education_bp", "net"),), "charter.value_out_of_range"),
        ((Change("surplus.education_base", 7),), "charter.value_out_of_range"),
        ((Change("surplus.losses_order", "carried,members"),), "charter.losses_order"),
        ((Change("surplus.dissolution_residue", "members"),), "charter.beyond_law"),
        ((Change("surplus.lines_order", "education"),), "charter.value_out_of_range"),
        ((Change("labour.index_ratio_max", "six"),), "charter.value_out_of_range"),
        ((Change("decisions.policy_majority", ">=1/2"),), "charter.beyond_house"),
        ((Change("decisions.policy_majority", ">3/2"),), "charter.value_out_of_range"),
        ((Change("decisions.policy_majority", "<=2/3"),), "charter.value_out_of_range"),
        ((Change("meetings.inactive_votes", ">=1/10"),), "charter.value_out_of_range"),
        ((Change("consent.purposes", "commercial,research"),), "charter.only_appended"),
        ((Change("consent.purposes", "research"),), "charter.only_appended"),
        ((Change("consent.kinds", "purchases,visits,visits"),), "charter.only_appended"),
        ((Change("consent.kinds", ""),), "charter.value_out_of_range"),
        ((Change("consent.kinds", 7),), "charter.value_out_of_range"),
        ((Change("consent.kinds", "purchases"),), "charter.no_change"),
    ],
)  # fmt: skip
def test_each_unsound_change_is_refused(changes: tuple[Change, ...], expected: str) -> None:
    """Goal: one test per refusal of a change. Method: an example of each."""
    assert refused(amended(founding_charter(), changes)) == expected


def test_a_clause_of_a_kernel_article_cannot_be_changed() -> None:
    """Goal: founders can put an article into the kernel. Method: tier 0 for labour."""
    charter = charter_with("labour", tier=Tier.KERNEL)
    change = (Change("labour.floor_cents_hour", 2_000),)
    assert refused(amended(charter, change)) == "charter.kernel"
    assert isinstance(amended(founding_charter(), change), Charter)


def test_changes_refuse_in_their_fixed_order() -> None:
    """Goal: the order is a contract. Method: all faults at once, repaired one after another."""
    kernel = Change("rights.x", 1)
    unknown = Change("surplus.x", 1)
    range_ = Change("surplus.cash_bp", 10_001)
    same = Change("surplus.cash_bp", 2_000)
    breach = Change("surplus.pool_data_bp", 0)
    ladder = [
        (kernel, unknown, range_, range_), (unknown, range_, range_), (range_, range_, breach),
        (range_, breach), (same,), (same, breach),
    ]  # fmt: skip
    assert [refused(amended(founding_charter(), changes)) for changes in ladder] == [
        "charter.kernel", "charter.clause_unknown", "charter.clause_twice",
        "charter.value_out_of_range", "charter.no_change", "charter.pools_not_whole",
    ]  # fmt: skip


CLAUSE_NAMES = [
    f"{article}.{field}"
    for article, fields in clauses_of_charter(founding_charter()).items()
    for field in fields
]
NAMES = (
    "members", "all", "net", "up", "fund", "members,carried", "qualified", "none", "", ">1/2",
    ">=2/3", ">=1/10", ">=9/10", "<1/2", "<=1/5", ">7/5", "research,commercial,art", "purchases,art",
)  # fmt: skip


def test_every_field_of_an_article_is_a_clause_but_for_what_the_founding_settles() -> None:
    """Goal: nothing in the charter is beyond a vote by oversight. Method: walk the articles."""
    charter = founding_charter()
    fields = {
        f"{article}.{name}"
        for article in CLAUSES
        for name in getattr(charter, article).__struct_fields__
        if name not in ("number", "tier")
    }
    settled = {"worth.works", "worth.vouched"}
    assert fields - settled == {n for n in CLAUSE_NAMES if not n.startswith("surplus.")}


def test_a_vote_appends_purposes_and_kinds_and_keeps_their_order() -> None:
    """Goal: bits of consents keep their meaning. Method: append, read back, append again."""
    change = Change("consent.purposes", "research,commercial,teaching")
    after = amended(founding_charter(), (change,))
    assert isinstance(after, Charter)
    assert after.consent.purposes == ("research", "commercial", "teaching")
    assert value_of_clause(after, "consent.purposes") == change.value
    more = amended(after, (Change("consent.kinds", "purchases,bird-songs.v2"),))
    assert isinstance(more, Charter)
    assert more.consent.kinds == ("purchases", "bird-songs.v2")
    assert refused(amended(after, (Change("consent.purposes", "research,commercial"),))) == (
        "charter.only_appended"
    )


def test_a_clause_takes_a_value_of_its_own_sort_only() -> None:
    """Goal: a digest is no number. Method: each sort of value in a clause of the other, then right."""
    charter, digest = founding_charter(), "a" * 64
    for change in (Change("worth.recipe", 7), Change("labour.floor_cents_hour", digest)):
        refusal = amended(charter, (change,))
        assert isinstance(refusal, Refusal)
        assert refusal.code == "charter.value_out_of_range"
    voted = amended(charter, (Change("worth.recipe", digest),))
    assert isinstance(voted, Charter)
    assert voted.worth.recipe == digest
    back = amended(voted, (Change("worth.recipe", ""),))
    assert isinstance(back, Charter)
    assert back.worth.recipe == ""


@given(
    st.lists(
        st.builds(
            Change, st.sampled_from(CLAUSE_NAMES),
            st.one_of(st.integers(0, 12_000), st.integers(0, 40), st.integers(0, 2**53 - 1),
                      st.sampled_from(NAMES)),
        ),
        min_size=1, max_size=4,
    )
)  # fmt: skip
def test_no_change_leaves_the_bounds(changes: list[Change]) -> None:
    """Goal: no vote makes an unlawful charter. Method: random changes; what passes is sound."""
    after = amended(founding_charter(), tuple(changes))
    if isinstance(after, Charter):
        assert breaches(after) == ()
        assert charter_from_text(charter_text(after)) == after
        assert after == replaced(founding_charter(), tuple(changes))


# --- amending -----------------------------------------------------------------------------------


def test_an_amendment_replaces_the_charter_in_force_and_keeps_its_origin() -> None:
    """Goal: rule and applier agree. Method: decide, apply, read back."""
    books, act, case = founded_books(), Amend("mandate-split", SPLIT), case_of(seq=9)
    facts = decide_amend(books, act, case)
    assert not isinstance(facts, Refusal)
    (fact,) = facts
    assert isinstance(fact, Amended)
    apply_amended(books, case, act, fact)
    in_force = books.get(CharterInForce, IN_FORCE)
    assert in_force is not None
    assert (in_force.digest, in_force.origin) == (fact.charter_digest, "birds.example/log")
    assert fact.charter_digest == canonical.digest(charter_of(books))
    assert (fact.version, charter_of(books).version) == (2, 2)
    assert clauses_of(charter_of(books).surplus.distribution)["obligatory_reserve_bp"] == 3_500


def test_an_amendment_is_checked_again_on_the_day_of_its_execution() -> None:
    """Goal: two sound votes cannot make an unsound charter. Method: the second finds no change."""
    books, act, case = founded_books(), Amend("mandate-split", SPLIT), case_of(seq=9)
    facts = decide_amend(books, act, case)
    assert not isinstance(facts, Refusal)
    assert isinstance(facts[0], Amended)
    apply_amended(books, case, act, facts[0])
    assert refused(decide_amend(books, act, case)) == "charter.no_change"


def test_an_amendment_whose_fact_says_otherwise_is_not_applied() -> None:
    """Goal: replay stops in doubt. Method: a fact with another digest."""
    with pytest.raises(AssertionError, match="the changes give charter"):
        apply_amended(
            founded_books(), case_of(), Amend("mandate-split", SPLIT), Amended("00" * 32, 2)
        )


def test_a_mandate_for_a_subject_is_used_once() -> None:
    """Goal: one vote, one execution. Method: give, authorize, use, authorize again."""
    books, act, case = founded_books(), Amend("mandate-split", SPLIT), case_of(at=1_000)
    assert refused(authorize(books, act, case)) == "charter.not_in_office"
    books = founded_books()
    case = case_of()
    assert refused(authorize(books, act, case)) == "charter.no_mandate"
    given_ = MandateGiven("mandate-split", "charter.amend", "", act.subject(), case.at, FOREVER)
    apply_mandate_given(books, case, act, given_)
    assert authorize(books, act, case) == (MandateUsed("mandate-split"),)
    before = books.get(Mandate, "mandate-split")
    apply_mandate_used(books, case, act, MandateUsed("mandate-split"))
    after = books.get(Mandate, "mandate-split")
    assert before is not None
    assert after == msgspec.structs.replace(before, spent=1)
    assert refused(authorize(books, act, case)) == "charter.mandate_spent"
