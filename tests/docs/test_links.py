"""Every link between the documents leads somewhere, and every page can be reached."""

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
_CODE = re.compile(r"^```.*?^```$|`[^`\n]*`", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)


def _name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@cache
def _links(page: Path) -> tuple[tuple[Path, str], ...]:
    """The files and anchors of this project that a page points to."""
    text = _CODE.sub("", page.read_text(encoding="utf-8"))
    inner = [one for one in _LINK.findall(text) if not re.match(r"[a-z]+:", one)]
    pairs = [one.partition("#") for one in inner]
    return tuple(((page.parent / path).resolve() if path else page, at) for path, _, at in pairs)


@cache
def _anchors(page: Path) -> frozenset[str]:
    """The anchors that a page's headings get: small letters, words joined by dashes."""
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    return frozenset(
        re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")
        for heading in _HEADING.findall(text)
    )


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    """Goal: no dead end. Method: resolve each relative link and each anchor of a page."""
    dead = [
        f"{target}#{anchor}"
        for target, anchor in _links(page)
        if not target.exists() or (anchor and anchor not in _anchors(target))
    ]
    assert dead == []


def test_every_page_can_be_reached_from_readme() -> None:
    """Goal: no lost page. Method: follow links from README; a folder leads to all its pages."""
    seen: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in seen:
            continue
        seen.add(page)
        targets = [target for target, _ in _links(page)]
        waiting += [one for one in targets if one.suffix == ".md" and one.exists()]
        waiting += [one for folder in targets if folder.is_dir() for one in folder.glob("*.md")]
    assert [_name(page) for page in PAGES if page not in seen] == []
