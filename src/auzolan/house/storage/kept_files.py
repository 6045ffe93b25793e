"""Django's connections, which last from page to page, and are opened anew where a file was replaced.

To open them for each page would cost more than most pages do. Tables that were rebuilt or restored
meanwhile are another file under the same name; whoever went on with the old one would see no entry
any more.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import connections

_OPENED = "auzolan_file"


def reopen_replaced(**_: Any) -> None:
    """Close this thread's connections whose file is no longer the one that they were opened on."""
    # Late: who reads settings alone should not load every room for it.
    from auzolan.house.storage.sqlite import file_at

    for connection in connections.all():
        if connection.vendor != "sqlite":
            continue
        found = file_at(Path(connection.settings_dict["NAME"]))
        if connection.connection is not None and getattr(connection, _OPENED, None) != found:
            connection.close()
        if connection.connection is None:
            setattr(connection, _OPENED, found)  # noted before it is opened: never too new
