"""Django's settings for one co-operative's folder, made in code.

There is no settings module to name and no environment variable to set: a co-operative is a
folder, and `configure(folder)` opens it. Nothing here steers a rule; a number that moves money or
rights stands in the charter.
"""

from __future__ import annotations

import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from auzolan.audit.deployment import PostgresPlace, SettingsRefused, postgres_place_of
from auzolan.audit.folder import Folder

HOUSE = Path(__file__).parent
PORTAL_KEY_FILE = "portal.key"
WAIT_S = 30
_EMPTY = {"USER": "", "PASSWORD": "", "HOST": "", "PORT": ""}
LANGUAGES = [("en", "English"), ("es", "Español"), ("eu", "Euskara")]


class TwoFiles:
    """Which tables live where: the house's with the books, Django's own in `plain.db`.

    Logins and sessions stay out of the books' file, so that they never wait for the desk.
    """

    def db_for_read(self, model: Any, **hints: Any) -> str:
        """The file that a model is read from."""
        return self._file_of(model._meta.app_label)

    def db_for_write(self, model: Any, **hints: Any) -> str:
        """The file that a model is written to; SQLite itself refuses writes to the books."""
        return self._file_of(model._meta.app_label)

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        """Whether two models may refer to each other: only within one file."""
        return self._file_of(one._meta.app_label) == self._file_of(other._meta.app_label)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Whether an app's tables are made in this file."""
        return db == self._file_of(app_label)

    def _file_of(self, app_label: str) -> str:
        return "default" if app_label == "house" else "plain"


def configure(folder: Path) -> None:
    """Open a co-operative's folder for Django.

    Opening the same folder again does nothing. Opening another one closes the connections of this
    thread and points Django to the new files; that is for tests and for making databases, since
    other threads would go on with what they had open.

    Args:
        folder: the co-operative's folder; its files need not exist yet.
    """
    folder = folder.resolve()
    if not settings.configured:
        settings.configure(**_settings(folder))
        django.setup()
    elif folder != folder_in_use():
        _move_to(folder)


def folder_in_use() -> Path | None:
    """The folder that Django is configured for, None before `configure`."""
    return Path(settings.AUZOLAN_FOLDER) if settings.configured else None


def _move_to(folder: Path) -> None:
    connections.close_all()
    for alias, wanted in _databases(folder).items():
        with suppress(AttributeError):  # the next use opens it anew, of whichever kind it is now
            del connections[alias]
        connections.settings[alias].update(_EMPTY | wanted)
    settings.AUZOLAN_FOLDER = folder
    settings.SECRET_KEY = _secret_key(folder)


def _databases(folder: Path) -> dict[str, dict[str, Any]]:
    """The two stores; the books are only ever read through Django, the desk writes them."""
    return {"default": _books(folder), "plain": _plain(folder)}


def _books(folder: Path) -> dict[str, Any]:
    try:
        place = postgres_place_of(Folder(folder))
    except SettingsRefused as fault:
        raise ImproperlyConfigured(str(fault)) from fault
    if place is not None:
        return _on_server(place)
    return _file(
        Folder(folder).database, {"init_command": "PRAGMA query_only = ON;", "timeout": WAIT_S}
    )


def _plain(folder: Path) -> dict[str, Any]:
    pragmas = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
    options = {"init_command": pragmas, "timeout": WAIT_S, "transaction_mode": "IMMEDIATE"}
    return _file(Folder(folder).plain, options)


def _file(path: Path, options: dict[str, Any]) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "ATOMIC_REQUESTS": False,
        "OPTIONS": options,
    }


def _on_server(place: PostgresPlace) -> dict[str, Any]:
    from auzolan.house.storage.making import django_settings

    return {**django_settings(place), "ATOMIC_REQUESTS": False}


def _secret_key(folder: Path) -> str:
    """What signs the portal's cookies; without a file it lasts as long as the process."""
    path = Folder(folder).keys / PORTAL_KEY_FILE
    return path.read_text(encoding="ascii").strip() if path.exists() else secrets.token_urlsafe(50)


def _settings(folder: Path) -> dict[str, Any]:
    return {
        "AUZOLAN_FOLDER": folder,
        "SECRET_KEY": _secret_key(folder),
        "DEBUG": False,
        "ALLOWED_HOSTS": ["localhost", "127.0.0.1", "[::1]", "testserver"],
        "DATABASES": _databases(folder),
        "DATABASE_ROUTERS": [TwoFiles()],
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "USE_TZ": True,
        "TIME_ZONE": "UTC",
        "USE_I18N": True,
        "LANGUAGE_CODE": "en",
        "LANGUAGES": LANGUAGES,
        "LOCALE_PATHS": [HOUSE / "locale"],
        **_portal(),
    }


def _portal() -> dict[str, Any]:
    """Apps, middleware, templates and static files of the portal."""
    return {
        "ROOT_URLCONF": "auzolan.house.doors.portal.urls",
        "INSTALLED_APPS": [
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "django.contrib.sessions",
            "django.contrib.messages",
            "whitenoise.runserver_nostatic",
            "django.contrib.staticfiles",
            "auzolan.house.apps.HouseConfig",
        ],
        "MIDDLEWARE": [
            "django.middleware.security.SecurityMiddleware",
            "whitenoise.middleware.WhiteNoiseMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.locale.LocaleMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
            "auzolan.house.doors.portal.middleware.Threshold",
        ],
        "TEMPLATES": [_templates()],
        "STATIC_URL": "/static/",
        "STATICFILES_DIRS": _folders("doors/portal/static"),
        "WHITENOISE_USE_FINDERS": True,
        "SECURE_CONTENT_TYPE_NOSNIFF": True,
        "SECURE_REFERRER_POLICY": "same-origin",
        "X_FRAME_OPTIONS": "DENY",
    }


def _templates() -> dict[str, Any]:
    """Templates lie in their rooms, as `rooms/<room>/templates/<room>/<page>.html`."""
    return {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": _folders("doors/portal/templates") + _folders("rooms/*/templates"),
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "auzolan.house.doors.portal.filters"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }


def _folders(pattern: str) -> list[Path]:
    return sorted(path for path in HOUSE.glob(pattern) if path.is_dir())
