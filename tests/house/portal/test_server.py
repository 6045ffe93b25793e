"""Starting the server: on this machine alone, and only for a co-operative."""

from __future__ import annotations

from pathlib import Path

import pytest

from auzolan.house.doors.portal.server import serve
from auzolan.house.front import Front
from auzolan.house.storage.database import DatabaseRefused


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "::", "example.org", ""])
def test_the_server_listens_to_this_machine_only(host: str) -> None:
    """Goal: no statement crosses a network in the clear. Method: hosts that others could reach."""
    with pytest.raises(ValueError, match="this machine alone"):
        Front().checked_host(host)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.0.0.53"])
def test_the_loopback_addresses_are_fine(host: str) -> None:
    """Goal: the check above is not blind. Method: addresses of this machine."""
    assert Front().checked_host(host) == host


def test_a_folder_without_a_co_operative_is_not_served(tmp_path: Path) -> None:
    """Goal: a plain word at the start. Method: an empty folder."""
    with pytest.raises(DatabaseRefused, match="no database"):
        serve(tmp_path, port=0)
