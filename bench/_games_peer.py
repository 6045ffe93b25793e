"""The peer of `valuation_games.py`: pyDVL training ridge regression for each coalition.

It runs in an environment of its own. It gets the rows, the members and the permutations in a file
and walks exactly these permutations, one core, nothing cached, nothing truncated.

    _games_peer.py INPUT.npz
"""

from __future__ import annotations

import json
import sys
import time

import numpy as np
from pydvl.valuation.dataset import Dataset, GroupedDataset
from pydvl.valuation.methods import ShapleyValuation
from pydvl.valuation.samplers import PermutationSampler
from pydvl.valuation.scorers import SupervisedScorer
from pydvl.valuation.stopping import MaxUpdates
from pydvl.valuation.types import Sample
from pydvl.valuation.utility import ModelUtility
from sklearn.linear_model import Ridge


class Given(PermutationSampler):
    """Yields the permutations it was given."""

    def __init__(self, orders: np.ndarray) -> None:
        super().__init__()
        self._orders = orders

    def generate(self, indices):  # the peer's own signature
        for order in self._orders:
            yield Sample(None, order)


def main() -> None:
    given = np.load(sys.argv[1])
    train = GroupedDataset(
        given["X"],
        given["y"],
        feature_names=[f"f{at}" for at in range(given["X"].shape[1])],
        target_names=["target"],
        data_groups=given["owner"].tolist(),
    )
    test = Dataset(given["X_test"], given["y_test"])
    utility = ModelUtility(
        Ridge(alpha=float(given["alpha"])), SupervisedScorer("r2", test, default=0.0)
    )
    orders = given["orders"]
    method = ShapleyValuation(utility, Given(orders), MaxUpdates(len(orders)))
    start, cpu = time.perf_counter(), time.process_time()
    method.fit(train)
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    result = method.result
    by_name = {
        int(name): value
        for name, value in zip(result.names.tolist(), result.values.tolist(), strict=True)
    }
    values = [by_name[at] for at in sorted(by_name)]
    answer = {"wall_s": wall, "cpu_s": cpu, "values": values}
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
