"""What `settings.toml` says about mail: which server takes it, and in whose name it goes.

Without the part `[mail]` nothing is sent: each letter is a file in the folder's `outbox`. It reads files; it
opens no socket.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from auzolan.audit.deployment import Settings, SettingsRefused, read_settings
from auzolan.audit.folder import Folder

PART: Final = "mail"
KEYS: Final = frozenset({"host", "port", "user", "password_file", "from", "use_tls"})
PORT: Final = 587
PASSWORD_BYTES_MAX: Final = 1024


@dataclass(frozen=True, slots=True)
class MailSettings:
    """How letters leave the house.

    Attributes:
        host: the mail server; empty where letters are only written to files.
        port: its port; 465 speaks TLS from the first byte, others begin it with STARTTLS.
        user: as whom to sign in there; empty where it asks for nobody.
        password_file: the file that holds the password, or None.
        sender: the address that letters come from.
        use_tls: whether what is said is hidden on the way; only a server on this machine goes without.
    """

    host: str = ""
    port: int = PORT
    user: str = ""
    password_file: Path | None = None
    sender: str = ""
    use_tls: bool = True

    def __post_init__(self) -> None:
        if self.host and "@" not in self.sender:
            raise SettingsRefused("The part mail names from, as co-op@coop.example.")
        if not 1 <= self.port <= 65_535:
            raise SettingsRefused(f"A port lies between 1 and 65535; got {self.port}.")
        if self.host and not self.use_tls and self.host not in {"localhost", "127.0.0.1", "::1"}:
            raise SettingsRefused("Only a mail server on this machine may go without TLS.")
        if bool(self.user) != (self.password_file is not None):
            raise SettingsRefused(
                "The part mail names user and password_file together, or neither."
            )

    @property
    def is_sent(self) -> bool:
        """Whether letters leave the house at all."""
        return bool(self.host)

    def password(self) -> str:
        """The password, read anew each time; empty where none is needed.

        Raises:
            OSError: the file cannot be read.
        """
        if self.password_file is None:
            return ""
        with self.password_file.open(encoding="utf-8") as file:
            return file.read(PASSWORD_BYTES_MAX).strip()


def mail_settings_of(folder: Folder) -> MailSettings:
    """What a folder's settings say of mail; nothing is sent where they do not speak of it.

    Raises:
        SettingsRefused: the settings cannot be read, or say what they cannot say.
    """
    return read_settings(folder, _mail_in, MailSettings())


def _mail_in(found: Settings) -> MailSettings:
    part = found.get(PART)
    if part is None:
        return MailSettings()
    if not isinstance(part, dict) or not set(part) <= KEYS or not part.get("host"):
        raise SettingsRefused(f"the part {PART} names host and, of the rest, {_listed()}.")
    texts = {name: part.get(name, "") for name in ("host", "user", "password_file", "from")}
    port, use_tls = part.get("port", PORT), part.get("use_tls", True)
    are_texts = all(isinstance(value, str) for value in texts.values())
    if not are_texts or type(port) is not int or not isinstance(use_tls, bool):
        raise SettingsRefused(
            f"in the part {PART}, port is a number, use_tls true or false, the rest texts."
        )
    file = Path(texts["password_file"]) if texts["password_file"] else None
    if file is not None and not file.is_absolute():
        raise SettingsRefused("password_file is a whole path, as /run/secrets/mail.")
    return MailSettings(texts["host"], port, texts["user"], file, texts["from"], use_tls)


def _listed() -> str:
    return ", ".join(sorted(KEYS - {"host"}))
