"""The named rules of sharing: whole pools with a source, chosen by one vote, within the law."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.charter.articles import Change, Charter
from auzolan.charter.clauses import amended, replaced
from auzolan.charter.distribution import Basis, pool_weights
from auzolan.charter.distribution_clauses import clauses_of, with_clauses
from auzolan.charter.laws import LAWS, breaches_of
from auzolan.charter.named_rules import (
    SHARING_RULES,
    changes_to,
    clauses_of_rule,
    rule_named,
    rule_of,
    rule_refused,
    under_rule,
)
from auzolan.charter.presets import founding_charter
from auzolan.foundation import canonical
from auzolan.foundation.refusals import Refusal

NAMES = ("hours-only", "mondragon", "stocksy", "value-only", "equal", "blended")
rules = st.sampled_from(list(SHARING_RULES.values()))


def measure(charter: Charter, name: str) -> tuple[Change, ...]:
    changes = changes_to(charter.surplus.distribution, SHARING_RULES[name])
    found = []
    for clause, value in changes.items():
        assert isinstance(value, int)
        found.append(Change(f"surplus.{clause}", value))
    return tuple(found)


def test_there_are_six_rules_and_each_says_who_shares_like_that() -> None:
    """Goal: the list of the charter. Method: names in order; whole pools; a sentence and a source."""
    assert tuple(SHARING_RULES) == NAMES
    for name, rule in SHARING_RULES.items():
        assert rule.name == name
        assert sum(rule.weights().values()) == 10_000
        assert len({pool.basis for pool in rule.pools}) == len(rule.pools)
        assert rule.says.endswith(".")
        assert rule.source


def test_the_blend_is_of_work_value_and_heads() -> None:
    """Goal: .40, .45, .15. Method: its pools, by hand."""
    assert {basis: of for basis, of in SHARING_RULES["blended"].weights().items() if of} == {
        Basis.LABOUR: 4_000, Basis.VALUE: 4_500, Basis.EQUAL: 1_500
    }  # fmt: skip


@pytest.mark.parametrize("preset", LAWS)
@given(rule=rules)
def test_a_rule_changes_pools_and_nothing_else(preset: str, rule: object) -> None:
    """Goal: lines, cash and losses stay. Method: each rule in each preset; compare all clauses."""
    named = next(one for one in SHARING_RULES.values() if one is rule)
    before = LAWS[preset].distribution
    after = under_rule(before, named)
    assert pool_weights(after.patronage) == named.weights()
    assert rule_of(after) == named.name
    assert changes_to(after, named) == {}
    assert rule_refused(after, named) is None
    differ = {
        name for name, value in clauses_of(after).items() if clauses_of(before)[name] != value
    }
    assert differ == set(changes_to(before, named))
    assert all(name.startswith("pool_") for name in differ)


@pytest.mark.parametrize("name", NAMES)
def test_one_measure_chooses_a_rule(name: str) -> None:
    """Goal: an ordinary vote on clauses. Method: amend the founding charter; order is irrelevant."""
    charter = founding_charter()
    changes = measure(charter, name)
    found = amended(charter, changes)
    assert isinstance(found, Charter), found
    assert rule_of(found.surplus.distribution) == name
    turned = amended(charter, changes[::-1])
    assert isinstance(turned, Charter)
    assert canonical.digest(turned) == canonical.digest(found)
    again = amended(found, measure(charter, name))
    assert isinstance(again, Refusal)
    assert again.code == "charter.no_change"


def test_a_law_can_forbid_a_rule() -> None:
    """Goal: principle 3 asks for proportion. Method: the six under `ica`; equal parts are refused."""
    law = LAWS["ica"]
    refused = {
        name for name, rule in SHARING_RULES.items()
        if breaches_of(under_rule(law.distribution, rule), law)
    }  # fmt: skip
    assert refused == {"equal", "blended"}


def test_an_unknown_rule_is_refused_with_the_names_of_all() -> None:
    """Goal: she can choose another. Method: a name that is none."""
    found = rule_named("winner-takes-all")
    assert isinstance(found, Refusal)
    assert found.code == "charter.sharing_rule_unknown"
    assert all(name in found.remedy for name in NAMES)


def test_a_rule_that_is_not_in_force_says_what_is() -> None:
    """Goal: the charter rules. Method: ask for equal shares where work and data share."""
    charter = founding_charter()
    refused = rule_refused(charter.surplus.distribution, SHARING_RULES["equal"])
    assert refused is not None
    assert refused.code == "charter.rule_not_in_force"
    assert "6000 by labour" in refused.because
    assert "auzolan charter rule equal" in refused.remedy
    assert rule_of(charter.surplus.distribution) == ""


def test_a_charter_that_never_named_the_newer_pools_keeps_its_digest() -> None:
    """Goal: old entries replay. Method: change a pool; the five that were always written, no other.

    A digest of the charter stands in every entry, so a release that wrote more pools into an old
    article would make another charter of it.
    """
    article = with_clauses(
        LAWS["ica"].distribution, {"pool_data_bp": 3_000, "pool_usage_bp": 1_000}
    )
    assert not isinstance(article, Refusal)
    assert [str(pool.basis) for pool in article.patronage.pools] == [
        "labour", "data", "usage", "labels", "equal"
    ]  # fmt: skip


def test_a_newer_pool_is_written_while_it_has_a_part() -> None:
    """Goal: one article, one text. Method: to a rule and back, as replay does it."""
    charter = founding_charter()
    back = clauses_of(charter.surplus.distribution)
    there = replaced(charter, measure(charter, "value-only"))
    assert Basis.VALUE in {pool.basis for pool in there.surplus.distribution.patronage.pools}
    names = clauses_of_rule(SHARING_RULES["value-only"])
    home = with_clauses(there.surplus.distribution, {name: back[name] for name in names})
    assert not isinstance(home, Refusal)
    assert Basis.VALUE not in {pool.basis for pool in home.patronage.pools}
    assert clauses_of(home) == back
