"""Letters that leave the house: first a file in the outbox, then the mail server, then gone from there.

Django is given this as its backend, so that whoever sends mail sends it this way. No letter is lost because
a server does not answer: it stays in the outbox and is tried again. Where no server is named, it stays there
for whoever runs the house to hand on.
"""

from __future__ import annotations

import email
import fcntl
import logging
import os
import secrets
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from email.message import Message
from pathlib import Path
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

from auzolan.audit.deployment import SettingsRefused
from auzolan.audit.folder import Folder
from auzolan.house.accounts.mail_settings import MailSettings, mail_settings_of

ENDING = ".eml"
TIMEOUT_S = 20
KEPT_DAYS = 7
"""A letter that no server took in a week is about nothing that still holds."""
HELD_UP_S = 60
"""A letter that waits longer than this waits for a server that does not take it."""
WITHOUT_SENDER = "co-op@localhost"
_DAY_S = 86_400
_PRIVATE_FOLDER, _PRIVATE = 0o700, 0o600
_log = logging.getLogger(__name__)
_sending = threading.Lock()
_LOCK = ".lock"


class HouseMail(BaseEmailBackend):
    """Django's way out for mail."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Put letters into the outbox, and have them sent from there without waiting for it."""
        folder = Folder(settings.AUZOLAN_FOLDER)
        mail = mail_settings_of(folder)
        for message in email_messages:
            message.from_email = mail.sender or WITHOUT_SENDER
            _put(outbox_of(folder), message.message().as_bytes())
        if mail.is_sent:
            threading.Thread(target=_sent_soon, args=(folder,), daemon=True, name="mail").start()
        return len(email_messages)


def outbox_of(folder: Folder) -> Path:
    """Where letters lie until they have been sent."""
    return folder.path / "outbox"


def waiting(folder: Folder) -> list[Path]:
    """The letters in the outbox, oldest first."""
    return sorted(outbox_of(folder).glob(f"*{ENDING}"))


def is_held_up(folder: Folder) -> bool:
    """Whether letters should leave and do not: the oldest has waited too long.

    Raises:
        SettingsRefused: the settings say what cannot be.
    """
    if not mail_settings_of(folder).is_sent:
        return False
    oldest = waiting(folder)[:1]
    try:
        return any(time.time() - path.stat().st_mtime > HELD_UP_S for path in oldest)
    except FileNotFoundError:
        return False  # it has just left


def send_waiting(folder: Folder) -> int:
    """Send what lies in the outbox; what a server does not take stays there.

    One thread of one process at a time sends, so that no letter goes twice.

    Returns:
        How many letters have gone.
    Raises:
        SettingsRefused: the settings say what cannot be.
    """
    mail = mail_settings_of(folder)
    if not mail.is_sent:
        return 0
    with _sending, _alone(outbox_of(folder)):
        sent = 0
        for path in waiting(folder):
            try:
                sent += _sent(mail, path)
            except (OSError, SMTPException):
                # It would be so for the next letter too, and a server may close its door to who
                # comes with a wrong password again and again.
                _log.exception("The mail server takes no letters; they stay in the outbox.")
                break
        return sent


def forget_old(folder: Folder) -> None:
    """Erase letters that nobody has handed on in a week; what they open no longer works."""
    before = time.time() - KEPT_DAYS * _DAY_S
    for path in waiting(folder):
        if path.stat().st_mtime < before:
            path.unlink(missing_ok=True)


@contextmanager
def _alone(outbox: Path) -> Iterator[None]:
    """Wait until no other process sends from this outbox."""
    outbox.mkdir(mode=_PRIVATE_FOLDER, exist_ok=True)
    handle = os.open(outbox / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, _PRIVATE)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)  # closing gives the lock back, also when the process is killed


def _sent_soon(folder: Folder) -> None:
    try:
        send_waiting(folder)
    except (OSError, SettingsRefused):
        _log.exception("Mail waits in the outbox.")


def _sent(mail: MailSettings, path: Path) -> bool:
    """Send one letter; whether it has gone.

    Raises:
        OSError, SMTPException: the server takes no letters at all.
    """
    try:
        message = email.message_from_bytes(path.read_bytes())
    except FileNotFoundError:
        return False  # another has sent or erased it
    try:
        with _server(mail) as server:
            assert server.connection is not None, "an open server has a connection"
            server.connection.sendmail(mail.sender, _receivers(message), message.as_bytes())
    except (SMTPRecipientsRefused, SMTPDataError):
        _log.exception("The mail server did not take a letter; it stays in the outbox.")
        return False
    path.unlink(missing_ok=True)
    return True


def _receivers(message: Message) -> list[str]:
    return [address for _, address in email.utils.getaddresses(message.get_all("To", []))]


def _server(mail: MailSettings) -> EmailBackend:
    is_tls_at_once = mail.use_tls and mail.port == 465
    return EmailBackend(
        host=mail.host, port=mail.port, username=mail.user, password=mail.password(),
        use_tls=mail.use_tls and not is_tls_at_once, use_ssl=is_tls_at_once, timeout=TIMEOUT_S,
    )  # fmt: skip


def weigh(folder: Folder, letter: bytes) -> None:
    """Write a letter as one that is sent, and take it away before anybody sends it."""
    _part(outbox_of(folder), letter).unlink()


def _put(outbox: Path, letter: bytes) -> None:
    """Write a letter whole or not at all, readable by its owner alone."""
    part = _part(outbox, letter)
    part.rename(part.with_suffix(ENDING))


def _part(outbox: Path, letter: bytes) -> Path:
    outbox.mkdir(mode=_PRIVATE_FOLDER, exist_ok=True)
    name = f"{time.time_ns():020d}-{secrets.token_hex(4)}"
    part = outbox / f"{name}.part"
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
    with os.fdopen(handle, "wb") as file:
        file.write(letter)
        file.flush()
        os.fsync(file.fileno())
    return part
