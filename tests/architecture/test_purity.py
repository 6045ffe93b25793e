"""What the import linter cannot see: impure calls, floats and shared state inside pure rooms.

The checks read syntax, so they can be fooled on purpose; they are for honest mistakes. Each check
is first shown to catch a guilty line.
"""

import ast
from collections.abc import Callable, Iterator

import pytest

from architecture.source_tree import EXACT_ROOMS, PACKAGE, PURE_ROOMS, modules_of

Check = Callable[[ast.AST], Iterator[tuple[int, str]]]

BANNED_CALLS = frozenset(
    "open print input exec eval compile __import__ breakpoint globals vars id hash".split()
)
# `datetime.now` and its kin by their last name, whatever they are called on.
BANNED_METHODS = frozenset(
    "now utcnow today localtime gmtime monotonic perf_counter getenv".split()
)
# Modules with a hand on the world, also where an import would slip past the linter's list.
BANNED_MODULES = frozenset(
    "os sys io pathlib shutil tempfile subprocess socket ssl select asyncio threading multiprocessing "
    "concurrent sqlite3 logging warnings random secrets uuid time zoneinfo locale importlib builtins "
    "ctypes pickle marshal urllib http requests django duckdb pyarrow pandas sklearn torch".split()
)
# The one exception, and all of it (docs/decisions/0017): where, and which imports.
ALLOWED_IMPORTS = {
    "src/auzolan/valuation/tables.py": frozenset({"imports pandas", "imports pyarrow"}),
}
# Labels are weighed in floats (docs/decisions/0029), and nothing that pays or decides may look.
ESTIMATES = "src/auzolan/labour/consensus/"
BANNED_ATTRIBUTES = {
    "os": frozenset({"environ"}),
    "np": frozenset(
        {"random", "load", "save", "savez", "fromfile", "memmap", "loadtxt", "savetxt"}
    ),
    "numpy": frozenset(
        {"random", "load", "save", "savez", "fromfile", "memmap", "loadtxt", "savetxt"}
    ),
    "date": frozenset({"today"}),
}
FLOAT_CALLS = frozenset({"float", "round", "complex"})
EXACT_MATH = frozenset({"gcd", "lcm", "isqrt", "comb", "perm", "factorial", "prod"})


def impure_names(node: ast.AST) -> Iterator[tuple[int, str]]:
    """Find calls and modules that touch clock, chance, files, environment, or talk."""
    match node:
        case ast.Call(func=ast.Name(id=name)) if name in BANNED_CALLS:
            yield node.lineno, f"calls {name}()"
        case ast.Call(func=ast.Attribute(attr=name)) if name in BANNED_METHODS:
            yield node.lineno, f"calls .{name}(): time and chance come as arguments"
        case ast.Attribute(value=ast.Name(id=owner), attr=name):
            if name in BANNED_ATTRIBUTES.get(owner, frozenset()):
                yield node.lineno, f"uses {owner}.{name}"
        case ast.Import() | ast.ImportFrom(level=0):
            yield from _impure_imports(node)


def _impure_imports(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[int, str]]:
    for alias in node.names:
        whole = f"{node.module}.{alias.name}" if isinstance(node, ast.ImportFrom) else alias.name
        root, *rest = whole.split(".")
        if root in BANNED_MODULES or BANNED_ATTRIBUTES.get(root, frozenset()) & {*rest}:
            yield node.lineno, f"imports {whole}"


def inexact_numbers(node: ast.AST) -> Iterator[tuple[int, str]]:
    """Find floats where numbers are money, votes, rights or times."""
    match node:
        case ast.Constant(value=float() | complex() as value):
            yield node.lineno, f"writes the float {value!r}"
        case ast.Call(func=ast.Name(id=name)) if name in FLOAT_CALLS:
            yield node.lineno, f"calls {name}(): name the rounding, stay in int or Fraction"
        case ast.Attribute(value=ast.Name(id="math"), attr=name) if name not in EXACT_MATH:
            yield node.lineno, f"uses math.{name}, which takes floats or answers in them"
        case ast.ImportFrom(module="math"):
            for alias in node.names:
                if alias.name not in EXACT_MATH:
                    yield node.lineno, f"imports math.{alias.name}"
        case ast.BinOp(op=ast.Div()) | ast.AugAssign(op=ast.Div()):
            yield node.lineno, "divides with /: write Fraction(a, b) or a // b"


def estimates(node: ast.AST) -> Iterator[tuple[int, str]]:
    """Find imports of the consensus of labels, however they are written."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        for alias in node.names:
            parts = [*(getattr(node, "module", None) or "").split("."), *alias.name.split(".")]
            if "consensus" in parts:
                yield node.lineno, f"imports {'.'.join(parts)}"


def shared_state(node: ast.AST) -> Iterator[tuple[int, str]]:
    """Find functions that write to names outside themselves."""
    if isinstance(node, ast.Global):
        yield node.lineno, f"writes the module's own {', '.join(node.names)}"


def faults(source: ast.AST, check: Check) -> list[tuple[int, str]]:
    """Apply a check to every node of a tree."""
    return [fault for node in ast.walk(source) for fault in check(node)]


@pytest.mark.parametrize(
    ("check", "rooms"),
    [(impure_names, PURE_ROOMS), (shared_state, PURE_ROOMS), (inexact_numbers, EXACT_ROOMS)],
)
def test_pure_rooms_hold_only_pure_code(check: Check, rooms: tuple[str, ...]) -> None:
    """Goal: values in, values out. Method: walk every syntax tree of the rooms."""
    found = [
        f"{module.name}:{line}: {what}"
        for module in modules_of(rooms)
        for line, what in faults(module.tree, check)
        if what not in ALLOWED_IMPORTS.get(module.name, frozenset())
        and not (check is inexact_numbers and module.name.startswith(ESTIMATES))
    ]
    assert found == [], "\n" + "\n".join(found)


def test_no_rule_pay_or_vote_rests_on_the_consensus_of_labels() -> None:
    """Goal: it sets no wage. Method: no pure module outside of it names it in an import."""
    found = [
        f"{module.name}:{line}"
        for module in modules_of(PURE_ROOMS)
        if not module.name.startswith(ESTIMATES)
        for line, _ in faults(module.tree, estimates)
    ]
    assert found == []


def test_the_exception_is_used_and_is_no_wider_than_its_module() -> None:
    """Goal: an exception nobody needs goes away. Method: what it forgives is there, and all of it."""
    by_name = {module.name: module for module in modules_of(PURE_ROOMS)}
    for name, allowed in ALLOWED_IMPORTS.items():
        assert {what for _, what in faults(by_name[name].tree, impure_names)} == allowed


@pytest.mark.parametrize(
    ("check", "guilty"),
    [
        (impure_names, "datetime.now()"),
        (impure_names, "datetime.datetime.utcnow()"),
        (impure_names, "date.today()"),
        (impure_names, "open('x')"),
        (impure_names, "print('x')"),
        (impure_names, "__import__('os')"),
        (impure_names, "import importlib.util"),
        (impure_names, "from os import environ"),
        (impure_names, "def f():\n    import random"),
        (impure_names, "from numpy import random"),
        (impure_names, "np.random.default_rng(1)"),
        (impure_names, "import logging"),
        (impure_names, "from time import sleep"),
        (impure_names, "hash('order of a run')"),
        (shared_state, "def f():\n    global total\n    total = 1"),
        (estimates, "import auzolan.labour.consensus.skill"),
        (estimates, "from auzolan.labour import consensus"),
        (estimates, "def f():\n    from auzolan.labour.consensus.skill import skills"),
        (inexact_numbers, "share = 0.5"),
        (inexact_numbers, "float(cents)"),
        (inexact_numbers, "round(cents)"),
        (inexact_numbers, "cents / 2"),
        (inexact_numbers, "cents /= 2"),
        (inexact_numbers, "math.sqrt(2)"),
        (inexact_numbers, "from math import floor"),
    ],
)
def test_each_check_catches_a_guilty_line(check: Check, guilty: str) -> None:
    """Goal: a check that finds nothing is not blind. Method: one guilty line for each rule."""
    assert faults(ast.parse(guilty), check) != []


@pytest.mark.parametrize(
    "innocent",
    ["cents // 2", "Fraction(1, 3)", "math.isqrt(9)", "at.isoformat()", "books.get(Member, key)"],
)
def test_no_check_blames_an_innocent_line(innocent: str) -> None:
    """Goal: no false alarm teaches people to look away. Method: lines that rules need."""
    tree = ast.parse(innocent)
    assert [faults(tree, check) for check in (impure_names, shared_state, inexact_numbers)] == [
        []
    ] * 3


def test_every_folder_of_the_package_is_a_package() -> None:
    """Goal: the linter sees all code. Method: every folder with Python in it has `__init__.py`."""
    bare = [
        folder.relative_to(PACKAGE).as_posix()
        for folder in PACKAGE.rglob("*")
        if folder.is_dir() and any(folder.glob("*.py")) and not (folder / "__init__.py").exists()
    ]
    assert bare == []
