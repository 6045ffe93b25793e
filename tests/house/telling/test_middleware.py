"""One line and one figure for every request, and three pages that answer before everything else."""

from __future__ import annotations

import json
import re

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings

from auzolan.audit.folder import Folder
from auzolan.house.settings import _portal
from auzolan.house.telling import logs
from auzolan.house.telling.acts import Asked
from auzolan.house.telling.middleware import REQUEST_ID, Told, Watched, _hear

OUTER = [f"auzolan.house.telling.middleware.{name}" for name in ("Told", "Watched")]
pytestmark = pytest.mark.usefixtures("logs_put_back")


def _ask(address: str, *, method: str = "get", **headers: str) -> HttpResponse:
    """The portal's answer, with `Told` and `Watched` before all the rest."""
    inner = [one for one in _portal()["MIDDLEWARE"] if one not in OUTER]
    with override_settings(MIDDLEWARE=[*OUTER, *inner]):
        reader = Client(raise_request_exception=False)
        reader.handler.load_middleware()
        return getattr(reader, method)(address, **headers)  # type: ignore[no-any-return]


def _lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_request_leaves_one_line_without_its_address(
    coop: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    """Goal: told without telling of whom. Method: a member's page with all that names her."""
    logs.configure_logs("info")
    answer = _ask(
        "/en/members/m017/?name=Begoña", HTTP_USER_AGENT="Mozilla/5.0", REMOTE_ADDR="192.0.2.17",
        HTTP_COOKIE="sessionid=abc; who=Begoña",
    )  # fmt: skip
    err = capsys.readouterr().err
    (line,) = err.splitlines()
    for secret in ("m017", "Bego", "192.0.2", "Mozilla", "abc", "members/"):
        assert secret not in line
    told = json.loads(line)
    assert told["event"] == "request"
    assert told["route"] == "statement"
    assert told["method"] == "GET"
    assert told["status"] == answer.status_code
    assert told["request"] == answer[REQUEST_ID]
    assert re.fullmatch(r"[0-9a-f]{16}", told["request"])


def test_a_number_that_the_request_brings_is_not_taken_over(
    coop: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    """Goal: nobody writes into the log. Method: a header with a number of one's own."""
    logs.configure_logs("info")
    answer = _ask("/en/", HTTP_X_REQUEST_ID="00000000deadbeef")
    assert answer[REQUEST_ID] != "00000000deadbeef"
    assert "deadbeef" not in capsys.readouterr().err


def test_a_page_that_is_not_there_has_no_route(
    coop: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    """Goal: an address is never told. Method: a name as an address."""
    logs.configure_logs("info")
    assert _ask("/begona-etxeberria/").status_code == 404
    (told,) = _lines(capsys)
    assert (told["route"], told["status"], told["level"]) == ("none", 404, "info")


def test_a_page_that_fails_is_told_with_places_and_without_its_message(
    coop: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    """Goal: a fault can be found, and names nobody. Method: Django's own handling of a failing page."""
    from django.core.handlers.exception import convert_exception_to_response

    logs.configure_logs("info")

    def fails(request: HttpRequest) -> HttpResponse:
        raise LookupError("Begoña Etxeberria")

    request = HttpRequest()
    request.method, request.path = "GET", "/en/members/m017/"
    answer = Told(convert_exception_to_response(fails))(request)
    err = capsys.readouterr().err
    assert answer.status_code == 500
    assert "Bego" not in err
    assert "m017" not in err
    lines = [json.loads(line) for line in err.splitlines()]
    assert [one["level"] for one in lines] == ["error", "error"]
    assert lines[0]["faults"][0]["kind"] == "builtins.LookupError"
    assert lines[1]["status"] == 500


def test_an_act_is_told_with_what_came_of_it(
    coop: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    """Goal: refusals are seen. Method: a page that asks for three acts; the refused one is told."""
    logs.configure_logs("info")

    def asks(request: HttpRequest) -> HttpResponse:
        _hear([Asked("consent.grant/1", "accepted")], 0.1)
        _hear([Asked("consent.grant/1", "consent.purpose_unknown")], 0.1)
        _hear([Asked("assembly.cast/1", "accepted")], 0.1)
        return HttpResponse()

    request = HttpRequest()
    request.method = "POST"
    told = Told(asks)
    told(request)
    _hear([Asked("consent.grant/1", "accepted")], 0.1)  # outside of any request
    (told_of,) = _lines(capsys)
    assert told_of["acts"] == 3
    assert (told_of["act"], told_of["outcome"]) == ("consent.grant/1", "consent.purpose_unknown")


def test_the_pages_for_machines_answer_without_books(coop: Folder) -> None:
    """Goal: they speak when it matters. Method: no database, no logins; ask for all three."""
    coop.database.write_bytes(b"rubbish" * 1_000)
    coop.plain.unlink()
    assert _ask("/healthz").status_code == 200
    ready = _ask("/readyz")
    assert ready.status_code == 503
    assert json.loads(ready.content)["ready"] is False
    figures = _ask("/metrics")
    assert figures.status_code == 200
    assert b"auzolan_books_readable 0.0" in figures.content
    assert figures["Cache-Control"] == "no-store"


def test_figures_are_no_page_for_strangers(coop: Folder) -> None:
    """Goal: not even that they exist. Method: the same answer as for an address that is not there."""
    strange = _ask("/metrics", REMOTE_ADDR="192.0.2.17")
    nowhere = _ask("/nowhere", REMOTE_ADDR="192.0.2.17")
    assert strange.status_code == nowhere.status_code == 404
    assert strange.content.replace(b"/metrics", b"") == nowhere.content.replace(b"/nowhere", b"")


@pytest.mark.parametrize("address", ["/healthz", "/readyz", "/metrics"])
def test_the_pages_for_machines_are_only_read(coop: Folder, address: str) -> None:
    """Goal: nothing is sent to them. Method: the page behind them answers to a POST."""
    reached: list[str] = []

    def behind(request: HttpRequest) -> HttpResponse:
        reached.append(request.path)
        return HttpResponse(status=405)

    request = HttpRequest()
    request.method, request.path = "POST", address
    request.META["REMOTE_ADDR"] = "127.0.0.1"
    assert Watched(behind)(request).status_code == 405
    assert reached == [address]


def test_the_pages_for_machines_leave_no_line_at_the_usual_level(
    coop: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    """Goal: the log is not drowned. Method: probe at info, then at debug."""
    logs.configure_logs("info")
    _ask("/healthz")
    assert _lines(capsys) == []
    logs.configure_logs("debug")
    _ask("/healthz")
    assert [one["route"] for one in _lines(capsys) if one["event"] == "request"] == ["machines"]
