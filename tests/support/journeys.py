"""Journeys: people at a served co-operative in a real browser, at a clock that can be put on.

Every page that is opened is looked at as a whole: by axe, for sideways scrolling, for words on the
browser's console, and as a picture. What came of it is read from the record, not from the page alone.

Not here: what a journey does; see `tests/browser/test_journeys_*.py`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from auzolan.audit.folder import Folder

if TYPE_CHECKING:
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
    from playwright.sync_api import Browser, BrowserContext, Locator, Page

T = TypeVar("T")
PHONE, DESK = (360, 740), (1_100, 900)
DAY_MS = 86_400_000
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE = """
only => axe.run({runOnly: only, resultTypes: ["violations"]})
  .then(found => found.violations.map(one => [one.id, one.nodes.slice(0, 2).map(node => node.html)]))
"""
"""Asked for faults alone: what is well would be told at length and read by nobody."""
SERVE = """
import os, sys, time
from pathlib import Path
handle, real = os.open(sys.argv[2], os.O_RDONLY), time.time_ns
time.time_ns = lambda: real() + 1_000_000 * int.from_bytes(os.pread(handle, 8, 0), "big", signed=True)
from auzolan.house.doors.portal.server import serve
serve(Path(sys.argv[1]), port=0, actor=sys.argv[3])
"""
"""The portal as it is served, in a process whose clock is off by what a file says."""
_COMMAND = "from auzolan.house.doors.cli import main; main()"


@dataclass
class House:
    """A served co-operative.

    Attributes:
        address: where it listens.
        folder: its folder.
        clock: the file that says by how many milliseconds its clock is off.
    """

    address: str
    folder: Folder
    clock: Path

    def at_day(self, days: int) -> None:
        """Put its clock to so many days from now; days before now are below 0."""
        self.clock.write_bytes((days * DAY_MS).to_bytes(8, "big", signed=True))

    def read(self, ask: Callable[[], T]) -> T:
        """Ask the books; from another thread, because the browser's loop stands in this one."""
        with ThreadPoolExecutor(1) as other:
            return other.submit(ask).result()

    def entries(self, act: str, since: int = 0) -> list[tuple[int, str]]:
        """Number and actor of every entry of an act, from the record itself."""
        return self.read(lambda: _entries(self.folder, act, since))

    def size(self) -> int:
        """How many entries there are."""
        from auzolan.house.asking import reading

        def head() -> int:
            with reading(self.folder) as now:
                return now.log.head().size

        return self.read(head)


def _entries(folder: Folder, act: str, since: int) -> list[tuple[int, str]]:
    import msgspec

    from auzolan.cooperative import read_entry
    from auzolan.house.asking import reading

    found = []
    with reading(folder) as now:
        for seq in range(since, now.log.head().size):
            entry = read_entry(now.log.body(seq))
            if str(msgspec.to_builtins(entry.act)["type"]).startswith(f"{act}/"):
                found.append((seq, entry.actor))
    return found


@contextmanager
def housed(path: Path, *, days: int = 0, actor: str = "") -> Iterator[House]:
    """Serve a folder in a process of its own, its clock so many days from now."""
    clock = path.with_name(f"{path.name}.clock")
    house = House("", Folder(path), clock)
    house.at_day(days)
    with (path.with_name(f"{path.name}.log")).open("w+") as log:
        server = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(path), str(clock), actor],
            stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert server.stderr is not None
        try:
            for line in server.stderr:
                log.write(line)
                said = re.search(r"The portal is at (http://\S+?)/ ", line)
                if said is not None:
                    house.address = said[1]
                    break
            assert house.address, f"it did not start: {log.name}"
            reader = ThreadPoolExecutor(1)
            reader.submit(lambda: log.writelines(server.stderr or ()))
            yield house
        finally:
            server.terminate()
            server.wait(timeout=20)
            reader.shutdown()


def command(*words: str) -> subprocess.CompletedProcess[str]:
    """What a person types, and what it said."""
    return subprocess.run(
        [sys.executable, "-c", _COMMAND, *words], capture_output=True, text=True, check=False
    )


@lru_cache(maxsize=1)
def _axe() -> Axe:
    from axe_playwright_python.sync_playwright import Axe

    return Axe()


def axe_faults(page: Page, *, tags: Sequence[str] = TAGS, is_contrast: bool = False) -> list[str]:
    """What axe finds wrong with a page.

    Args:
        page: an open page.
        tags: which of axe's rules, by their tags.
        is_contrast: only whether the colours can be told apart, where all else was looked at in
            other colours.
    """
    by_tag = {"type": "tag", "values": list(tags)}
    only = {"type": "rule", "values": ["color-contrast"]} if is_contrast else by_tag
    page.evaluate(_axe().axe_script)
    return [str(one) for one in page.evaluate(AXE, only)]


@dataclass
class Journey:
    """One person's way through the portal.

    Attributes:
        house: where she goes.
        page: what she sees.
        name: of the journey; the folder of its pictures.
        script: whether her browser runs scripts.
        expected: statuses of pages that say no and are meant to.
        is_quick: whether the pages were looked at before, by another on the same way.
    """

    house: House
    page: Page
    name: str
    script: bool
    expected: set[int] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    shots: int = 0
    is_quick: bool = False

    def visit(self, address: str, name: str = "") -> None:
        """Open an address below the language and look at the page."""
        self.page.goto(f"{self.house.address}{address}")
        self.look(name or address)

    def look(self, name: str) -> None:
        """Look at the page as a whole: words on the console, width, axe, a picture."""
        self.page.wait_for_load_state()
        if self.is_quick:
            return
        wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        self.shots += 1
        path = _pictures() / self.name / f"{self.shots:02d}-{_slug(name)}.png"
        self.page.screenshot(path=path, full_page=True)
        assert wide <= 0, f"{self.page.url} is {wide} px wider than the screen"
        assert self.faults == [], f"{self.page.url}: {self.faults}"
        if self.script:
            told = axe_faults(self.page)
            assert told == [], f"{self.page.url}: {told}"

    def press(self, words: str, *, within: Locator | None = None, name: str = "") -> None:
        """Press a button by its words, and look at the page that comes."""
        (within or self.page.locator("main")).get_by_role(
            "button", name=words, exact=True
        ).first.click()
        self.look(name or words)

    def follow(self, words: str, *, name: str = "") -> None:
        """Follow a link by its words, and look at the page that comes."""
        self.page.locator("main").get_by_role("link", name=words, exact=True).first.click()
        self.look(name or words)

    def be(self, member: str) -> None:
        """Be somebody, as everybody may in a demo."""
        self.page.context.clear_cookies()
        self.page.goto(f"{self.house.address}/en/be/")
        self.page.get_by_label("Or the id of anybody else").fill(member)
        self.page.get_by_role("button", name="Be this person").click()
        self.page.wait_for_url("**/en/home/")

    def choose(self, name: str, value: str) -> None:
        """Fill in a field by its name: what it can be is chosen by value or by what it is called."""
        field = self.page.locator(f"main [name={name}]").first
        kind = str(field.evaluate("one => one.type || one.tagName.toLowerCase()"))
        if kind in {"radio", "checkbox"}:
            by_value = self.page.locator(f"main [name={name}][value='{value}']")
            (by_value if by_value.count() else self.page.get_by_label(value)).first.check()
        elif kind.startswith("select"):
            values = field.locator("option").evaluate_all("all => all.map(one => one.value)")
            if value in values:
                field.select_option(value)
            else:
                field.select_option(label=value)
        else:
            field.fill(value)

    def sure(self, name: str) -> None:
        """Say yes on the page that shows what would happen, and look at what comes."""
        self.page.locator("form:has(input[name=sure]), [role=alert]").first.wait_for()
        assert self.heading() == "Is this right?", self.page.locator("main").inner_text()
        self.look(f"{name} sure")
        self.page.locator("main form:has(input[name=sure]) button[type=submit]").click()
        self.look(name)

    def fill(self, doing: str, **choose: str) -> None:
        """Open the form of a doing, fill it in, and say yes to what it would change."""
        self.visit(f"/en/do/{doing}/", f"{doing} form")
        for name, value in choose.items():
            self.choose(name, value)
        self.page.locator("main").get_by_role("button", name="Go on").click()
        self.sure(doing)

    def does(self, doing: str, **choose: str) -> int:
        """The same, where it is done at once: the number of its entry."""
        self.fill(doing, **choose)
        return self.receipt()

    def says(self, *words: str) -> None:
        """The page says so, to whoever reads it."""
        text = re.sub(r"\s+", " ", self.page.locator("main").inner_text())
        for one in words:
            assert one in text, f"{one!r} is not on {self.page.url}: {text[:2_000]}"

    def heading(self) -> str:
        """The page's one heading."""
        (found,) = self.page.get_by_role("heading", level=1).all_inner_texts()
        return found

    def receipt(self) -> int:
        """The number of the entry that the receipt on the page names."""
        self.page.locator("[role=status] .chip, [role=alert]").first.wait_for()
        assert self.heading() == "Done", self.page.locator("main").inner_text()
        address = self.page.locator("main .chip").first.get_attribute("href")
        return int(str(address).rstrip("/").rpartition("/")[2])

    def finished(self, words: str = "Done", timeout_s: int = 60) -> None:
        """Wait until long work is over, by pressing reload as one does without a script."""
        for _second in range(timeout_s):
            if not self.page.locator("#job[hx-get]").count():
                break
            self.page.wait_for_timeout(1_000)
            if not self.script:
                self.page.reload()
        self.look("work is over")
        assert self.page.locator("#state-title").inner_text() == words, self.page.url


@contextmanager
def journey(
    browser: Browser, house: House, name: str, *, script: bool = True, size: Sequence[int] = PHONE
) -> Iterator[Journey]:
    """A browser of somebody who begins at the portal; what its console said must be nothing."""
    context: BrowserContext = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, has_touch=size == PHONE,
        java_script_enabled=script, accept_downloads=True, reduced_motion="reduce",
    )  # fmt: skip
    page = context.new_page()
    page.set_default_timeout(60_000)  # nothing here is timed; a busy machine is slow
    found = Journey(house, page, name if script else f"{name}-no-script", script)
    shutil.rmtree(_pictures() / found.name, ignore_errors=True)

    def heard(kind: str, text: str) -> None:
        status = re.search(r"the server responded with a status of (\d+)", text)
        if kind == "error" and not (status and int(status[1]) in found.expected):
            found.faults.append(text)

    page.on("console", lambda said: heard(said.type, said.text))
    page.on("pageerror", lambda fault: heard("error", str(fault)))
    try:
        yield found
        assert found.faults == []
    finally:
        context.close()


def _pictures() -> Path:
    place = os.environ.get("AUZOLAN_ARTEFACTS", "")
    root = Path(__file__).resolve().parents[2]
    return Path(place) if place else root / "build" / "screenshots"


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:48] or "page"
