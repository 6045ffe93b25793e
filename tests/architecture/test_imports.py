"""The arrows between rooms, held by import-linter's contracts in `pyproject.toml`.

Not here: what a room does inside a function (test_purity) and its shape (test_shape).
"""

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "auzolan"
ABOVE = {"house", "engine", "audit", "client"}


def _contracts() -> list[dict[str, object]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts: list[dict[str, object]] = settings["tool"]["importlinter"]["contracts"]
    return contracts


def _contract(name: str) -> dict[str, object]:
    return next(contract for contract in _contracts() if contract["id"] == name)


def _rooms_in_order() -> list[str]:
    layers = _contract("layers")["layers"]
    assert isinstance(layers, list)
    return [room.strip() for layer in layers for room in layer.split("|")]


def test_every_import_follows_the_order_of_the_rooms() -> None:
    """Goal: no arrow points upward. Method: import-linter over the real source tree."""
    linter = "from importlinter.cli import lint_imports_command as run; run()"
    done = subprocess.run(
        [sys.executable, "-c", linter, "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_room_of_the_design_exists_and_no_other() -> None:
    """Goal: the tree is the architecture. Method: compare the folders with the contract."""
    rooms = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    modules = {path.stem for path in PACKAGE.glob("*.py")} - {"__init__", "__main__"}
    assert rooms | modules == set(_rooms_in_order())


def test_the_purity_contract_names_every_pure_room() -> None:
    """Goal: no pure room escapes the ban. Method: compare both contracts' lists of rooms."""
    named = _contract("pure")["source_modules"]
    assert isinstance(named, list)
    assert {name.removeprefix("auzolan.") for name in named} == set(_rooms_in_order()) - ABOVE


def test_the_pure_rooms_and_the_audit_load_without_django() -> None:
    """Goal: the base install is enough for rules and verify. Method: import all, look at modules."""
    names = ", ".join(
        f"auzolan.{room}" for room in _rooms_in_order() if room not in {"house", "engine"}
    )
    heavy = ["django", "pandas", "sklearn", "rich", "typer", "auzolan.house", "auzolan.engine"]
    program = f"import sys, {names}; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]", f"loaded along: {done.stdout}"
