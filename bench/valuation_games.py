"""How fast games of members are valued, how exact they are, and one peer for what is retrained.

    python bench/valuation_games.py            under two minutes
    python bench/valuation_games.py --no-peer  without pyDVL, whose environment is made if missing

One core, one process; data are made by the seed below. Milliseconds a query are whole: distances,
groups, and the integral. It measures nothing of the payment-grade values and no payout.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

import _measure
from _measure import ROOT, print_table, run
from auzolan.valuation.draws import permutations
from auzolan.valuation.game_values import GameValues
from auzolan.valuation.members.curator import Exact, Quadrature, Sampled, Way, curator_shapley
from auzolan.valuation.members.member_games import cap_shapley, member_knn_shapley
from auzolan.valuation.sampled.coalitions import regressor_score
from auzolan.valuation.sampled.semivalues import Semivalue, Stopping
from auzolan.valuation.sampled.sufficient_statistics import (
    SufficientStatistics,
    discriminant_game,
    naive_bayes_game,
    ridge_game,
)

SEED = 20_250_301
PEER = "pyDVL==0.10.0"
K = 5
ALPHA = 1.0
ORDERS = 20
STOP = Stopping(ORDERS)
BENCH = Path(__file__).parent
Table = tuple[np.ndarray, np.ndarray, list[int], np.ndarray, np.ndarray]


def made_rows(members: int, *, queries: int, classes: int, each: int = 50, d: int = 64) -> Table:
    """Rows of independent normal features, the same number for each member."""
    made = np.random.default_rng(SEED)
    n = members * each
    return (
        made.normal(size=(n, d)),
        made.integers(0, classes, n),
        np.repeat(np.arange(members), each).tolist(),
        made.normal(size=(queries, d)),
        made.integers(0, classes, queries),
    )


def made_ties(members: int, *, queries: int, places: int) -> Table:
    """Rows on a small grid, as purchases are: most are equal to another member's."""
    rows, y, owner, asked, labels = made_rows(members, queries=queries, classes=4, each=24, d=2)
    made = np.random.default_rng(SEED)
    return (
        made.integers(0, places, rows.shape).astype(float),
        y,
        owner,
        made.integers(0, places, asked.shape).astype(float),
        labels,
    )


def timed(do: Callable[[], GameValues], *, rounds: int = 3) -> tuple[GameValues, float]:
    """The answer, and the least CPU seconds of a few rounds after a first one."""
    answer, best = do(), math.inf
    for _ in range(rounds):
        start = time.process_time()
        answer = do()
        best = min(best, time.process_time() - start)
    return answer, best


def curator_lines(
    name: str, table: Table, ways: list[Way], goals_ms: dict[Way, float]
) -> list[list[str]]:
    """One line for each way; the first way is what the others are compared with."""
    lines, first = [], None
    for way in ways:
        found, cpu_s = timed(lambda way=way: curator_shapley(*table, k=K, method=way), rounds=2)
        first = found if first is None else first
        ms = cpu_s / len(table[3]) * 1000
        gap = np.abs(found.values - first.values).max()
        lines.append(
            [
                f"{name}, {way}",
                f"{ms:.2f}",
                f"{goals_ms[way]:.0f}" if way in goals_ms else "",
                ("yes" if ms <= goals_ms[way] else "NO") if way in goals_ms else "",
                f"{gap:.1e}",
                f"{abs(found.residual):.1e}",
            ]
        )
    return lines


def print_curator() -> None:
    lines = []
    for classes in (10, 1):
        name = "10 classes" if classes == 10 else "1 class, every row matches"
        small = made_rows(200, queries=20, classes=classes)
        lines += curator_lines(f"G = 200, {name}", small, [Exact(), Quadrature()], {Exact(): 10})
        large = made_rows(1000, queries=5, classes=classes)
        lines += curator_lines(
            f"G = 1,000, {name}", large, [Exact(), Quadrature()], {Quadrature(): 100}
        )
    lines += curator_lines(
        "G = 200, 10 classes",
        made_rows(200, queries=20, classes=10),
        [Exact(), Sampled(1000)],
        {},
    )
    for places in (20, 6):
        table = made_ties(100, queries=10, places=places)
        name = f"G = 100, ties on {places} x {places} places"
        lines += curator_lines(name, table, [Exact(), Quadrature(1e-9)], {})
    heads = [f"curator game, K = {K}", "CPU ms a query", "goal", "met", "against exact", "residual"]
    print_table("Curator game: 50 rows of 64 features a member (ties: 24 of 2)", heads, lines)


def print_enumeration() -> None:
    """Twelve members: every coalition's worth by the definition."""
    worst = 0.0
    for seed in range(5):
        made = np.random.default_rng(SEED + seed)
        rows, y = made.normal(size=(40, 3)), made.integers(0, 2, 40)
        owner = made.integers(0, 12, 40)
        owner[:12] = np.arange(12)
        found = curator_shapley(rows, y, [f"{who:02}" for who in owner], np.zeros((1, 3)), [1], k=K)
        order = np.argsort((rows * rows).sum(axis=1))
        worths = np.zeros(2**12)
        for bits in range(2**12):
            nearest = [at for at in order if bits >> owner[at] & 1][:K]
            worths[bits] = (y[nearest] == 1).sum() / K if nearest else 0.0
        values = np.zeros(12)
        for who, bits in itertools.product(range(12), range(2**12)):
            if not bits >> who & 1:
                size = bits.bit_count()
                gain = worths[bits | 1 << who] - worths[bits]
                values[who] += gain / (12 * math.comb(11, size))
        worst = max(worst, float(np.abs(values - found.values).max()))
    print(f"Against all 4,096 coalitions of 12 members, 5 seeds: {worst:.1e} (goal: 1e-12)\n")


def print_capped() -> None:
    table = made_rows(200, queries=20, classes=10)
    lines = []
    for name, do in (
        ("member-KNN", lambda: member_knn_shapley(*table, k=K)),
        ("cap 5", lambda: cap_shapley(*table, k=K, cap=5)),
        ("row-sum (no cap)", lambda: cap_shapley(*table, k=K, cap=None)),
    ):
        found, cpu_s = timed(do)
        lines.append([name, f"{cpu_s / 20 * 1000:.2f}", f"{abs(found.residual):.1e}"])
    print_table(
        "Games of nearest rows: 200 members, 10,000 rows of 64 features",
        ["game", "CPU ms a query", "residual"],
        lines,
    )


def print_statistics(*, with_peer: bool) -> None:
    """Microseconds a coalition, on the same permutations for all."""
    members, each, d = 30, 20, 8
    made = np.random.default_rng(SEED)
    rows, tests = made.normal(size=(members * each, d)), made.normal(size=(100, d))
    slopes = made.normal(size=d)
    y = rows @ slopes + made.normal(size=len(rows))
    y_test = tests @ slopes + made.normal(size=len(tests))
    owner = np.repeat(np.arange(members), each).tolist()
    game = ridge_game((rows, y), owner, (tests, y_test), alpha=ALPHA)
    ours, cpu_s = timed(lambda: Semivalue(game).fit(seed=SEED, stopping=STOP))
    from sklearn.linear_model import Ridge

    plain = Semivalue(regressor_score(Ridge(alpha=ALPHA), (rows, y), (tests, y_test)))
    slow, slow_s = timed(lambda: plain.fit(owner, seed=SEED, stopping=STOP), rounds=1)
    runs = {"sums (ours)": (ours.values, cpu_s), "trained each time (ours)": (slow.values, slow_s)}
    if with_peer:
        runs[PEER] = peer_run(X=rows, y=y, owner=owner, X_test=tests, y_test=y_test)
    lines = [
        [
            f"ridge, {name}",
            f"{seconds / (ORDERS * members) * 1e6:.2f}",
            f"{seconds / cpu_s:,.0f}",
            f"{np.abs(values - ours.values).max():.1e}",
        ]
        for name, (values, seconds) in runs.items()
    ]
    labels = ((y > 0).astype(int), (y_test > 0).astype(int))
    for name, make in (("discriminant", discriminant_game), ("naive Bayes", naive_bayes_game)):
        other = make((rows, labels[0]), owner, (tests, labels[1]))
        lines.append([f"{name}, sums (ours)", f"{_per_coalition_us(other):.2f}", "", ""])
    print_table(
        f"Retrained models: {members} members of {each} rows, {d} features, 100 test rows, "
        f"{ORDERS} permutations",
        ["model", "CPU us a coalition", "times ours", "largest gap"],
        lines,
    )
    print("  goal for ridge: at least 100 times fewer seconds a coalition, equal values\n")


def peer_run(**arrays: object) -> tuple[np.ndarray, float]:
    """The peer's values on our permutations, players by number as ours, and its CPU seconds."""
    members = len(set(arrays["owner"]))
    orders = np.array([permutations(SEED, at, 1, members)[0] for at in range(ORDERS)])
    _measure.PEERS = ROOT / ".venv-bench-valuation"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "input.npz"
        np.savez(path, orders=orders, alpha=ALPHA, **arrays)
        ran = run(
            [_measure.peers_python(PEER), BENCH / "_games_peer.py", path],
            env={"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        )
    if ran.status:
        sys.exit(f"the peer failed with {ran.status}:\n{ran.talk}")
    answer = json.loads(ran.text.splitlines()[-1])
    return np.asarray(answer["values"]), answer["cpu_s"]


def _per_coalition_us(game: SufficientStatistics) -> float:
    _, cpu_s = timed(lambda: Semivalue(game).fit(seed=SEED, stopping=STOP))
    return cpu_s / (ORDERS * len(game.players)) * 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--no-peer", action="store_true", help="leave pyDVL out")
    asked = parser.parse_args()
    print_curator()
    print_enumeration()
    print_capped()
    print_statistics(with_peer=not asked.no_peer)


if __name__ == "__main__":
    main()
