"""What can be read of licences by programs and as files; see `house/doing.py`. A company reads its own."""

from __future__ import annotations

from collections.abc import Sequence

from auzolan.house.doing import Showing, Who
from auzolan.house.ports import system_ports
from auzolan.house.rooms.licensing.duty_lines import DeletionLine, deletion_lines
from auzolan.house.rooms.licensing.invoices import InvoicePaper, invoice_paper
from auzolan.house.rooms.licensing.queries import (
    LicenceLine,
    LicencePage,
    licence_lines,
    licence_page,
)
from auzolan.house.rooms.licensing.use_queries import UseOfMember, uses_of
from auzolan.house.storage.reader import Reader


def _licences(reader: Reader, who: Who) -> Sequence[LicenceLine]:
    return licence_lines(reader.folder)


def _of_company(reader: Reader, who: Who, party: str) -> Sequence[LicenceLine]:
    return [one for one in licence_lines(reader.folder) if one.licensee == party]


def _licence(reader: Reader, who: Who, party: str, licence: str) -> LicencePage | None:
    found = licence_page(reader.folder, licence)
    return found if found is not None and found.licensee == party else None


def _invoice(reader: Reader, who: Who, party: str, invoice: str) -> InvoicePaper | None:
    found = invoice_paper(reader.folder, invoice)
    return found if found is not None and found.licensee == party else None


def _deletions(reader: Reader, who: Who, party: str) -> Sequence[DeletionLine]:
    found = deletion_lines(reader, party, system_ports().clock())
    return sorted(found, key=lambda one: (one.withdrawal, one.licence))


def _earned(reader: Reader, who: Who, member: str) -> Sequence[UseOfMember]:
    found = uses_of(reader.folder, member)
    return sorted(found, key=lambda one: (one.licence, one.segment, one.call))


SHOWINGS: tuple[Showing, ...] = (
    Showing("licensing.licences", "licences", LicenceLine, _licences, key="licence"),
    Showing(
        "licensing.of_company", "companies/{party}/licences", LicenceLine, _of_company,
        key="licence", party="party",
    ),
    Showing(
        "licensing.licence", "companies/{party}/licences/{licence}", LicencePage, _licence,
        party="party",
    ),
    Showing(
        "licensing.invoice", "companies/{party}/invoices/{invoice}", InvoicePaper, _invoice,
        party="party",
    ),
    Showing(
        "licensing.deletions", "companies/{party}/deletions", DeletionLine, _deletions,
        key=("withdrawal", "licence"), party="party",
    ),
    Showing(
        "licensing.earned", "members/{member}/earned", UseOfMember, _earned,
        key=("licence", "segment", "call"), about="member",
    ),
)  # fmt: skip
