"""What survives when a serving process is killed: every answered call is recorded once, none twice.

A kill ends the process, not the machine. `AUZOLAN_SERVING_ROUNDS` asks for more rounds.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

from auzolan.audit.verify import verify
from auzolan.house.asking import reading
from auzolan.house.ports import system_ports
from auzolan.house.rooms.licensing.use_flows import recorded
from auzolan.house.rooms.record.flows import publish
from auzolan.house.serving.journal import OPEN, Journal
from auzolan.house.serving.segments import cut
from auzolan.licensing.state import Segment
from house.serving.served import Served, question

ROUNDS = int(os.environ.get("AUZOLAN_SERVING_ROUNDS", "4"))
CLIENTS = 4
CHILD = Path(__file__).with_name("child.py")


class Clients:
    """Licensees who call until the line breaks, and remember what they were told."""

    def __init__(self, served: Served) -> None:
        self.served = served
        self.told: dict[str, str] = {}
        self.open: list[str] = []
        self.sent = 0
        self._lock = threading.Lock()

    def next(self, *, new: bool) -> str:
        """A call that was never answered, else a new one, else nothing."""
        with self._lock:
            if self.open:
                return self.open.pop()
            if not new:
                return ""
            self.sent += 1
            return f"call-{self.sent}"

    def call_until_broken(self, port: int, *, new: bool) -> None:
        """Call on one connection; a call without an answer is asked again later."""
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        headers = {
            "Authorization": f"Bearer {self.served.key}",
            "Content-Type": "application/json",
        }
        while name := self.next(new=new):
            body = question(int(name.partition("-")[2]))
            try:
                line.request(
                    "POST", "/api/models/yogurt-1/answer", body,
                    {**headers, "Idempotency-Key": name},
                )  # fmt: skip
                answer = line.getresponse()
                said = json.loads(answer.read())
            except (OSError, http.client.HTTPException, ValueError):
                with self._lock:
                    self.open.append(name)
                return
            assert answer.status == 200, said
            with self._lock:
                assert self.told.setdefault(name, said["use"]) == said["use"]


def run_round(clients: Clients, *, kill_after_s: float | None) -> None:
    """One life of a server: calls until it is killed, or until every call has its answer."""
    served = clients.served
    with subprocess.Popen(
        [sys.executable, str(CHILD), "cutting", str(served.folder.path)],
        stdout=subprocess.PIPE, text=True,
    ) as child:  # fmt: skip
        assert child.stdout is not None
        port = int(child.stdout.readline())
        new = kill_after_s is not None
        callers = [
            threading.Thread(target=clients.call_until_broken, args=(port,), kwargs={"new": new})
            for _ in range(CLIENTS)
        ]
        for one in callers:
            one.start()
        if kill_after_s is not None:
            time.sleep(kill_after_s)
            child.send_signal(signal.SIGKILL)
        for one in callers:
            one.join()
        child.kill()


def test_no_use_is_lost_or_doubled_when_the_server_is_killed(tmp_path: Path) -> None:
    """Goal: exactly once. Method: SIGKILL under load while segments are cut; then count all."""
    served = Served(tmp_path / "coop")
    clients = Clients(served)
    chance = random.Random(20_261_122)
    for _ in range(ROUNDS):
        run_round(clients, kill_after_s=chance.uniform(0.2, 1.2))
    run_round(clients, kill_after_s=None)  # those that were never answered, once more
    assert not clients.open
    assert len(clients.told) == clients.sent > ROUNDS
    served.clock.at = system_ports().clock()  # the servers' own clock was this machine's
    done = cut(served.desk, actor="eve", licence=served.licence)
    assert not hasattr(done, "code"), str(done)
    with reading(served.folder) as now:
        numbers = sorted(one.number for one in now.books.find(Segment, licence=served.licence))
    assert numbers == list(range(1, len(numbers) + 1))
    found: Counter[str] = Counter()
    for number in numbers:
        segment = recorded(served.folder, served.licence, number)
        assert segment is not None
        found.update(segment.uses.calls)
    assert max(found.values()) == 1, "a call stands in two segments"
    assert set(found) == set(clients.told.values())
    assert served.row().predictions == clients.sent
    with closing(Journal(served.folder.meter)) as journal:
        assert journal.in_segment(served.licence, OPEN) == []
    publish(served.desk)
    report = verify(served.folder.path)
    assert report.differences == ()
    print(f"{ROUNDS} kills: {clients.sent} calls in {len(numbers)} segments, 0 lost, 0 doubled")
