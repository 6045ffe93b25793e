"""The human text of each article, in every language of the house.

The texts name no number: a number is changed by vote, and the text beside it must stay true. They
travel as one open annex, `charter_texts/1`, whose digest stands in the charter, so that what members
voted on is what everybody reads. Nothing here says which text is the truer one: the values bind.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from auzolan.charter.texts.basque import BASQUE
from auzolan.charter.texts.english import ENGLISH
from auzolan.charter.texts.spanish import SPANISH
from auzolan.record.annex_columns import texts as column_of_texts
from auzolan.record.annexes import Annex, AnnexRef, build, encode, refer

KIND = "charter_texts/1"
ARTICLES = tuple(ENGLISH)
"""The articles that have a text, which are all of them, by name."""
LANGUAGES_MAX = 12
TEXT_CHARACTERS_MAX = 4_000

Texts = Mapping[str, Mapping[str, str]]
"""Texts by language, then by article."""

RELEASE_TEXTS: Texts = MappingProxyType({"en": ENGLISH, "es": SPANISH, "eu": BASQUE})
"""The texts that a new co-operative begins with."""

_COLUMNS = ("article", "language", "text")
_LANGUAGE = re.compile(r"[a-z]{2,3}\Z")


def texts_annex(texts: Texts) -> Annex:
    """Texts as the annex that is laid down, its lines in order of article and language.

    Args:
        texts: by language, then by article.
    Returns:
        The annex `charter_texts/1`.
    """
    lines = sorted(
        (article, language, text)
        for language, by_article in texts.items()
        for article, text in by_article.items()
    )
    columns = dict(zip(_COLUMNS, zip(*lines, strict=True), strict=True))
    return build(KIND, columns, amount="", chance=b"")


@lru_cache(maxsize=1)
def release_texts() -> AnnexRef:
    """How an entry names the texts of this release."""
    annex = texts_annex(RELEASE_TEXTS)
    return refer(annex, encode(annex))


def read_texts(annex: Annex) -> dict[str, dict[str, str]]:
    """The texts of an annex: every article in every language.

    Args:
        annex: as it was laid down.
    Returns:
        By language, in order of name, the text of each article.
    Raises:
        ValueError: as `read_some_texts`, or an article is missing in a language.
    """
    found = read_some_texts(annex)
    for language, by_article in found.items():
        missing = [name for name in ARTICLES if name not in by_article]
        if missing:
            raise ValueError(f"in {language} there is no text of {', '.join(missing)}")
    return found


def read_some_texts(annex: Annex) -> dict[str, dict[str, str]]:
    """The texts of an annex that may hold some articles only.

    Args:
        annex: as it was laid down.
    Returns:
        By language, in order of name, the texts by article; at least one.
    Raises:
        ValueError: another kind or column, an unknown article, a text twice, empty or too long.
    """
    if annex.kind != KIND or annex.names != _COLUMNS:
        raise ValueError(f"{KIND} has the columns {', '.join(_COLUMNS)}; got {annex.kind}")
    lines = list(zip(*(column_of_texts(annex, name) for name in _COLUMNS), strict=True))
    keys = [line[:2] for line in lines]
    if keys != sorted(set(keys)) or not keys:
        raise ValueError("each article and language stands once, in order")
    found: dict[str, dict[str, str]] = {}
    for article, language, text in lines:
        if article not in ARTICLES or not _LANGUAGE.match(language):
            raise ValueError(f"there is no article {article!r} in a language {language!r}")
        if not 0 < len(text.strip()) <= len(text) <= TEXT_CHARACTERS_MAX:
            raise ValueError(
                f"a text has 1 to {TEXT_CHARACTERS_MAX} characters; "
                f"{article} in {language} has {len(text)}"
            )
        found.setdefault(language, {})[article] = text
    if len(found) > LANGUAGES_MAX:
        raise ValueError(f"there are at most {LANGUAGES_MAX} languages; got {len(found)}")
    return dict(sorted(found.items()))
