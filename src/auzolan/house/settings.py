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
from django.core.signals import request_started
from django.db import connections

from auzolan.audit.deployment import PostgresPlace, SettingsRefused, postgres_place_of
from auzolan.audit.folder import Folder
from auzolan.house.front import front_of
from auzolan.house.keys import PORTAL_KEY_FILE
from auzolan.house.storage.kept_files import reopen_replaced

HOUSE = Path(__file__).parent
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
        request_started.connect(reopen_replaced)
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
        "CONN_MAX_AGE": None,
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
        **_signing_in(),
        "TASKS": {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}},
        "LOGGING_CONFIG": None,
        **front_of(Folder(folder)).django_settings(),
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
            "django_htmx",
            "django_tasks",
            "django_tasks_db",
            "allauth",
            "allauth.account",
            "allauth.mfa",
            "allauth.usersessions",
            "auzolan.house.accounts.apps.AccountsConfig",
            "auzolan.house.jobs.apps.JobsConfig",
            "auzolan.house.notices.apps.NoticesConfig",
            "auzolan.house.programs.apps.ProgramsConfig",
            "auzolan.house.apps.HouseConfig",
        ],
        "MIDDLEWARE": [
            "auzolan.house.telling.middleware.Told",
            "auzolan.house.doors.portal.middleware.Policy",
            "auzolan.house.telling.middleware.Watched",
            "django.middleware.security.SecurityMiddleware",
            "whitenoise.middleware.WhiteNoiseMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.locale.LocaleMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
            "django_htmx.middleware.HtmxMiddleware",
            "allauth.account.middleware.AccountMiddleware",
            "auzolan.house.accounts.sessions.Sitting",
            "auzolan.house.doors.portal.middleware.Threshold",
            "auzolan.house.accounts.bursts.Forms",
        ],
        "TEMPLATES": [_templates()],
        "STATIC_URL": "/static/",
        "STATICFILES_DIRS": _folders("doors/portal/static"),
        "WHITENOISE_USE_FINDERS": True,
        "FILE_UPLOAD_HANDLERS": [
            "auzolan.house.jobs.upload_limit.Limit",
            "django.core.files.uploadhandler.TemporaryFileUploadHandler",
        ],
        "FILE_UPLOAD_PERMISSIONS": 0o600,
        "DATA_UPLOAD_MAX_NUMBER_FILES": 5,
        "SECURE_CONTENT_TYPE_NOSNIFF": True,
        "SECURE_REFERRER_POLICY": "same-origin",
        "X_FRAME_OPTIONS": "DENY",
    }


def _signing_in() -> dict[str, Any]:
    """How people sign in: by a link or code in their mail or a passkey, never by a password."""
    return {
        "AUTH_USER_MODEL": "accounts.Person",
        "AUTHENTICATION_BACKENDS": ["auzolan.house.accounts.at_the_door.Backend"],
        "SESSION_ENGINE": "auzolan.house.accounts.at_the_door",
        "LOGIN_URL": "account_login",
        "LOGIN_REDIRECT_URL": "home",
        "CSRF_FAILURE_VIEW": "auzolan.house.accounts.saying_no.form_refused",
        "ACCOUNT_ADAPTER": "auzolan.house.accounts.adapter.Adapter",
        "ACCOUNT_LOGIN_METHODS": {"email"},
        "ACCOUNT_LOGIN_BY_CODE_ENABLED": True,
        "ACCOUNT_LOGIN_BY_CODE_TIMEOUT": 900,
        "ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS": 3,
        "ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND": True,
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        "ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS": False,
        "ACCOUNT_PREVENT_ENUMERATION": True,
        "ACCOUNT_REAUTHENTICATION_TIMEOUT": 900,
        "ACCOUNT_SIGNUP_FIELDS": ["email*"],
        "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
        "ACCOUNT_USER_MODEL_EMAIL_FIELD": "email",
        "ACCOUNT_LOGOUT_REDIRECT_URL": "front",
        "ACCOUNT_RATE_LIMITS": _bursts(),
        "MFA_ADAPTER": "auzolan.house.accounts.adapter.SecondFactors",
        "MFA_FORMS": {
            "add_webauthn": "auzolan.house.accounts.passkey_forms.Add",
            "authenticate": "auzolan.house.accounts.code_forms.Authenticate",
            "authenticate_webauthn": "auzolan.house.accounts.passkey_forms.Authenticate",
            "login_webauthn": "auzolan.house.accounts.passkey_forms.SignIn",
            "reauthenticate": "auzolan.house.accounts.code_forms.Again",
            "reauthenticate_webauthn": "auzolan.house.accounts.passkey_forms.Again",
        },
        "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
        "MFA_PASSKEY_LOGIN_ENABLED": True,
        "MFA_RECOVERY_CODES_SHOW_ONCE": True,
        "MFA_TOTP_TOLERANCE": 1,
        "MFA_WEBAUTHN_USER_VERIFICATION": "required",
        "CACHES": {
            "default": {
                "BACKEND": "django.core.cache.backends.db.DatabaseCache",
                "LOCATION": "plain_cache",
                "OPTIONS": {"MAX_ENTRIES": 100_000},
            }
        },
        "SESSION_COOKIE_AGE": 30 * 86_400,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SAMESITE": "Lax",
        "LANGUAGE_COOKIE_SAMESITE": "Lax",
        "MESSAGE_STORAGE": "auzolan.house.accounts.short_messages.ShortMessages",
        "EMAIL_BACKEND": "auzolan.house.accounts.mail.HouseMail",
    }


def _bursts() -> dict[str, str]:
    """How often something may be tried in ten minutes: from one place, for one address or account."""
    return {
        "login": "60/10m/ip",
        "request_login_code": "60/10m/ip,5/10m/key",
        "login_failed": "60/10m/ip,10/10m/key",
        "reauthenticate": "20/10m/user",
    }


def _templates() -> dict[str, Any]:
    """Templates lie in their rooms, as `rooms/<room>/templates/<room>/<page>.html`."""
    return {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HOUSE / "templates", *_folders("rooms/*/templates")],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "auzolan.house.doors.portal.filters",
                "auzolan.house.doors.portal.doing_filters",
                "auzolan.house.accounts.filters",
                "auzolan.house.programs.filters",
                "auzolan.house.doors.portal.steward.filters",
            ],
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
