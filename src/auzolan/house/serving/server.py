"""One process that answers licensees and shows the portal, and records full segments as it goes.

It listens where it is told; that is this machine alone, since it speaks plain HTTP. What answers a call
is in `calls`, what a page shows is the portal's.
"""

from __future__ import annotations

import logging
import queue
import sqlite3
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import closing
from typing import Any, Self, TypeAlias

import waitress

from auzolan.audit.folder import Folder
from auzolan.foundation.refusals import Refusal
from auzolan.house.desk import Desk
from auzolan.house.ports import Ports
from auzolan.house.rooms.labour.watching.page_flows import destroy_what_is_due
from auzolan.house.rooms.record.flows import erase_what_came_back, publish
from auzolan.house.serving.api import ROOT, Api, Environ, Start
from auzolan.house.serving.calls import Calls
from auzolan.house.serving.journal import Journal
from auzolan.house.serving.meter import Meter
from auzolan.house.serving.rights import Rights
from auzolan.house.serving.segments import cut
from auzolan.house.serving.shelf import Shelf
from auzolan.house.storage.reader import reader_of
from auzolan.learning.state import Model, ModelDuty
from auzolan.licensing.granting import serves
from auzolan.licensing.standing import is_live
from auzolan.licensing.state import Licence
from auzolan.licensing.use_acts import SEGMENT_ROWS_MAX

Application: TypeAlias = Callable[..., Iterable[bytes]]

THREADS = 16
REQUEST_BYTES_MAX = 2**20
HEADER_BYTES_MAX = 2**14
LOOK_AFTER_S = 3_600
"""How often licences are looked after that nobody calls: their questions are to be forgotten too."""
SWITCH_S = 0.0005
"""How long one thread computes before another may: SQLite's and the sockets' should not wait long."""


class House:
    """Everything that serving holds open: desk, meter, rights, models, and the cutter's thread.

    Args:
        folder: the co-operative's folder.
        actor: who holds the office of data; uses and segments are asked in her name.
        ports: clock and chance; the machine's where None.
        say: told what went wrong with a segment.
    """

    def __init__(
        self, folder: Folder, actor: str, *, say: Callable[[str], None], ports: Ports | None = None
    ) -> None:
        self.desk = Desk(folder, ports)
        back = erase_what_came_back(self.desk)
        if back:
            say(f"Files of {back} erased batches had come back, and were destroyed again.")
        gone = destroy_what_is_due(self.desk)
        if gone:
            say(f"{gone} files of page times were past their day, and were destroyed.")
        self._actor = actor
        self._say = say
        self._meter = Meter(folder)
        self._rights = Rights(folder, self.desk.ports.clock)
        self._shelf = Shelf(self.desk, actor)
        calls = Calls(self._rights, self._shelf, self._meter, self.desk.ports.chance)
        self.api = Api(calls, self._count)
        self._counts: Counter[str] = Counter()
        self._due: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._cutter = threading.Thread(target=self._cut_when_due, daemon=True)
        self._look_after_all()
        self._cutter.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def prepare(self) -> None:
        """Make the licensed models ready, so that no first call waits for their rows to be read."""
        at = self.desk.ports.clock()
        with reader_of(self.desk.folder) as reader:
            found = reader.rows(Licence)
            live = {one.model for one in found if is_live(one, at) and one.accepted_at >= 0}
            models = [reader.get(Model, name) for name in sorted(live)]
            duties = [one for one in reader.rows(ModelDuty) if one.done_at < 0]
        for model in models:
            assert model is not None, "a licence is granted for a model that exists"
            if not (model.card and serves(model, at)):
                continue
            try:
                awaited = frozenset(one.member for one in duties if one.model == model.model)
                made = self._shelf.ready(model, awaited)
            except (FileNotFoundError, ImportError, ValueError) as fault:
                self._say(f"{model.model} is not ready: {fault}")
                continue
            if isinstance(made, Refusal):
                self._say(f"{model.model} cannot be served. {made}")

    def close(self) -> None:
        """Stop the cutter after what it is at, and close everything."""
        self._due.put("")
        self._cutter.join()
        self._meter.close()
        self._rights.close()
        self.desk.close()

    def _count(self, licence: str) -> None:
        self._counts[licence] += 1  # lost counts only delay a segment until the next full one
        if self._counts[licence] % SEGMENT_ROWS_MAX == 0:
            self._due.put(licence)

    def _cut_when_due(self) -> None:
        while licence := self._next_due():
            try:
                done = cut(self.desk, actor=self._actor, licence=licence, whole_only=True)
                if isinstance(done, Refusal):
                    self._say(f"Calls of {licence} wait to be recorded. {done}")
                elif done.receipts:
                    publish(self.desk)
            except Exception as fault:  # noqa: BLE001  a cutter that ends would record nothing more
                self._say(f"Calls of {licence} wait to be recorded: {fault}")

    def _next_due(self) -> str:
        """The next licence to look after; empty for the end. All of them where none was for long."""
        while True:
            try:
                return self._due.get(timeout=LOOK_AFTER_S)
            except queue.Empty:
                self._look_after_all()

    def _look_after_all(self) -> None:
        try:
            with closing(Journal(self.desk.folder.meter)) as journal:
                for licence in journal.licences():
                    self._due.put(licence)  # what a stop has left, and questions to be forgotten
        except sqlite3.Error as fault:
            self._say(f"The meter cannot be read: {fault}")


def beside(portal: Application, api: Application | None) -> Application:
    """The portal, with the calls of licensees under `/api/`.

    Args:
        portal: everything else.
        api: the calls; without it the portal says that there is no such page.
    """

    def choose(environ: Environ, start: Start) -> Iterable[bytes]:
        if api is not None and str(environ.get("PATH_INFO", "")).startswith(ROOT):
            return api(environ, start)
        return portal(environ, start)

    return choose


def listen(application: Application, host: str, port: int) -> Any:
    """A server that listens already; `run` answers until it is stopped, `close` ends it.

    Args:
        application: what answers.
        host: where to listen.
        port: which port; 0 takes a free one, which is its `effective_port`.
    Raises:
        OSError: the port is taken.
    """
    sys.setswitchinterval(SWITCH_S)
    # Told for every burst of calls, which is no fault.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    return waitress.create_server(
        application, host=host, port=port, threads=THREADS, ident=None,
        max_request_body_size=REQUEST_BYTES_MAX, max_request_header_size=HEADER_BYTES_MAX,
    )  # fmt: skip


def stop(server: Any) -> None:
    """End a server that runs in another thread, once it has answered what it is at."""
    server.trigger.pull_trigger(server.close)
