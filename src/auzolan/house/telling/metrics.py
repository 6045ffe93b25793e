"""Figures for Prometheus: how long pages and the desk take, what is asked, what waits, what is late.

Labels are routes by name, methods, classes of status, tags of acts, codes of refusals and a few words
of ours: all stand in the source. No figure can be traced to a person. Who may read them is decided in
`pages`; nothing here is kept over a restart.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.process_collector import ProcessCollector

from auzolan.audit.folder import Folder
from auzolan.cooperative import RELEASE, RULES
from auzolan.house.front import front_of
from auzolan.house.ports import Ports, system_ports
from auzolan.house.telling.acts import Asked
from auzolan.house.telling.figures import Figures
from auzolan.house.telling.logs import METHODS, OTHER

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
PAGE_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30)
DESK_S = (0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30)
OUTCOMES_MAX = 500
# When a series began says nothing here: all begin with the process.
disable_created_metrics()  # type: ignore[no-untyped-call]
_TAGS = frozenset(str(kind.__struct_config__.tag) for kind in RULES)


class Metrics:
    """The figures of one folder in this process.

    Args:
        folder: the co-operative's folder.
        ports: the clock; the machine's where None.
        backups: the place of its backups, None where it is not known.

    Attributes:
        figures: those that are read at each scrape.
    """

    def __init__(
        self, folder: Folder, ports: Ports | None = None, *, backups: Path | None = None
    ) -> None:
        self.figures = Figures(folder, ports or system_ports(), backups=backups)
        self._registry = registry = CollectorRegistry()
        self._pages = Histogram(
            "auzolan_request_seconds", "Seconds until a page was answered.",
            ("route", "method", "status"), buckets=PAGE_S, registry=registry,
        )  # fmt: skip
        self.in_flight = Gauge(
            "auzolan_requests_in_flight", "Pages being answered.", registry=registry
        )
        self._acts = Counter(
            "auzolan_acts", "Acts that the desk was asked for.", ("act", "outcome"),
            registry=registry,
        )  # fmt: skip
        self._desk = Histogram(
            "auzolan_desk_seconds", "Seconds until the acts of a call were durable.",
            buckets=DESK_S, registry=registry,
        )  # fmt: skip
        release = Gauge(
            "auzolan_release", "1 for the release that runs.", ("release",), registry=registry
        )
        release.labels(RELEASE).set(1)
        self._outcomes: set[str] = set()
        registry.register(self.figures)
        ProcessCollector(registry=registry)

    def answered(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count a page that was answered.

        Args:
            route: the name of its address.
            method: of HTTP.
            status: of HTTP, 100 to 599.
            seconds: how long it took.
        """
        how = method if method in METHODS else OTHER
        kind = f"{status // 100}xx" if 100 <= status < 600 else OTHER
        self._pages.labels(route, how, kind).observe(seconds)

    def heard(self, asked: Sequence[Asked], seconds: float) -> None:
        """Count the acts of one call to the desk; this is a `Listener` of `acts`."""
        self._desk.observe(seconds)
        for one in asked:
            act = one.act if one.act in _TAGS else OTHER
            self._acts.labels(act, self._outcome(one.outcome)).inc()

    def text(self) -> bytes:
        """All figures, in the text format of Prometheus 0.0.4."""
        return generate_latest(self._registry)

    def _outcome(self, outcome: str) -> str:
        """The code, as long as there are not more than the source can have."""
        if outcome not in self._outcomes and len(self._outcomes) >= OUTCOMES_MAX:
            return OTHER
        self._outcomes.add(outcome)
        return outcome


_lock = threading.Lock()
_metrics: dict[Path, Metrics] = {}


def metrics_of(folder: Folder) -> Metrics:
    """The figures of a folder, begun at the first call in this process."""
    with _lock:
        found = _metrics.get(folder.path)
        if found is None:
            from auzolan.house.accounts.mail import waiting  # Django must be set up first

            found = _metrics[folder.path] = Metrics(folder, backups=front_of(folder).backups)
            found.figures.watch_queue("mail", lambda: len(waiting(folder)))
        return found
