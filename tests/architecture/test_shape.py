"""The size and the words of the code: small functions, small modules, nothing public unexplained."""

import ast
from collections.abc import Iterator

import pytest

from architecture.source_tree import PURE_ROOMS, Module, all_modules, modules_of

FUNCTION_LINES_MAX = 70
MODULE_LINES_MAX = 400
DEFINITION = (ast.FunctionDef, ast.AsyncFunctionDef)


def long_functions(tree: ast.Module) -> list[tuple[int, str, int]]:
    """List (line, name, length) of functions above the limit, decorators and docstring included."""
    functions = (node for node in ast.walk(tree) if isinstance(node, DEFINITION))
    lengths = (
        (node.lineno, node.name, (node.end_lineno or 0) - node.lineno + 1) for node in functions
    )
    return [found for found in lengths if found[2] > FUNCTION_LINES_MAX]


def unexplained(tree: ast.Module) -> list[tuple[int, str]]:
    """List (line, name) of public functions, classes and methods without a docstring."""
    return [
        (node.lineno, name)
        for node, name in _public_definitions(tree.body, prefix="")
        if not (ast.get_docstring(node) or "").strip()
    ]


def _public_definitions(
    body: list[ast.stmt], *, prefix: str
) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, str]]:
    for node in body:
        if not isinstance(node, (*DEFINITION, ast.ClassDef)) or node.name.startswith("_"):
            continue
        if any(
            isinstance(mark, ast.Name) and mark.id == "overload" for mark in node.decorator_list
        ):
            continue
        yield node, prefix + node.name
        if isinstance(node, ast.ClassDef):
            yield from _public_definitions(node.body, prefix=f"{prefix}{node.name}.")


def test_no_function_is_longer_than_a_page() -> None:
    """Goal: each function is read at one glance. Method: count lines in the syntax tree."""
    found = [
        f"{module.name}:{line}: {name} has {length} lines"
        for module in all_modules()
        for line, name, length in long_functions(module.tree)
    ]
    assert found == [], "\n" + "\n".join(found)


def test_no_module_holds_more_than_one_idea() -> None:
    """Goal: modules stay small. Method: count lines."""
    sizes = {
        module.name: module.path.read_text(encoding="utf-8").count("\n") for module in all_modules()
    }
    assert {name: size for name, size in sizes.items() if size > MODULE_LINES_MAX} == {}


def test_every_module_says_what_it_is_for() -> None:
    """Goal: a newcomer can open any file. Method: every module has a docstring."""
    silent = [module.name for module in all_modules() if not _says_something(module)]
    assert silent == []


def _says_something(module: Module) -> bool:
    return not module.tree.body or bool((ast.get_docstring(module.tree) or "").strip())


def test_everything_public_in_a_pure_room_is_explained() -> None:
    """Goal: rules can be read by members. Method: every public definition has a docstring."""
    found = [
        f"{module.name}:{line}: {name}"
        for module in modules_of(PURE_ROOMS)
        for line, name in unexplained(module.tree)
    ]
    assert found == [], "\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def f(): pass", [(1, "f")]),
        ("class A:\n    '''Word.'''\n    def g(self): pass", [(3, "A.g")]),
        ("def f():\n    '''Word.'''", []),
        ("def _f(): pass", []),
        ("class _A:\n    def g(self): pass", []),
    ],
)
def test_the_search_for_silence_hears_it(source: str, expected: list[tuple[int, str]]) -> None:
    """Goal: the check above is not blind. Method: small sources with known answers."""
    assert unexplained(ast.parse(source)) == expected


@pytest.mark.parametrize(("lines", "is_long"), [(70, False), (71, True)])
def test_the_limit_of_a_function_is_exact(lines: int, is_long: bool) -> None:
    """Goal: seventy lines pass and seventy-one do not. Method: functions of known length."""
    source = "def f():\n" + "    pass\n" * (lines - 1)
    assert bool(long_functions(ast.parse(source))) is is_long
