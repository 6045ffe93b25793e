"""The generated reference says what the code says, and leaves nothing out."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = ROOT / "scripts" / "make_reference.py"


@pytest.fixture(scope="module")
def made() -> ModuleType:
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("make_reference", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["cli.md", "refusals.md"])
def test_the_reference_is_not_stale(made: ModuleType, name: str) -> None:
    """Goal: the page is the code's. Method: write it anew in memory and compare."""
    kept = (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8")
    assert kept == made.PAGES[name](), "run: .venv/bin/python scripts/make_reference.py"


def test_every_refusal_code_in_the_source_is_in_the_reference(made: ModuleType) -> None:
    """Goal: the syntax tree misses none. Method: search the source for codes as plain text."""
    page = (ROOT / "docs" / "reference" / "refusals.md").read_text(encoding="utf-8")
    pattern = re.compile(r'Refusal\(\s*"([a-z]+\.[a-z_]+)"')
    for path in (ROOT / "src").rglob("*.py"):
        for code in pattern.findall(path.read_text(encoding="utf-8")):
            assert f"`{code}`" in page, (path.name, code)
    assert len(made.refusal_codes()) > 100
