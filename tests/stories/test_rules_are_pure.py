"""Rules and what they change, watched while they run: no file, process, network or import."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from auzolan.foundation.moments import moment_from_iso
from auzolan.house.ports import Ports, SeededChance, SetClock
from support import story_desks
from support.story_acts import ACTS
from support.story_checks import CHECKS
from support.story_desks import MemoryDesk
from support.story_teller import ORIGIN, Teller, tell
from support.story_text import Story, read_story

STORIES = sorted(Path(__file__).parent.glob("*.story"))


def told(story: Story) -> Teller:
    """Tell a story to the pure rooms."""
    ports = Ports(SetClock(moment_from_iso("2026-01-01")), SeededChance("stories"))
    assert isinstance(ports.clock, SetClock)
    teller = Teller(MemoryDesk(ports, ORIGIN), ports.clock, ports.chance)
    return tell(story, teller, acts=ACTS, checks=CHECKS)


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_a_rule_reaches_nothing_outside_its_arguments(
    path: Path,
    no_io: Callable[[], AbstractContextManager[None]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Goal: values in, values out. Method: tell a story again with a watch around every rule."""
    story = read_story(path)
    before = told(story)
    calls = {"answer": 0, "apply_entry": 0}

    def watched(name: str) -> Callable[..., Any]:
        original = getattr(story_desks, name)

        def call(*args: Any) -> Any:
            calls[name] += 1
            with no_io():
                return original(*args)

        return call

    for name in calls:
        monkeypatch.setattr(story_desks, name, watched(name))
    assert told(story).told == before.told
    assert min(calls.values()) > 0
