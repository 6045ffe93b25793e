"""The server itself: it listens, and hands each request to the portal or to the calls of licensees.

It stands apart from what serving models needs, so that a portal alone opens quickly.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

import waitress
from waitress.server import BaseWSGIServer

from auzolan.house.serving.bodies import BODY_BYTES_MAX, LimitedChannel
from auzolan.house.serving.lines import quicken

Environ: TypeAlias = dict[str, Any]
Start: TypeAlias = Callable[[str, list[tuple[str, str]]], object]
Application: TypeAlias = Callable[..., Iterable[bytes]]

OF_LICENSEES = "/api/"
OF_PORTAL = "/api/v1/"
"""What the portal answers itself: the door for programs of its people."""
THREADS = 16
HEADER_BYTES_MAX = 2**14
CONNECTIONS_MAX = 1_000
"""Browsers keep their lines open: a hundred, as the server has it by itself, would keep others waiting."""
SWITCH_S = 0.0005
"""How long one thread computes before another may: SQLite's and the sockets' should not wait long."""


def beside(portal: Application, api: Application | None) -> Application:
    """The portal, with the calls of licensees under `/api/`.

    Args:
        portal: everything else.
        api: the calls; without it the portal says that there is no such page.
    """

    def choose(environ: Environ, start: Start) -> Iterable[bytes]:
        address = str(environ.get("PATH_INFO", ""))
        if (
            api is not None
            and address.startswith(OF_LICENSEES)
            and not address.startswith(OF_PORTAL)
        ):
            return api(environ, start)
        return portal(environ, start)

    return choose


def listen(
    application: Application, host: str, port: int, behind: Mapping[str, object] | None = None
) -> Any:
    """A server that listens already; `run` answers until it is stopped, `close` ends it.

    Args:
        application: what answers.
        host: where to listen.
        port: which port; 0 takes a free one, which is its `effective_port`.
        behind: what the server must know of a web server before it; see `Front.server_options`.
    Raises:
        OSError: the port is taken.
    """
    sys.setswitchinterval(SWITCH_S)
    # Told for every burst of calls, which is no fault.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    server = waitress.create_server(
        application, host=host, port=port, threads=THREADS, ident=None,
        connection_limit=CONNECTIONS_MAX, backlog=CONNECTIONS_MAX, asyncore_use_poll=True,
        max_request_body_size=BODY_BYTES_MAX, max_request_header_size=HEADER_BYTES_MAX,
        **(behind or {}),
    )  # fmt: skip
    # A name of two addresses has a server for each.
    candidates = (server, *getattr(server, "map", {}).values())
    listening = [one for one in candidates if isinstance(one, BaseWSGIServer)]
    for one in listening:
        one.channel_class = LimitedChannel
    quicken(server, listening)
    return server


def stop(server: Any) -> None:
    """End a server that runs in another thread, once it has answered what it is at."""
    server.trigger.pull_trigger(server.close)
