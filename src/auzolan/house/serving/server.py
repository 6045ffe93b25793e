"""One process that answers licensees and shows the portal, and records full segments as it goes.

It listens where it is told; that is this machine alone, since it speaks plain HTTP. What answers a call
is in `calls`, what a page shows is the portal's.
"""

from __future__ import annotations

import queue
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from typing import Self

from auzolan.audit.folder import Folder
from auzolan.foundation.refusals import Refusal
from auzolan.house.desk import Desk
from auzolan.house.ports import Ports
from auzolan.house.rooms.labour.watching.page_flows import destroy_what_is_due
from auzolan.house.rooms.record.flows import erase_what_came_back, publish
from auzolan.house.serving.api import Api
from auzolan.house.serving.calls import Calls
from auzolan.house.serving.journal import Journal
from auzolan.house.serving.listening import Application, beside, listen, stop
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

LOOK_AFTER_S = 3_600
"""How often licences are looked after that nobody calls: their questions are to be forgotten too."""


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


__all__ = ["Application", "House", "beside", "listen", "stop"]
