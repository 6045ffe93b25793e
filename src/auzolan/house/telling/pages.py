"""Three addresses for machines: `/healthz`, `/readyz`, `/metrics`.

They are answered before the books are opened for a page, so that they speak also when the books
cannot be read. To whom figures are shown is decided here: to this machine, or to who holds the key.
"""

from __future__ import annotations

import hmac
import logging
from pathlib import Path

import msgspec
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from auzolan.audit.deployment import SettingsRefused
from auzolan.audit.folder import Folder
from auzolan.house.front import front_of, is_loopback
from auzolan.house.telling import health, logs
from auzolan.house.telling.metrics import CONTENT_TYPE, metrics_of

KEY_FILE = "metrics.key"
KEY_SIZE_MIN, KEY_SIZE_MAX = 32, 256
_BEARER = "Bearer "


def alive_page(request: HttpRequest) -> HttpResponse:
    """That the program lives; 200 always."""
    return _json(health.alive(), 200)


def ready_page(request: HttpRequest) -> HttpResponse:
    """Whether work can be done: 200, or 503 and why not."""
    found = health.ready(_folder())
    return _json(found, 200 if found.ready else 503)


def metrics_page(request: HttpRequest) -> HttpResponse:
    """All figures, for who may see them.

    Raises:
        Http404: somebody else asks.
    """
    if not may_see_figures(request):
        raise Http404
    return _plain(HttpResponse(metrics_of(_folder()).text(), content_type=CONTENT_TYPE))


def may_see_figures(request: HttpRequest) -> bool:
    """Whether somebody asks from this machine, or brings the key in `keys/metrics.key`.

    Behind a proxy everybody could seem to ask from this machine, so there only the key counts. A
    key that others on the machine can read is no key, and the log says so.
    """
    key = _key(_folder().keys / KEY_FILE)
    said = request.headers.get("Authorization", "")
    if key and said.startswith(_BEARER):
        return hmac.compare_digest(said.removeprefix(_BEARER).encode(), key)
    try:
        is_behind_proxy = front_of(_folder()).is_behind_proxy
    except SettingsRefused:
        is_behind_proxy = True
    forwarded = {"X-Forwarded-For", "Forwarded"} & set(request.headers)
    return (
        not is_behind_proxy and not forwarded and is_loopback(request.META.get("REMOTE_ADDR", ""))
    )


def _key(path: Path) -> bytes:
    """The key, or nothing where there is none that can be trusted."""
    try:
        with path.open("rb") as file:
            is_open = bool(path.stat().st_mode & 0o077)
            key = file.read(KEY_SIZE_MAX).strip()
    except OSError:
        return b""
    if is_open:
        logs.tell(logs.Event.METRICS_KEY_OPEN, level=logging.WARNING)
    return b"" if is_open or len(key) < KEY_SIZE_MIN else key


def _json(found: health.Alive | health.Ready, status: int) -> HttpResponse:
    body = msgspec.json.encode(found)
    return _plain(HttpResponse(body, content_type="application/json", status=status))


def _plain(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _folder() -> Folder:
    return Folder(Path(settings.AUZOLAN_FOLDER))
