"""Serving from one's own machine, to that machine only: the portal, and calls of licensees.

It speaks plain HTTP, so it listens on the loopback address alone. For people and companies elsewhere
a web server with TLS goes in front of it.
"""

from __future__ import annotations

import ipaddress
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from auzolan.audit.folder import Folder
from auzolan.house.doors.portal.wsgi import application_of
from auzolan.house.storage.database import open_books

LOOPBACK = "127.0.0.1"
PORT = 8000


def tell(line: str) -> None:
    """Say a line to whoever started the server, beside the data."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def serve(
    folder: Path, host: str = LOOPBACK, port: int = PORT, *, actor: str = "",
    say: Callable[[str], None] = tell,
) -> None:  # fmt: skip
    """Serve a co-operative's portal, and its models, until it is stopped by Ctrl-C.

    Args:
        folder: the co-operative's folder.
        host: a loopback address.
        port: where to listen; 0 takes a free one.
        actor: who holds the office of data, in whose name calls are answered and recorded; without
            one there is the portal alone.
        say: told the address once the portal answers, and that it has stopped.
    Raises:
        DatabaseRefused: the folder holds no sound co-operative.
        ValueError: the host is not a loopback address.
        OSError: the port is taken.
    """
    from auzolan.house.serving.server import House, beside, listen

    checked_loopback(host)
    open_books(Folder(folder)).close()
    portal = application_of(folder)
    opened: AbstractContextManager[House | None] = nullcontext()
    if actor:
        opened = House(Folder(folder), actor, say=say)
    with opened as house:
        if house is not None:
            house.prepare()
        server = listen(beside(portal, house.api if house is not None else None), host, port)
        name = f"[{host}]" if ":" in host else host
        say(f"The portal is at http://{name}:{server.effective_port}/  (Ctrl-C stops it)")
        if house is not None:
            say(f"Licensees call http://{name}:{server.effective_port}/api/models/MODEL/answer")
        try:
            server.run()
        finally:
            server.close()
            say("The portal has stopped.")


def checked_loopback(host: str) -> str:
    """The host itself, where only this machine can reach it.

    Raises:
        ValueError: others could reach it over plain HTTP.
    """
    try:
        is_loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_loopback = False
    if not is_loopback:
        raise ValueError(
            f"{host} is not this machine alone. The portal speaks plain HTTP; "
            "put a web server with TLS in front of it and keep it at 127.0.0.1."
        )
    return host
