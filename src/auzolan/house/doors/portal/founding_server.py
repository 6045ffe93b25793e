"""Serving the founding wizard where nothing has been founded yet, to this machine alone.

Whoever reads the terminal has the code that founds; it works once. Nothing is written into the folder
before. Afterwards the same server shows the new co-operative, until it is started anew as usual.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.core.wsgi import get_wsgi_application

from auzolan.house.doors.portal.server import LOOPBACK, PORT, tell
from auzolan.house.ports import system_ports
from auzolan.house.settings import configure

CODE_BYTES = 5


class NotEmpty(ValueError):
    """The folder holds something already."""


def serve_founding(folder: Path, port: int = PORT, *, say: Callable[[str], None] = tell) -> None:
    """Serve the wizard until Ctrl-C.

    Args:
        folder: an empty folder, or none yet.
        port: where to listen; 0 takes a free one.
        say: told the address and the code.
    Raises:
        NotEmpty: the folder holds something; a co-operative begins in a folder of its own.
        OSError: the port is taken.
    """
    from auzolan.house.serving.listening import listen

    if folder.exists() and any(folder.iterdir()):
        raise NotEmpty(f"{folder} is not empty; a co-operative begins in a folder of its own.")
    configure(folder)
    from auzolan.house.rooms.charter.founding_wizard import open_for_founding

    code = system_ports().chance(CODE_BYTES).hex()
    application = get_wsgi_application()
    open_for_founding(code)
    server = listen(application, LOOPBACK, port)
    say(f"The founding wizard is at http://{LOOPBACK}:{server.effective_port}/  (Ctrl-C stops it)")
    say(f"The code that founds, once: {code}")
    try:
        server.run()
    finally:
        open_for_founding("")
        server.close()
        say("The wizard has stopped.")
