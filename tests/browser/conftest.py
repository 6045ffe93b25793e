"""A real browser, and the portal served as `auzolan serve` serves it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
_SERVE = (
    "import sys; from pathlib import Path; from auzolan.house.doors.portal.server import serve; "
    "serve(Path(sys.argv[1]), port=0)"
)


@dataclass(frozen=True)
class Served:
    """The portal of a demo: its address."""

    address: str


@pytest.fixture(scope="session")
def chromium() -> Path:
    """Where Debian's Chromium is, or a skip that says why there is none."""
    pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM.exists():
        pytest.skip(f"there is no {CHROMIUM}; on Debian: apt-get install chromium")
    return CHROMIUM


@pytest.fixture(scope="session")
def demo(chromium: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a demo that has been lived through; only read: who writes takes a copy.

    It is made before the browser starts: while Playwright runs, its event loop stands in this
    thread, and Django would refuse to read.
    """
    from support.portal import lived_demo

    return lived_demo(tmp_path_factory.mktemp("demo") / "coop")


@pytest.fixture(scope="module")
def portal(demo: Path) -> Iterator[Served]:
    """The demo's portal on a free port of this machine."""
    server = subprocess.Popen(
        [sys.executable, "-c", _SERVE, str(demo)], stderr=subprocess.PIPE, text=True
    )
    assert server.stderr is not None
    line = server.stderr.readline()
    address = next(word for word in line.split() if word.startswith("http://")).rstrip("/")
    yield Served(address)
    server.terminate()
    server.wait(timeout=20)


@contextmanager
def browsing(chromium: Path) -> Iterator[Browser]:
    """A browser without a window, closed behind whoever used it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=str(chromium), args=list(ARGUMENTS))
        yield started
        started.close()


@pytest.fixture(scope="module")
def browser(chromium: Path, portal: Served) -> Iterator[Browser]:
    """A browser that is closed with its module, so that its event loop troubles no other test."""
    with browsing(chromium) as started:
        yield started
