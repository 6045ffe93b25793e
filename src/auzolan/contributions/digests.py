"""Salted digests of rows and the root of a batch. It keeps no row and draws no salt."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from auzolan.foundation import canonical
from auzolan.record.merkle import leaf_hash, root_of

ROW_SALT_SIZE = 32
ROW_BYTES_MAX = 65_536
_DOMAIN = b"auzolan/v1/row\x00"


def row_digest(salt: bytes, row: Mapping[str, int | str]) -> bytes:
    """The salted digest of one row; without the salt nobody can test a guess.

    Args:
        salt: 32 random bytes, never used twice, destroyed with the row.
        row: column name to whole number or text; decimals are kept as text.
    Returns:
        32 bytes.
    Raises:
        ValueError: the salt has another length, the row is too long or not within the subset.
    """
    if len(salt) != ROW_SALT_SIZE:
        raise ValueError(f"a salt has {ROW_SALT_SIZE} bytes; got {len(salt)}")
    text = canonical.checked(dict(row))
    if len(text) > ROW_BYTES_MAX:
        raise ValueError(f"a row has at most {ROW_BYTES_MAX} bytes; this one {len(text)}")
    return hashlib.sha256(_DOMAIN + salt + text).digest()


def batch_root(digests: Sequence[bytes]) -> bytes:
    """The Merkle root over the digests of a batch's rows, in their order.

    Source: RFC 6962, section 2.1.
    """
    return root_of([leaf_hash(digest) for digest in digests])
