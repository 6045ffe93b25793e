"""What companies ask for at a door: a licence, that their yes be noted, that their key be let in.

A request is a plain row and binds nobody. Whether a yes was noted or a key works stands in the books.
The key itself is drawn here, shown once, and kept nowhere: only its code goes on.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from auzolan.audit.folder import Folder
from auzolan.foundation.moments import iso_from_moment
from auzolan.house.ports import system_ports
from auzolan.house.programs.models import PartyRequest
from auzolan.house.rooms.consent.duty_flows import CERTIFICATE_BYTES_MAX, certificate_file
from auzolan.house.rooms.licensing.life_flows import KEY_BYTES, key_digest
from auzolan.house.rooms.licensing.tables import ApiKeyTable, LicenceTable, LicenseeDutyTable
from auzolan.house.storage.files import write_durably

OPEN_MAX = 20
WORDS_SIZE_MAX = 2_000
LISTED_MAX = 200


class TooMany(ValueError):
    """A company has as many requests open as one may."""


def ask_for_licence(party: str, *, model: str, purpose: str, answers: int, words: str) -> None:
    """Ask for a licence.

    Raises:
        TooMany: see `OPEN_MAX`.
    """
    _check_room(party)
    PartyRequest.objects.create(
        party=party, kind=PartyRequest.Kind.LICENCE, model=model, purpose=purpose,
        answers=answers, words=words[:WORDS_SIZE_MAX], made_on=_today(),
    )  # fmt: skip


def say_yes(party: str, licence: str, digest: str) -> None:
    """Say yes to granted terms, named by their digest; said twice it is said once.

    Raises:
        TooMany: see `OPEN_MAX`.
    """
    _check_room(party)
    PartyRequest.objects.get_or_create(
        party=party, kind=PartyRequest.Kind.ACCEPT, licence=licence, digest=digest,
        answered_on=None, defaults={"made_on": _today()},
    )  # fmt: skip


def draw_key(party: str, licence: str) -> str:
    """Draw a key and ask that it be let in.

    Returns:
        The key, to be shown this once.
    Raises:
        TooMany: see `OPEN_MAX`.
    """
    _check_room(party)
    secret = base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode().rstrip("=")
    PartyRequest.objects.create(
        party=party, kind=PartyRequest.Kind.KEY, licence=licence, digest=key_digest(secret),
        made_on=_today(),
    )  # fmt: skip
    return secret


def send_certificate(folder: Folder, party: str, licence: str, withdrawal: int, path: Path) -> bool:
    """Send a certificate of deletion: it is kept in the vault until the office of data notes it.

    Args:
        folder: the co-operative's folder.
        party: who certifies.
        licence: under which licence.
        withdrawal: about which withdrawal, by its entry.
        path: the file that was sent.
    Returns:
        False where the file is empty or larger than a certificate may be.
    Raises:
        TooMany: see `OPEN_MAX`.
    """
    _check_room(party)
    with path.open("rb") as file:
        content = file.read(CERTIFICATE_BYTES_MAX + 1)
    if not 0 < len(content) <= CERTIFICATE_BYTES_MAX:
        return False
    digest = hashlib.sha256(content).hexdigest()
    write_durably(certificate_file(folder, digest), content, mode=0o600)
    PartyRequest.objects.get_or_create(
        party=party, kind=PartyRequest.Kind.CERTIFICATE, licence=licence, withdrawal=withdrawal,
        digest=digest, defaults={"made_on": _today()},
    )  # fmt: skip
    return True


def certificates_sent() -> list[PartyRequest]:
    """Certificates that companies have sent and the office of data has not noted."""
    return [one for one in waiting_requests() if one.kind == PartyRequest.Kind.CERTIFICATE]


def answer_request(pk: int, words: str) -> bool:
    """Answer a request in words; what the books say needs no answer here.

    Returns:
        False where there is no open request of this number.
    """
    found = PartyRequest.objects.filter(pk=pk, answered_on=None)
    return bool(found.update(answered_on=_today(), answer=words[:WORDS_SIZE_MAX]))


def waiting_requests(party: str = "") -> list[PartyRequest]:
    """Requests that nobody has answered and the books have not fulfilled, oldest first."""
    rows = PartyRequest.objects.filter(answered_on=None).order_by("made_on", "id")
    found = list((rows.filter(party=party) if party else rows)[:LISTED_MAX])
    done = _fulfilled(found)
    return [one for one in found if not _is_done(one, done)]


def requests_of(party: str) -> list[tuple[PartyRequest, bool]]:
    """A company's own requests, newest first, each with whether it is done."""
    found = list(PartyRequest.objects.filter(party=party)[:LISTED_MAX])
    done = _fulfilled(found)
    return [(one, one.answered_on is not None or _is_done(one, done)) for one in found]


@dataclass(frozen=True, slots=True)
class _Fulfilled:
    """What the books say: licences that are accepted, keys that are let in, duties certified."""

    licences: frozenset[str]
    keys: frozenset[str]
    certified: frozenset[tuple[str, int]]


def _fulfilled(found: Sequence[PartyRequest]) -> _Fulfilled:
    licences = LicenceTable.objects.filter(
        licence__in={one.licence for one in found}, accepted_at__gte=0
    )
    keys = ApiKeyTable.objects.filter(digest__in={one.digest for one in found})
    certified = LicenseeDutyTable.objects.filter(
        licence__in={one.licence for one in found}, certified_at__gte=0
    )
    return _Fulfilled(
        frozenset(licences.values_list("licence", flat=True)),
        frozenset(keys.values_list("digest", flat=True)),
        frozenset(certified.values_list("licence", "withdrawal")),
    )


def _is_done(one: PartyRequest, done: _Fulfilled) -> bool:
    if one.kind == PartyRequest.Kind.ACCEPT:
        return one.licence in done.licences
    if one.kind == PartyRequest.Kind.CERTIFICATE:
        return (one.licence, one.withdrawal) in done.certified
    return one.kind == PartyRequest.Kind.KEY and one.digest in done.keys


def _check_room(party: str) -> None:
    if len(waiting_requests(party)) >= OPEN_MAX:
        raise TooMany(f"{OPEN_MAX} requests wait already")


def _today() -> date:
    return date.fromisoformat(iso_from_moment(system_ports().clock())[:10])
