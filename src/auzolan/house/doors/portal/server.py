"""Serving the portal from one's own machine, to that machine only.

It speaks plain HTTP, so it listens on the loopback address alone. For members elsewhere
`portal.wsgi` goes behind a web server with TLS.
"""

from __future__ import annotations

import ipaddress
import sys
from collections.abc import Callable
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
    folder: Path, host: str = LOOPBACK, port: int = PORT, *, say: Callable[[str], None] = tell
) -> None:
    """Serve a co-operative's portal until it is stopped by Ctrl-C.

    Args:
        folder: the co-operative's folder.
        host: a loopback address.
        port: where to listen; 0 takes a free one.
        say: told the address once the portal answers, and that it has stopped.
    Raises:
        DatabaseRefused: the folder holds no sound co-operative.
        ValueError: the host is not a loopback address.
        OSError: the port is taken.
    """
    checked_loopback(host)
    open_books(Folder(folder)).close()
    application = application_of(folder)
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

    server = ThreadedWSGIServer((host, port), WSGIRequestHandler, ipv6=":" in host)
    server.set_app(application)
    name = f"[{host}]" if ":" in host else host
    say(f"The portal is at http://{name}:{server.server_port}/  (Ctrl-C stops it)")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        say("The portal has stopped.")
    finally:
        server.server_close()


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
