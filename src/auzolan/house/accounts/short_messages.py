"""Where a message waits that the next page shows: in a signed cookie of the browser that it is for.

Nothing of it is kept in the house. Behind TLS no other site may set a cookie of its name.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest


class ShortMessages(CookieStorage):
    """Django's cookie of messages, named as the other cookies are."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.cookie_name = "__Host-messages" if settings.SESSION_COOKIE_SECURE else "messages"
