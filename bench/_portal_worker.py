"""The worker of `portal.py`: asks for pages of one folder in a process of its own. Answers in JSON.

_portal_worker.py pages FOLDER ROUNDS     every page, so often, each time about another member
_portal_worker.py profile FOLDER ROUTE    where the time of one page goes

Statements are counted on every connection that this process opens, Django's and the house's own:
all that read or write, without those that only open and close transactions.
"""

from __future__ import annotations

import cProfile
import json
import math
import pstats
import random
import re
import sqlite3
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any, NamedTuple

from _measure import own_peak_mb
from _portal_votes import signed_in

_ASKING = ("SELECT", "WITH", "INSERT", "UPDATE", "DELETE", "REPLACE")
SEED = 8
statements: list[str] = []


def watch_statements() -> None:
    """From now on every new connection of this process notes what it is asked."""
    connect = sqlite3.connect

    def note(text: str) -> None:
        if text.lstrip().upper().startswith(_ASKING):
            statements.append(text)

    def watched(*args: Any, **named: Any) -> sqlite3.Connection:
        connection = connect(*args, **named)
        connection.set_trace_callback(note)
        return connection

    sqlite3.connect = watched
    sqlite3.dbapi2.connect = watched  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Route:
    """One kind of page: its name, and the addresses that stand for it, in turn, each with who asks."""

    name: str
    asked: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Found:
    """What a folder holds that addresses name, and the members who ask."""

    members: Sequence[str]
    by_route: dict[str, Sequence[str]]


def found_in(folder: Path, rounds: int) -> Found:
    """Names for addresses, drawn from what the folder holds; the liveliest first."""
    from auzolan.assembly.state import Proposal
    from auzolan.audit.folder import Folder
    from auzolan.house.doors.doing.catalogue import doings
    from auzolan.house.storage.reader import reader_of
    from auzolan.labour.state import LabourStatement
    from auzolan.learning.state import Model
    from auzolan.licensing.state import Licence
    from auzolan.members.state import Member
    from auzolan.treasury.state import Payout

    draw = random.Random(SEED)
    with reader_of(Folder(folder)) as reader:
        members = [one.member for one in reader.rows(Member)]
        proposals = sorted(reader.rows(Proposal), key=lambda one: (one.state != "open", -one.entry))
        models = [one.model for one in reader.rows(Model)]
        stated = [one.statement for one in reader.rows(LabourStatement)]
        payouts = [one.payout for one in reader.rows(Payout)]
        licences = [one.licence for one in reader.rows(Licence)]
        size = reader.log.head().size
    # The first tenth brings purchases, and half of those work: the pages of the many are short.
    busy = members[: max(12, len(members) // 10)]
    some = [*draw.choices(busy, k=rounds // 2), *draw.choices(members, k=rounds - rounds // 2)]
    draw.shuffle(some)
    entries = [str(draw.randrange(size)) for _ in range(rounds)]
    names = [one.proposal for one in proposals]
    by_route = {
        "impact": stated, "impact_file": stated, "model": models, "payout": payouts,
        "proposal": names, "proposal_for_me": names, "rules_changes": ["2"], "entry": entries,
        "entry_file": entries, "proof_file": entries, "do": sorted(doings()),
        "licence": licences,
    }  # fmt: skip
    return Found(some, by_route)


def routes(folder: Path, rounds: int) -> Iterator[Route]:
    """Every page that one member can look at, and each form; those of others' offices say no."""
    from django.urls import get_resolver
    from django.urls.resolvers import URLPattern, URLResolver

    found = found_in(folder, rounds)
    for outer in get_resolver().url_patterns:
        if not isinstance(outer, URLResolver):
            continue
        for page in outer.url_patterns:
            if isinstance(page, URLPattern) and hasattr(page.callback, "action"):
                asked = list(_addresses(page, found))
                if asked:
                    yield Route(str(page.pattern), asked)
    forms = [f"/en/do/{name}/" for name in found.by_route["do"]]
    yield Route("do/<str:name>/", list(zip(forms, cycle(found.members), strict=False)))


def _addresses(page: Any, found: Found) -> Iterator[tuple[str, str]]:
    """The addresses of one kind of page; none where nothing in the folder has such a name."""
    pattern = str(page.pattern)
    wanted = re.findall(r"<(?:\w+:)?(\w+)>", pattern)
    others = [name for name in wanted if name != "member"]
    names = found.by_route.get(page.name, ())
    if len(others) > 1 or (others and not names):
        return
    ids = cycle(names or ("",))
    both = zip(cycle(found.members), ids, strict=False)
    for member, other in islice(both, max(len(found.members), len(names))):
        path = re.sub(r"<(?:\w+:)?member>", member, pattern)
        yield "/en/" + re.sub(r"<(?:\w+:)?\w+>", other, path), member


def pages(folder: Path, rounds: int) -> None:
    """Ask for every page, and print what each took."""
    from auzolan.house.settings import configure

    configure(folder)
    every = list(routes(folder, rounds))
    visitor = Visitor(folder, every)
    found = [_measured(visitor, route, rounds) for route in every]
    print(json.dumps({"routes": found, "peak_mb": own_peak_mb()}))


class Asked(NamedTuple):
    """One answer: how long it took, the processor time of it, its statements, bytes and status."""

    ms: float
    cpu_ms: float
    queries: int
    size: int
    status: int


class Visitor:
    """One browser that is signed in as whoever asks."""

    def __init__(self, folder: Path, every: Sequence[Route]) -> None:
        from django.test import Client

        people = {member for route in every for _, member in route.asked}
        self._cookies = {one["member"]: one["cookie"] for one in signed_in(folder, people)}
        self._client = Client(raise_request_exception=False)

    def ask(self, path: str, member: str) -> Asked:
        """Ask for one page."""
        self._client.cookies.clear()
        self._client.cookies.load(self._cookies[member])
        before, start, cpu = len(statements), time.perf_counter(), time.thread_time()
        answer = self._client.get(path)
        ms, cpu_ms = 1000 * (time.perf_counter() - start), 1000 * (time.thread_time() - cpu)
        size = len(b"".join(answer) if answer.streaming else answer.content)
        return Asked(ms, cpu_ms, len(statements) - before, size, answer.status_code)


def _measured(visitor: Visitor, route: Route, rounds: int) -> dict[str, Any]:
    asked = cycle(route.asked)
    first = visitor.ask(*next(asked))
    answers = [visitor.ask(*next(asked)) for _ in range(max(rounds, len(route.asked)))]
    return {
        "name": route.name,
        "first_ms": first.ms,
        "first_queries": first.queries,
        "p50_ms": statistics.median(one.ms for one in answers),
        "p95_ms": _of_95(one.ms for one in answers),
        "p95_cpu_ms": _of_95(one.cpu_ms for one in answers),
        "queries": max(one.queries for one in answers),
        "kb": max(one.size for one in answers) / 1000,
        "status": dict(Counter(str(one.status) for one in answers)),
    }


def _of_95(values: Iterable[float]) -> float:
    """What 95 of 100 values do not exceed."""
    in_order = sorted(values)
    return in_order[math.ceil(0.95 * len(in_order)) - 1]


def profile(folder: Path, name: str) -> None:
    """Print where the time of one page goes, and what it asks the database."""
    from auzolan.house.settings import configure

    configure(folder)
    (route,) = [one for one in routes(folder, 10) if one.name == name]
    visitor = Visitor(folder, [route])
    visitor.ask(*route.asked[0])
    statements.clear()
    watch = cProfile.Profile()
    watch.enable()
    for asked in route.asked[1:4] or route.asked:
        visitor.ask(*asked)
    watch.disable()
    pstats.Stats(watch).sort_stats("cumtime").print_stats(45)
    print("\n".join(text[:160] for text in statements[-40:]))


def main(arguments: Sequence[str]) -> None:
    verb, folder, argument = arguments
    watch_statements()
    does: dict[str, Callable[[], None]] = {
        "pages": lambda: pages(Path(folder), int(argument)),
        "profile": lambda: profile(Path(folder), argument),
    }
    does[verb]()


if __name__ == "__main__":
    main(sys.argv[1:])
