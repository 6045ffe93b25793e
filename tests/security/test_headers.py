"""What every answer says to the browser: pages, files, faults, refusals, redirects, other methods."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client, override_settings

from auzolan.house.doors.portal import middleware
from auzolan.house.front import Front
from house.accounts.conftest import Coop
from security.addresses import addresses
from support.portal import sign_in

STRAY = (
    "/.git/config", "/.env", "/static/", "/static/portal/", "/static/../settings.py", "/keys/log.pem",
    "/static/%2e%2e/%2e%2e/settings.py", "/static/portal/../../../../settings.py", "/plain.db",
    "/auzolan.db", "/settings.toml", "/vault/", "/outbox/", "/backup.zip", "/admin/", "/robots.txt~",
)  # fmt: skip
BEHIND = Front("https://coop.example", "127.0.0.1")
Answers = list[tuple[str, HttpResponseBase]]


class _Fails(Exception):
    """A fault with a secret in its text."""


@pytest.fixture
def answers(coop: Coop, monkeypatch: pytest.MonkeyPatch) -> Answers:
    """One answer of every address, and of each kind that is no page."""
    client = sign_in(coop.client(), "m001")
    found: Answers = [(one, client.get(one)) for one in addresses(member="m001")]
    more = (
        "/healthz",
        "/readyz",
        "/metrics",
        "/static/portal/auzolan.css",
        "/nowhere",
        "/static/no",
    )
    found += [(one, client.get(one)) for one in more]
    found += [("visitor", coop.client().get("/en/home/")), ("delete", client.delete("/en/home/"))]
    found += [("foreign host", coop.client().get("/en/", headers={"host": "evil.example"}))]
    found += [("no token", coop.client(is_strict=True).post("/en/account/login/"))]
    found += [("fault", _fault(coop, monkeypatch))]
    return found


def _fault(coop: Coop, monkeypatch: pytest.MonkeyPatch) -> HttpResponse:
    """The answer where something in the house fails."""

    def fails(*_: object) -> None:
        raise _Fails("Begoña, and SELECT secret FROM vault")

    with monkeypatch.context() as patched:
        patched.setattr(middleware, "coop_of", fails)
        client = Client(SERVER_NAME="localhost", raise_request_exception=False)
        answer: HttpResponse = client.get("/en/")
    return answer


def test_every_kind_of_answer_carries_the_content_policy(answers: Answers) -> None:
    """Goal: nothing smuggled in runs, and nobody frames us. Method: each answer's policy, in parts."""
    for name, answer in answers:
        said = answer["Content-Security-Policy"]
        rules = {part.split()[0]: part.split()[1:] for part in said.split("; ")}
        assert rules["default-src"] == ["'none'"], name
        assert rules["script-src"] == rules["style-src"] == ["'self'"], name
        assert rules["base-uri"] == rules["frame-ancestors"] == ["'none'"], name
        assert rules["form-action"] == ["'self'"], name
        assert "object-src" not in rules, "objects fall under default-src"
        assert "unsafe" not in said, name


def test_every_answer_says_nosniff_no_frames_and_little_referrer(answers: Answers) -> None:
    """Goal: the rest of the browser's fences stand. Method: each answer; machines get no links."""
    for name, answer in answers:
        assert answer["X-Content-Type-Options"] == "nosniff", name
        if name not in {"/healthz", "/readyz", "/metrics"}:
            assert answer["Referrer-Policy"] == "same-origin", name
        assert "camera=()" in answer["Permissions-Policy"], name


def test_every_answer_says_what_it_is_and_in_which_signs(answers: Answers) -> None:
    """Goal: no browser guesses. Method: each answer that has a body; texts say UTF-8."""
    for name, answer in answers:
        kind = answer.get("Content-Type", "")
        is_empty = not answer.streaming and not answer.content  # type: ignore[attr-defined]
        assert kind or is_empty, name
        if kind.startswith(("text/", "application/xml")):
            assert "utf-8" in kind.lower(), (name, kind)


def test_nothing_about_a_person_is_kept_on_the_way(answers: Answers) -> None:
    """Goal: no cache and no browser keeps a page. Method: all but the files of the release."""
    for name, answer in answers:
        if answer.status_code == 200 and not name.startswith("/static/"):
            assert "no-store" in answer["Cache-Control"], name


def test_files_are_handed_over_as_files(answers: Answers) -> None:
    """Goal: a file is saved, never opened as a page. Method: whatever is neither page nor JSON."""
    machines = ("/healthz", "/readyz", "/metrics", "/static/")
    seen = 0
    for name, answer in answers:
        kind = answer.get("Content-Type", "")
        is_page = kind.startswith(("text/html", "application/problem+json")) or not kind
        if answer.status_code != 200 or is_page or name.startswith((*machines, "/api/")):
            continue
        seen += 1
        assert answer["Content-Disposition"].startswith('attachment; filename="'), name
    assert seen >= 5


def test_a_fault_tells_nothing_of_the_inside(
    coop: Coop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Goal: an attacker learns nothing from a fault. Method: one with a secret in its text."""
    from django.conf import settings

    answer = _fault(coop, monkeypatch)
    said = answer.content.decode()
    assert answer.status_code == 500
    for word in ("Begoña", "SELECT", "_Fails", "Traceback", ".py", "Django", str(coop.folder)):
        assert word not in said, word
    assert settings.DEBUG is False
    assert len(answer["X-Request-Id"]) == 16, "a number to report"


def test_no_folder_and_no_stray_file_is_served(coop: Coop) -> None:
    """Goal: only named files of the release. Method: what attackers look for."""
    client = sign_in(coop.client(), "m001")
    for address in STRAY:
        assert client.get(address).status_code == 404, address


def test_trace_and_unknown_methods_are_refused(coop: Coop) -> None:
    """Goal: what nobody needs does nothing. Method: four such methods at every address."""
    client = sign_in(coop.client(), "m001")
    for address in addresses(member="m001"):
        for method in ("TRACE", "PUT", "DELETE", "BREW"):
            answer = client.generic(method, address, headers={"cookie-like": "secret"})
            assert answer.status_code in {403, 404, 405} or _is_form(address), (method, address)
            assert b"cookie-like" not in answer.content


def _is_form(address: str) -> bool:
    """Addresses of the library and of doings show their form for whatever is no POST."""
    return address.startswith(("/en/account/", "/en/settings/", "/en/do/"))


@pytest.fixture
def behind_tls(coop: Coop) -> Iterator[Client]:
    """A browser that comes over TLS to the public address."""
    with override_settings(**BEHIND.django_settings()):
        yield Client(SERVER_NAME="coop.example", SERVER_PORT="443")


def test_behind_tls_the_browser_is_held_to_it(behind_tls: Client) -> None:
    """Goal: never again without TLS. Method: a page over TLS, and the same without."""
    held = behind_tls.get("/en/", secure=True)
    assert held["Strict-Transport-Security"] == "max-age=31536000"
    sent = Client(SERVER_NAME="coop.example").get("/en/")
    assert (sent.status_code, sent["Location"]) == (301, "https://coop.example/en/")


def test_a_program_that_comes_without_tls_is_led_nowhere(behind_tls: Client) -> None:
    """Goal: a key in the clear is noticed. Method: a program's address without TLS; over it; a page."""
    plain = Client(SERVER_NAME="coop.example")
    for path in ("/api/v1/", "/api/v1/rows/charter.Mandate", "/api/v1/nothing"):
        answer = plain.get(path, headers={"Authorization": "Bearer auz_x"})
        assert (answer.status_code, answer.json()["code"]) == (403, "api.not_over_tls"), path
        assert behind_tls.get(path, secure=True).status_code != 301
    assert plain.get("/en/home/").status_code == 301


def test_cookies_are_for_this_host_over_tls_and_for_no_script(behind_tls: Client) -> None:
    """Goal: no script, no other site and no open line gets a cookie. Method: all that signing in sets."""
    from auzolan.house.accounts.people import invited

    link = invited("m003@coop.example", member="m003")
    path = link[link.index("/", 8) :]
    behind_tls.get(path, secure=True)
    behind_tls.post(path, secure=True)
    behind_tls.get("/en/home/", secure=True)
    cookies = dict(behind_tls.cookies)
    assert {"__Host-session", "__Host-csrf", "__Host-seen", "__Host-language"} <= set(cookies)
    for name, cookie in cookies.items():
        assert cookie["secure"], name
        assert cookie["samesite"] == "Lax", name
        assert not cookie["domain"], name
        assert cookie["path"] == "/", name
        assert cookie["httponly"], name
        assert name.startswith("__Host-"), name
    assert (
        cookies["__Host-session"].value
        not in behind_tls.get("/en/home/", secure=True).content.decode()
    )
