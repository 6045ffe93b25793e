"""What somebody reads whose request was too large, or came at a busy moment, before the portal saw it.

The server refuses such a request itself, so no page of the portal can say it. A person gets plain words
in the language of the address, a program a problem as everywhere. It refuses nothing itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import msgspec
from django.utils.functional import Promise
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from waitress.utilities import Error

from auzolan.house.jobs.upload_words import UNFIT

WORDS: Mapping[str, str | Promise] = {
    "file": UNFIT["large"],
    "form": _("What was sent is larger than this page takes. Send less of it."),
    "busy": _("Many files are coming in at this moment. Send yours again in a minute."),
}
_LANGUAGES = ("en", "es", "eu")
_POLICY = "default-src 'none'; frame-ancestors 'none'"
_Answer = tuple[str, list[tuple[str, str]], bytes]


class Refused(Error):
    """A request that is not taken in.

    Args:
        path: the address that was asked.
        why: one of `WORDS`.
    """

    def __init__(self, path: str, why: str) -> None:
        super().__init__(why)
        self.code, self.reason = (
            (503, "Service Unavailable") if why == "busy" else (413, "Content Too Large")
        )
        self._path, self._why = path, why

    def to_response(self, ident: str | None = None) -> _Answer:
        """Status, headers and body."""
        kind, body = self._problem() if self._path.startswith("/api/") else self._page()
        headers = [
            ("Content-Type", kind), ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"), ("Content-Security-Policy", _POLICY),
        ]  # fmt: skip
        if self._why == "busy":
            headers.append(("Retry-After", "60"))
        return f"{self.code} {self.reason}", headers, body

    def _page(self) -> tuple[str, bytes]:
        language = next((one for one in _LANGUAGES if self._path.startswith(f"/{one}/")), "en")
        with override(language):
            title, why = gettext("This was not taken"), str(WORDS[self._why])
            back = gettext("Go back to the form")
        page = (
            f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>{escape(title)}</title></head><body><main><h1>{escape(title)}</h1>"
            f'<p>{escape(why)}</p><p><a href="{escape(self._path)}">{escape(back)}</a></p>'
            "</main></body></html>"
        )
        return "text/html; charset=utf-8", page.encode()

    def _problem(self) -> tuple[str, bytes]:
        code = "desk.busy" if self._why == "busy" else "api.too_large"
        with override("en"):
            why, _dot, remedy = str(WORDS[self._why]).partition(". ")
        found = {
            "type": f"/api/v1/refusals#{code}", "title": self.reason, "status": self.code,
            "detail": f"{why}.", "code": code, "article": "house, door for programs",
            "remedy": remedy, "field": "",
        }  # fmt: skip
        return "application/problem+json", msgspec.json.encode(found)
