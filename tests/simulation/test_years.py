"""Random years: memory, tables and a small model of plain Python agree on every act and row.

One seed is one year. `AUZOLAN_SIMULATION_SEEDS=200` lives more of them, and
`AUZOLAN_SIMULATION_SEED=17` one again.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from auzolan.cooperative import RULES
from simulation.ending import EndingYear
from simulation.opening import OpeningYear
from simulation.saying import SayingYear
from simulation.year import Year, YearFailed
from support.replay import assert_tables_equal_replay

SEEDS = range(1, int(os.environ.get("AUZOLAN_SIMULATION_SEEDS", "3")) + 1)
ONE = os.environ.get("AUZOLAN_SIMULATION_SEED", "")
pytestmark = pytest.mark.slow
YEARS_MAX = 15
LIVED: dict[int, Counter[str]] = {}


@pytest.mark.parametrize("seed", [int(ONE)] if ONE else SEEDS)
def test_a_year_of_random_acts_is_equal_in_memory_in_tables_and_in_the_small_model(
    seed: int, tmp_path: Path
) -> None:
    """Goal: one logic, two stores, and right. Method: compare all after each call; then replay."""
    year = Year(seed, tmp_path)
    year.live()
    LIVED[seed] = year.counts
    assert assert_tables_equal_replay(tmp_path) == year.memory.size()


@pytest.mark.skipif(bool(ONE), reason="one year alone need not hold every act")
def test_the_years_hold_every_act_accepted_and_refused(tmp_path: Path) -> None:
    """Goal: the years are no idle talk. Method: live on until each act has met yes and no."""
    names = {str(act.__struct_config__.tag).rpartition("/")[0] for act in RULES}
    wanted = {f"{sign}{name}" for name in names - {"charter.found"} for sign in "+-"}
    wanted |= {
        "charter.dissolved",
        "desk.bad_signature",
        "desk.id_used",
        "desk.unknown_key",
        "repeated",
        "restarts",
    }
    # Books full of random acts are never at rest and mostly share losses, and chance is too slow
    # to keep a pause before it is long over: only a year that ends holds all that. Nor does chance
    # bring many a licence so far that its licensee owes a certificate.
    seen: Counter[str] = Counter()
    for planned in (EndingYear(1, tmp_path / "end"), SayingYear(1, tmp_path / "say")):
        planned.path.mkdir()
        planned.live(days=60)
        seen.update(planned.counts)
    for seed in range(1, YEARS_MAX + 1):
        if wanted <= set(seen):
            break
        if seed not in LIVED:
            year = Year(seed, tmp_path / str(seed))
            year.path.mkdir()
            year.live()
            LIVED[seed] = year.counts
        seen.update(LIVED[seed])
    assert sorted(wanted - set(seen)) == [], f"not once in {YEARS_MAX} years"


@pytest.mark.parametrize("seed", [2, 3])
def test_a_no_reaches_models_and_licensees_in_memory_in_tables_and_in_the_small_model(
    seed: int, tmp_path: Path
) -> None:
    """Goal: licence, group, strike, withdrawal in one life. Method: plan them, then live by chance."""
    year = SayingYear(seed, tmp_path)
    year.live(days=60)
    done = (
        "licensing.certify",
        "consent.decide_for_group",
        "consent.end_strike",
        "learning.extend",
    )
    assert all(year.counts[f"+{name}"] for name in done)
    assert assert_tables_equal_replay(tmp_path) == year.memory.size()


@pytest.mark.parametrize("seed", [2, 3])
def test_a_co_operative_that_ends_is_over_in_memory_in_tables_and_in_the_small_model(
    seed: int, tmp_path: Path
) -> None:
    """Goal: hardly anything is possible any more. Method: end it by vote, then live on by chance."""
    year = EndingYear(seed, tmp_path)
    year.live(days=60)
    assert year.model.is_over
    assert year.counts["charter.dissolved"] > year.calls
    assert assert_tables_equal_replay(tmp_path) == year.memory.size()


def test_a_record_that_is_opened_and_closed_by_vote_is_equal_everywhere(tmp_path: Path) -> None:
    """Goal: the members decide who reads. Method: both ways by vote, ill-timed and beside the range too."""
    year = OpeningYear(4, tmp_path)
    year.live()
    assert year.counts["+charter.amend"] >= 2
    assert year.counts["-charter.amend"] >= 4
    assert assert_tables_equal_replay(tmp_path) == year.memory.size()


def test_a_year_that_fails_says_its_seed_and_how_to_see_it_again(tmp_path: Path) -> None:
    """Goal: a red run can be repeated. Method: steal a cent from the model before comparing."""
    year = Year(3, tmp_path)
    year.live(days=5)
    year.tables._open()
    year.model.accounts["bank"] += 1
    with pytest.raises(YearFailed, match="seed 3") as failure, year._told_with_seed():
        year._compare()
    assert "AUZOLAN_SIMULATION_SEED=3 python -m pytest" in str(failure.value)
    assert "bank" in str(failure.value)
