"""What a company typed or sent, read back, with what is wrong beside each field. It decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from auzolan.house.doors.access.visit import Visit
from auzolan.house.jobs.uploads import Unfit, keep, upload_path
from auzolan.house.programs.asking import WORDS_SIZE_MAX
from auzolan.house.rooms.charter.page_queries import CoopRequest

ANSWERS_MAX = 10**12
FILE = "certificate"


@dataclass(frozen=True, slots=True)
class LicenceAsked:
    """What a company wants: which model, what for, how much; `faults` names fields that are wrong."""

    model: str = ""
    purpose: str = ""
    answers: int = 0
    words: str = ""
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CertificateSent:
    """A certificate that came; `fault` says what is wrong with it, empty where nothing is."""

    licence: str = ""
    withdrawal: int = -1
    path: Path = field(default_factory=Path)
    fault: str = ""


def licence_asked(request: CoopRequest, models: Sequence[str]) -> LicenceAsked:
    """Read the form of a request for a licence; what stands in the address fills it first."""
    typed = request.POST if request.method == "POST" else request.GET
    model, purpose = typed.get("model", ""), typed.get("purpose", "")
    words, number = typed.get("words", "").strip(), typed.get("answers", "").replace(" ", "")
    is_number = number.isascii() and number.isdigit() and 0 < int(number) <= ANSWERS_MAX
    faults = [
        name
        for name, is_wrong in (
            ("model", model not in models),
            ("purpose", purpose not in request.coop.charter.consent.purposes),
            ("answers", not is_number),
            ("words", not words or len(words) > WORDS_SIZE_MAX),
        )
        if is_wrong
    ]
    return LicenceAsked(
        model, purpose, int(number) if is_number else 0, words,
        tuple(faults) if request.method == "POST" else (),
    )  # fmt: skip


def certificate_of(request: CoopRequest, duties: Sequence[str]) -> CertificateSent:
    """Read a certificate that was sent for one of these duties, each as `LICENCE:ENTRY`."""
    duty = request.POST.get("duty", "")
    sent = request.FILES.get(FILE)
    if duty not in duties or sent is None:
        return CertificateSent(fault="missing")
    visit: Visit = request.visit
    try:
        upload = keep(request.coop.folder, visit.who, sent.chunks())
    except Unfit:
        return CertificateSent(fault="unfit")
    licence, _, entry = duty.rpartition(":")
    return CertificateSent(licence, int(entry), upload_path(request.coop.folder, visit.who, upload))
