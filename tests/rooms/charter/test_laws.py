"""Legal presets of the distribution: each bound is broken by one unit and answers with its article."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.charter.distribution import Distribution, Pool
from auzolan.charter.distribution_clauses import Value, clauses_of, with_clauses
from auzolan.charter.laws import LAWS, breaches_of, law_named
from auzolan.charter.laws.bound import AT_LEAST, Bound, Choice, Law
from auzolan.foundation.refusals import Refusal

BOUNDS = [(law, bound) for law in LAWS.values() for bound in law.bounds]
CHOICES = [(law, choice) for law in LAWS.values() for choice in law.choices]


def changed(law: Law, **changes: Value) -> Distribution:
    found = with_clauses(law.distribution, changes)
    assert not isinstance(found, Refusal), found
    return found


def named(pair: tuple[Law, Bound | Choice]) -> str:
    law, of = pair
    return f"{law.name}:{'+'.join(of.clauses) if isinstance(of, Bound) else of.clause}"


def at_the_edge(law: Law, bound: Bound) -> tuple[Distribution, Distribution]:
    """A charter exactly on the bound, and one a single unit beyond it."""
    start: dict[str, Value] = {} if bound.when is None else {bound.when.clause: bound.when.value}
    if bound.clauses == ("pool_equal_bp",):
        weight = clauses_of(law.distribution)["pool_labour_bp"]
        assert isinstance(weight, int)
        return law.distribution, changed(law, pool_equal_bp=1, pool_labour_bp=weight - 1)
    *others, last = bound.clauses
    defaults = clauses_of(law.distribution)
    amount = bound.amount - sum(v for name in others if isinstance(v := defaults[name], int))
    beyond = amount - 1 if bound.comparison == AT_LEAST else amount + 1
    return changed(law, **start, **{last: amount}), changed(law, **start, **{last: beyond})


@pytest.mark.parametrize("law", LAWS.values(), ids=lambda law: law.name)
def test_the_defaults_of_every_preset_are_within_its_law(law: Law) -> None:
    """Goal: a new co-operative begins lawfully. Method: check the defaults."""
    assert breaches_of(law.distribution, law) == ()


@pytest.mark.parametrize("pair", BOUNDS, ids=named)
def test_each_bound_holds_to_the_last_unit(pair: tuple[Law, Bound]) -> None:
    """Goal: the law's edge is exact. Method: stand on it, then one basis point or cent beyond."""
    law, bound = pair
    on, beyond = at_the_edge(law, bound)
    assert breaches_of(on, law) == ()
    faults = breaches_of(beyond, law)
    assert {fault.code for fault in faults} == {"charter.beyond_law"}
    assert any(
        fault.article == bound.article and str(bound.amount) in fault.because for fault in faults
    )


@pytest.mark.parametrize("pair", CHOICES, ids=named)
def test_each_choice_of_a_law_refuses_every_other_name(pair: tuple[Law, Choice]) -> None:
    """Goal: no way around a bound by base, rounding or account. Method: all other names."""
    law, choice = pair
    start: dict[str, Value] = {} if choice.when is None else {choice.when.clause: choice.when.value}
    kind = type(msgspec_value(law.distribution, choice.clause))
    refused = 0
    for name in kind:
        article = changed(law, **start, **{choice.clause: str(name)})
        faults = [one for one in breaches_of(article, law) if one.code == "charter.beyond_law"]
        broken = [one for one in faults if choice.clause in one.because]
        assert bool(broken) == (str(name) not in choice.allowed), name
        assert all(one.article == choice.article for one in broken)
        refused += bool(broken)
    assert refused > 0


def msgspec_value(article: Distribution, clause: str) -> object:
    """The enum behind a clause that names one of a list."""
    for line in article.lines:
        if clause.startswith(f"{line.name}_"):
            field = clause.removeprefix(f"{line.name}_")
            return getattr(line, "result_class" if field == "class" else field)
    if clause == "dissolution_residue":
        return article.dissolution.residue
    return getattr(article.patronage, clause)


def test_a_bound_of_one_case_binds_in_that_case_alone() -> None:
    """Goal: nonqualified notices need no money. Method: the fifth in money under both."""
    law = LAWS["us-worker"]
    assert breaches_of(changed(law, cash_bp=1_999), law)[0].article == "26 U.S.C. 1388(c)(1)"
    assert breaches_of(changed(law, cash_bp=0, notices="nonqualified"), law) == ()


def test_the_education_minimum_is_halved_only_while_the_reserve_is_low() -> None:
    """Goal: the relief is no loophole. Method: half without, and with the condition."""
    law = LAWS["es-pv-2019"]
    assert breaches_of(changed(law, education_bp=500), law) != ()
    relief = {"education_condition": "reserve_below_half_capital", "education_condition_bp": 500}
    assert breaches_of(changed(law, **relief), law) == ()


def test_an_unknown_preset_is_refused_with_those_there_are() -> None:
    """Goal: a typing error is understood. Method: ask for one that there is not."""
    found = law_named("es-pv-2091")
    assert isinstance(found, Refusal)
    assert found.code == "charter.law_unknown"
    assert all(name in found.remedy for name in LAWS)


ARITHMETIC = {
    "charter.pools_not_whole": {"pool_data_bp": 3_999},
    "charter.line_limits_crossed": {"voluntary_min_cents": 2, "voluntary_max_cents": 1},
    "charter.lines_over_whole": {"voluntary_bp": 5_601},
    "charter.losses_order": {"losses_order": ("members", "carried", "obligatory_reserve")},
    "charter.dissolution_order": {"dissolution_order": ("compulsory_capital", "creditors")},
}


@pytest.mark.parametrize("code", ARITHMETIC)
def test_each_fault_of_arithmetic_has_its_code(code: str) -> None:
    """Goal: a charter that cannot be carried out is refused. Method: one fault each."""
    law = LAWS["es-pv-2019"]
    found = [fault.code for fault in breaches_of(changed(law, **ARITHMETIC[code]), law)]
    assert found == [code]


def test_lines_that_take_exactly_all_are_allowed() -> None:
    """Goal: the edge of the whole. Method: 10,000 basis points to the lines."""
    law = LAWS["es-pv-2019"]
    assert breaches_of(changed(law, voluntary_bp=5_600), law) == ()


def test_a_relief_counts_against_the_whole_only_where_it_can_be_met() -> None:
    """Goal: no false alarm. Method: a large conditional part with and without its condition."""
    law = LAWS["es-pv-2019"]
    assert breaches_of(changed(law, voluntary_condition_bp=9_000), law) == ()
    met = changed(
        law, voluntary_condition_bp=9_000, voluntary_condition="reserve_below_half_capital"
    )
    assert [one.code for one in breaches_of(met, law)] == ["charter.lines_over_whole"]


def test_two_lines_of_one_name_are_refused() -> None:
    """Goal: a clause names one number. Method: a line twice; a pool twice."""
    law = LAWS["it"]
    twice = msgspec.structs.replace(
        law.distribution, lines=(*law.distribution.lines, law.distribution.lines[0])
    )
    assert "charter.line_twice" in {one.code for one in breaches_of(twice, law)}
    pools = (Pool(basis="data", weight_bp=10_000), Pool(basis="data", weight_bp=10_000))
    patronage = msgspec.structs.replace(law.distribution.patronage, pools=pools)
    doubled = msgspec.structs.replace(law.distribution, patronage=patronage)
    assert "charter.pools_not_whole" in {one.code for one in breaches_of(doubled, law)}


@pytest.mark.parametrize("law", LAWS.values(), ids=lambda law: law.name)
def test_every_clause_can_be_set_to_what_it_is(law: Law) -> None:
    """Goal: clauses and charter say the same. Method: write all clauses back."""
    clauses = clauses_of(law.distribution)
    again = with_clauses(law.distribution, clauses)
    assert not isinstance(again, Refusal)
    assert clauses_of(again) == clauses


@given(st.sampled_from(sorted(LAWS)), st.data())
def test_changing_one_clause_changes_no_other(name: str, data: st.DataObject) -> None:
    """Goal: a vote changes what it says. Method: one number, all others compared."""
    law = LAWS[name]
    before = clauses_of(law.distribution)
    numbers = sorted(clause for clause, value in before.items() if isinstance(value, int))
    clause = data.draw(st.sampled_from(numbers))
    value = data.draw(st.integers(1, 5))
    after = clauses_of(changed(law, **{clause: value}))
    assert after == {**before, clause: value}


@pytest.mark.parametrize(
    ("clause", "value", "code"),
    [
        ("educatio_bp", 1_000, "charter.surplus_clause_unknown"),
        ("education", 1_000, "charter.surplus_clause_unknown"),
        ("education_bp", 10_001, "charter.surplus_value_unfit"),
        ("education_bp", -1, "charter.surplus_value_unfit"),
        ("education_bp", "much", "charter.surplus_value_unfit"),
        ("education_base", "turnover", "charter.surplus_value_unfit"),
        ("education_base", 3, "charter.surplus_value_unfit"),
        ("pool_data_bp", "all", "charter.surplus_value_unfit"),
        ("concentration_bp", 0, "charter.surplus_value_unfit"),
        ("exit_years", 0, "charter.surplus_value_unfit"),
        ("unclaimed_years", 0, "charter.surplus_value_unfit"),
        ("losses_order", ("members", "luck"), "charter.surplus_value_unfit"),
        ("lines_order", ("education",), "charter.surplus_value_unfit"),
        ("lines_order", 3, "charter.surplus_value_unfit"),
    ],
)
def test_a_clause_that_is_not_there_or_does_not_fit_is_refused(
    clause: str, value: Value, code: str
) -> None:
    """Goal: no silent mistake. Method: wrong names, ranges and kinds."""
    found = with_clauses(LAWS["es-pv-2019"].distribution, {clause: value})
    assert isinstance(found, Refusal)
    assert found.code == code
    assert clause in found.because
