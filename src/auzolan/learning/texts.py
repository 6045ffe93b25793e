"""Labelled texts to whole numbers: the words of a text as a point, its label as a code, its split.

All in integers, so that points agree on every machine. Fills no gap and drops no row: what is
malformed is refused with its row. Consent is not asked here. It knows no language.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from math import isqrt

import numpy as np
from numpy.typing import NDArray

from auzolan.learning.recipes import TextValuationRecipe

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

TRAIN, TEST = "train", "test"
LENGTH_STEPS = 1_000
"""How long every text is, in steps: the root of the sum of its squares, rounded down a word."""
TEXT_LENGTH_MAX = 100_000
LABEL_LENGTH_MAX = 200
_WORD = re.compile(r"\w+")
_PERSON = b"auzolan/text/1"


def is_test(columns: Mapping[str, Sequence[int | str]], name: str) -> BoolArray:
    """Mark the rows that a set keeps for its own test.

    Args:
        columns: the rows.
        name: the column that says `train` or `test`.
    Returns:
        bool of shape (n,).
    Raises:
        ValueError: no such column, or a value that is neither; the row is named.
    """
    if name not in columns:
        raise ValueError(f"the rows have no column {name}; they have {', '.join(columns)}")
    for row, value in enumerate(columns[name]):
        if value not in (TRAIN, TEST):
            raise ValueError(f"row {row}, {name}: expected {TRAIN} or {TEST}; got {value!r}")
    return np.fromiter((value == TEST for value in columns[name]), np.bool_, len(columns[name]))


def texts_of(columns: Mapping[str, Sequence[int | str]], recipe: TextValuationRecipe) -> list[str]:
    """Read columns of text, joined by line breaks.

    Raises:
        ValueError: a column is missing or of another length, or a value is no text within the
            limit; the row is named.
    """
    _check(columns, recipe)
    for name in recipe.text:
        for row, value in enumerate(columns[name]):
            if not isinstance(value, str) or len(value) > TEXT_LENGTH_MAX:
                raise ValueError(
                    f"row {row}, {name}: expected a text of at most {TEXT_LENGTH_MAX} characters"
                )
    return [
        "\n".join(map(str, row)) for row in zip(*(columns[n] for n in recipe.text), strict=True)
    ]


def label_codes(
    columns: Mapping[str, Sequence[int | str]], recipe: TextValuationRecipe
) -> IntArray:
    """Read the labels as codes, in order of their names.

    Raises:
        ValueError: a column is missing, or a value is no text of at most 200 characters.
    """
    _check(columns, recipe)
    for row, value in enumerate(columns[recipe.label]):
        if not isinstance(value, str) or not 0 < len(value) <= LABEL_LENGTH_MAX:
            raise ValueError(
                f"row {row}, {recipe.label}: expected a label; got {str(value)[:40]!r}"
            )
    labels = [str(value) for value in columns[recipe.label]]
    code_of = {label: code for code, label in enumerate(sorted(set(labels)))}
    return np.array([code_of[label] for label in labels], dtype=np.int64)


def plain(text: str) -> str:
    """Bring a text into the form in which it is compared: no case, single spaces.

    Source: Unicode Standard Annex 15, form NFKC.
    """
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def points(texts: Sequence[str], *, words_max: int, buckets_log2: int) -> IntArray:
    """Lay texts out as points: in each bucket how many of a text's tokens fall there, scaled.

    Args:
        texts: n texts.
        words_max: longest run of words that counts as one token; each token counts once.
        buckets_log2: tokens fall into 2 to this power of buckets, by their hash.
    Returns:
        int64 of shape (n, 2^buckets_log2); a text without words is the origin, every other one
        is about `LENGTH_STEPS` from it.
    """
    found = np.zeros((len(texts), 1 << buckets_log2), dtype=np.int64)
    for row, text in enumerate(texts):
        for token in set(_tokens(text, words_max)):
            found[row, _bucket(token, buckets_log2)] += 1
    squares = np.einsum("rb,rb->r", found, found).tolist()
    steps = [isqrt(LENGTH_STEPS**2 // square) if square else 0 for square in squares]
    scaled: IntArray = found * np.array(steps, dtype=np.int64)[:, None]
    return scaled


def _tokens(text: str, words_max: int) -> Iterator[str]:
    words = _WORD.findall(plain(text))
    for size in range(1, words_max + 1):
        for start in range(len(words) - size + 1):
            yield " ".join(words[start : start + size])


def _bucket(token: str, buckets_log2: int) -> int:
    digest = hashlib.blake2b(token.encode(), digest_size=8, person=_PERSON).digest()
    return int.from_bytes(digest, "big") % (1 << buckets_log2)


def _check(columns: Mapping[str, Sequence[int | str]], recipe: TextValuationRecipe) -> None:
    names = (recipe.label, *recipe.text)
    missing = [name for name in names if name not in columns]
    if missing or len({len(columns[name]) for name in names}) > 1:
        raise ValueError(f"expected columns {', '.join(names)} of one length; missing: {missing}")
