"""Canonical JSON: one value, one spelling, so that a digest means one thing.

The subset of RFC 8785 in which msgspec is exact: ASCII snake_case keys, no floats, integers
below 2^53 in size. It does not handle arbitrary JSON: what lies outside the subset is refused.
"""

from __future__ import annotations

import hashlib
import re
from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta

INTEGER_MAX = 2**53 - 1
Whole = Annotated[int, Meta(ge=-INTEGER_MAX, le=INTEGER_MAX)]
"""A whole number that every reader of JSON takes as it is."""
_KEY = re.compile(r"[a-z][a-z0-9_]*\Z")
_SORTED = msgspec.json.Encoder(order="sorted")

T = TypeVar("T")


def encode(value: object) -> bytes:
    """Spell a value in its one canonical way.

    Meant for structs whose fields are within the subset by their types; `checked` is the slower
    way in for values of unknown origin.

    Args:
        value: a msgspec struct, or str, int, bool, None, list, tuple and dict of these.
    Returns:
        UTF-8 bytes without white space, keys in order.
    Raises:
        TypeError: a type that JSON does not have.
    Source: RFC 8785, sections 3.2.1 to 3.2.4.
    """
    return _SORTED.encode(value)


def checked(value: object) -> bytes:
    """Encode a value of unknown origin, refusing what lies outside the subset.

    Args:
        value: as for `encode`.
    Returns:
        The canonical bytes.
    Raises:
        ValueError: a float, an integer of 2^53 or more, a key that is not ASCII snake_case.
    """
    text = _SORTED.encode(value)
    _check(msgspec.json.decode(text), "$")
    return text


def decode(text: bytes, decoder: msgspec.json.Decoder[T]) -> T:
    """Read a canonical text strictly: any other spelling of the same value is refused.

    Encoding again and comparing is what refuses duplicate keys, white space, escapes that are not
    needed and numbers such as 1e3, all of which a lenient reader takes silently.

    Args:
        text: the bytes as they were stored or sent.
        decoder: a typed msgspec decoder; its types must forbid unknown fields.
    Returns:
        The value.
    Raises:
        ValueError: not JSON, not of the type, or not in canonical spelling.
    """
    value = decoder.decode(text)
    if _SORTED.encode(value) != text:
        raise ValueError("not in canonical spelling: encoding it again gives other bytes")
    return value


def digest(value: object) -> str:
    """The SHA-256 of a value's canonical text, as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(encode(value)).hexdigest()


def _check(value: object, path: str) -> None:
    if isinstance(value, float):
        raise ValueError(f"{path}: a float has no place in a canonical text; got {value!r}")
    if isinstance(value, int) and abs(value) > INTEGER_MAX:
        raise ValueError(f"{path}: integers stay below 2^53 in size; got {value}")
    if isinstance(value, dict):
        for key, inner in value.items():
            if not _KEY.match(key):
                raise ValueError(f"{path}: keys are ASCII snake_case; got {key!r}")
            _check(inner, f"{path}.{key}")
    if isinstance(value, list):
        for place, inner in enumerate(value):
            _check(inner, f"{path}[{place}]")
