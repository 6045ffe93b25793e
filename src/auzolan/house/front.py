"""What `settings.toml` says about how people reach the portal: its address, and the server before it.

The part `[portal]` is for a portal behind a web server with TLS. Without it the portal speaks plain
HTTP to its own machine alone, and nothing here changes that. It reads one file; it opens no socket.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

from auzolan.audit.deployment import Settings, SettingsRefused, read_settings
from auzolan.audit.folder import Folder

PART = "portal"
KEYS = ("public_address", "proxy", "backups", "hsts_subdomains")
ANY = "any"
"""A proxy of any address: for a network of containers in which nobody else reaches the portal."""

HSTS_S = 365 * 86_400
_PART_OF_NAME = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_ADDRESS = re.compile(
    rf"https://(?=[^:]{{1,253}}(?::|\Z)){_PART_OF_NAME}(?:\.{_PART_OF_NAME})+(?::(?P<port>[0-9]{{1,5}}))?\Z"
)
Value: TypeAlias = str | int | bool | list[str] | set[str]


@dataclass(frozen=True, slots=True)
class Front:
    """How people reach a portal.

    Attributes:
        public_address: `https://coop.example`, without a path; empty where nobody elsewhere does.
        proxy: the address of the web server with TLS before it, or `any`; empty where there is none.
        backups: where the age of the newest backup is read from, or None.
        hsts_subdomains: whether browsers ask for TLS below the host's name too. Not unless somebody
            says so: what stands there may be others', and may have none.
    """

    public_address: str = ""
    proxy: str = ""
    backups: Path | None = None
    hsts_subdomains: bool = False

    def __post_init__(self) -> None:
        if bool(self.public_address) != bool(self.proxy):
            raise SettingsRefused(
                f"The part {PART} names public_address and proxy together, or neither."
            )
        if self.public_address:
            _check_address(self.public_address)
            _check_proxy(self.proxy)
        if self.backups is not None and not self.backups.is_absolute():
            raise SettingsRefused("backups is a whole path, as /srv/backups.")

    @property
    def is_behind_proxy(self) -> bool:
        """Whether what comes from this machine may come from anywhere."""
        return bool(self.proxy)

    @property
    def host(self) -> str:
        """The name that people write, without a port; empty where nobody elsewhere does."""
        return urlsplit(self.public_address).hostname or ""

    def checked_host(self, host: str) -> str:
        """The host itself, where it is right to listen there.

        Raises:
            ValueError: others could reach it over plain HTTP, and no proxy is named.
        """
        if is_loopback(host) or self.is_behind_proxy:
            return host
        raise ValueError(
            f"{host} is not this machine alone. The portal speaks plain HTTP; put a web server with "
            f"TLS in front of it and keep it at 127.0.0.1, or name that server in settings.toml "
            f"under [{PART}]."
        )

    def django_settings(self) -> dict[str, Value]:
        """What Django must know; nothing where nobody elsewhere reaches the portal.

        Whether a request came over TLS the server says, from the header of the named proxy alone.
        So no header that a stranger could write is read by Django.
        """
        if not self.is_behind_proxy:
            return {}
        return {
            "ALLOWED_HOSTS": [self.host],
            "CSRF_TRUSTED_ORIGINS": [self.public_address],
            "CSRF_COOKIE_SECURE": True,
            "CSRF_COOKIE_NAME": "__Host-csrf",
            "SESSION_COOKIE_SECURE": True,
            "SESSION_COOKIE_NAME": "__Host-session",
            "LANGUAGE_COOKIE_SECURE": True,
            "LANGUAGE_COOKIE_NAME": "__Host-language",
            "SECURE_HSTS_SECONDS": HSTS_S,
            "SECURE_HSTS_INCLUDE_SUBDOMAINS": self.hsts_subdomains,
            "SECURE_SSL_REDIRECT": True,
            "SECURE_REDIRECT_EXEMPT": [r"^api/"],
            "SECURE_SSL_HOST": self.public_address.removeprefix("https://"),
        }

    def server_options(self) -> dict[str, Value]:
        """What the server must know: whose headers say who asks, and how."""
        if not self.is_behind_proxy:
            return {}
        return {
            "trusted_proxy": "*" if self.proxy == ANY else self.proxy,
            "trusted_proxy_count": 1,
            "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
            "clear_untrusted_proxy_headers": True,
        }


def is_loopback(host: str) -> bool:
    """Whether an address reaches this machine alone."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def front_of(folder: Folder) -> Front:
    """What a folder's settings say of the portal; nothing where they do not speak of it.

    Raises:
        SettingsRefused: the settings cannot be read, or say what they cannot say.
    """
    return read_settings(folder, _front_in, Front())


def _front_in(found: Settings) -> Front:
    part = found.get(PART, {})
    if not isinstance(part, dict) or not set(part) <= set(KEYS):
        raise SettingsRefused(f"the part {PART} holds {', '.join(KEYS)}, and nothing else.")
    reaches_below = part.get("hsts_subdomains", False)
    if not isinstance(reaches_below, bool):
        raise SettingsRefused("hsts_subdomains is true or false.")
    texts = [value for key, value in part.items() if key != "hsts_subdomains"]
    if not all(isinstance(value, str) and value for value in texts):
        raise SettingsRefused(f"the part {PART} holds texts, none of them empty.")
    backups = part.get("backups")
    return Front(
        part.get("public_address", ""), part.get("proxy", ""), Path(backups) if backups else None,
        hsts_subdomains=reaches_below,
    )  # fmt: skip


def _check_address(address: str) -> None:
    found = _ADDRESS.match(address)
    if found is None or not 1 <= int(found["port"] or 443) <= 65_535:
        raise SettingsRefused(
            "A public address is https:// and a name in small letters, with a port where it is not "
            f"443 and nothing after it, as https://coop.example; got {address[:80]!r}."
        )


def _check_proxy(proxy: str) -> None:
    if proxy == ANY:
        return
    try:
        ipaddress.ip_address(proxy)
    except ValueError as fault:
        raise SettingsRefused(
            f"proxy is the address of the web server, as 127.0.0.1, or {ANY}; got {proxy[:80]!r}."
        ) from fault
