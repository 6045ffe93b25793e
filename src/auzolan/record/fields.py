"""The three classes of field: open, restricted, sealed; and the salted commitment behind two.

A *restricted* field (a person's amounts, hours, values, a ballot's choice) is published as a
commitment; rules and books use its value. A *sealed* field (names, all free text) is published
as a commitment too, and no rule and no table ever holds its value, so it can be erased at any
time. Everything else is open. This module makes no salt and keeps no opening.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, TypeVar, get_type_hints

import msgspec
from msgspec import Meta

from auzolan.foundation import canonical

SALT_SIZE = 32
FIELD_BYTES_MAX = 65_536
_DOMAIN = b"auzolan/v1/field\x00"

Commitment = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]

if TYPE_CHECKING:
    # Rules see restricted fields opened, so to the type checker they are plain values.
    RestrictedInt: TypeAlias = int
    RestrictedText: TypeAlias = str
else:
    RestrictedInt = Annotated[canonical.Whole | Commitment, Meta(extra={"class": "restricted"})]
    RestrictedText = Annotated[str, Meta(extra={"class": "restricted"})]

Sealed = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z", extra={"class": "sealed"})]
"""A sealed text: always its commitment, in the entry, in rules and in the books."""

S = TypeVar("S", bound=msgspec.Struct)


class Opening(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """What opens a commitment: the field's name, the salt in hexadecimal, and the value."""

    name: str
    salt: str
    value: int | str


class FieldClasses(msgspec.Struct, frozen=True):
    """Which fields of an act or fact are restricted and which are sealed, in order of name."""

    restricted: tuple[str, ...]
    sealed: tuple[str, ...]


@lru_cache(maxsize=512)
def field_classes(kind: type[msgspec.Struct]) -> FieldClasses:
    """The classes that an act or fact declares for its fields; only top-level fields have one."""
    by_class: dict[str, list[str]] = {"restricted": [], "sealed": []}
    for name, hint in get_type_hints(kind, include_extras=True).items():
        for meta in getattr(hint, "__metadata__", ()):
            if isinstance(meta, Meta) and meta.extra and "class" in meta.extra:
                by_class[meta.extra["class"]].append(name)
    return FieldClasses(tuple(sorted(by_class["restricted"])), tuple(sorted(by_class["sealed"])))


def commit(name: str, value: int | str, salt: bytes) -> str:
    """The salted commitment that stands in a field's place.

    Args:
        name: the field's name within its act or fact.
        value: the value, canonical text of at most 65,536 bytes.
        salt: 32 random bytes, never used twice.
    Returns:
        64 hexadecimal digits.
    Raises:
        ValueError: the salt has another length, or the value is too long.
    """
    if len(salt) != SALT_SIZE:
        raise ValueError(f"a salt has {SALT_SIZE} bytes; got {len(salt)}")
    text = canonical.checked([name, value])
    if len(text) > FIELD_BYTES_MAX:
        raise ValueError(f"a field holds at most {FIELD_BYTES_MAX} bytes; got {len(text)}")
    return hashlib.sha256(_DOMAIN + salt + text).hexdigest()


def opens(opening: Opening, commitment: str) -> bool:
    """Whether an opening is the one that a commitment was made from."""
    try:
        salt = bytes.fromhex(opening.salt)
        return commit(opening.name, opening.value, salt) == commitment
    except ValueError:
        return False


def opened(sealed: S, openings: dict[str, Opening]) -> S:
    """Put the values of restricted fields in the place of their commitments.

    Args:
        sealed: an act or fact as it was published.
        openings: the openings of its restricted fields, by field name.
    Returns:
        The act as rules see it; sealed fields stay commitments.
    Raises:
        ValueError: an opening is missing or does not open its commitment.
    """
    values: dict[str, Any] = {}
    for name in field_classes(type(sealed)).restricted:
        opening = openings.get(name)
        commitment = getattr(sealed, name)
        if opening is None or opening.name != name or not opens(opening, commitment):
            raise ValueError(f"{type(sealed).__name__}.{name}: no opening fits its commitment")
        values[name] = opening.value
    return msgspec.structs.replace(sealed, **values) if values else sealed
