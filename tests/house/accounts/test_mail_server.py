"""Mail through a real mail server: TLS that is checked, a password, and a server that is away.

The server is aiosmtpd on this machine. It shows nothing of how other people's servers judge a letter.
"""

from __future__ import annotations

import email
import email.policy
import os
import socket
import ssl
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from auzolan.audit.folder import Folder
from auzolan.house.accounts import letters, mail
from house.accounts.conftest import Coop, Letter
from support.tls import self_signed

controllers = pytest.importorskip("aiosmtpd.controller", reason="aiosmtpd is not installed")

USER, PASSWORD = "coop@coop.example", "a password for mail"
LOGIN = "/en/account/login/"
HELD_UP = b"Letters cannot leave"


class Taken:
    """What a mail server does with letters: it keeps them, but for receivers that it does not know."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.envelopes: list[tuple[str, list[str]]] = []
        self.tried: list[str] = []

    async def handle_RCPT(  # noqa: N802  the name is the protocol's
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Whether it knows a receiver."""
        if address.startswith("nobody"):
            return "550 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Keep a letter."""
        found = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(found, EmailMessage)
        self.letters.append(found)
        self.envelopes.append((envelope.mail_from, envelope.rcpt_tos))
        return "250 taken"

    def knows(self, server: Any, session: Any, envelope: Any, how: str, shown: Any) -> Any:
        """Whether name and password are right; what was tried is kept."""
        from aiosmtpd.smtp import AuthResult

        self.tried.append(shown.password.decode())
        return AuthResult(
            success=(shown.login, shown.password) == (USER.encode(), PASSWORD.encode())
        )


class Server:
    """A mail server that can go away and come back at the same port."""

    def __init__(self, folder: Path, *, has_tls: bool) -> None:
        self.taken = Taken()
        self.certificate, secret = self_signed(folder, "localhost")
        self._context: ssl.SSLContext | None = None
        if has_tls:
            self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._context.load_cert_chain(self.certificate, secret)
        self.port = 0
        self.come_back()

    def come_back(self) -> None:
        """Listen."""
        self._controller = controllers.Controller(
            self.taken, hostname="127.0.0.1", port=self.port, tls_context=self._context,
            require_starttls=self._context is not None, authenticator=self.taken.knows,
            auth_required=True, auth_require_tls=self._context is not None, ready_timeout=30,
        )  # fmt: skip
        self._controller._trigger_server = self._speak_once  # its own knows no port 0
        self._controller.start()
        self.port = self._controller.server.sockets[0].getsockname()[1]

    def _speak_once(self) -> None:
        with socket.create_connection(self._controller.server.sockets[0].getsockname()) as line:
            line.recv(100)

    def go_away(self) -> None:
        """Stop listening."""
        self._controller.stop()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A mail server with TLS."""
    made = Server(tmp_path, has_tls=True)
    yield made
    made.go_away()


def named_by(coop: Coop, server: Server, password: str = PASSWORD) -> Folder:
    """The folder, with settings that name the server, and a file with a password."""
    secret = coop.folder.parent / "mail-password"
    secret.write_text(f"{password}\n")
    (coop.folder / "settings.toml").write_text(
        f'[mail]\nhost = "localhost"\nport = {server.port}\nuser = "{USER}"\n'
        f'password_file = "{secret}"\nfrom = "{USER}"\n'
    )
    return Folder(coop.folder)


def trusted(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this machine trust the server's certificate, as it trusts those of authorities."""
    monkeypatch.setenv("SSL_CERT_FILE", server.certificate)


def all_gone(folder: Folder) -> None:
    """Wait for the thread that sends beside the pages."""
    end = time.monotonic() + 20
    while mail.waiting(folder):
        assert time.monotonic() < end, "the letter waits"
        time.sleep(0.02)


def test_the_letter_to_sign_in_arrives_over_tls_with_its_headers_and_opens(
    coop: Coop, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: people can sign in. Method: ask for it on the page, take it at the server, press the link."""
    folder, address = named_by(coop, server), coop.account("m002")
    trusted(server, monkeypatch)
    client = coop.client()
    answer = client.post(LOGIN, {"email": address}, follow=True)
    assert HELD_UP not in answer.content
    all_gone(folder)
    letter, envelope = server.taken.letters[-1], server.taken.envelopes[-1]
    assert envelope == (USER, [address])
    assert (letter["From"], letter["To"]) == (USER, address)
    assert all(len(letter.get_all(name)) == 1 for name in ("Subject", "Date", "Message-ID"))
    assert letter.get_content_type() == "text/plain"
    assert "Bcc" not in letter
    read = Letter(str(letter["To"]), str(letter["Subject"]), letter.get_content())
    assert client.post(read.link)["Location"] == "/en/home/"
    assert set(server.taken.tried) == {PASSWORD}


def test_a_server_whose_certificate_nobody_vouches_for_gets_neither_letter_nor_password(
    coop: Coop, server: Server
) -> None:
    """Goal: nobody reads mail on the way. Method: a certificate of its own; the letter waits."""
    folder = named_by(coop, server)
    letters.send("deleted", "ana@coop.example", "en")
    assert mail.send_waiting(folder) == 0
    assert len(mail.waiting(folder)) == 1
    assert (server.taken.letters, server.taken.tried) == ([], [])


def test_a_server_that_offers_no_tls_gets_neither_letter_nor_password(
    coop: Coop, tmp_path: Path
) -> None:
    """Goal: nobody takes TLS away on the way. Method: the same server without it."""
    server = Server(tmp_path, has_tls=False)
    folder = named_by(coop, server)
    letters.send("deleted", "ana@coop.example", "en")
    assert mail.send_waiting(folder) == 0
    assert len(mail.waiting(folder)) == 1
    assert (server.taken.letters, server.taken.tried) == ([], [])
    server.go_away()


def test_a_wrong_password_keeps_letters_until_it_is_right(
    coop: Coop, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: a slip loses nothing. Method: a wrong password, then the right one in the same file."""
    trusted(server, monkeypatch)
    folder = named_by(coop, server, "not it")
    for name in ("ana", "ben", "eve"):
        mail._put(mail.outbox_of(folder), b"To: %s@coop.example\n\nA letter.\n" % name.encode())
    assert mail.send_waiting(folder) == 0
    assert server.taken.tried == ["not it"], "it is tried once a round, not once a letter"
    named_by(coop, server)
    assert mail.send_waiting(folder) == 3
    assert len(server.taken.letters) == 3


def test_one_receiver_whom_nobody_knows_holds_up_no_other(
    coop: Coop, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: one slip of a pen stops no mail. Method: a refused receiver before a good one."""
    trusted(server, monkeypatch)
    for to in ("nobody@coop.example", "ana@coop.example"):
        letters.send("deleted", to, "en")
    folder = named_by(coop, server)
    assert mail.send_waiting(folder) == 1
    assert [to for _, (to,) in server.taken.envelopes] == ["ana@coop.example"]
    assert len(mail.waiting(folder)) == 1


def test_while_the_server_is_away_the_page_says_so_and_every_letter_goes_once_later(
    coop: Coop, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goal: nothing is lost, and nobody waits for nothing. Method: take it away, ask, bring it back."""
    from auzolan.house.jobs.following import followers

    trusted(server, monkeypatch)
    folder = named_by(coop, server)
    addresses = [coop.account("m002"), coop.account("m003")]
    all_gone(folder)
    server.go_away()
    for address in addresses:
        coop.client().post(LOGIN, {"email": address})
    end = time.monotonic() + 20
    while mail._sending.locked():
        assert time.monotonic() < end
    waiting = mail.waiting(folder)
    assert len(waiting) == 2
    for path in waiting:
        os.utime(path, (time.time() - 2 * mail.HELD_UP_S,) * 2)
    for email_typed in (addresses[0], "stranger@elsewhere.example"):
        said = coop.client().post(LOGIN, {"email": email_typed}, follow=True).content
        assert HELD_UP in said, "and the same to who has no account"
    before = len(server.taken.letters)
    server.come_back()
    for group in followers():
        for step in group:
            if "now_and_then" in step.__qualname__ or "mail" in step.__qualname__:
                step(folder)
    all_gone(folder)
    sent = [to for _, (to,) in server.taken.envelopes[before:]]
    assert sorted(sent) == sorted([*addresses, addresses[0]])


def test_a_password_file_that_is_missing_is_said_in_the_log(
    coop: Coop, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    """Goal: mail does not stop in silence. Method: settings that name a file that is not there."""
    folder = named_by(coop, server)
    (coop.folder.parent / "mail-password").unlink()
    letters.send("deleted", "ana@coop.example", "en")
    caplog.clear()
    assert mail.send_waiting(folder) == 0
    assert len(mail.waiting(folder)) == 1
    assert any("stay in the outbox" in one.getMessage() for one in caplog.records)
