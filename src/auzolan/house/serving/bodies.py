"""How much of a request is taken in at all, before anybody looks at it.

The server keeps a whole body on disk before the portal sees who sends it. So every address takes one
mebibyte, and only where files are sent it takes a file, and of those only a few at a time. A length that
is named beforehand is refused before the body; one that is not, as soon as it is too much.
"""

from __future__ import annotations

import re
import threading
import weakref

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.utilities import RequestEntityTooLarge

from auzolan.house.serving.too_much import Refused

BODY_BYTES_MAX = 2**20
FORM_BYTES = 2**20
"""What a form may be beside its file."""
FILE_BYTES_MAX = 200 * 2**20
FILES_AT_ONCE_MAX = 8
_TAKES_FILES = re.compile(r"/(?:[a-z]{2}/(?:upload|do/[a-z0-9_.]{1,60})/|api/v1/upload)\Z")
_MULTIPART = "multipart/form-data"


class _Files:
    """The requests with a large body that are coming in now; one that is dropped counts no more."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._coming: weakref.WeakSet[LimitedParser] = weakref.WeakSet()

    def takes(self, parser: LimitedParser) -> bool:
        """Whether there is room for one more."""
        with self._lock:
            if sum(not one.completed for one in self._coming) >= FILES_AT_ONCE_MAX:
                return False
            self._coming.add(parser)
            return True


_files = _Files()


class LimitedParser(HTTPRequestParser):
    """Reads one request, and refuses a body that its address does not take."""

    def parse_header(self, header_plus: bytes) -> None:
        """Read the headers, and set how much may follow them."""
        super().parse_header(header_plus)
        bytes_max = BODY_BYTES_MAX
        if _takes_file(self) and (self.chunked or self.content_length > BODY_BYTES_MAX):
            bytes_max = FILE_BYTES_MAX + FORM_BYTES
            if self.content_length < bytes_max and not _files.takes(self):
                self.error = Refused(self.path, "busy")
                self.completed = True
        self.adj = _Limited(self.adj, bytes_max)  # type: ignore[has-type]

    def received(self, data: bytes) -> int:
        """Take in a part of the request; who is refused is not asked for the rest."""
        consumed: int = super().received(data)
        if self.error is not None:
            self.expect_continue = False
        if isinstance(self.error, RequestEntityTooLarge):
            self.error = Refused(self.path, "file" if _takes_file(self) else "form")
        return consumed


class LimitedChannel(HTTPChannel):
    """A connection whose requests are read so."""

    parser_class = LimitedParser


class _Limited:
    """The server's settings, with another limit for one request."""

    def __init__(self, adj: Adjustments, body_bytes_max: int) -> None:
        self._adj = adj
        self.max_request_body_size = body_bytes_max

    def __getattr__(self, name: str) -> object:
        return getattr(self._adj, name)


def _takes_file(request: HTTPRequestParser) -> bool:
    kind = request.headers.get("CONTENT_TYPE", "").lower()
    is_form = request.command == "POST" and kind.startswith(_MULTIPART)
    return is_form and _TAKES_FILES.match(request.path) is not None
