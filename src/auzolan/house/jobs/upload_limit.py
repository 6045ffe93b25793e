"""Stops a file that is too large while it comes in, whichever server stands before the portal."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from auzolan.house.serving.bodies import FILE_BYTES_MAX


class Limit(FileUploadHandler):
    """Counts what comes in of a file, and has the rest of it thrown away once it is too much."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin to count."""
        super().new_file(*args, **kwargs)
        self._size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Let a piece pass to where it is stored.

        Raises:
            SkipFile: it is too much; nothing of the file is kept.
        """
        self._size += len(raw_data)
        if self._size > FILE_BYTES_MAX:
            assert self.request is not None, "a handler belongs to a request"
            _large(self.request).add(str(self.field_name))
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """Leave the file to the handler that stores it."""
        return None


def is_too_large(request: HttpRequest, field: str) -> bool:
    """Whether the file of a field was thrown away."""
    return field not in request.FILES and field in _large(request)  # reads it in, if nobody has


def _large(request: HttpRequest) -> set[str]:
    found: set[str] = request.__dict__.setdefault("files_too_large", set())
    return found
