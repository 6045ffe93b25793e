"""The portal behind a real Caddy, with deploy/Caddyfile as it stands and certificates of its own.

Caddy makes its own authority for names below `localhost`, so nothing here asks anybody on the network.
What a public authority would say is not tried.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from support.portal import real_coop

HOME = Path(__file__).resolve().parents[3]
CADDYFILE = HOME / "deploy" / "Caddyfile"
FETCHED = HOME / "build" / "programs" / "usr" / "bin"
"""Where `scripts/ensure_caddy.sh` puts the program on a machine that has none."""
CADDY = shutil.which("caddy") or shutil.which("caddy", path=FETCHED) or ""

pytestmark = pytest.mark.skipif(not CADDY, reason="caddy is not installed")

NAME = "coop.localhost"
STRANGER = "203.0.113.9"
WAIT_S = 60
GIGABYTE = 2**30
SENT_MAX = 64 * 2**20


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as made:
        return int(made.getsockname()[1])


def until_open(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until somebody listens."""
    end = time.monotonic() + WAIT_S
    while True:
        assert process.poll() is None, "it ended by itself"
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        assert time.monotonic() < end, "nobody listens"
        time.sleep(0.05)


@contextmanager
def running(words: list[str], port: int, environment: dict[str, str]) -> Iterator[None]:
    """A program that listens, until the block ends."""
    with subprocess.Popen(
        words, env={**os.environ, **environment},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        try:
            until_open(port, process)
            yield
        finally:
            process.kill()


@dataclass
class Browser:
    """A reader over TLS who keeps cookies; she believes the authority of one file."""

    port: int
    authority: Path
    cookies: dict[str, str] = field(default_factory=dict)
    set_cookies: list[str] = field(default_factory=list)

    def connection(self) -> HTTPSConnection:
        """A line to this machine under the co-operative's name."""
        context = ssl.create_default_context(cafile=str(self.authority))
        made = HTTPSConnection(NAME, self.port, context=context, timeout=WAIT_S)
        raw = socket.create_connection(("127.0.0.1", self.port), timeout=WAIT_S)
        made.sock = context.wrap_socket(raw, server_hostname=NAME)
        return made

    def ask(
        self, path: str, form: dict[str, str] | None = None, **headers: str
    ) -> tuple[HTTPResponse, bytes]:
        """Get a page, or send a form."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body = None
        if form is not None:
            body = urlencode(form)
            sent |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": f"https://{NAME}:{self.port}",
            }
        line = self.connection()
        line.request("GET" if form is None else "POST", path, body, sent)
        answer = line.getresponse()
        content = answer.read()
        for said in answer.headers.get_all("Set-Cookie", []):
            self.set_cookies.append(said)
            name, _, value = said.split(";")[0].partition("=")
            self.cookies[name] = value
        line.close()
        return answer, content

    def send(self, path: str, **fields: str) -> tuple[HTTPResponse, bytes]:
        """Open a page with a form, and send it."""
        _, page = self.ask(path)
        token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token is not None, page[:500]
        return self.ask(path, {"csrfmiddlewaretoken": token[1].decode(), **fields})


@contextmanager
def caddy_before(place: Path, portal: int) -> Iterator[Browser]:
    """Caddy with the project's own file, but other ports, and a browser that believes it."""
    http, https = free_port(), free_port()
    text = CADDYFILE.read_text("utf-8")
    own = f"admin off\n\thttp_port {http}\n\thttps_port {https}\n\tskip_install_trust"
    place.mkdir()
    (place / "Caddyfile").write_text(text.replace("admin off", own, 1))
    environment = {
        "COOP_ADDRESS": NAME, "PORTAL": f"127.0.0.1:{portal}", "XDG_DATA_HOME": str(place),
        "XDG_CONFIG_HOME": str(place), "HOME": str(place),
    }  # fmt: skip
    words = [CADDY, "run", "--config", str(place / "Caddyfile"), "--adapter", "caddyfile"]
    authority = place / "caddy" / "pki" / "authorities" / "local" / "root.crt"
    with running(words, https, environment):
        browser = Browser(https, authority)
        end = time.monotonic() + WAIT_S
        while True:  # the certificate is made after it listens
            with suppress(OSError, ssl.SSLError):
                browser.connection().close()
                break
            assert time.monotonic() < end, "there is no certificate"
            time.sleep(0.1)
        (place / "http-port").write_text(str(http))
        yield browser


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real co-operative in which m002 has an account."""
    desk = real_coop(tmp_path_factory.mktemp("caddy") / "coop")
    desk.close()
    return desk.folder.path


@pytest.fixture(scope="module")
def browser(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser before Caddy before the portal."""
    portal = free_port()
    with caddy_before(tmp_path_factory.mktemp("web") / "web", portal) as made:
        with (folder / "settings.toml").open("a") as settings:
            settings.write(
                f'[portal]\npublic_address = "https://{NAME}:{made.port}"\nproxy = "127.0.0.1"\n'
            )
        program = str(Path(sys.executable).parent / "auzolan")
        invited = subprocess.run(
            [program, "members", "invite", "m002", "--email", "m002@coop.example",
             "--folder", str(folder), "--json"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert invited.returncode == 0, invited.stderr
        with running([program, "serve", str(folder), "--port", str(portal)], portal, {}):
            yield made


@pytest.fixture
def fresh(browser: Browser) -> Browser:
    """The same way in, without cookies."""
    return Browser(browser.port, browser.authority)


def last_link(folder: Path) -> str:
    """The path of the link in the newest letter."""
    import email

    newest = max((folder / "outbox").glob("*.eml"), key=lambda path: path.name)
    content = email.message_from_bytes(newest.read_bytes()).get_payload(decode=True)
    assert isinstance(content, bytes)
    link = re.search(r"https://\S+", content.decode())
    assert link is not None, content
    assert urlsplit(link[0]).hostname == NAME
    return urlsplit(link[0]).path


def test_the_file_as_it_stands_is_what_caddy_reads() -> None:
    """Goal: TLS comes up at the first start. Method: Caddy's own check, with a public name."""
    done = subprocess.run(
        [CADDY, "validate", "--config", str(CADDYFILE), "--adapter", "caddyfile"],
        env={**os.environ, "COOP_ADDRESS": "coop.example"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_somebody_signs_in_over_tls_and_her_cookies_never_leave_it(
    folder: Path, fresh: Browser
) -> None:
    """Goal: the front door works behind its web server. Method: letter, link, home; look at cookies."""
    answer, _ = fresh.send("/en/account/login/", email="m002@coop.example")
    assert answer.status == 302
    link = last_link(folder)
    answer, page = fresh.send(link)
    assert answer.status == 302, page[:800]
    answer, page = fresh.ask("/en/home/")
    assert answer.status == 200
    assert b"m002" in page
    assert fresh.set_cookies
    for said in fresh.set_cookies:
        parts = {part.strip().lower() for part in said.split(";")[1:]}
        assert said.startswith("__Host-"), said
        assert {"secure", "path=/"} <= parts, said
        assert not any(part.startswith("domain") for part in parts), said


def test_every_answer_carries_its_headers_and_no_word_of_the_server(fresh: Browser) -> None:
    """Goal: browsers are held to TLS and to our own files. Method: headers of page, file and fault."""
    for path in ("/en/", "/static/portal/auzolan.css", "/en/nowhere/"):
        answer, _ = fresh.ask(path)
        assert "max-age=" in answer.headers["Strict-Transport-Security"], path
        assert "default-src" in answer.headers["Content-Security-Policy"], path
        assert answer.headers["X-Content-Type-Options"] == "nosniff", path
        assert answer.headers["Server"] is None, path
        assert answer.headers["Via"] is None, path


def test_pages_for_machines_are_not_there_from_outside(fresh: Browser) -> None:
    """Goal: figures stay inside. Method: each of them, through Caddy."""
    for path in ("/metrics", "/readyz", "/healthz"):
        assert fresh.ask(path)[0].status == 404, path


def test_plain_http_leads_to_tls(browser: Browser) -> None:
    """Goal: nobody reads without TLS. Method: the other port."""
    http = int((browser.authority.parents[4] / "http-port").read_text())
    line = HTTPConnection("127.0.0.1", http, timeout=WAIT_S)
    line.request("GET", "/en/", headers={"Host": NAME})
    answer = line.getresponse()
    assert answer.status in {301, 308}
    assert answer.headers["Location"].startswith("https://")
    line.close()


def test_another_name_is_not_answered(fresh: Browser) -> None:
    """Goal: nobody puts her own name into our links. Method: another Host on the same line."""
    answer, page = fresh.ask("/en/account/login/", Host="evil.example")
    assert b"<form" not in page
    assert answer.status in {200, 400, 404, 421}


def test_an_upload_that_is_too_large_is_refused_long_before_it_is_read(fresh: Browser) -> None:
    """Goal: nobody fills the disk. Method: announce six gigabytes, send on until it is answered."""
    line = fresh.connection()
    line.putrequest("POST", "/en/do/contributions.import/")
    line.putheader("Content-Length", str(6 * GIGABYTE))
    line.putheader("Content-Type", "multipart/form-data; boundary=b")
    line.endheaders(b"--b\r\n")
    sent, piece, heard = 0, b"x" * 2**16, b""
    while not heard:
        assert sent < SENT_MAX, "it takes everything in"
        line.sock.settimeout(WAIT_S)
        line.sock.sendall(piece)
        sent += len(piece)
        line.sock.settimeout(0.01)
        with suppress(TimeoutError):
            heard = line.sock.recv(100)
    assert heard.startswith(b"HTTP/1.1 413")
    line.close()


def test_what_a_stranger_says_of_where_she_comes_from_is_not_passed_on(tmp_path: Path) -> None:
    """Goal: limits and logs cannot be lied to. Method: a listener in the portal's place tells headers."""

    class Echo(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told = json.dumps(self.headers.items()).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    echo = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=echo.serve_forever, daemon=True).start()
    try:
        with caddy_before(tmp_path / "web", echo.server_port) as browser:
            _, told = browser.ask(
                "/",
                X_Forwarded_For=STRANGER,
                X_Forwarded_Proto="http",
                X_Forwarded_Host="evil.example",
            )
    finally:
        echo.shutdown()
        echo.server_close()
    found = [(name.lower(), value) for name, value in json.loads(told)]
    assert [value for name, value in found if name == "x-forwarded-for"] == ["127.0.0.1"]
    assert [value for name, value in found if name == "x-forwarded-proto"] == ["https"]
    assert [value for name, value in found if name == "host"] == [f"{NAME}:{browser.port}"]
    assert STRANGER not in told.decode()


def test_asking_for_another_protocol_gives_the_page(fresh: Browser) -> None:
    """Goal: no second way in. Method: ask to speak WebSocket; it is answered as a plain page."""
    answer, _ = fresh.ask(
        "/en/", Connection="Upgrade", Upgrade="websocket", Sec_WebSocket_Version="13",
        Sec_WebSocket_Key="dGhlIHNhbXBsZSBub25jZQ==",
    )  # fmt: skip
    assert answer.status == 200
