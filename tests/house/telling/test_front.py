"""How people reach the portal: what settings may say, and that no stranger's header is believed."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
import waitress
from hypothesis import given
from hypothesis import strategies as st

from auzolan.audit.deployment import SettingsRefused
from auzolan.audit.folder import Folder
from auzolan.house.front import Front, front_of

BEHIND = Front("https://coop.example", "127.0.0.1")


def _front(tmp_path: Path, text: str) -> Front:
    (tmp_path / "settings.toml").write_text(text, encoding="utf-8")
    return front_of(Folder(tmp_path))


def test_without_settings_nothing_changes(tmp_path: Path) -> None:
    """Goal: loopback by default. Method: no file, an empty one, one about other things."""
    assert front_of(Folder(tmp_path)) == Front()
    for text in ("", '[database]\nurl = "postgresql://a@b/c"\n'):
        assert _front(tmp_path, text) == Front()
    assert Front().django_settings() == {}
    assert Front().server_options() == {}


def test_settings_say_address_proxy_and_backups(tmp_path: Path) -> None:
    """Goal: the file is read as written. Method: all three keys."""
    found = _front(
        tmp_path,
        '[portal]\npublic_address = "https://coop.example:8443"\nproxy = "any"\n'
        'backups = "/srv/backups"\n',
    )
    assert found == Front("https://coop.example:8443", "any", Path("/srv/backups"))
    assert found.host == "coop.example"


def test_browsers_are_held_to_tls_below_the_name_only_where_somebody_says_so(
    tmp_path: Path,
) -> None:
    """Goal: other sites of the co-operative are not shut off by a slip. Method: unsaid, no, yes."""
    part = '[portal]\npublic_address = "https://coop.example"\nproxy = "any"\n'
    for said, wanted in (
        ("", False),
        ("hsts_subdomains = false", False),
        ("hsts_subdomains = true", True),
    ):
        found = _front(tmp_path, part + said).django_settings()
        assert found["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is wanted, said


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('[portal]\npublic_adress = "https://coop.example"\n', "nothing else"),
        ('[portal]\npublic_address = "https://coop.example"\n', "together"),
        ('[portal]\nproxy = "127.0.0.1"\n', "together"),
        ("[portal]\npublic_address = 443\n", "texts"),
        ("[portal]\nproxy = true\n", "texts"),
        ('[portal]\nhsts_subdomains = "yes"\n', "true or false"),
        ('[portal]\nbackups = ""\n', "none of them empty"),
        ('[portal]\nbackups = "backups"\n', "whole path"),
        ("portal = 3\n", "nothing else"),
        ("[portal\n", "refused"),
        ("#" * 70_000, "longer than"),
    ],
)
def test_settings_that_cannot_be_are_refused(tmp_path: Path, text: str, why: str) -> None:
    """Goal: no slip goes unseen. Method: wrong keys, kinds and files; each says what it takes."""
    with pytest.raises(SettingsRefused, match=why):
        _front(tmp_path, text)


@pytest.mark.parametrize(
    "address",
    [
        "http://coop.example", "coop.example", "https://", "https://coop.example/",
        "https://coop.example/portal", "https://ana:secret@coop.example", "https://coop.example?a=1",
        "https://COOP.example", "https://coop.example:0", "https://coop.example:99999",
        "https://*.coop.example", "https://coop_example.org", "https://localhost", "https://10.0.0.1/",
        "https://coop.example\nEvil: 1", "https://coop..example", " https://coop.example",
    ],
)  # fmt: skip
def test_an_address_is_https_and_a_name(address: str) -> None:
    """Goal: no address that a browser reads otherwise. Method: things that look like one."""
    with pytest.raises(SettingsRefused, match="small letters"):
        Front(address, "127.0.0.1")


@given(st.text(max_size=40))
def test_no_text_makes_a_front_that_trusts_more_than_one_host(text: str) -> None:
    """Goal: no wild host. Method: any text as the name; what passes is one plain host."""
    try:
        found = Front(f"https://{text}", "any")
    except SettingsRefused:
        return
    hosts = found.django_settings()["ALLOWED_HOSTS"]
    assert hosts == [found.host]
    assert found.host
    assert not set(found.host) & set("*/@?#[] \n")


@pytest.mark.parametrize("proxy", ["true", "*", "proxy.example", "10.0.0.0/8", "127.0.0.1:80"])
def test_a_proxy_is_one_address_or_any(proxy: str) -> None:
    """Goal: nothing is trusted by a slip. Method: things that look like an address."""
    with pytest.raises(SettingsRefused, match="web server"):
        Front("https://coop.example", proxy)


def test_an_open_address_needs_a_proxy() -> None:
    """Goal: plain HTTP stays inside. Method: hosts with and without one."""
    for host in ("127.0.0.1", "::1", "localhost"):
        assert Front().checked_host(host) == host
    for host in ("0.0.0.0", "::", "192.0.2.1", "coop.example", ""):
        with pytest.raises(ValueError, match="this machine alone"):
            Front().checked_host(host)
    assert BEHIND.checked_host("0.0.0.0") == "0.0.0.0"


def test_django_learns_all_that_tls_asks_for() -> None:
    """Goal: cookies and forms are bound to the address. Method: the settings, one by one."""
    told = BEHIND.django_settings()
    assert told["ALLOWED_HOSTS"] == ["coop.example"]
    assert told["CSRF_TRUSTED_ORIGINS"] == ["https://coop.example"]
    assert told["SESSION_COOKIE_SECURE"] is told["CSRF_COOKIE_SECURE"] is True
    assert str(told["SESSION_COOKIE_NAME"]).startswith("__Host-")
    assert told["SECURE_HSTS_SECONDS"] == 31_536_000
    assert "SECURE_PROXY_SSL_HEADER" not in told  # the server alone reads the proxy's header


def _answer(environ: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
    start("200 OK", [("Content-Type", "text/plain")])
    forwarded = [name for name in sorted(environ) if "FORWARDED" in name and "HOST" in name]
    return [f"{environ['wsgi.url_scheme']} {environ['REMOTE_ADDR']} {forwarded}".encode()]


@pytest.mark.parametrize(
    ("front", "told"),
    [
        (BEHIND, "https 192.0.2.17 []"),
        (Front("https://coop.example", "any"), "https 192.0.2.17 []"),
        (Front("https://coop.example", "192.0.2.1"), "http 127.0.0.1 []"),
        (Front(), "http 127.0.0.1 []"),
    ],
    ids=["named", "any", "another", "none"],
)
def test_only_the_named_proxy_says_who_asks_and_how(front: Front, told: str) -> None:
    """Goal: nobody pretends TLS or another address. Method: a real server, forged headers."""
    server = waitress.create_server(
        _answer, host="127.0.0.1", port=0, threads=1, **front.server_options()
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        line = http.client.HTTPConnection("127.0.0.1", server.effective_port, timeout=10)
        forged = {
            "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9, 192.0.2.17",
            "X-Forwarded-Host": "evil.example",
        }  # fmt: skip
        line.request("GET", "/", headers=forged)
        assert line.getresponse().read().decode() == told
        line.close()
    finally:
        server.trigger.pull_trigger(server.close)
        thread.join(timeout=10)
