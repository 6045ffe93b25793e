"""Two portals before one record on a server: ballots of many, through both at once."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path

from auzolan.assembly.acts import CastBallot
from auzolan.assembly.state import Ballot
from auzolan.audit.deployment import PostgresPlace
from auzolan.audit.folder import Folder
from auzolan.audit.verify import verify
from auzolan.house.keeping.moving import carry_onto_server
from auzolan.house.settings import configure
from auzolan.house.storage.reader import reader_of
from support.portal import real_coop
from support.programs import key_for

VOTERS = [f"m{number:03d}" for number in range(101, 151)]
WAIT_S = 90

configure(Path("no-folder-yet"))


@contextmanager
def portal(folder: Path) -> Iterator[int]:
    """A process of its own that serves a folder; its port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    program = str(Path(sys.executable).parent / "auzolan")
    with subprocess.Popen(
        [program, "serve", str(folder), "--port", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ,
    ) as process:  # fmt: skip
        try:
            end = time.monotonic() + WAIT_S
            while True:
                assert process.poll() is None, "the portal ended by itself"
                with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                    break
                assert time.monotonic() < end, "the portal does not listen"
                time.sleep(0.05)
            yield port
        finally:
            process.kill()


def ballot(port: int, key: str, number: str, choice: str) -> tuple[int, bytes]:
    """One ballot by a program's key."""
    line = HTTPConnection("127.0.0.1", port, timeout=WAIT_S)
    line.request(
        "POST", "/api/v1/do/assembly.cast", json.dumps({"proposal": "longer-polls", "choice": choice}),
        {"Authorization": f"Bearer {key}", "Idempotency-Key": number,
         "Content-Type": "application/json"},
    )  # fmt: skip
    answer = line.getresponse()
    told = answer.read()
    line.close()
    return answer.status, told


def test_ballots_through_two_portals_are_each_counted_once(
    tmp_path: Path, place: PostgresPlace
) -> None:
    """Goal: one record, whoever writes. Method: two processes, fifty voters, each ballot sent to both.

    The number of a request is one person's, so the second sending is answered with the first entry.
    """
    folder = Folder(tmp_path / "coop")
    real_coop(folder.path, more=VOTERS).close()
    carry_onto_server(folder, place)
    configure(folder.path)
    keys = {voter: key_for(voter) for voter in VOTERS}
    before = verify(folder.path)
    assert before.differences == ()
    with ExitStack() as stack:
        ports = [stack.enter_context(portal(folder.path)) for _ in range(2)]
        with ThreadPoolExecutor(12) as pool:
            sent = [
                pool.submit(ballot, port, keys[voter], f"ballot-{voter}", "yes")
                for voter in VOTERS
                for port in ports
            ]
            told = [one.result() for one in sent]
    assert {status for status, _ in told} == {200}, told
    with reader_of(folder) as reader:
        cast = list(reader.entries_of(str(CastBallot.__struct_config__.tag)))
        ballots = reader.rows(Ballot)
    assert len(cast) == len(VOTERS) + 2
    assert len(ballots) == len(VOTERS) + 2
    assert verify(folder.path).differences == ()
