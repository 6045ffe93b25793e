"""What can be read of this room by programs and as files; see `house/doing.py`."""

from __future__ import annotations

from collections.abc import Sequence

from auzolan.house.doing import Showing, Who
from auzolan.house.ports import system_ports
from auzolan.house.rooms.consent.duty_queries import DutyLine, duty_lines
from auzolan.house.rooms.consent.receipt_files import receipts_of
from auzolan.house.rooms.consent.receipt_lines import ReceiptLine, line_of
from auzolan.house.rooms.consent.request_flows import RequestLine, request_lines
from auzolan.house.rooms.consent.statement_queries import (
    ConsentPage,
    GroupLine,
    GroupPage,
    StrikeLine,
    consent_pages,
    group_lines,
    group_page,
    strike_lines,
)
from auzolan.house.storage.reader import Reader


def _consents(reader: Reader, who: Who, member: str) -> Sequence[ConsentPage]:
    return consent_pages(reader, member)


def _receipts(reader: Reader, who: Who, member: str) -> Sequence[ReceiptLine]:
    return [line_of(one) for one in receipts_of(reader, member)]


def _requests(reader: Reader, who: Who, member: str) -> Sequence[RequestLine]:
    found = request_lines(reader, now=system_ports().clock(), member=member)
    return sorted(found, key=lambda one: one.entry)


def _duties(reader: Reader, who: Who, member: str) -> Sequence[DutyLine]:
    found = duty_lines(reader, system_ports().clock(), member=member)
    return sorted(found, key=lambda one: (one.withdrawal, one.duty, one.thing))


def _strikes(reader: Reader, who: Who) -> Sequence[StrikeLine]:
    found = strike_lines(reader, system_ports().clock())
    return sorted(found, key=lambda one: one.strike)


def _groups(reader: Reader, who: Who) -> Sequence[GroupLine]:
    return sorted(group_lines(reader), key=lambda one: one.group)


def _group(reader: Reader, who: Who, group: str) -> GroupPage | None:
    return group_page(reader, group)


SHOWINGS: tuple[Showing, ...] = (
    Showing(
        "consent.consents", "members/{member}/consents", ConsentPage, _consents, key="kind",
        about="member",
    ),
    Showing(
        "consent.receipts", "members/{member}/receipts", ReceiptLine, _receipts, key="entry",
        about="member",
    ),
    Showing(
        "consent.requests", "members/{member}/requests", RequestLine, _requests, key="entry",
        about="member",
    ),
    Showing(
        "consent.duties", "members/{member}/duties", DutyLine, _duties,
        key=("withdrawal", "duty", "thing"), about="member",
    ),
    Showing("consent.strikes", "strikes", StrikeLine, _strikes, key="strike"),
    Showing("consent.groups", "groups", GroupLine, _groups, key="group"),
    Showing("consent.group", "groups/{group}", GroupPage, _group),
)  # fmt: skip
