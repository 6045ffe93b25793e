"""Scottish STV: the declared counts of real wards, a second implementation, and ties."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.assembly.counting.meek_stv import meek_stv
from auzolan.assembly.counting.methods import decimal_text
from auzolan.assembly.counting.rankings import Rankings
from auzolan.assembly.counting.readers import read_ballots
from auzolan.assembly.counting.scottish_stv import ONE_VOTE, StageKind, StvCount, scottish_stv
from rooms.assembly.counting import plain_stv

WARDS = (
    "aberdeen_2017_ward11 aberdeenshire_2017_ward1 argyll_bute_2017_ward5 edinburgh_2017_ward1 "
    "edinburgh_2017_ward13 edinburgh_2017_ward15 edinburgh_2017_ward5 eilean_siar_2017_ward9 "
    "fife_2017_ward12 fife_2017_ward3 glasgow_2017_ward12 glasgow_2017_ward18 "
    "highland_2017_ward10 inverclyde_2017_ward6 moray_2017_ward6 north_lanarkshire_2017_ward10 "
    "north_lanarkshire_2017_ward19 perth_kinross_2017_ward1 shetland_2017_ward4 "
    "shetland_2017_ward6"
).split()
LONG = int(os.environ.get("AUZOLAN_LONG_ELECTIONS", "0"))
FEW_ELECTIONS = 400

Papers = list[tuple[int, ...]]


@st.composite
def elections(draw: st.DrawFn) -> tuple[Papers, int, int]:
    """Papers, candidates, seats; few candidates and repeated papers, so that ties are common."""
    candidates = draw(st.integers(1, 7))
    seats = draw(st.integers(1, candidates))
    ranking = st.lists(st.integers(0, candidates - 1), unique=True, max_size=candidates)
    papers = draw(st.lists(ranking.map(tuple), min_size=1, max_size=40).filter(any))
    return papers, candidates, seats


def told(count: StvCount) -> str:
    """A count as the text that `plain_stv` makes."""
    table, notes = [], []
    for number, stage in enumerate(count.stages, 1):
        notes += [["lot", one.stage, one.order] for one in stage.lots if one.stage < number]
        table.append([decimal_text(votes, 5) for votes in stage.totals])
        moving = [one for one in stage.lots if one.why != "who is named first"]
        naming = [one for one in stage.lots if one.why == "who is named first"]
        notes += [["lot", one.stage, one.order] for one in (*moving, *naming)]
        notes.append(
            [stage.kind, stage.candidate, stage.non_transferable, stage.loss, stage.elected]
        )
    return json.dumps([count.elected, count.quota, table, notes])


def chance(seed: int) -> tuple[Papers, int, int]:
    """An election from a number."""
    draw = random.Random(seed)
    candidates = draw.randint(1, 8)
    papers = [
        tuple(draw.sample(range(candidates), draw.randint(0, candidates)))
        for _ in range(draw.randint(1, 60))
    ]
    return [*papers, (0,)], candidates, draw.randint(1, candidates)


# --- what was declared ---------------------------------------------------------------------------


@pytest.mark.parametrize("ward", WARDS)
def test_a_declared_count_is_reproduced(test_data: Callable[[str], Path], ward: str) -> None:
    """Goal: the law was understood. Method: quota, order and every published figure of a ward."""
    folder = test_data("elections/scotland-2017")
    ballots = read_ballots((folder / f"{ward}.csv").read_text(encoding="utf-8"))
    official = json.loads((folder / f"{ward}.official.json").read_text(encoding="utf-8"))
    assert ballots.seats == official["seats"]
    count = scottish_stv(ballots.rankings, ballots.seats)
    assert (count.quota, count.valid) == (official["quota"], official["valid_poll"])
    stages = {
        one["index"]: one["occurred_on_count"] for one in official["candidates"] if one["elected"]
    }
    assert {place + 1 for place in count.elected} == set(stages)
    for number, stage in enumerate(count.stages, 1):
        assert {place + 1 for place in stage.elected} == {
            one for one, occurred in stages.items() if occurred == number
        }
    assert len(count.stages) == len(official["stage_totals"])
    for stage, published in zip(count.stages, official["stage_totals"], strict=True):
        for votes, figure in zip(stage.totals, published, strict=True):
            if figure:
                assert _rounded(votes, len(figure.partition(".")[2])) == _rounded_text(figure)


def _rounded(votes: int, decimals: int) -> int:
    """Votes as whole units of so many decimals, half up."""
    unit = 10 ** (5 - decimals)
    return (votes + unit // 2) // unit


def _rounded_text(figure: str) -> int:
    return int(figure.replace(".", ""))


# --- a second implementation -----------------------------------------------------------------------


@given(elections(), st.sampled_from(["", "2026-05-04", "a public text"]))
def test_a_count_by_hand_gives_the_same_bytes(election: tuple[Papers, int, int], seed: str) -> None:
    """Goal: no slip hides in fast code. Method: a slow second implementation, told alike."""
    papers, candidates, seats = election
    count = scottish_stv(Rankings.from_lists(papers, candidates), seats, seed=seed)
    assert told(count) == plain_stv.count(papers, candidates, seats, seed)


def test_many_elections_by_chance_are_counted_alike_and_lose_no_vote() -> None:
    """Goal: as above on elections of other shapes. Method: AUZOLAN_LONG_ELECTIONS=100000 for all."""
    for seed in range(LONG or FEW_ELECTIONS):
        papers, candidates, seats = chance(seed)
        count = scottish_stv(Rankings.from_lists(papers, candidates), seats, seed=str(seed))
        assert told(count) == plain_stv.count(papers, candidates, seats, str(seed)), f"seed {seed}"
        _conserves(count)


def _conserves(count: StvCount) -> None:
    for stage in count.stages:
        votes = sum(stage.totals) + stage.non_transferable + stage.loss
        assert votes == count.valid * ONE_VOTE


_WITHOUT_NUMBA = """
import json, sys
sys.modules["numba"] = None
from auzolan.assembly.counting import compiled, meek_stv, rankings, scottish_stv
assert not compiled.HAS_NUMBA
for papers, candidates, seats in json.load(sys.stdin):
    given = rankings.Rankings.from_lists(papers, candidates)
    print(scottish_stv.scottish_stv(given, seats), meek_stv.meek_stv(given, seats))
"""


def test_the_base_install_counts_the_same_without_numba() -> None:
    """Goal: no result depends on what is installed. Method: the same counts with numba hidden."""
    drawn = [chance(seed) for seed in range(40)]
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", _WITHOUT_NUMBA],
        input=json.dumps(drawn), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for told_there, (papers, candidates, seats) in zip(
        done.stdout.splitlines(), drawn, strict=True
    ):
        here = Rankings.from_lists(papers, candidates)
        assert told_there == f"{scottish_stv(here, seats)} {meek_stv(here, seats)}"


# --- what must not matter --------------------------------------------------------------------------


@given(elections(), st.randoms(use_true_random=False))
def test_neither_the_order_of_ballots_nor_merging_them_matters(
    election: tuple[Papers, int, int], shuffler: random.Random
) -> None:
    """Goal: a count is of ballots, not of a file. Method: shuffle, and merge or not."""
    papers, candidates, seats = election
    count = scottish_stv(Rankings.from_lists(papers, candidates), seats)
    shuffler.shuffle(papers)
    for merge in (True, False):
        again = Rankings.from_lists(papers, candidates, merge=merge)
        assert scottish_stv(again, seats) == count


@given(elections(), st.randoms(use_true_random=False))
def test_numbering_candidates_otherwise_changes_no_count_without_lots(
    election: tuple[Papers, int, int], shuffler: random.Random
) -> None:
    """Goal: nobody gains by her place on the ballot. Method: permute, count, permute back."""
    papers, candidates, seats = election
    count = scottish_stv(Rankings.from_lists(papers, candidates), seats)
    names = list(range(candidates))
    shuffler.shuffle(names)
    renamed = [tuple(names[choice] for choice in paper) for paper in papers]
    other = scottish_stv(Rankings.from_lists(renamed, candidates), seats)
    if not count.lots:
        assert other.elected == tuple(names[one] for one in count.elected)
        for mine, theirs in zip(count.stages, other.stages, strict=True):
            assert mine.totals == tuple(theirs.totals[names[c]] for c in range(candidates))


@given(elections())
def test_at_every_stage_all_votes_are_still_there(election: tuple[Papers, int, int]) -> None:
    """Goal: no vote is lost or made. Method: totals, non-transferable votes, loss; and changes."""
    papers, candidates, seats = election
    count = scottish_stv(Rankings.from_lists(papers, candidates), seats)
    _conserves(count)
    assert len(count.elected) == len(set(count.elected)) == seats
    before = (0,) * candidates
    for stage in count.stages:
        assert stage.totals == tuple(map(sum, zip(before, stage.transferred, strict=True)))
        before = stage.totals


# --- the law's order, by small elections -------------------------------------------------------------


def counted(lines: str, candidates: int, seats: int, seed: str = "") -> StvCount:
    """Count papers written as `3 AB` for three voters who rank A before B."""
    rankings, weights = [], []
    for line in lines.split(","):
        voters, names = line.split()
        weights.append(int(voters))
        rankings.append(["ABCDEFG".index(name) for name in names])
    return scottish_stv(Rankings.from_lists(rankings, candidates, weights), seats, seed=seed)


def test_all_are_elected_at_once_where_as_many_continue_as_there_are_vacancies() -> None:
    """Goal: rule 52 comes first. Method: two candidates with no votes and a surplus waiting."""
    count = counted("9 A", 3, 3)
    assert (len(count.stages), count.elected[0], set(count.elected)) == (1, 0, {0, 1, 2})
    count = counted("5 A, 3 BC, 2 C", 3, 2)
    assert [stage.kind for stage in count.stages] == [
        StageKind.FIRST_PREFERENCES,
        StageKind.SURPLUS,
        StageKind.EXCLUSION,
    ]


def test_the_larger_surplus_moves_first_and_all_its_papers_do() -> None:
    """Goal: rules 48 and 49. Method: a paper received at part value moves on with the others."""
    count = counted("10 AC, 8 BC, 1 C, 2 D, 2 E", 5, 3)
    assert count.quota == 6
    assert [(stage.kind, stage.candidate) for stage in count.stages[1:3]] == [
        (StageKind.SURPLUS, 0),
        (StageKind.SURPLUS, 1),
    ]
    assert count.stages[1].totals == (600_000, 800_000, 500_000, 200_000, 200_000)
    assert count.stages[2].totals == (600_000, 600_000, 700_000, 200_000, 200_000)


def test_a_value_is_cut_to_five_decimals_paper_by_paper() -> None:
    """Goal: the remainder is ignored per paper. Method: a surplus of one over three votes."""
    count = counted("3 AB, 1 C, 1 D", 4, 2)
    assert count.quota == 2
    assert count.stages[1].totals == (200_000, 99_999, 100_000, 100_000)
    assert (count.stages[1].loss, count.stages[1].non_transferable) == (1, 0)


def test_nothing_moves_to_someone_elected() -> None:
    """Goal: the next available preference is a continuing one. Method: B has the quota already."""
    count = counted("8 ABC, 6 BD, 1 C, 3 D, 2 E", 5, 3)
    assert count.stages[0].elected == (0, 1)
    assert count.stages[1].transferred == (-200_000, 0, 200_000, 0, 0)


def test_equal_surpluses_are_told_apart_by_the_last_stage_at_which_they_differ() -> None:
    """Goal: rule 49(2). Method: A catches up with B when C's surplus moves; B had more before."""
    count = counted("16 CA, 9 BD, 1 AE, 4 D, 3 E, 3 F", 6, 4)
    assert count.stages[1].totals[:2] == (900_000, 900_000)
    assert [(stage.kind, stage.candidate) for stage in count.stages[1:4]] == [
        (StageKind.SURPLUS, 2),
        (StageKind.SURPLUS, 1),
        (StageKind.SURPLUS, 0),
    ]
    assert count.lots == ()


def test_of_three_equals_the_extreme_ones_walk_further_back() -> None:
    """Goal: the documented rule for three. Method: B, C and D have 28 each.

    A stage ago D had more than B and C; a stage before that C had fewer than B, and D, who is no
    longer asked, fewest of all.
    """
    count = counted("40 A, 26 B, 25 C, 24 D, 4 ED, 2 EC, 1 EB, 1 FB, 1 FC, 8 F", 6, 1)
    assert [stage.candidate for stage in count.stages[1:4]] == [4, 5, 2]
    assert len({count.stages[2].totals[one] for one in (1, 2, 3)}) == 1
    assert all(drawn.stage != 4 for drawn in count.lots)


def test_equals_at_every_stage_draw_lots_that_anyone_draws_again() -> None:
    """Goal: chance is public. Method: three who never differ, and digests taken by hand."""
    count = counted("9 A, 1 B, 1 C, 1 D", 4, 2, seed="2026-05-04")
    first = sorted(
        (1, 2, 3),
        key=lambda one: sha256(f"auzolan/v1/lot\n2026-05-04\n3\n{one + 1}".encode()).hexdigest(),
    )
    assert (count.lots[0].stage, count.lots[0].order) == (3, tuple(first))
    assert count.stages[2].candidate == first[0]
    assert {drawn.stage for drawn in count.lots} == {3, 4}


@given(elections(), st.text("ab1 ", max_size=5))
def test_a_lot_is_drawn_only_among_those_equal_at_every_stage(
    election: tuple[Papers, int, int], seed: str
) -> None:
    """Goal: chance decides nothing that votes decide. Method: look back from every lot."""
    papers, candidates, seats = election
    count = scottish_stv(Rankings.from_lists(papers, candidates), seats, seed=seed)
    for drawn in count.lots:
        assert len(drawn.order) > 1
        for stage in count.stages[: drawn.stage - 1]:
            assert len({stage.totals[one] for one in drawn.order}) == 1


# --- what cannot be counted --------------------------------------------------------------------------


def _bad() -> Iterator[tuple[list[list[int]], int, int, str]]:
    yield [[0]], 2, 3, "cannot fill"
    yield [[0]], 2, 0, "give 1 to 2 seats"
    yield [[]], 2, 1, "no ballot ranks"


@pytest.mark.parametrize(("papers", "candidates", "seats", "because"), list(_bad()))
def test_what_elects_nobody_is_refused(
    papers: list[list[int]], candidates: int, seats: int, because: str
) -> None:
    """Goal: no result without an election. Method: each refusal of the count."""
    with pytest.raises(ValueError, match=because):
        scottish_stv(Rankings.from_lists(papers, candidates), seats)
