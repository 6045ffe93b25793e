"""The page on what the house is checked for is whole, and what it names is there.

The standard is OWASP's ASVS 5.0.0. Only its numbers and levels stand here; its words stand nowhere.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/reference/asvs.md"
ANSWERS = ("met", "not met", "does not apply")
REASON_SIZE_MIN = 12

# Each section of the standard with the level of each of its requirements, in their order.
LEVELS = {
    "1.1": "22", "1.2": "1111122223", "1.3": "112222222223", "1.4": "222", "1.5": "123",
    "2.1": "122", "2.2": "112", "2.3": "12223", "2.4": "23",
    "3.1": "3", "3.2": "113", "3.3": "12223", "3.4": "11222233", "3.5": "11122333", "3.6": "3",
    "3.7": "22333",
    "4.1": "12233", "4.2": "23333", "4.3": "22", "4.4": "1222",
    "5.1": "2", "5.2": "112333", "5.3": "113", "5.4": "222",
    "6.1": "122", "6.2": "111111112222", "6.3": "11223333", "6.4": "112233", "6.5": "22222333",
    "6.6": "2223", "6.7": "33", "6.8": "2222",
    "7.1": "222", "7.2": "1111", "7.3": "22", "7.4": "11222", "7.5": "223", "7.6": "22",
    "8.1": "1233", "8.2": "1123", "8.3": "133", "8.4": "23",
    "9.1": "111", "9.2": "1222",
    "10.1": "22", "10.2": "223", "10.3": "22223", "10.4": "1111122222233333", "10.5": "22222",
    "10.6": "22", "10.7": "222",
    "11.1": "2233", "11.2": "22233", "11.3": "11233", "11.4": "1222", "11.5": "23", "11.6": "23",
    "11.7": "33",
    "12.1": "12233", "12.2": "11", "12.3": "22223",
    "13.1": "2333", "13.2": "222223", "13.3": "2233", "13.4": "1222233",
    "14.1": "22", "14.2": "12223333", "14.3": "122",
    "15.1": "12233", "15.2": "12233", "15.3": "1222222", "15.4": "3333",
    "16.1": "2", "16.2": "22222", "16.3": "2222", "16.4": "222", "16.5": "2223",
    "17.1": "23", "17.2": "22223333", "17.3": "22",
}  # fmt: skip

_ROW = re.compile(r"^\| v5\.0\.0-(?P<number>[\d.]+) \|(?P<rest>.*)\|$", re.MULTILINE)
_SUM = re.compile(
    r"^\| (?:\[(?P<chapter>V\d+)[^|]*|all) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", re.MULTILINE
)
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
_WHOLE = re.compile(r"`(tests/security/test_\w+\.py)`")
_DOCUMENT = re.compile(r"document: \[[^\]]+\]\([^)]+\)")


class Requirement(NamedTuple):
    """One row of the page."""

    number: str
    level: str
    asked: str
    answer: str
    here: str
    shown: str


@cache
def _page() -> str:
    return PAGE.read_text(encoding="utf-8")


@cache
def _requirements() -> tuple[Requirement, ...]:
    return tuple(
        Requirement(found["number"], *(cell.strip() for cell in found["rest"].split("|")))
        for found in _ROW.finditer(_page())
    )


@cache
def _tests_of(path: Path) -> dict[str, bool]:
    """The tests of a file, and whether each always runs."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        one.name: not any(
            word in ast.unparse(mark) for mark in one.decorator_list for word in ("skip", "xfail")
        )
        for one in ast.walk(tree)
        if isinstance(one, ast.FunctionDef) and one.name.startswith("test_")
    }


def _asked_for() -> dict[str, str]:
    """Number and level of each requirement of the first two levels."""
    return {
        f"{section}.{place}": level
        for section, levels in LEVELS.items()
        for place, level in enumerate(levels, 1)
        if level in "12"
    }


def test_every_requirement_of_the_first_two_levels_has_one_row() -> None:
    """Goal: nothing is left out. Method: numbers and levels of the page against the standard's."""
    rows = [(one.number, one.level) for one in _requirements()]
    assert Counter(rows) == Counter(_asked_for().items())
    assert Counter(level for _, level in rows) == {"1": 70, "2": 183}


def test_rows_stand_under_their_chapter_and_in_order() -> None:
    """Goal: a requirement is found by its number. Method: walk headings and rows in order."""
    chapters = re.split(r"^## ", _page(), flags=re.MULTILINE)[1:18]
    for place, chapter in enumerate(chapters, 1):
        assert chapter.startswith(f"V{place} ")
        numbers = [tuple(map(int, found["number"].split("."))) for found in _ROW.finditer(chapter)]
        assert numbers == sorted(numbers)
        assert {number[0] for number in numbers} == {place}


def test_the_sums_are_those_of_the_rows() -> None:
    """Goal: nobody is told more than is so. Method: count answers by chapter and in all."""
    counted = Counter((one.number.partition(".")[0], one.answer) for one in _requirements())
    whole = Counter(one.answer for one in _requirements())
    said = {found["chapter"]: [int(figure) for figure in found.groups()[1:]] for found in _SUM.finditer(_page())}  # fmt: skip
    assert len(said) == 18
    for chapter, (asked, *answers) in said.items():
        wanted = [counted[chapter[1:], one] if chapter else whole[one] for one in ANSWERS]
        assert (answers, asked) == (wanted, sum(wanted)), chapter


def _fault(one: Requirement) -> str:
    """What is wrong with a row; empty where nothing is."""
    if one.answer not in ANSWERS or not one.asked:
        return "no answer"
    if one.answer == "met" and not (_TEST.search(one.shown) or _DOCUMENT.search(one.shown)):
        return "nothing shows it"
    if one.answer != "met" and len(one.here) < REASON_SIZE_MIN:
        return "no reason"
    left = _DOCUMENT.sub("", _TEST.sub("", one.shown)).replace("<br>", "")
    return "" if left in {"", "—"} else f"neither a test nor a document: {left}"


def test_every_row_says_how_it_is_met_or_why_not() -> None:
    """Goal: no empty claim. Method: what is met names a test or a document, the rest a reason."""
    faults = {one.number: _fault(one) for one in _requirements() if _fault(one)}
    assert faults == {}


@pytest.mark.parametrize(
    ("answer", "here", "shown", "fault"),
    [
        ("met", "somehow, by us", "—", "nothing shows it"),
        ("not met", "later", "—", "no reason"),
        ("surely", "by a test", "`tests/a.py::test_b`", "no answer"),
        ("met", "by a test", "`tests/a.py::test_b` or so", "neither a test nor a document:  or so"),
    ],
)
def test_the_check_of_a_row_sees_what_is_wrong(
    answer: str, here: str, shown: str, fault: str
) -> None:
    """Goal: the test above is no empty one. Method: rows with one fault each."""
    assert _fault(Requirement("1.1.1", "1", "Something", answer, here, shown)) == fault


def test_every_test_that_the_page_names_is_there_and_runs() -> None:
    """Goal: a claim rests on a test. Method: find each in the syntax tree of its file, unskipped."""
    named = set(_TEST.findall(_page()))
    missing = {
        f"{name}::{test}"
        for name, test in named
        if not (ROOT / name).is_file() or not _tests_of(ROOT / name).get(test)
    }
    assert len(named) > 100
    assert missing == set()


def test_every_test_of_security_stands_on_the_page() -> None:
    """Goal: the page shows all there is. Method: compare with the tests of their folder.

    A file that the page names as a whole needs no line for each of its tests.
    """
    whole = set(_WHOLE.findall(_page()))
    there = {
        (path.relative_to(ROOT).as_posix(), test)
        for path in (ROOT / "tests/security").glob("test_*.py")
        for test in _tests_of(path)
    }
    assert all((ROOT / name).is_file() for name in whole)
    assert {one for one in there - set(_TEST.findall(_page())) if one[0] not in whole} == set()
