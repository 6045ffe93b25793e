"""Getting DynaSent from where it is published, whole and with the digest that the user names.

Its makers publish no digest, and none is written down here: a digest that nobody checked against the
published bytes would prove nothing. Without one that the user trusts, nothing is fetched.
"""

from __future__ import annotations

import hashlib
import io
import re
import tempfile
import urllib.request
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

from auzolan.engine import dynasent
from auzolan.engine.dynasent import FILE_BYTES_MAX, HOME
from auzolan.house.storage.files import write_durably

ZIP_BYTES_MAX = 256 * 2**20
TIMEOUT_S = 60
_MEMBER = re.compile(r"(?:[^/]+/)?([^/]*round02[^/]*(?:dev|test)\.jsonl)\Z")
_NEAR = ("127.0.0.1", "localhost")


class NotFetched(Exception):
    """The set could not be fetched; the text says why, and nothing of it was kept."""


def fetch(folder: Path, *, sha256: str, url: str = HOME) -> tuple[Path, ...]:
    """Fetch the published zip, check it, and keep the two files that the demo reads.

    Args:
        folder: where they are put; made where missing.
        sha256: of the zip, 64 hexadecimal digits, from somebody whom the user trusts.
        url: where it is published; over HTTPS, or on this machine.
    Returns:
        The files.
    Raises:
        NotFetched: another digest, no such place, or a zip without the two files.
    """
    content = _downloaded(url)
    found = hashlib.sha256(content).hexdigest()
    if found != sha256.lower():
        raise NotFetched(
            f"The zip from {url} has the SHA-256 {found}; you named {sha256.lower()}. Nothing was kept."
        )
    files = _members(content, url)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as place:
        for name, data in files.items():
            (Path(place) / name).write_bytes(data)
        try:
            dynasent.read(Path(place))
        except dynasent.NotDynaSent as fault:
            raise NotFetched(f"The zip from {url} cannot be used: {fault}.") from fault
    for name, data in files.items():
        write_durably(folder / name, data)
    return tuple(folder / name for name in files)


def _downloaded(url: str) -> bytes:
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in _NEAR:
        raise NotFetched(f"{url} is not read: only what comes over HTTPS is.")
    try:
        with urllib.request.urlopen(url, timeout=TIMEOUT_S) as answer:  # noqa: S310 (checked above)
            content: bytes = answer.read(ZIP_BYTES_MAX + 1)
    except (OSError, ValueError) as fault:
        raise NotFetched(
            f"{url} could not be fetched: {fault}. Fetch it by hand, and name its folder with --data."
        ) from fault
    if len(content) > ZIP_BYTES_MAX:
        raise NotFetched(f"{url} is larger than {ZIP_BYTES_MAX} bytes. Nothing was kept.")
    return content


def _members(content: bytes, url: str) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            named = {
                match[1]: entry
                for entry in archive.infolist()
                if (match := _MEMBER.match(entry.filename)) and entry.file_size <= FILE_BYTES_MAX
            }
            return {name: archive.read(entry) for name, entry in named.items()}
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as fault:
        raise NotFetched(f"What {url} gave is no zip that can be read: {fault}.") from fault
