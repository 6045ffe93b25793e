"""Lines of log without personal data: one JSON object a line, of a closed list of fields.

A line says what the program did, never for whom. What others log (Django, the server, any library)
keeps its logger's name, its level and the place in the source; message, arguments and extras are
dropped, since they hold addresses of pages, names, and now and then a whole request. A fault is told
by its kind and the places it passed, without its message and without values.

It opens no file and sends nothing: lines go to standard error, where systemd or a container keeps them.
"""

from __future__ import annotations

import logging
import logging.config
import re
import sys
import threading
from collections.abc import Iterator
from enum import StrEnum
from itertools import islice
from types import TracebackType

import msgspec

from auzolan.foundation.moments import iso_from_moment

LEVELS = ("debug", "info", "warning", "error")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
OTHER = "other"
CAUSES_MAX = 5
PLACES_MAX = 20
_OWN = "auzolan.telling"
_NAME = re.compile(r"[A-Za-z_<][A-Za-z0-9_.<>]{0,119}\Z")
_SHAPES = {
    # Names of addresses stand in the source; ids and numbers of accounts hold more digits in a row.
    "route": re.compile(r"(?!.*[0-9]{3})[A-Za-z][A-Za-z0-9_:.-]{0,79}\Z"),
    "method": re.compile(rf"({'|'.join(sorted(METHODS))}|{OTHER})\Z"),
    "request": re.compile(r"[0-9a-f]{16}\Z"),
    "act": re.compile(r"[a-z]+\.[a-z_]{1,60}(/[1-9])?\Z"),
    "outcome": re.compile(r"(accepted|repeated|[a-z]+\.[a-z_]{1,60})\Z"),
}
_own = logging.getLogger(_OWN)


class Event(StrEnum):
    """What a line of our own is about."""

    STARTED = "started"
    STOPPED = "stopped"
    REQUEST = "request"
    JOB_DONE = "job.done"
    JOB_FAILED = "job.failed"
    NOTICE_FAILED = "notice.failed"
    METRICS_KEY_OPEN = "metrics.key_open"
    FOREIGN = "foreign"
    FAULT = "fault"


class Said(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a line of our own may say; a field of another shape is left out of the line.

    Attributes:
        route: the name of the address, never the address.
        method: of HTTP.
        status: of HTTP; 0 where there is none.
        ms: how long it took, whole milliseconds; -1 where that is not known.
        request: 16 random hexadecimal digits, which the answer carries as well.
        acts: how many acts were asked for.
        act: the tag of one of them: the first that was refused, else the first.
        outcome: what came of that one.
    """

    route: str = ""
    method: str = ""
    status: int = 0
    ms: int = -1
    request: str = ""
    acts: int = 0
    act: str = ""
    outcome: str = ""


class Fault(msgspec.Struct, frozen=True):
    """A fault without its message: its kind, and the places it passed, the innermost last."""

    kind: str
    places: tuple[str, ...]


class _Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """Every field that a line can have, in this order."""

    time: str
    level: str
    event: str
    route: str = ""
    method: str = ""
    status: int = 0
    ms: int = -1
    request: str = ""
    acts: int = 0
    act: str = ""
    outcome: str = ""
    logger: str = ""
    place: str = ""
    faults: tuple[Fault, ...] = ()


_SILENT = Said()
FIELDS = _Line.__struct_fields__
"""The closed list of fields."""


def tell(event: Event, said: Said | None = None, *, level: int = logging.INFO) -> None:
    """Write one line of our own.

    Args:
        event: what it is about.
        said: what it says of it.
        level: of `logging`.
    """
    _own.log(level, event.value, extra={"said": said or Said()})


class PlainLines(logging.Formatter):
    """Turns any record of `logging` into a line that names nobody."""

    def format(self, record: logging.LogRecord) -> str:
        """One line of JSON; the record's message is never looked at unless it is our own."""
        own = record.name == _OWN and record.msg in tuple(Event)
        said = _kept(record.__dict__.get("said") if own else None)
        line = _Line(
            time=iso_from_moment(int(record.created * 1_000)),
            level=record.levelname.lower() if record.levelno in _KNOWN_LEVELS else OTHER,
            event=str(record.msg) if own else Event.FOREIGN.value,
            route=said.route, method=said.method, status=said.status, ms=said.ms,
            request=said.request, acts=said.acts, act=said.act, outcome=said.outcome,
            logger="" if own else _name(record.name),
            place="" if own else f"{_name(record.module)}:{int(record.lineno)}",
            faults=faults_of(record.exc_info[1]) if record.exc_info else (),
        )  # fmt: skip
        return msgspec.json.encode(line).decode()


class _Lines(logging.StreamHandler):
    """Standard error; what cannot be written is dropped, not printed with its arguments."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        """Say nothing: Python would print the record's message and arguments."""


def configure_logs(level: str = "info") -> None:
    """Let everything that is logged in this process pass through `PlainLines`, to standard error.

    Call it after Django is set up; calling it again changes the level alone.

    Args:
        level: one of `LEVELS`.
    Raises:
        ValueError: there is no such level.
    """
    if level not in LEVELS:
        raise ValueError(f"a level is one of {', '.join(LEVELS)}; got {level[:20]!r}")
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"plain": {"()": PlainLines}},
            "handlers": {"lines": {"()": _Lines, "stream": sys.stderr, "formatter": "plain"}},
            "root": {"level": level.upper(), "handlers": ["lines"]},
            "loggers": {
                # A page that is not there has its own line already; a fault brings where it was.
                "django.request": {"level": "ERROR"},
                "waitress.queue": {"level": "ERROR"},
            },
        }
    )
    _take_all_in()
    logging.captureWarnings(capture=True)
    threading.excepthook = _of_thread
    sys.unraisablehook = _unraisable


def faults_of(fault: BaseException | None) -> tuple[Fault, ...]:
    """A fault and what caused it, at most five, without any message or value."""
    return tuple(
        Fault(_name(f"{type(one).__module__}.{type(one).__qualname__}"), _places(one.__traceback__))
        for one in islice(_causes(fault), CAUSES_MAX)
    )


_KNOWN_LEVELS = frozenset({10, 20, 30, 40, 50})


def _take_all_in() -> None:
    """Leave no logger with a handler of its own: each would print what ours leaves out."""
    for logger in list(logging.root.manager.loggerDict.values()):
        if isinstance(logger, logging.Logger):
            logger.handlers.clear()
            logger.propagate = True


def _kept(said: object) -> Said:
    """Our own words, less the fields that have not the shape they must have."""
    if not isinstance(said, Said):
        return Said()
    bad = (name for name in Said.__struct_fields__ if not _has_shape(name, getattr(said, name)))
    return msgspec.structs.replace(said, **{name: getattr(_SILENT, name) for name in bad})


def _has_shape(name: str, value: object) -> bool:
    shape = _SHAPES.get(name)
    if shape is None:
        return isinstance(value, int) and -1 <= value < 10**9
    return isinstance(value, str) and shape.match(value) is not None


def _name(text: object) -> str:
    """A name of a module, a logger or a kind of fault; another text is not told."""
    return text if isinstance(text, str) and _NAME.match(text) else OTHER


def _causes(fault: BaseException | None) -> Iterator[BaseException]:
    while fault is not None:
        yield fault
        fault = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)


def _places(trace: TracebackType | None) -> tuple[str, ...]:
    """Module and line of each step; the name of a file could hold the name of a person."""
    places = []
    while trace is not None:
        places.append(f"{_name(trace.tb_frame.f_globals.get('__name__'))}:{trace.tb_lineno}")
        trace = trace.tb_next
    return tuple(places[-PLACES_MAX:])


def _of_thread(given: threading.ExceptHookArgs) -> None:
    _tell_fault(given.exc_value)


def _unraisable(given: object) -> None:
    _tell_fault(getattr(given, "exc_value", None))


def _tell_fault(fault: BaseException | None) -> None:
    info = (type(fault), fault, fault.__traceback__) if fault is not None else None
    _own.error(Event.FAULT.value, exc_info=info)
