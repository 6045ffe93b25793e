"""The library's front: `from auzolan.valuation import ...`, and what it does not load."""

from __future__ import annotations

import doctest
import inspect
import pkgutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import auzolan.valuation


def test_the_front_and_the_acts_load_neither_numba_nor_numpy() -> None:
    """Goal: acts are light, the library is whole. Method: a fresh interpreter, modules listed."""
    heavy = ["numpy", "numba", "pyarrow", "pandas", "sklearn", "datasketch"]
    program = (
        "import sys, auzolan.valuation; "
        f"print([name for name in {heavy} if name in sys.modules]); "
        "import auzolan.valuation.acts; "
        f"print([name for name in {heavy[1:]} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.split() == ["[]", "[]"]


def test_every_name_of_the_front_is_there_and_listed() -> None:
    """Goal: no promise is empty. Method: load each, and compare with what `dir` shows."""
    pytest.importorskip("numba", reason="some of the library needs the extra `valuation`")
    names = auzolan.valuation.__all__
    assert dir(auzolan.valuation) == sorted(names)
    for name in names:
        found = getattr(auzolan.valuation, name)
        assert name in repr(found) or type(found).__name__ in names


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    """Goal: `hasattr` works as everywhere. Method: two unknown names, one of them dear."""
    for name in ("KNNShaply", "InRunShapley"):
        with pytest.raises(AttributeError, match=name):
            getattr(auzolan.valuation, name)


def test_the_estimators_parameters_stand_in_the_documented_order() -> None:
    """Goal: calls by place keep their meaning. Method: the signature, word for word."""
    pytest.importorskip("numba", reason="some of the library needs the extra `valuation`")
    model = auzolan.valuation.KNNShapley
    shown = str(inspect.signature(model))
    assert shown.startswith(
        "(k: 'int' = 5, utility: 'str' = 'hard', metric: 'str' = 'l2', mode: 'str' = 'exact', "
        "top: 'int | None' = None, dtype: 'str' = 'float32', cap: 'int | None' = None, "
        "near: 'float | None' = None"
    )
    assert list(inspect.signature(model.fit).parameters)[1:] == ["X", "y", "owner", "registered"]
    assert list(inspect.signature(auzolan.valuation.curator_shapley).parameters) == [
        "X", "y", "owner", "X_query", "y_query", "k", "method",
    ]  # fmt: skip
    assert list(inspect.signature(auzolan.valuation.Semivalue).parameters) == [
        "utility",
        "coefficient",
    ]


def test_every_example_in_the_documentation_of_the_library_runs() -> None:
    """Goal: examples are true. Method: doctest over each module that has one."""
    pytest.importorskip("numba", reason="some of the library needs the extra `valuation`")
    front = auzolan.valuation
    found = []
    for module in pkgutil.walk_packages(front.__path__, f"{front.__name__}."):
        source = module.module_finder.find_spec(module.name).origin
        if source and ">>> " in Path(source).read_text(encoding="utf-8"):
            result = doctest.testmod(import_module(module.name))
            assert result.failed == 0, module.name
            assert result.attempted > 0, module.name
            found.append(module.name.rpartition(".")[2])
    assert {"knn_shapley", "curator", "semivalues"} <= set(found)
