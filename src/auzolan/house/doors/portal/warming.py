"""Loading, once the first page is out, what the next people need: all that can be done and read here.

A portal opens as soon as it can show a page. What a vote needs beside that takes a good part of a second
to load, and whoever votes first would wait for it together with everybody behind her.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable

from auzolan.house.serving.listening import Application, Environ, Start

AT_LATEST_S = 3.0
"""When it is loaded at the latest, if nobody comes."""


def load_all() -> None:
    """Load every doing and showing of the rooms, and the words for them."""
    from auzolan.house.doors.doing.catalogue import doings, showings
    from auzolan.house.doors.portal.doing_words import doing_words

    doings()
    doing_words()
    showings()


class Warmed:
    """An application that loads the rest in a thread of its own, after its first answer.

    Args:
        application: what answers.
        load: what is called once, in that thread; without it nobody would miss anything but time.
    """

    def __init__(self, application: Application, load: Callable[[], None] = load_all) -> None:
        self._application = application
        self._load = load
        self._first = threading.Event()
        threading.Thread(target=self._wait, daemon=True, name="warming").start()

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        """Answer one request."""
        answer = self._application(environ, start)
        self._first.set()
        return answer

    def _wait(self) -> None:
        self._first.wait(AT_LATEST_S)
        self._load()
