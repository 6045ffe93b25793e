"""The portal as a WSGI application, for a server of one's own choice.

Such a server stands behind TLS and shows the portal to members only: what it shows is meant for
them until the assembly opens the record to the world.
"""

from __future__ import annotations

from pathlib import Path

from django.core.handlers.wsgi import WSGIHandler

from auzolan.audit.folder import Folder
from auzolan.house.keys import keep_portal_key
from auzolan.house.ports import system_ports
from auzolan.house.settings import configure


def application_of(folder: Path) -> WSGIHandler:
    """The application that shows one co-operative's folder.

    Args:
        folder: the co-operative's folder.
    """
    keep_portal_key(Folder(folder), system_ports().chance)
    configure(folder)
    from django.core.wsgi import get_wsgi_application

    return get_wsgi_application()
