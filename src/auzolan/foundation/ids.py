"""Ids: opaque names given from outside, a distinct type for each kind of thing.

They are random or counted, never derived from a person; nothing here makes one.
"""

from __future__ import annotations

import re
from typing import Annotated, NewType

from msgspec import Meta

_ID_PATTERN = r"\A[a-z0-9][a-z0-9._-]{0,47}\Z"
_ID = Meta(pattern=_ID_PATTERN)
_TAG = Meta(pattern=r"\A[0-9a-f]{32}\Z")
_DIGEST = Meta(pattern=r"\A[0-9a-f]{64}\Z")

MemberId = NewType("MemberId", str)

Id = Annotated[str, _ID]
Tag = Annotated[str, _TAG]
"""A random one-time name, 16 bytes in hexadecimal: who acts stays unknown."""
Digest = Annotated[str, _DIGEST]
"""A SHA-256, 32 bytes in lower-case hexadecimal."""
NoneOrId = Annotated[str, Meta(pattern=r"\A([a-z0-9][a-z0-9._-]{0,47})?\Z")]
"""An id, or an empty text where there is none."""
NoneOrDigest = Annotated[str, Meta(pattern=r"\A([0-9a-f]{64})?\Z")]
"""A digest, or an empty text where there is none."""

_is_id = re.compile(_ID_PATTERN).match


def checked_id(text: str) -> str:
    """The text itself, if it can serve as an id.

    Raises:
        ValueError: it is empty, longer than 48, or has other than a-z, 0-9, dot, dash, underscore.
    """
    if not _is_id(text):
        raise ValueError(
            f"an id has 1 to 48 of a-z, 0-9, dot, dash and underscore; got {text[:60]!r}"
        )
    return text
