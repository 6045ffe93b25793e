"""The rule of releases about groups: each refusal in its order, and what releases leave behind."""

from collections import Counter
from collections.abc import Mapping

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auzolan.foundation.refusals import Refusal
from auzolan.labour.groups.lines import CELLS_MAX, groups_from_annex
from auzolan.labour.groups.rules import LINES_MAX
from auzolan.labour.state import GroupAtom, GroupRelease, WorkOfMember
from auzolan.labour.watching.acts import GroupsReleased, ReleaseGroups
from auzolan.members.state import ACTIVE, Member
from auzolan.treasury.state import CLOSED, Period
from support.small_coop import SmallCoop

CHANCE = "5" * 64
PERIOD = "2025"


def coop_of(size: int) -> SmallCoop:
    """A co-operative with so many members, m000 and on, and a closed period in which all worked."""
    coop = SmallCoop()
    for number in range(size):
        member = f"m{number:03d}"
        coop.books.add(Member(member=member, standing=ACTIVE, since=coop.at, entry=coop.seq))
        coop.books.add(WorkOfMember(PERIOD, member, 3_600 + number, 0, 10_000))
    coop.books.add(Period(PERIOD, CLOSED, 0, 0, 0, 0, ""))
    return coop


def ask(
    coop: SmallCoop, cells: Mapping[str, range], *, kind: str = "groups/1", **fields: object
) -> ReleaseGroups:
    """The act that releases these cells of members by number; counts inside unless said."""
    lines = [(cell, f"m{one:03d}") for cell, numbers in cells.items() for one in numbers]
    sums = fields.get("measure", "people") != "people"
    amounts = [3_600 + int(member[1:]) if sums else 1 for _, member in lines]
    columns = {
        "cell": [cell for cell, _ in lines],
        "member": [member for _, member in lines],
        "amount": amounts,
    }
    ref = coop.annexes.make(kind, columns, amount="amount")
    act = ReleaseGroups(
        release=f"r{coop.seq}", population="members", audience="inside", measure="people",
        lines=ref, period="", noise_centi=0, chance="",
    )  # fmt: skip
    return msgspec.structs.replace(act, **fields)


def released(coop: SmallCoop, act: ReleaseGroups) -> dict[str, int]:
    fact = coop.done(act)
    assert isinstance(fact, GroupsReleased)
    assert fact.kept_back == sum(1 for cell in fact.cells if cell.value < 0)
    return {cell.label: cell.value for cell in fact.cells}


def atoms_of(coop: SmallCoop, view: str) -> dict[int, set[str]]:
    atoms: dict[int, set[str]] = {}
    for row in coop.books.find(GroupAtom, view=view):
        atoms.setdefault(row.atom, set()).add(row.member)
    return atoms


# --- what is told ---------------------------------------------------------------------------------


def test_large_groups_are_told_and_small_ones_kept_back_with_another() -> None:
    """Goal: the table of the charter's minimum. Method: 12, 8, 6 and 2 people, told inside at 5."""
    coop = coop_of(28)
    cells = {
        "nurse": range(12), "clerk": range(12, 20), "driver": range(20, 26), "cook": range(26, 28)
    }  # fmt: skip
    assert released(coop, ask(coop, cells)) == {
        "all": 28, "nurse": 12, "clerk": 8, "driver": -1, "cook": -1
    }  # fmt: skip
    row = coop.books.get(GroupRelease, "r1")
    assert row == GroupRelease("r1", "members", "inside", "people", "", 2026, 0, 5, 2, 1)
    sizes = sorted(len(one) for one in atoms_of(coop, "inside").values())
    assert sizes == [8, 8, 12]
    assert atoms_of(coop, "public") == {}


def test_sums_are_those_of_the_books() -> None:
    """Goal: a sum is told from the period's books. Method: two groups of twelve, in public."""
    coop = coop_of(24)
    cells = {"a": range(12), "b": range(12, 24)}
    act = ask(coop, cells, measure="seconds", period=PERIOD, audience="public")
    assert released(coop, act) == {
        "all": 24 * 3_600 + sum(range(24)),
        "a": 12 * 3_600 + sum(range(12)),
        "b": 12 * 3_600 + sum(range(12, 24)),
    }
    views = ("public", "inside", f"public/seconds/{PERIOD}", f"inside/seconds/{PERIOD}")
    assert all(len(atoms_of(coop, view)) == 2 for view in views)


def test_a_second_release_cannot_be_subtracted_from_the_first() -> None:
    """Goal: no differencing, under any name of the population.

    Method: twelve of 24, then thirteen of them, under another population; the second keeps its cell
    back.
    """
    coop = coop_of(24)
    released(coop, ask(coop, {"a": range(12), "b": range(12, 24)}))
    later = ask(coop, {"c": range(13), "d": range(13, 24)}, population="others")
    assert released(coop, later) == {"all": 24, "c": -1, "d": -1}


def test_what_was_told_in_public_counts_inside() -> None:
    """Goal: those inside read what is public. Method: ten of 30 in public, then eleven inside."""
    coop = coop_of(30)
    released(coop, ask(coop, {"a": range(10), "b": range(10, 30)}, audience="public"))
    later = ask(coop, {"a": range(11), "b": range(11, 30)})
    assert released(coop, later) == {"all": 30, "a": -1, "b": -1}


def test_what_was_told_inside_does_not_bind_the_public_but_keeps_inside_safe() -> None:
    """Goal: a public cell is safe beside inside ones.

    Method: seven told inside; a public cell that differs from them by three is kept back though it
    is large, one that differs by none is told.
    """
    coop = coop_of(40)
    released(coop, ask(coop, {"a": range(7), "b": range(7, 40)}))
    near = ask(coop, {"c": range(10), "d": range(10, 40)}, audience="public")
    assert released(coop, near) == {"all": 40, "c": -1, "d": -1}
    far = ask(coop, {"e": range(20), "f": range(20, 40)}, audience="public")
    assert released(coop, far) == {"all": 40, "e": 20, "f": 20}


def test_one_who_makes_up_most_of_a_sum_is_not_shown() -> None:
    """Goal: nobody above the charter's part.

    Method: one of 24 with as much as all others and more; her group is kept back, and so is the
    other, and a release without the sum is none.
    """
    coop = coop_of(24)
    row = coop.books.get(WorkOfMember, (PERIOD, "m003"))
    assert row is not None
    coop.books.put(msgspec.structs.replace(row, seconds=60_000))
    cells = {"a": range(12), "b": range(12, 24)}
    act = ask(coop, cells, measure="seconds", period=PERIOD)
    lines = [
        (line.cell, line.member, 60_000 if line.member == "m003" else line.amount)
        for line in groups_from_annex(coop.annexes.read(act.lines))
    ]
    columns = dict(
        zip(("cell", "member", "amount"), map(list, zip(*lines, strict=True)), strict=True)
    )
    act = msgspec.structs.replace(
        act, lines=coop.annexes.make("groups/1", columns, amount="amount")
    )
    total = 24 * 3_600 + sum(range(24)) - 3_603 + 60_000
    assert released(coop, act) == {"all": total, "a": -1, "b": -1}


def test_noise_is_told_in_place_of_the_exact_number_and_spends_the_budget() -> None:
    """Goal: a budget by calendar year.

    Method: the charter's 100 hundredths in two releases, a third is refused, and in the next year
    it is not.
    """
    coop = coop_of(40)
    cells = {"a": range(20), "b": range(20, 40)}
    for spent in (60, 100):
        act = ask(coop, cells, noise_centi=spent if spent == 60 else 40, chance=CHANCE)
        fact = coop.done(act)
        assert isinstance(fact, GroupsReleased)
        assert fact.spent_centi == spent
        values = [cell.value for cell in fact.cells]
        assert values != [40, 20, 20]
        assert min(values) >= 0
    more = ask(coop, cells, noise_centi=1, chance=CHANCE)
    assert coop.refused(more) == "labour.noise_budget_spent"
    coop.at += 366 * 86_400_000
    coop.done(more)


def test_the_same_chance_gives_the_same_noise() -> None:
    """Goal: an auditor who has the chance recomputes the release. Method: answer one act twice."""
    coop = coop_of(40)
    act = ask(coop, {"a": range(40)}, noise_centi=50, chance=CHANCE)
    assert coop.answer(act) == coop.answer(act)
    other = msgspec.structs.replace(act, chance="6" * 64)
    assert coop.answer(act) != coop.answer(other)


def test_noise_never_looks_like_a_cell_that_is_kept_back() -> None:
    """Goal: a number below 0 means one thing. Method: much noise on five people, thirty times."""
    coop, values = coop_of(10), set()
    for seed in range(30):
        act = ask(coop, {"a": range(5), "b": range(5, 10)}, noise_centi=1, chance=f"{seed:064x}")
        values |= set(released(coop, act).values())
    assert min(values) == 0
    assert max(values) > 100


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(("public", "inside")),
            st.sampled_from(("people", "seconds")),
            st.lists(st.sampled_from("abcd"), min_size=26, max_size=26),
            st.integers(0, 2),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_no_row_of_releases_leaves_a_small_intersection(
    wishes: list[tuple[str, str, list[str], int]],
) -> None:
    """Goal: whatever is released, no audience can derive a small group.

    Method: random releases, the sets told collected beside the rule; every intersection is large
    for each audience.
    """
    coop = coop_of(26)
    told: dict[str, list[frozenset[str]]] = {"public": [], "inside": []}
    for audience, measure, cells, left_out in wishes:
        numbers = range(left_out, 26)
        groups = {cell: [one for one in numbers if cells[one] == cell] for cell in "abcd"}
        chosen = {cell: one for cell, one in groups.items() if one}
        period = "" if measure == "people" else PERIOD
        act = ask(coop, chosen, audience=audience, measure=measure, period=period)  # type: ignore[arg-type]
        facts = coop.answer(act)
        if isinstance(facts, Refusal):
            assert facts.code == "labour.group_too_small"
            continue
        coop.apply(act, facts)
        names = {cell.label for cell in facts[0].cells if cell.value >= 0}  # type: ignore[attr-defined]
        sets = [frozenset(f"m{one:03d}" for one in chosen[cell]) for cell in names - {"all"}]
        sets.append(frozenset(f"m{one:03d}" for one in numbers))
        for reader in ("public", "inside") if audience == "public" else ("inside",):
            told[reader] += sets
    for reader, least in (("public", 10), ("inside", 5)):
        where = Counter(tuple(f"m{one:03d}" in held for held in told[reader]) for one in range(26))
        assert all(size >= least for atom, size in where.items() if any(atom))
        kept = [len(one) for number, one in atoms_of(coop, reader).items() if number]
        assert sorted(kept) == sorted(size for atom, size in where.items() if any(atom))


# --- refusals, in their order ---------------------------------------------------------------------


def test_an_open_or_unknown_period_is_refused_first() -> None:
    """Goal: figures that still change are not told. Method: no such period, and the open one."""
    coop = coop_of(12)
    act = ask(coop, {"a": range(12)}, measure="seconds", period="1999")
    assert coop.refused(act) == "treasury.period_unknown"
    still_open = msgspec.structs.replace(act, period="2026-q1")
    assert coop.refused(still_open) == "treasury.period_not_closed"


def test_a_release_is_made_once() -> None:
    """Goal: an id stands for one release. Method: the same id again."""
    coop = coop_of(12)
    act = ask(coop, {"a": range(12)})
    coop.done(act)
    assert coop.refused(act) == "labour.release_repeated"


@pytest.mark.parametrize(("measure", "period"), [("people", PERIOD), ("seconds", "")])
def test_a_sum_has_a_period_and_a_count_has_none(measure: str, period: str) -> None:
    """Goal: it is clear what is added up. Method: both mistakes."""
    coop = coop_of(12)
    act = ask(coop, {"a": range(12)}, measure=measure, period=period)
    assert coop.refused(act) == "labour.measure_and_period"


def test_noise_needs_a_small_epsilon_and_chance() -> None:
    """Goal: noise is noise. Method: an epsilon above ten, and chance that is none."""
    coop = coop_of(12)
    act = ask(coop, {"a": range(12)}, noise_centi=1_001, chance=CHANCE)
    assert coop.refused(act) == "labour.noise_out_of_range"
    for chance in ("", "5" * 63, "G" * 64, "5" * 64 + "\n"):
        act = ask(coop, {"a": range(12)}, noise_centi=10, chance=chance)
        assert coop.refused(act) == "labour.chance_malformed"


def test_a_release_has_lines_and_not_too_many() -> None:
    """Goal: the loop over lines has a limit. Method: none, and a reference that claims too many."""
    coop = coop_of(12)
    assert coop.refused(ask(coop, {})) == "labour.group_lines_out_of_range"
    act = ask(coop, {"a": range(12)})
    many = msgspec.structs.replace(act.lines, rows=LINES_MAX + 1)
    act = msgspec.structs.replace(act, lines=many)
    assert coop.refused(act) == "labour.group_lines_out_of_range"


@pytest.mark.parametrize("label", ["all", "", " x", "ü", "a|", "a" * 81, "a\n"])
def test_a_label_is_a_plain_name(label: str) -> None:
    """Goal: the fact can hold what is told, and nobody's cell is everybody. Method: bad labels."""
    coop = coop_of(12)
    assert coop.refused(ask(coop, {label: range(12)})) == "labour.group_lines_malformed"


def test_lines_of_another_shape_are_refused() -> None:
    """Goal: only well-formed lines. Method: another kind, more cells than a fact holds, and longer labels than an entry."""
    coop = coop_of(CELLS_MAX + 1)
    assert (
        coop.refused(ask(coop, {"a": range(12)}, kind="work/1")) == "labour.group_lines_malformed"
    )
    many = {f"c{one}": range(one, one + 1) for one in range(CELLS_MAX + 1)}
    assert coop.refused(ask(coop, many)) == "labour.group_lines_malformed"
    long = {f"{one:03d}{'x' * 70}": range(one, one + 1) for one in range(90)}
    assert coop.refused(ask(coop, long)) == "labour.group_lines_malformed"


def test_lines_are_of_members_once_each() -> None:
    """Goal: people, each in one cell. Method: a stranger, and one in two cells."""
    coop = coop_of(12)
    assert coop.refused(ask(coop, {"a": range(13)})) == "labour.member_unknown"
    assert coop.refused(ask(coop, {"a": range(6), "b": range(5, 12)})) == "labour.member_twice"


def test_amounts_are_those_of_the_books_and_the_refusal_does_not_say_them() -> None:
    """Goal: no made-up figure, and no look at a person's through a refusal.

    Method: pay in the place of seconds.
    """
    coop = coop_of(12)
    act = ask(coop, {"a": range(12)}, measure="seconds", period=PERIOD)
    wrong = msgspec.structs.replace(act, measure="pay_cents")
    assert coop.refused(wrong) == "labour.amount_differs"
    refusal = coop.answer(wrong)
    assert isinstance(refusal, Refusal)
    assert not any(digit in refusal.because.replace("m000", "") for digit in "0123456789")


def test_too_few_people_are_not_told_and_nothing_is_remembered() -> None:
    """Goal: a release that tells nothing leaves no trace. Method: nine in public, four inside."""
    coop = coop_of(12)
    assert coop.refused(ask(coop, {"a": range(9)}, audience="public")) == "labour.group_too_small"
    assert coop.refused(ask(coop, {"a": range(4)})) == "labour.group_too_small"
    assert coop.books.rows(GroupAtom) == []
