"""Where the source stands and how to read it: shared by the tests that walk the syntax tree."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "auzolan"

PURE_ROOMS = (
    "foundation",
    "record",
    "charter",
    "members",
    "contributions",
    "consent",
    "learning",
    "valuation",
    "labour",
    "licensing",
    "treasury",
    "assembly",
    "cooperative.py",
)
# Rooms where a number is money, a vote, a right or a time: no floating point at all. In learning
# and valuation floats are model scores, which leave the room as scaled integers.
EXACT_ROOMS = tuple(room for room in PURE_ROOMS if room not in {"learning", "valuation"})


@dataclass(frozen=True, slots=True)
class Module:
    """One source file with its syntax tree."""

    path: Path
    tree: ast.Module

    @property
    def name(self) -> str:
        """The path as people write it, from the repository's root."""
        return self.path.relative_to(ROOT).as_posix()


def modules_of(rooms: tuple[str, ...]) -> list[Module]:
    """Read the Python files of some rooms, in a fixed order."""
    return [module for room in rooms for module in _modules_under(PACKAGE / room)]


def all_modules() -> list[Module]:
    """Read every Python file of the package except generated migrations."""
    return [module for module in _modules_under(PACKAGE) if "migrations" not in module.path.parts]


def _modules_under(place: Path) -> Iterator[Module]:
    paths = sorted(place.rglob("*.py")) if place.is_dir() else [place] if place.exists() else []
    for path in paths:
        yield Module(path, ast.parse(path.read_text(encoding="utf-8"), filename=str(path)))
