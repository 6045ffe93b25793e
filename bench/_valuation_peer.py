"""One measurement of a peer's KNN-Shapley, run by the peers' own Python; see `valuation.py`."""

from __future__ import annotations

import importlib.machinery
import json
import sys
import time
import warnings
from pathlib import Path
from unittest.mock import MagicMock

import numpy as np

from _measure import own_peak_mb
from _valuation_data import CLASSES, normal

K = 5
# OpenDataVal imports these for data sets and methods that are not measured here.
UNUSED = {"torchvision", "transformers", "openml", "typer", "geomloss", "ot"}


class Unused:
    """Gives an empty stand-in for a library that is imported and not used."""

    def find_spec(self, name, _path=None, _target=None):
        if name.split(".")[0] not in UNUSED:
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec):
        module = MagicMock()
        module.__path__, module.__spec__ = [], spec
        return module

    def exec_module(self, module) -> None:
        """Nothing to run."""


def pydvl(train, y, query, asked):
    from pydvl.valuation.dataset import Dataset
    from pydvl.valuation.methods.knn_shapley import KNNShapleyValuation
    from sklearn.neighbors import KNeighborsClassifier

    method = KNNShapleyValuation(
        KNeighborsClassifier(n_neighbors=K), test_data=Dataset(query, asked), progress=False
    )
    rows = Dataset(train, y)
    return lambda: method.fit(rows).result.values


def opendataval(train, y, query, asked):
    sys.meta_path.insert(0, Unused())
    import torch
    from opendataval.dataval.knnshap import knnshap

    knnshap.tqdm.tqdm = lambda steps: steps
    torch.set_num_threads(1)
    one_hot = torch.eye(CLASSES)
    method = knnshap.KNNShapley(K, batch_size=4096)
    method.input_data(
        torch.tensor(train),
        one_hot[torch.tensor(y)],
        torch.tensor(query),
        one_hot[torch.tensor(asked)],
    )
    return lambda: method.train_data_values().evaluate_data_values()


def main() -> None:
    warnings.filterwarnings("ignore")
    name, folder, n, m, d = sys.argv[1], Path(sys.argv[2]), *map(int, sys.argv[3:6])
    train, y, query, asked = normal(n, m, d)
    if name == "pydvl":
        train, query = train.astype(np.float64), query.astype(np.float64)
    run = {"pydvl": pydvl, "opendataval": opendataval}[name](train, y, query, asked)
    Path("/proc/self/clear_refs").write_text("5")
    before = own_peak_mb()
    cpu, wall = time.process_time(), time.perf_counter()
    values = np.asarray(run())
    figures = {"cpu_s": time.process_time() - cpu, "wall_s": time.perf_counter() - wall}
    np.save(folder / f"{name}-{n}.npy", values)
    print(json.dumps({**figures, "extra_mb": own_peak_mb() - before}))


main()
