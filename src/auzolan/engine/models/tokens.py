"""Words of a text, and hashes that stand for them.

A hash hides no word from one who guesses it; it keeps a model's file free of lists of words.
Knows no language and drops no word.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator

_WORD = re.compile(r"\w+")
_PERSON = b"auzolan/token/1"


def tokens(text: str, words_max: int) -> set[str]:
    """Take a text apart into its words and runs of words, each once.

    Args:
        text: any text; case and the way accents are written do not matter.
        words_max: longest run of words, 1 to 3.
    """
    words = _WORD.findall(unicodedata.normalize("NFC", text).casefold())
    return set(_runs(words, words_max))


def hash_of(*parts: str) -> int:
    """Name a token by 64 bits of its BLAKE2b, as a signed whole number.

    Args:
        parts: what is hashed; each with its length, so that no two lists are one.
    """
    digest = hashlib.blake2b(digest_size=8, person=_PERSON)
    for part in parts:
        text = part.encode()
        digest.update(len(text).to_bytes(4, "big") + text)
    return int.from_bytes(digest.digest(), "big", signed=True)


def bucket_of(*parts: str, buckets_log2: int) -> int:
    """Give the feature, 0 to 2^buckets_log2 - 1, into which a token falls."""
    return hash_of(*parts) % (1 << buckets_log2)


def _runs(words: list[str], words_max: int) -> Iterator[str]:
    for size in range(1, words_max + 1):
        for start in range(len(words) - size + 1):
            yield " ".join(words[start : start + size])
