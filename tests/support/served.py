"""A portal that listens on this machine, for tests that speak to it from outside."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

END_S = 3


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The portal of a folder, listening; its address."""
    from auzolan.house.doors.portal.wsgi import application_of
    from auzolan.house.serving.server import beside, listen, stop

    server = listen(beside(application_of(folder), None), "127.0.0.1", 0)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        stop(server)
        thread.join(END_S)  # it goes on for a while where a connection was left open
