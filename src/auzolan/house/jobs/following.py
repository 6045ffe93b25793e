"""What is done again and again beside the pages: notices, mail, webhooks, and tidying up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from auzolan.audit.folder import Folder
from auzolan.foundation.moments import SECOND_MS
from auzolan.house.ports import system_ports

Follower: TypeAlias = Callable[[Folder], object]
SELDOM_MS = 60 * SECOND_MS


def followers() -> Sequence[Sequence[Follower]]:
    """What is done at each round, in order; a thread for each group, so that none waits for another.

    Companies' servers may take long to answer, and mail servers too.
    """
    from auzolan.house.accounts.mail import send_waiting
    from auzolan.house.notices.following import follow, follow_polls, follow_security
    from auzolan.house.notices.mailing import mail_due
    from auzolan.house.programs.following import follow as follow_for_programs

    reading = (follow, follow_security, follow_for_programs, _seldom(follow_polls), _seldom(_tidy))
    return reading, (mail_due, _seldom(send_waiting)), (_deliver,)


def _deliver(folder: Folder) -> None:
    from auzolan.house.programs.deliveries import deliver_due

    deliver_due(system_ports().clock())


def _seldom(step: Follower) -> Follower:
    """A step that is taken once a minute, since it looks through more."""
    last = 0

    def now_and_then(folder: Folder) -> None:
        nonlocal last
        now = system_ports().clock()
        if now - last >= SELDOM_MS:
            last = now
            step(folder)

    return now_and_then


def _tidy(folder: Folder) -> None:
    from auzolan.house.accounts.tidying import tidy
    from auzolan.house.jobs import waiting
    from auzolan.house.jobs.uploads import erase_old
    from auzolan.house.notices import making

    waiting.expire()
    waiting.forget_old()
    making.forget_old()
    erase_old(folder)
    tidy()
