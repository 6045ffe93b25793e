"""The files of "everything about me": what each holds, made from the record, the vault and the tables.

Nothing of other people is put in, and no ballot: nobody here knows which are hers. The same state
gives the same bytes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import msgspec

from auzolan.audit.folder import Folder
from auzolan.audit.member_file import MemberFile
from auzolan.audit.rows import SALT, read_batch
from auzolan.consent.reach import names_of
from auzolan.consent.receipts import encode_signed
from auzolan.consent.state import PERMIT, PROHIBIT, ConsentStatement, RightsRequest
from auzolan.consent.taxonomy import END_USES, OPERATIONS, end_use_bit, operation_bit
from auzolan.contributions.state import Batch
from auzolan.cooperative import read_entry
from auzolan.engine.worklogs.frames import guarded
from auzolan.foundation.moments import MOMENT_MAX, day_from_moment, iso_from_moment
from auzolan.house.asking import reading, vault_of
from auzolan.house.desk import Desk
from auzolan.house.rooms.consent.receipt_files import SUFFIX, receipts_of
from auzolan.house.rooms.record.member_file import export_member_file
from auzolan.house.rooms.treasury.statement_csv import statement_csv
from auzolan.house.rooms.treasury.statement_reading import member_statement
from auzolan.house.storage.reader import Reader
from auzolan.learning.lineage import Trace, lineage
from auzolan.record.fields import field_classes

File = tuple[str, bytes]


class Words(msgspec.Struct, frozen=True):
    """A text of hers, or about her, that the record holds sealed and the vault keeps."""

    entry: int
    act: str
    field: str
    text: str


class RequestPart(msgspec.Struct, frozen=True):
    """What she asked the rights desk, and what it answered; texts as far as they are kept."""

    request: str
    asks: str
    state: str
    asked_at: str
    due: str
    words: str
    answer: str
    entry: int
    answer_entry: int | None


class StatementPart(msgspec.Struct, frozen=True):
    """One sentence of consent with all of its conditions."""

    statement: str
    in_words: str
    effect: str
    rows: str
    operations: tuple[str, ...]
    end_uses: tuple[str, ...]
    begins: str
    ends: str
    party: tuple[str, ...] | None
    territory: tuple[str, ...] | None
    model_class: tuple[str, ...] | None
    price_floor_micro: int
    credit: bool
    taxonomy: int
    entry: int
    lifted_by: int | None


def statement_files(reader: Reader, member: str) -> Iterator[File]:
    """Her money, shares, worth and house rules, as the treasury states them."""
    found = member_statement(reader, member)
    assert found is not None, f"{member} is a member"
    yield "statement.json", _json(found)
    yield "statement.csv", statement_csv(found).encode()
    yield "worth.json", _json(found.worth)
    yield "uses.json", _json(found.uses)


def consent_files(reader: Reader, member: str) -> Iterator[File]:
    """What she said about her rows, with a receipt for each word and each use."""
    said = sorted(
        reader.rows(ConsentStatement, member=member), key=lambda one: (one.entry, one.statement)
    )
    parts = [_statement(one) for one in said]
    yield "consent/statements.json", _json(parts)
    lines = [f"entry {one.entry:>6}  {one.in_words}" for one in parts] or ["You have said nothing."]
    yield "consent/statements.txt", ("\n".join(lines) + "\n").encode()
    for receipt in receipts_of(reader, member):
        yield f"receipts/{receipt.entry}{SUFFIX}", encode_signed(receipt)


def row_files(reader: Reader, member: str) -> Iterator[File]:
    """Her rows, batch by batch, as far as they exist."""
    for batch in reader.rows(Batch, member=member):
        path = reader.folder.batch_rows(batch.batch)
        if batch.erased_at >= 0 or not path.is_file():
            continue
        yield f"rows/{batch.batch}.parquet", path.read_bytes()
        yield f"rows/{batch.batch}.csv", _csv(reader.folder, batch.batch)


def lineage_file(folder: Folder, member: str) -> File:
    """Where her rows went: snapshots, uses, models."""
    with reading(folder) as now:
        traces: tuple[Trace, ...] = lineage(now.books, member)
    return "lineage.json", _json(traces)


def request_file(reader: Reader, member: str) -> File:
    """What she asked, and what was answered."""
    with vault_of(reader.folder) as vault:

        def words(entry: int) -> str:
            opening = vault.openings_of(entry).get("words") if entry >= 0 else None
            return str(opening.value) if opening is not None else ""

        found = [
            RequestPart(
                request=row.request, asks=row.asks, state=row.state,
                asked_at=iso_from_moment(row.asked_at), due=day_from_moment(row.due),
                words=words(row.entry), answer=words(row.answer), entry=row.entry,
                answer_entry=row.answer if row.answer >= 0 else None,
            )
            for row in reader.rows(RightsRequest, member=member)
        ]  # fmt: skip
    return "requests.json", _json(found)


def record_files(desk: Desk, member: str) -> Iterator[File]:
    """The file by which she checks the record about herself, and her sealed texts in plain."""
    content = export_member_file(desk, member=member)
    yield "member-file.json", content
    yield "words.json", _json(list(_words(msgspec.json.decode(content, type=MemberFile))))


def _words(file: MemberFile) -> Iterator[Words]:
    for own in file.entries:
        act = read_entry(own.text.encode()).act
        sealed = field_classes(type(act)).sealed
        tag = str(type(act).__struct_config__.tag)
        for opening in own.openings:
            if opening.name in sealed:
                yield Words(own.seq, tag, opening.name, str(opening.value))


def _statement(one: ConsentStatement) -> StatementPart:
    rows = "/".join(
        part
        for part in (one.kind or "*", one.batch, str(one.place) if one.place >= 0 else "")
        if part
    )
    operations = tuple(term for term in OPERATIONS if one.operations & operation_bit(term))
    end_uses = tuple(term for term in END_USES if one.end_uses & end_use_bit(term))
    party, territory, model_class = (
        None if (names := names_of(text)) is None else tuple(sorted(names))
        for text in (one.party, one.territory, one.model_class)
    )
    return StatementPart(
        statement=one.statement, in_words=_in_words(one, rows, (operations, end_uses)),
        effect=one.effect, rows=rows,
        operations=operations, end_uses=end_uses, begins=iso_from_moment(one.begins),
        ends=_end(one.ends), party=party, territory=territory, model_class=model_class,
        price_floor_micro=one.price_floor_micro, credit=bool(one.credit), taxonomy=one.taxonomy,
        entry=one.entry, lifted_by=one.lifted_by if one.lifted_by >= 0 else None,
    )  # fmt: skip


def _in_words(
    one: ConsentStatement, rows: str, terms: tuple[tuple[str, ...], tuple[str, ...]]
) -> str:
    operations, end_uses = terms
    what = f"{one.operation or _tops(operations)} for {one.end_use or _tops(end_uses)}"
    said = {
        PERMIT: f"You allow: {what}", PROHIBIT: f"You forbid: {what}",
    }.get(one.effect, "You stopped all use")  # fmt: skip
    limits = [
        f"{label} {', '.join(sorted(names)) or 'nobody'}"
        for label, text in (
            ("only for", one.party), ("only in", one.territory),
            ("only for models of the kind", one.model_class),
        )
        if (names := names_of(text)) is not None
    ]  # fmt: skip
    if one.price_floor_micro:
        limits.append(f"only for at least {one.price_floor_micro} millionths an answer")
    if one.credit:
        limits.append("only where those who made the data are named")
    until = "" if one.ends == MOMENT_MAX else f" until {day_from_moment(one.ends)}"
    ended = f"; taken back by entry {one.lifted_by}" if one.lifted_by >= 0 else ""
    about = "All your rows" if rows == "*" else f"Your rows of {rows}"
    conditions = f", {', '.join(limits)}" if limits else ""
    return f"{said}. {about}, from {day_from_moment(one.begins)}{until}{conditions}{ended}."


def _tops(terms: tuple[str, ...]) -> str:
    """Terms without those that lie below another of them."""
    return ", ".join(term for term in terms if term.rpartition(".")[0] not in terms)


def _end(moment: int) -> str:
    return "" if moment == MOMENT_MAX else iso_from_moment(moment)


def _csv(folder: Folder, batch: str) -> bytes:
    columns, _ = read_batch(folder, batch)
    assert SALT not in columns, "salts are in the other file only"
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    # Her rows came from outside; the Parquet file beside it has them as they came.
    writer.writerow(columns)
    for row in zip(*columns.values(), strict=True):
        writer.writerow([guarded(one) if isinstance(one, str) else one for one in row])
    return text.getvalue().encode()


def _json(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"
