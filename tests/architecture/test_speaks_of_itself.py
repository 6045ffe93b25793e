"""The project names no machine it was made on, no package index, and no folder outside itself."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# One file may know where a development copy keeps its data sets.
NEIGHBOUR_ALLOWED = {".ci/run"}
TEXT_BYTES_MAX = 4_000_000

# Written in pieces, so that this file does not hold what it forbids.
MACHINE = re.compile(
    r"(?<![\w.)])/(?:work|root|home|Users|opt)" + r"/\w"
    r"|\bbash" + r"_jobs\b"
    r"|(?:extra-)?index" + r"-url|find" + r"-links|trusted" + r"-host"
    r"|file:" + r"//|python" + r"hosted|artifact" + r"ory"
)
NEIGHBOUR = re.compile(r"\.\./" + "shared")


def _texts() -> list[tuple[str, str]]:
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listing.returncode != 0:
        pytest.skip("this copy is not a git checkout, so its own files cannot be told from others")
    texts = []
    for name in filter(None, listing.stdout.split("\0")):
        path = ROOT / name
        if not path.is_file() or path.stat().st_size > TEXT_BYTES_MAX:
            continue
        raw = path.read_bytes()
        if b"\0" not in raw:
            texts.append((name, raw.decode("utf-8", errors="replace")))
    return texts


def _lines_with(pattern: re.Pattern[str], *, besides: set[str]) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in _texts()
        if name not in besides
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_file_names_a_machine_or_a_package_index() -> None:
    """Goal: it installs anywhere. Method: search every text file of the repository."""
    assert _lines_with(MACHINE, besides=set()) == []


def test_only_the_ci_script_looks_outside_the_project() -> None:
    """Goal: a lone checkout is whole. Method: search for the neighbouring folder's name."""
    assert _lines_with(NEIGHBOUR, besides=NEIGHBOUR_ALLOWED) == []


def test_the_lock_files_hold_only_exact_versions_with_hashes() -> None:
    """Goal: everyone installs the same bytes. Method: every requirement is `==` with a sha256."""
    for lock in (ROOT / "requirements").glob("*.txt"):
        text = lock.read_text(encoding="utf-8").replace("\\\n", " ")
        loose = [
            line[:80]
            for line in text.splitlines()
            if line.strip()
            and not line.startswith("#")
            and not ("==" in line and "--hash=sha256:" in line)
        ]
        assert loose == [], lock.name


@pytest.mark.parametrize(
    "guilty",
    ["cd /" + "work/main", "pip install --extra-index" + "-url x", "see /" + "home/ana/notes.txt"],
)
def test_the_search_finds_what_it_forbids(guilty: str) -> None:
    """Goal: the search is not blind. Method: guilty lines in pieces."""
    assert MACHINE.search(guilty)


def test_the_search_lets_web_paths_pass() -> None:
    """Goal: no false alarm on the portal's own addresses. Method: innocent lines."""
    for innocent in (
        "path('labour/" + "work/', page)",
        "https://example.org/" + "home/x",
        "/usr/bin/env",
    ):
        assert not MACHINE.search(innocent)
