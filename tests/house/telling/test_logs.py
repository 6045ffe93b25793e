"""Lines of log name nobody, whatever is logged."""

from __future__ import annotations

import json
import logging
import sys
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.house.telling.logs import (
    FIELDS,
    LEVELS,
    Event,
    Fault,
    PlainLines,
    Said,
    configure_logs,
    faults_of,
    tell,
)

PERSONAL = (
    "Begoña Etxeberria", "begona@coop.example", "ES9121000418450200051332", "192.0.2.17",
    "0f1e2d3c4b5a69788796a5b4c3d2e1f0", "m017", "/en/members/m017/", "sessionid=abcdef0123456789",
    "Mozilla/5.0 (X11; Linux x86_64)",
)  # fmt: skip
LOGGERS = (
    "django.request", "django.security.csrf", "django.db.backends", "waitress", "py.warnings",
    "auzolan.house.serving.api", "auzolan.telling", "anything.else",
)  # fmt: skip
secrets = st.sampled_from(PERSONAL) | st.text(max_size=30).flatmap(
    lambda around: st.sampled_from(PERSONAL).map(lambda one: f"{around}{one}{around}")
)
# Names that `logging` keeps for itself cannot be given as extras.
_TAKEN = {*logging.makeLogRecord({}).__dict__, "message", "asctime"}
extras = st.dictionaries(
    st.sampled_from(sorted({*FIELDS, "user", "ip", "status_code", "request_body"} - _TAKEN))
    | secrets.filter(lambda name: name not in _TAKEN),
    secrets | st.lists(secrets, max_size=2) | st.integers(0, 10**6),
    max_size=6,
)


def _line(record: logging.LogRecord) -> str:
    return PlainLines().format(record)


def _record(
    name: str, level: int, message: object, args: tuple[object, ...], extra: dict[str, object]
) -> logging.LogRecord:
    logger = logging.getLogger(name)
    return logger.makeRecord(name, level, __file__, 1, message, args, None, extra=extra)  # type: ignore[arg-type]


def _names_nobody(line: str) -> None:
    for secret in PERSONAL:
        assert secret not in line
        assert json.dumps(secret)[1:-1] not in line


@given(st.sampled_from(LOGGERS), secrets, st.lists(secrets, max_size=3), extras)
def test_whatever_others_log_no_line_names_anybody(
    name: str, message: str, args: list[str], extra: dict[str, object]
) -> None:
    """Goal: no personal data. Method: names, addresses and tags in message, arguments and extras."""
    line = _line(_record(name, logging.WARNING, message, tuple(args), extra))
    _names_nobody(line)
    found = json.loads(line)
    assert set(found) <= set(FIELDS)
    assert found["level"] == "warning"
    assert "\n" not in line


@given(st.sampled_from(LOGGERS[:-2]), extras)
def test_extras_of_others_pass_for_none_of_our_fields(name: str, extra: dict[str, object]) -> None:
    """Goal: nobody writes into our fields. Method: extras by their names; the line has none of them."""
    found = json.loads(_line(_record(name, logging.INFO, "request", (), extra)))
    assert set(found) == {"time", "level", "event", "logger", "place"}


@given(
    st.builds(
        Said, route=secrets, method=secrets, request=secrets, act=secrets, outcome=secrets,
        status=st.just(200),
    )
)  # fmt: skip
def test_even_our_own_fields_take_only_what_has_their_shape(said: Said) -> None:
    """Goal: a slip in our own code stays in. Method: personal texts in every text field."""
    line = _line(_record("auzolan.telling", logging.INFO, Event.REQUEST.value, (), {"said": said}))
    for secret in PERSONAL:
        assert json.dumps(secret)[1:-1] not in line
    assert json.loads(line)["status"] == 200


def test_our_own_line_says_what_it_was_given() -> None:
    """Goal: the filter is no wall. Method: one line with every field, compared whole."""
    said = Said(
        route="statement", method="POST", status=409, ms=12, request="00112233aabbccdd", acts=1,
        act="consent.grant/1", outcome="consent.purpose_unknown",
    )  # fmt: skip
    record = _record("auzolan.telling", logging.INFO, Event.REQUEST.value, (), {"said": said})
    record.created = 1_767_225_600.25
    assert json.loads(_line(record)) == {
        "time": "2026-01-01T00:00:00.250Z", "level": "info", "event": "request",
        "route": "statement", "method": "POST", "status": 409, "ms": 12,
        "request": "00112233aabbccdd", "acts": 1, "act": "consent.grant/1",
        "outcome": "consent.purpose_unknown",
    }  # fmt: skip


def _fails(secret: str) -> None:
    try:
        raise ValueError(f"no such member: {secret}")
    except ValueError as fault:
        raise LookupError(secret) from fault


@pytest.mark.parametrize("secret", PERSONAL)
def test_a_fault_is_told_by_kind_and_place_without_its_message(secret: str) -> None:
    """Goal: messages hold names. Method: a fault with a cause, both with a name; look at the line."""
    try:
        _fails(secret)
    except LookupError as fault:
        info = (type(fault), fault, fault.__traceback__)
        told = faults_of(fault)
    record = logging.LogRecord("django.request", 40, __file__, 1, "Failed: %s", (secret,), info)
    line = _line(record)
    _names_nobody(line)
    assert [one.kind for one in told] == ["builtins.LookupError", "builtins.ValueError"]
    assert all(place.startswith(__name__) for place in told[0].places)
    assert len(told[0].places) == 2
    assert [Fault(one["kind"], tuple(one["places"])) for one in json.loads(line)["faults"]] == [
        *told
    ]


def test_a_long_chain_of_faults_is_cut() -> None:
    """Goal: a line has an end. Method: a fault with a hundred causes, and deep recursion."""
    last = None
    for number in range(100):
        fault = ValueError(number)
        fault.__cause__, last = last, fault
    assert len(faults_of(last)) == 5

    def deep(level: int) -> None:
        if level:
            deep(level - 1)
        raise ValueError

    with pytest.raises(ValueError) as caught:  # noqa: PT011  it has no message
        deep(100)
    assert len(faults_of(caught.value)[0].places) == 20


@pytest.mark.usefixtures("logs_put_back")
def test_everything_in_the_process_passes_through_the_same_lines(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Goal: no second way out. Method: a logger with its own handler, a thread, a warning, a % slip."""
    foreign = logging.getLogger("django.server")
    foreign.addHandler(logging.StreamHandler(sys.stdout))
    foreign.propagate = False
    configure_logs("info")
    foreign.warning("GET %s", PERSONAL[0])
    logging.getLogger("waitress").error("%d %d", PERSONAL[1])  # noqa: PLE1206  too few, of another kind

    def dies() -> None:
        raise RuntimeError(PERSONAL[2])

    thread = threading.Thread(target=dies)
    thread.start()
    thread.join()
    tell(Event.STARTED)
    out, err = capsys.readouterr()
    assert out == ""
    _names_nobody(err)
    found = [json.loads(line) for line in err.splitlines()]
    assert [one["event"] for one in found] == ["foreign", "foreign", "fault", "started"]
    assert found[2]["faults"][0]["kind"] == "builtins.RuntimeError"


@pytest.mark.usefixtures("logs_put_back")
def test_what_cannot_be_written_is_dropped_in_silence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: Python's own complaint would print the arguments. Method: a stream that is closed."""
    with open(sys.executable, "rb") as closed:  # noqa: PTH123
        pass
    monkeypatch.setattr(sys, "stderr", closed)
    configure_logs("info")
    monkeypatch.undo()
    logging.getLogger("django.request").error("No: %s", PERSONAL[0])
    assert capsys.readouterr() == ("", "")


@pytest.mark.usefixtures("logs_put_back")
@pytest.mark.parametrize("level", LEVELS)
def test_a_level_leaves_out_what_lies_below(level: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Goal: quiet when wanted. Method: one line of each level."""
    configure_logs(level)
    for number in (10, 20, 30, 40):
        tell(Event.REQUEST, level=number)
    told = [json.loads(line)["level"] for line in capsys.readouterr().err.splitlines()]
    assert told == list(LEVELS[LEVELS.index(level) :])


def test_an_unknown_level_is_refused() -> None:
    """Goal: no silence by a slip. Method: a word that is no level."""
    with pytest.raises(ValueError, match="debug, info, warning, error"):
        configure_logs("loud")
