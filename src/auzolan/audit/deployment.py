"""Which store a co-operative's folder names: the file `auzolan.db`, or a schema in PostgreSQL.

`settings.toml` says how a co-operative is deployed. It holds no number that moves money or rights,
and it is read, never written, here. Nothing here opens a database.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias, TypeVar
from urllib.parse import urlsplit

from auzolan.audit.folder import Folder

SCHEMA = "auzolan"
"""The schema of a co-operative that names none."""

PARTS = frozenset({"bank", "database", "mail", "portal"})
"""What `settings.toml` may hold; the house reads `bank`, `mail` and `portal` itself."""

SETTINGS_BYTES_MAX = 64 * 1024
_SCHEMA = re.compile(r"[a-z][a-z0-9_]{0,39}(_rebuilding|_before_rebuild_[0-9]{1,4})?\Z")
_SCHEMES = ("postgresql", "postgres")
T = TypeVar("T")
Settings: TypeAlias = Mapping[str, object]
"""What `settings.toml` holds, by part; each part is looked at before it is believed."""


class SettingsRefused(Exception):
    """`settings.toml` says what cannot be; the text says what it may say."""


@dataclass(frozen=True, slots=True)
class PostgresPlace:
    """Where a co-operative's record and books lie on a server.

    Attributes:
        url: as libpq takes it: `postgresql://user@host:port/database`. It may hold a password.
        schema: the schema of this co-operative: small letters, digits, `_`; at most 40 signs.
    """

    url: str
    schema: str = SCHEMA

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in _SCHEMES or len(parts.path) < 2:
            raise SettingsRefused(
                "The address of a database begins with postgresql:// and names a server and a "
                "database, as postgresql://auzolan@localhost/coop."
            )
        if not _SCHEMA.match(self.schema) or self.schema.startswith("pg_"):
            raise SettingsRefused(
                f"A schema is 1 to 40 small letters, digits and _, begins with a letter, and not "
                f"with pg_; got {self.schema[:60]!r}."
            )

    def beside(self, ending: str) -> PostgresPlace:
        """A schema next to this one, for a rebuilding or what one has replaced."""
        return PostgresPlace(self.url, f"{self.schema}_{ending}")

    @property
    def shown(self) -> str:
        """The address without its password and its options, for people."""
        parts = urlsplit(self.url)
        who = f"{parts.username}@" if parts.username else ""
        port = f":{parts.port}" if parts.port else ""
        return f"postgresql://{who}{parts.hostname or ''}{port}{parts.path}, schema {self.schema}"


def postgres_place_of(folder: Folder) -> PostgresPlace | None:
    """The server that a folder's settings name, or None where its books are a file.

    Raises:
        SettingsRefused: the settings cannot be read, or say what they cannot say.
    """
    return read_settings(folder, _place_in, None)


def read_settings(folder: Folder, read: Callable[[Settings], T], nothing: T) -> T:
    """What a reader makes of a folder's `settings.toml`.

    Args:
        folder: the co-operative's.
        read: takes what the file holds, by part, and raises `SettingsRefused` where it cannot be.
        nothing: the answer where there is no such file.
    Raises:
        SettingsRefused: the settings cannot be read, or say what they cannot say; it names the file.
    """
    try:
        with folder.settings.open("rb") as file:
            text = file.read(SETTINGS_BYTES_MAX + 1)
    except FileNotFoundError:
        return nothing
    except OSError as fault:
        raise SettingsRefused(f"{folder.settings} cannot be read: {fault.strerror}.") from fault
    try:
        if len(text) > SETTINGS_BYTES_MAX:
            raise SettingsRefused(f"it is longer than {SETTINGS_BYTES_MAX} bytes.")
        return read(tomllib.loads(text.decode("utf-8")))
    except (SettingsRefused, ValueError) as fault:
        raise SettingsRefused(f"{folder.settings} is refused: {fault}") from fault


def has_books(folder: Folder) -> bool:
    """Whether a folder is a co-operative's: it has a database, or names one.

    Raises:
        SettingsRefused: the settings cannot be read, or say what they cannot say.
    """
    return folder.database.is_file() or postgres_place_of(folder) is not None


def settings_text(place: PostgresPlace) -> str:
    """What `settings.toml` says of a place: the text that `postgres_place_of` reads."""
    return f"[database]\nurl = {_text(place.url)}\nschema = {_text(place.schema)}\n"


def _place_in(found: Settings) -> PostgresPlace | None:
    unknown = sorted(set(found) - PARTS)
    if unknown:
        raise SettingsRefused(
            f"it knows the parts {', '.join(sorted(PARTS))}; got {', '.join(unknown)[:80]}."
        )
    database = found.get("database")
    if database is None:
        return None
    if not isinstance(database, dict) or not set(database) <= {"url", "schema"}:
        raise SettingsRefused("the part database holds url and schema, and nothing else.")
    if not all(isinstance(value, str) for value in database.values()) or "url" not in database:
        raise SettingsRefused("the part database holds the texts url and, if you like, schema.")
    return PostgresPlace(database["url"], database.get("schema", SCHEMA))


def _text(value: str) -> str:
    """A text as TOML spells it; control signs are refused, since no address has any."""
    if any(ord(sign) < 32 or ord(sign) == 127 for sign in value):
        raise SettingsRefused("The address of a database holds no control signs.")
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
