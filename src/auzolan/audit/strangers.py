"""Every file in `public`: the record must account for it, or somebody may have published too much.

Tiles and bundles are looked at where they are read. A lost commit leaves an annex of an open kind
behind, and an interrupted writer a part of a file; both are counted and harmless.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from auzolan.audit.annexes import ANNEX_BYTES_MAX
from auzolan.audit.folder import Folder
from auzolan.audit.report import NO_ENTRY, Findings
from auzolan.record.annexes import OPEN_KINDS, Annex

_KNOWN = frozenset({"checkpoint", "vkey"})
_PART = re.compile(r"\.(checkpoint|vkey|[0-9a-f]{64}\.json|x?[0-9]{3}|[0-9]{1,3})\.[0-9]+\.part")
_ANNEX = re.compile(r"annex/([0-9a-f]{64})\.json")
_DECODER = msgspec.json.Decoder(Annex)


def check_strangers(folder: Folder, named: set[str], findings: Findings) -> None:
    """Look at each published file outside `tile`: named by the record, or a difference.

    Args:
        folder: the co-operative's folder, or a copy of its `public`.
        named: the digests of annexes that entries name.
        findings: where differences are noted.
    """
    for name, path in _files(folder.public):
        found = _ANNEX.fullmatch(name)
        if name in _KNOWN:
            continue
        if is_unfinished(path):
            findings.leave("unfinished files", "a publisher was interrupted; harmless")
        elif found is None:
            _differ(findings, name, "file", "no such file", "a file that the record does not name")
        else:
            _check_annex(findings, name, path, digest=found[1], is_named=found[1] in named)


def is_unfinished(path: Path) -> bool:
    """Whether a file is what an interrupted writer of the record leaves behind, by its name."""
    return _PART.fullmatch(path.name) is not None


def _files(public: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(public.rglob("*")):
        name = path.relative_to(public).as_posix()
        is_folder = path.is_dir() and not path.is_symlink()
        if not is_folder and not name.startswith("tile/"):
            yield name, path


def _check_annex(findings: Findings, name: str, path: Path, *, digest: str, is_named: bool) -> None:
    """An annex in `public` is of an open kind, and if no entry names it at least what it says."""
    is_readable = path.is_file() and path.stat().st_size <= ANNEX_BYTES_MAX
    text = path.read_bytes() if is_readable else b""
    try:
        kind = _DECODER.decode(text).kind
    except (ValueError, msgspec.DecodeError):
        kind = ""
    if kind and kind not in OPEN_KINDS:
        found = f"{kind}, whose lines stay inside the co-operative"
        _differ(findings, name, "kind", f"one of {', '.join(sorted(OPEN_KINDS))}", found)
    elif is_named:
        return  # its bytes were compared with the digest in its entry
    elif kind and hashlib.sha256(text).hexdigest() == digest:
        findings.leave("annex files", "no entry names them")
    else:
        _differ(findings, name, "file", "no such file", "a file that the record does not name")


def _differ(findings: Findings, name: str, field: str, expected: str, found: str) -> None:
    findings.differ(NO_ENTRY, f"public/{name}", field, expected=expected, found=found)
