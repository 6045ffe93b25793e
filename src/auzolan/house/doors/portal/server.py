"""Serving from one's own machine, to that machine only: the portal, and calls of licensees.

It speaks plain HTTP, so it listens on the loopback address alone. For people and companies elsewhere
a web server with TLS goes in front of it.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from auzolan.audit.folder import Folder
from auzolan.house.accounts.mail_settings import mail_settings_of
from auzolan.house.doors.portal.wsgi import application_of
from auzolan.house.front import front_of
from auzolan.house.storage.database import open_books

if TYPE_CHECKING:
    from auzolan.house.serving.server import House

LOOPBACK = "127.0.0.1"
PORT = 8000
LOG_LEVEL = "info"


def tell(line: str) -> None:
    """Say a line to whoever started the server, beside the data."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def serve(
    folder: Path, host: str = LOOPBACK, port: int = PORT, *, actor: str = "",
    say: Callable[[str], None] = tell, log_level: str = LOG_LEVEL,
) -> None:  # fmt: skip
    """Serve a co-operative's portal, and its models, until it is stopped by Ctrl-C or SIGTERM.

    Beside the pages it does long work, and follows the record to tell people and programs.

    Args:
        folder: the co-operative's folder.
        host: a loopback address, or any where the settings name the web server before it.
        port: where to listen; 0 takes a free one.
        actor: who holds the office of data, in whose name calls are answered and recorded; without
            one there is the portal alone.
        say: told the address once the portal answers, and that it has stopped.
        log_level: how much is written to the log.
    Raises:
        DatabaseRefused: the folder holds no sound co-operative.
        SettingsRefused: the settings cannot be read.
        ValueError: others could reach the host over plain HTTP, or there is no such level.
        OSError: the port is taken.
    """
    from auzolan.house.serving.listening import beside, listen
    from auzolan.house.telling.logs import configure_logs

    front = front_of(Folder(folder))
    front.checked_host(host)
    open_books(Folder(folder)).close()
    portal = application_of(folder)
    from auzolan.house.doors.portal.warming import Warmed
    from auzolan.house.jobs.worker import Crew  # its tables can be read only now

    configure_logs(log_level)
    opened: AbstractContextManager[House | None] = nullcontext()
    if actor:
        from auzolan.house.serving.server import House

        opened = House(Folder(folder), actor, say=say)
    with _ended_by_terminate(), opened as house, Crew(Folder(folder)):
        if house is not None:
            house.prepare()
        api = house.api if house is not None else None
        server = listen(Warmed(beside(portal, api)), host, port, front.server_options())
        name = f"[{host}]" if ":" in host else host
        say(f"The portal is at http://{name}:{server.effective_port}/  (Ctrl-C stops it)")
        if house is not None:
            say(f"Licensees call http://{name}:{server.effective_port}/api/models/MODEL/answer")
        if not mail_settings_of(Folder(folder)).is_sent:
            say(
                f"No mail server is named in settings.toml; letters lie in {Folder(folder).path}/outbox"
            )
        try:
            server.run()
        finally:
            server.close()
            say("The portal has stopped.")


@contextmanager
def _ended_by_terminate() -> Iterator[None]:
    """Let SIGTERM end the server as Ctrl-C does, so that what is under way is put away."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
