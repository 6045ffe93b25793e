"""Reading the human texts of a charter from their open annex, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from auzolan.audit.folder import Folder
from auzolan.charter.texts import Texts, read_texts
from auzolan.record.annexes import AnnexRef, decode

FIRST_CHOICE = "en"


def texts_of(folder: Folder, ref: AnnexRef) -> Texts:
    """The texts of a charter, by language and article; none where the annex is not in the folder.

    Raises:
        AnnexUnreadable: it is not what its entry says.
    """
    path = folder.annex(ref.digest, is_open=True)
    return _read(path, ref) if path.is_file() else {}


def texts_in(texts: Texts, language: str) -> Mapping[str, str]:
    """The texts by article in a language, else in English, else in the first that there is."""
    wanted = (language, FIRST_CHOICE, *texts)
    return next((texts[one] for one in wanted if one in texts), {})


@lru_cache(maxsize=16)
def _read(path: Path, ref: AnnexRef) -> Texts:
    return read_texts(decode(path.read_bytes(), ref))
