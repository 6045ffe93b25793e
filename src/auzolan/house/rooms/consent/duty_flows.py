"""Noting that licensees were told of a withdrawal, and what they certified. Nothing here decides."""

from __future__ import annotations

import hashlib
from pathlib import Path

from auzolan.audit.folder import Folder
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import ask, named
from auzolan.house.desk import Desk
from auzolan.house.rehearsal import RehearsalDesk
from auzolan.house.storage.files import write_durably
from auzolan.house.submission import Receipt
from auzolan.licensing.notice_acts import Certify, Notify

CERTIFICATE_BYTES_MAX = 2**22


def notify(desk: Desk, *, actor: str, licence: str, withdrawal: int) -> Receipt | Refusal:
    """Note that a licensee was told of a withdrawal, by its entry."""
    return ask(desk, named("notify", licence, str(withdrawal)), actor, Notify(licence, withdrawal))


def certify(
    desk: Desk, *, actor: str, licence: str, withdrawal: int, certificate: Path
) -> Receipt | Refusal:
    """Note a licensee's certificate; the file is kept in the vault under its digest.

    Args:
        desk: the desk.
        actor: who holds the office of data.
        licence: the licence.
        withdrawal: the entry of the withdrawal.
        certificate: what the licensee sent, a plain file.
    Raises:
        ValueError: the file is empty or larger than 4 MiB.
        OSError: it cannot be read.
    """
    with certificate.open("rb") as file:
        content = file.read(CERTIFICATE_BYTES_MAX + 1)
    if not 0 < len(content) <= CERTIFICATE_BYTES_MAX:
        raise ValueError(
            f"a certificate has 1 to {CERTIFICATE_BYTES_MAX} bytes; {certificate.name} has not"
        )
    digest = hashlib.sha256(content).hexdigest()
    if not isinstance(desk, RehearsalDesk):
        write_durably(certificate_file(desk.folder, digest), content, mode=0o600)
    act = Certify(licence, withdrawal, digest)
    return ask(desk, named("certify", licence, str(withdrawal)), actor, act)


def certificate_file(folder: Folder, digest: str) -> Path:
    """Where a certificate lies; it names people, so it is in the vault."""
    return folder.vault / "certificates" / digest
