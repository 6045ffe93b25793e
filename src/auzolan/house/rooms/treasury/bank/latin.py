"""Text as banks carry it: letters, digits and a few signs, and how other letters become them.

Accents fall away, and Greek and Bulgarian letters become Latin ones, since members of these
countries pay in the same area. Every other sign is refused and never dropped or replaced by a
dot: a name with a hole in it would fail the bank's check of the payee, and nobody would know why.
"""

from __future__ import annotations

import re
import unicodedata

_PLAIN = re.compile(r"[A-Za-z0-9/\-?:().,'+ ]*\Z")
# One sign at a time, after the accents are gone. Greek and Bulgarian in small letters only; a
# capital becomes the same with its first letter large.
_SIGNS = {
    "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O",
    "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ł": "l", "Ł": "L", "þ": "th", "Þ": "TH",
    "ı": "i", "ħ": "h", "Ħ": "H", "ŋ": "n", "Ŋ": "N", "ĸ": "k", "ŧ": "t", "Ŧ": "T",
    "’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "“": "'", "”": "'", "«": "'", "»": "'",
    '"': "'", "–": "-", "—": "-", "‐": "-", "‑": "-", "_": "-", "&": "+", "·": ".", "º": "o",
    "ª": "a", "\u00a0": " ", "\u202f": " ", ";": ",",
}  # fmt: skip
_GREEK = dict(
    zip("αβγδεζηθικλμνξοπρσςτυφχψω", "a v g d e z i th i k l m n x o p r s s t y f ch ps o".split(),
        strict=True)
)  # fmt: skip
_BULGARIAN = dict(
    zip("абвгдежзийклмнопрстуфхцчшщъьюя",
        "a b v g d e zh z i y k l m n o p r s t u f h ts ch sh sht a y yu ya".split(),
        strict=True)
)  # fmt: skip
_SMALL = {**_GREEK, **_BULGARIAN}


def latin_text(text: str) -> str | None:
    """Write a text in the signs that every bank of the area takes.

    Args:
        text: as a person wrote it, any length.
    Returns:
        The text in the Latin set, runs of blanks made one, or None where a sign has no place in it.
    Source: European Payments Council, EPC217-08, requirements for an extended character set.
    """
    words = " ".join(text.split())
    if _PLAIN.match(words):
        return words
    written = "".join(map(_latin_sign, unicodedata.normalize("NFC", words)))
    return written if _PLAIN.match(written) else None


def first_strange(text: str) -> str:
    """The first sign that cannot be written in the Latin set, or an empty text."""
    for sign in unicodedata.normalize("NFC", " ".join(text.split())):
        if not _PLAIN.match(_latin_sign(sign)):
            return sign
    return ""


def is_plain(text: str) -> bool:
    """Whether a text stands in the Latin set already."""
    return _PLAIN.match(text) is not None


def _latin_sign(sign: str) -> str:
    if sign in _SIGNS:
        return _SIGNS[sign]
    small = sign.lower()
    # Before the accents fall: the Bulgarian short i decomposes into another letter and a mark.
    if small in _SMALL:
        return _cased(_SMALL[small], like=sign)
    bare = "".join(
        part for part in unicodedata.normalize("NFD", sign) if not unicodedata.combining(part)
    )
    if bare.lower() in _SMALL:
        return _cased(_SMALL[bare.lower()], like=bare)
    return _SIGNS.get(bare, bare)


def _cased(written: str, *, like: str) -> str:
    return written if like == like.lower() else written.capitalize()
