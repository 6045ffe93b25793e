"""Mail: what settings may say, letters that wait, and a server that takes them or does not."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from auzolan.audit.deployment import SettingsRefused, postgres_place_of
from auzolan.audit.folder import Folder
from auzolan.house.accounts import letters, mail
from auzolan.house.accounts.mail_settings import MailSettings, mail_settings_of
from house.accounts.conftest import Coop


class Server:
    """A mail server of a few lines, on this machine: it takes letters, or refuses every receiver."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.refuses = False
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        """Take no more."""
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._socket.accept()
            except OSError:
                return
            with line, line.makefile("rwb") as file:
                self._talk(file)

    def _talk(self, file: object) -> None:
        def say(text: str) -> None:
            file.write(f"{text}\r\n".encode())  # type: ignore[attr-defined]
            file.flush()  # type: ignore[attr-defined]

        say("220 here")
        for raw in file:  # type: ignore[attr-defined]
            word = raw.split()[0].upper()
            if word == b"DATA":
                say("354 go on")
                letter = b""
                for part in file:  # type: ignore[attr-defined]
                    if part == b".\r\n":
                        break
                    letter += part
                self.taken.append(letter.decode())
                say("250 taken")
            elif word == b"QUIT":
                say("221 bye")
                return
            elif word == b"RCPT" and self.refuses:
                say("550 no")
            else:
                say("250 yes")


@pytest.fixture
def server() -> Iterator[Server]:
    """A mail server."""
    made = Server()
    yield made
    with suppress(OSError):
        made.close()


def with_server(coop: Coop, server: Server) -> Folder:
    """The folder with settings that name the server."""
    text = f'[mail]\nhost = "127.0.0.1"\nport = {server.port}\nuse_tls = false\nfrom = "us@coop.example"\n'
    (coop.folder / "settings.toml").write_text(text)
    return Folder(coop.folder)


def until(is_so: object) -> None:
    """Wait for what another thread does; the test fails if it never comes."""
    end = time.monotonic() + 10
    while not is_so():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.01)


def test_without_a_server_letters_wait_as_files_of_their_owner_alone(coop: Coop) -> None:
    """Goal: nothing is lost and nobody else reads it. Method: one letter, and its mode."""
    letters.send("deleted", "ana@coop.example", "en")
    (path,) = mail.waiting(Folder(coop.folder))
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert mail.send_waiting(Folder(coop.folder)) == 0
    assert path.exists()


def test_a_server_takes_the_letter_and_the_outbox_is_empty(coop: Coop, server: Server) -> None:
    """Goal: letters leave. Method: a real server on this machine, in the background."""
    folder = with_server(coop, server)
    letters.send("deleted", "ana@coop.example", "en")
    until(lambda: not mail.waiting(folder))
    (taken,) = server.taken
    assert "From: us@coop.example" in taken
    assert "To: ana@coop.example" in taken


def test_what_a_server_refuses_stays_and_goes_once_later(coop: Coop, server: Server) -> None:
    """Goal: no letter is lost, none goes twice. Method: a refusing server that changes its mind."""
    folder = with_server(coop, server)
    server.refuses = True
    letters.send("deleted", "ana@coop.example", "en")
    assert mail.send_waiting(folder) == 0
    assert len(mail.waiting(folder)) == 1
    server.refuses = False
    senders = [threading.Thread(target=mail.send_waiting, args=(folder,)) for _ in range(4)]
    for one in senders:
        one.start()
    for one in senders:
        one.join()
    assert mail.waiting(folder) == []
    assert len(server.taken) == 1


def test_a_server_that_is_not_there_holds_nobody_up(coop: Coop, server: Server) -> None:
    """Goal: signing in goes on. Method: a closed port; the letter waits."""
    folder = with_server(coop, server)
    server.close()
    letters.send("deleted", "ana@coop.example", "en")
    assert mail.send_waiting(folder) == 0
    assert len(mail.waiting(folder)) == 1


def test_old_letters_are_erased(coop: Coop) -> None:
    """Goal: an outbox is no archive. Method: a letter of eight days beside a new one."""
    letters.send("deleted", "ana@coop.example", "en")
    (old,) = mail.waiting(Folder(coop.folder))
    os.utime(old, (time.time() - 8 * 86_400,) * 2)
    letters.send("deleted", "ana@coop.example", "en")
    mail.forget_old(Folder(coop.folder))
    assert not old.exists()
    assert len(mail.waiting(Folder(coop.folder))) == 1


def test_no_name_brings_a_line_into_the_head_of_a_letter(coop: Coop) -> None:
    """Goal: nobody adds receivers by a field. Method: a line break in an address."""
    with pytest.raises(Exception, match="[Hh]eader"):
        letters.send("deleted", "ana@coop.example\nBcc: all@coop.example", "en")


SAID = """[mail]
host = "mail.coop.example"
user = "coop"
password_file = "{file}"
from = "Co-op <us@coop.example>"
"""


def test_settings_name_the_server_and_keep_its_password_elsewhere(tmp_path: Path) -> None:
    """Goal: settings hold no secret. Method: read what they say, and the file they name."""
    file = tmp_path / "mail.password"
    file.write_text("hidden\n")
    (tmp_path / "settings.toml").write_text(SAID.format(file=file))
    folder = Folder(tmp_path)
    found = mail_settings_of(folder)
    expected = MailSettings("mail.coop.example", 587, "coop", file, "Co-op <us@coop.example>")
    assert (found, found.is_sent, found.password()) == (expected, True, "hidden")
    assert postgres_place_of(folder) is None, "other readers of the settings know the part"
    assert not mail_settings_of(Folder(tmp_path / "nowhere")).is_sent


@pytest.mark.parametrize(
    "text",
    [
        'host = "mail.coop.example"', 'from = "us@coop.example"', 'host = ""\nfrom = "us@x.example"',
        'host = "m.example"\nfrom = "us"', 'host = "m.example"\nfrom = "u@x.example"\nport = 0',
        'host = "m.example"\nfrom = "u@x.example"\nport = "25"',
        'host = "m.example"\nfrom = "u@x.example"\nport = true',
        'host = "m.example"\nfrom = "u@x.example"\nuse_tls = false',
        'host = "m.example"\nfrom = "u@x.example"\nuser = "u"',
        'host = "m.example"\nfrom = "u@x.example"\npassword = "p"',
        'host = "m.example"\nfrom = "u@x.example"\nuser = "u"\npassword_file = "p"',
        'host = 5\nfrom = "u@x.example"',
    ],
)  # fmt: skip
def test_settings_that_cannot_be_are_refused(tmp_path: Path, text: str) -> None:
    """Goal: a mistake is said at once and names the file. Method: one mistake each."""
    (tmp_path / "settings.toml").write_text(f"[mail]\n{text}\n")
    with pytest.raises(SettingsRefused, match=r"settings\.toml"):
        mail_settings_of(Folder(tmp_path))
