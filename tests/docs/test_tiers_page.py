"""The page on tiers names tests that exist, and every act that needs a resolution."""

from __future__ import annotations

import re
from pathlib import Path

from auzolan.charter.needs import BY_RESOLUTION

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/reference/tiers.md").read_text()


def test_every_test_that_the_page_names_exists() -> None:
    """Goal: a promise points to its proof. Method: look for the definition of each name."""
    named = set(re.findall(r"`(test_\w+)`", PAGE))
    written = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)\(", path.read_text(), re.MULTILINE)
    }
    assert len(named) > 20
    assert sorted(named - written) == []


def test_the_page_names_every_act_that_needs_a_resolution_with_its_tier() -> None:
    """Goal: complete. Method: compare with the registry."""
    rows = re.findall(r"^\| (`[a-z_.]+`(?:, `[a-z_.]+`)*) \| (\d)", PAGE, re.MULTILINE)
    told = {name: int(tier) for acts, tier in rows for name in re.findall(r"`(.+?)`", acts)}
    assert told == {name: int(tier) for name, tier in BY_RESOLUTION.items()}
