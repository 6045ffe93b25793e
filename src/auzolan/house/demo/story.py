"""A demo from beginning to end: its steps, each told with its time and with what is real.

It decides nothing: every step goes through the flows. A folder that holds something already is
left as it is.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from auzolan.audit.folder import Folder
from auzolan.house.asking import Reading, reading
from auzolan.house.demo import beginning, ending, labouring, payout, withdrawal
from auzolan.house.demo.people import Cast
from auzolan.house.demo.sentences import SENTENCES
from auzolan.house.demo.setting import Setting
from auzolan.house.demo.statement import statement
from auzolan.house.demo.tamper import change_two_amounts
from auzolan.house.demo.telling import Stage, Step, Story
from auzolan.house.demo.yogurt import YOGURT
from auzolan.house.founding import DEMO_SUFFIX, sole_founder
from auzolan.house.rooms.record.flows import publish
from auzolan.record.annexes import AnnexUnreadable
from auzolan.record.state import LOG, LogKey, SealedField

Say = Callable[[str], None]

STEPS: tuple[Step, ...] = (
    ("Found it, and 100 people join", beginning.found),
    ("Their rows come in", beginning.bring_rows),
    ("They say what may be done", beginning.give_consents),
    ("Work is offered, judged and paid", labouring.work),
    ("Cleaning is paid by the hour", beginning.pay_work),
    ("Seal, train, test", beginning.train),
    ("What everyone's rows are worth", ending.value),
    ("The 100 vote", ending.vote),
    ("The dairy uses the model and pays", ending.earn),
    ("Close the year and share", ending.share),
    ("Pay the members", payout.pay),
    ("One member withdraws", withdrawal.withdraw),
)


SETTINGS = {one.origin: one for one in (YOGURT, SENTENCES)}
"""Every setting by the origin of its record."""


class DemoUnfinished(Exception):
    """A demo that was stopped before its end can neither be shown nor gone on with."""


@dataclass(frozen=True, slots=True)
class DemoSummary:
    """What the demo left behind.

    Attributes:
        path: the folder.
        origin: the name of its record.
        entries: entries in the record.
        root: the record's root, in hexadecimal.
        is_new: whether this call made it; False where it was there already.
        is_complete: whether the whole story is in it.
        statement: one member's statement, line by line.
        verdict: the closing line of the check; empty where none was made.
        differences: what the check found.
        tampered: what was changed on purpose, line by line.
        next_commands: what to type next.
    """

    path: Path
    origin: str
    entries: int
    root: str
    is_new: bool
    is_complete: bool
    statement: tuple[str, ...]
    verdict: str
    differences: int
    tampered: tuple[str, ...]
    next_commands: tuple[str, ...]


def yogurt_story() -> Story:
    """The story of the 100 households."""
    return Story(YOGURT, Cast(), STEPS)


def run_demo(
    path: Path, *, tamper: bool = False, say: Say, story: Story | None = None
) -> DemoSummary:
    """Live through a co-operative's year in a folder, or say what is there.

    Args:
        path: an empty folder, one that is not there yet, or one of an earlier demo.
        tamper: change two amounts at the end, for `auzolan verify` to find; only ever in a demo.
        say: takes each line of the telling.
        story: which one; that of the 100 households where missing.
    Returns:
        What the demo left behind.
    Raises:
        BeingFounded: another program is making one there at this moment.
        DemoBroken: the story did not go as written.
        DemoUnfinished: a demo that was stopped before its end is there.
        FileExistsError: the folder holds something that is no co-operative.
        ImportError: the extra `demo` is not installed.
        NotADemo: `tamper` was asked of a real co-operative.
    """
    with sole_founder(path):
        is_new = not Folder(path).database.exists()
        if is_new:
            _live(path, say, story or yogurt_story())
    return _summary(path, say, is_new=is_new, tamper=tamper)


def _live(path: Path, say: Say, story: Story) -> None:
    stage = Stage(Folder(path), story.setting, story.people)
    try:
        for number, (title, step) in enumerate(story.steps, start=1):
            began = time.perf_counter()
            told = step(stage)
            say(f"{number:2}  {title}  ({time.perf_counter() - began:.1f} s)")
            for line in told.lines:
                say(f"    {line}")
            say(f"    real: {told.real} · made up by the seed: {told.made_up}")
        publish(stage.desk)
    finally:
        stage.close()


def _summary(path: Path, say: Say, *, is_new: bool, tamper: bool) -> DemoSummary:
    folder = Folder(path)
    with reading(folder) as now:
        key = now.books.get(LogKey, LOG)
        assert key is not None, "a co-operative has a record with a name"
        head = now.log.head()
        is_complete = any(row.erased_at >= 0 for row in now.books.rows(SealedField))
        setting = SETTINGS.get(key.origin)
        lines = _statement(now, folder, setting) if is_complete and setting is not None else ()
    is_demo = key.origin.endswith(DEMO_SUFFIX)
    if not is_new:
        what = "a demo" if is_demo else "a co-operative that is no demo"
        say(f"{path} holds {what}: {key.origin}, {head.size} entries.")
        say("It is not lived through again." if tamper else "Nothing was changed.")
        if is_demo and not is_complete:
            raise DemoUnfinished(
                f"The demo in {path} was stopped before its end. Delete the folder and run it "
                "again, or name another folder."
            )
    tampered = change_two_amounts(folder) if tamper else ()
    verdict, differences = ("", 0) if tampered or not is_new else _checked(path)
    for line in (*lines, verdict, *tampered):
        if line:
            say(line)
    return DemoSummary(
        path, key.origin, head.size, head.root.hex(), is_new, is_complete, lines, verdict,
        differences, tampered, _next(path, setting or YOGURT),
    )  # fmt: skip


def _statement(now: Reading, folder: Folder, setting: Setting) -> tuple[str, ...]:
    """One member's statement; a folder that was tampered with may have lost its lines."""
    try:
        return tuple(statement(now, folder, setting))
    except AnnexUnreadable as fault:
        return (f"The statement of {setting.leaver} cannot be read ({fault}). Run auzolan verify.",)


def _checked(path: Path) -> tuple[str, int]:
    from auzolan.audit.report import closing_line
    from auzolan.audit.verify import verify

    report = verify(path)
    return closing_line(report), len(report.differences)


def _next(path: Path, setting: Setting) -> tuple[str, ...]:
    return (
        f"auzolan verify {path}",
        f"auzolan treasury statement {setting.leaver} --folder {path}",
        f"auzolan serve {path}",
    )
