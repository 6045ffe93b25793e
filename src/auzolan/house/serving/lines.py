"""Who waits for which line: the server's loop, whose work does not grow with the lines that are silent.

Waitress's own loop asks every open line at every turn whether it wants to read or write. With two
hundred people at once that was a quarter of the server's processor time. Here the kernel remembers
(`epoll`), and a line is asked again only where something happened on it, or where a thread that
answered on it says so. All are asked once a second too, which is also when silent ones are let go.
Where there is no `epoll`, waitress's own loop runs.
"""

from __future__ import annotations

import select
import time
from collections import deque
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from waitress import wasyncore

from auzolan.house.serving.bodies import LimitedChannel

LOOK_AT_ALL_S = 1.0
"""How often every line is asked, whether or not anything happened on it."""
EVENTS_MAX = 512
_READ = getattr(select, "EPOLLIN", 0) | getattr(select, "EPOLLPRI", 0)
_WRITE = getattr(select, "EPOLLOUT", 0)
Lines: TypeAlias = dict[int, Any]
"""Everything that is waited for, by number of its file: lines, the listening sockets, the trigger."""


class Changed:
    """The lines on which a thread has answered, so that the loop looks at them again.

    Args:
        server: whose loop is woken.
    """

    def __init__(self, server: Any) -> None:
        self._server = server
        self._lines: deque[int] = deque()
        self._is_woken = False

    def note(self, line: int) -> None:
        """Note a line by its number, and wake the loop once for all that are noted."""
        self._lines.append(line)
        if not self._is_woken:
            self._is_woken = True
            self._server.pull_trigger()

    def taken(self) -> list[int]:
        """What was noted; whoever notes from now on wakes the loop again."""
        self._is_woken = False
        found = []
        while self._lines:
            found.append(self._lines.popleft())
        return found


class _OwnServer:
    """The server as one line sees it: who wakes it from here says which line it is."""

    def __init__(self, server: Any, line: int) -> None:
        self._server = server
        self._line = line
        self.active_channels = server.active_channels
        self.add_task = server.add_task

    def pull_trigger(self) -> None:
        self._server.changed.note(self._line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._server, name)


class Line(LimitedChannel):
    """A connection that says when it wants something else than before."""

    def __init__(self, server: Any, sock: Any, addr: Any, adj: Any, map: Any = None) -> None:  # noqa: A002  the name is waitress's
        super().__init__(server, sock, addr, adj, map=map)
        self.server = _OwnServer(server, sock.fileno())


class Loop:
    """The loop of a server; it takes the place of waitress's module of that name.

    Args:
        changed: what threads note.
    """

    dispatcher = wasyncore.dispatcher

    def __init__(self, changed: Changed) -> None:
        self._changed = changed

    def loop(self, timeout: float, map: Lines, use_poll: bool) -> None:  # noqa: A002, FBT001  the names are waitress's
        """Answer what happens on the lines until none is left.

        Args:
            timeout: for waitress's own loop; here `LOOK_AT_ALL_S` holds.
            map: the lines by number; they come and go meanwhile.
            use_poll: for waitress's own loop.
        """
        with select.epoll() as kernel:
            watch = _Watch(kernel, map)
            all_at = 0.0
            while map:
                now = time.monotonic()
                if now >= all_at:
                    watch.look_at(list(map))
                    all_at = now + LOOK_AT_ALL_S
                happened = kernel.poll(max(0.0, all_at - now), EVENTS_MAX)
                for line, flags in happened:
                    one = map.get(line)
                    if one is not None:
                        wasyncore.readwrite(one, flags)
                watch.look_at([line for line, _ in happened])
                watch.look_at(self._changed.taken())
                watch.look_at(watch.unknown())


class _Watch:
    """What the kernel has been asked to tell of each line."""

    def __init__(self, kernel: select.epoll, lines: Lines) -> None:
        self._kernel = kernel
        self._lines = lines
        self._asked: dict[int, tuple[Any, int]] = {}

    def unknown(self) -> list[int]:
        """Lines that came since: the newest stand last."""
        found = []
        for line in reversed(self._lines):
            asked = self._asked.get(line)
            if asked is not None and asked[0] is self._lines[line]:
                break
            found.append(line)
        return found

    def look_at(self, lines: Iterable[int]) -> None:
        """Ask these lines what they wait for, and tell the kernel where that has changed."""
        for line in lines:
            one = self._lines.get(line)
            if one is None:
                self._asked.pop(line, None)  # a closed file has left the kernel's list by itself
                continue
            flags = _wanted(one)
            before, asked = self._asked.get(line, (None, 0))
            if before is not one:
                asked = 0
            if flags != asked:
                self._tell(line, asked, flags)
            self._asked[line] = one, flags

    def _tell(self, line: int, asked: int, flags: int) -> None:
        if not flags:
            self._kernel.unregister(line)
        elif asked:
            self._kernel.modify(line, flags)
        else:
            self._kernel.register(line, flags)


def _wanted(line: Any) -> int:
    flags = _READ if line.readable() else 0
    if line.writable() and not line.accepting:
        flags |= _WRITE
    return flags


def quicken(server: Any, listening: Sequence[Any]) -> None:
    """Give a server this loop, where the machine has what it stands on.

    Args:
        server: what `waitress.create_server` made.
        listening: its listening sockets, at least one; itself, where it has one address.
    """
    if not hasattr(select, "epoll"):
        return
    changed = Changed(listening[0])  # they share one loop, so one trigger wakes it
    for one in listening:
        one.channel_class = Line
        one.changed = changed
    server.asyncore = Loop(changed)
