"""Receipts of consent and of use: made from the record alone, signed, and checked offline.

A receipt tells one member of one entry: what she said, or what was done with her rows. The same
record gives the same receipt. It holds ids and no name. It grants nothing and proves no more than
that the co-operative said so and wrote it down; who keeps the files is for the house to say.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import MappingProxyType

import msgspec
from msgspec import UNSET, UnsetType

from auzolan.consent.gate import OWN
from auzolan.consent.reach import names_of
from auzolan.consent.receipt_shapes import (
    CONTEXT,
    RECEIPT_SCHEMA,
    RECORD_SCHEMA,
    ConsentRecord,
    Control,
    Happened,
    Iri,
    Notice,
    Party,
    PersonalData,
    Process,
    Receipt,
    SignedReceipt,
    Storage,
    Term,
)
from auzolan.consent.state import ConsentStatement
from auzolan.consent.taxonomy import (
    END_USES,
    OPERATIONS,
    ORDINARY,
    TAXONOMY,
    dpv_term,
    end_use_bit,
    operation_bit,
)
from auzolan.foundation import canonical
from auzolan.foundation.moments import MOMENT_MAX, iso_from_moment
from auzolan.record.frontier import leaf_hash
from auzolan.record.notes import Signer, VerifierKey, sign_note, verify_note
from auzolan.record.receipts import parse_receipt, verify_receipt

RECEIPT_BYTES_MAX = 262_144
_HEADING = "auzolan/v1/consent-receipt"
_DECODER = msgspec.json.Decoder(SignedReceipt, strict=True)

GIVEN, REFUSED, WITHDRAWN = "dpv:ConsentGiven", "dpv:ConsentRefused", "dpv:ConsentWithdrawn"
NO_WORD = ""
"""The status of what is no word of consent: a use, a strike, a mandate of agency."""

_COUNTRIES = MappingProxyType({"es-pv-2019": "ES", "es-1999": "ES", "it": "IT", "us-worker": "US"})


@dataclass(frozen=True, slots=True)
class Place:
    """The entry that a receipt is about.

    Attributes:
        entry: its number.
        at: its moment, milliseconds since 1970, UTC.
        actor: who asked for it.
        act: the kind of act, as `consent.grant/1`.
        origin: the name of the record.
        charter: digest of the charter in force.
        preset: its legal preset.
    """

    entry: int
    at: int
    actor: str
    act: str
    origin: str
    charter: str
    preset: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a receipt tells.

    Attributes:
        what: one word of ours, as `granted` or `used`.
        status: the vocabulary's status of her consent since, or `NO_WORD`.
        process: what is, was or may no longer be done.
        begins: since when.
        ends: until when, `MOMENT_MAX` for without end.
        about: the statement, use, model, licence or strike that it names; may be empty.
        calls: answered calls, where it is about those.
        retrain_by: the moment by which models are made again, 0 for none.
        erase_by: the moment by which rows are erased, 0 for none.
        taxonomy: the version of the terms that was shown.
    """

    what: str
    status: str
    process: tuple[Process, ...]
    begins: int
    ends: int = MOMENT_MAX
    about: str = ""
    calls: int = 0
    retrain_by: int = 0
    erase_by: int = 0
    taxonomy: int = TAXONOMY.version


@dataclass(frozen=True, slots=True)
class Handling:
    """One use of rows, as every receipt of it tells it.

    Attributes:
        kind: the kind of rows.
        operation: what was done.
        end_use: what for.
        party: for whom, `OWN` for the co-operative itself.
        territory: where, empty for nowhere in particular.
        model_class: for which kind of models, likewise.
    """

    kind: str
    operation: str
    end_use: str
    party: str = OWN
    territory: str = ""
    model_class: str = ""


def processes_of_grant(kind: str, purposes: Iterable[str]) -> tuple[Process, ...]:
    """What a simple yes allows: the ordinary operations, for each purpose by itself."""
    return tuple(_process(kind, operations=ORDINARY, end_uses=(purpose,)) for purpose in purposes)


def processes_of_kind(kind: str) -> tuple[Process, ...]:
    """Everything that can be done with rows of a kind: what a withdrawal ends."""
    return (_process(kind, operations=OPERATIONS, end_uses=END_USES),)


def process_of_statement(said: ConsentStatement) -> Process:
    """What one statement is about, under its conditions."""
    parts = [said.kind or "*", said.batch, str(said.place) if said.place >= 0 else ""]
    limits = {
        "party": names_of(said.party), "territory": names_of(said.territory),
        "model_class": names_of(said.model_class),
    }  # fmt: skip
    named = {limit: sorted(names or ()) for limit, names in limits.items()}
    made = _process(
        "/".join(part for part in parts if part),
        operations=_named(said.operation, said.operations, OPERATIONS, operation_bit),
        end_uses=_named(said.end_use, said.end_uses, END_USES, end_use_bit),
    )
    return msgspec.structs.replace(
        made,
        recipient=tuple(_party("recipient", one, "dpv:Recipient") for one in named["party"]),
        location=tuple(Iri(f"loc:{one}") for one in named["territory"]),
        model_class=tuple(named["model_class"]),
        nobody=tuple(limit for limit, names in sorted(limits.items()) if names == frozenset()),
        price_floor_micro=said.price_floor_micro or UNSET,
        credit=said.credit or UNSET,
    )


def process_of_handling(used: Handling, *, rows: int, origin: str) -> Process:
    """What was done with a member's rows."""
    made = _process(used.kind, operations=(used.operation,), end_uses=(used.end_use,), rows=rows)
    return msgspec.structs.replace(
        made,
        recipient=(_party("recipient", used.party or origin, "dpv:Recipient"),),
        location=(Iri(f"loc:{used.territory}"),) if used.territory else (),
        model_class=(used.model_class,) if used.model_class else (),
    )


def receipt_of(place: Place, told: Told, member: str) -> Receipt:
    """The receipt that tells one member of one entry; the same for the same record.

    Args:
        place: the entry.
        told: what it says.
        member: the member it is for.
    Returns:
        The receipt, unsigned.
    Source: ISO/IEC TS 27560:2023, clause 6.3; W3C guide to it with DPV.
    """
    name = f"{place.entry}-{member}"
    subject = _party("member", member, "dpv:DataSubject")
    controller = _party("record", place.origin, "dpv:DataController")
    is_word = told.status != NO_WORD
    types = (told.status, f"auzolan:{told.what}") if is_word else (f"auzolan:{told.what}",)
    ends = "without-end" if told.ends == MOMENT_MAX else iso_from_moment(told.ends)
    status = Happened(
        type=types, date=iso_from_moment(place.at),
        valid=f"{iso_from_moment(told.begins)}/{ends}",
        entity=Iri(f"urn:auzolan:member:{place.actor}"), about=told.about or UNSET,
        calls=told.calls or UNSET, retrain_by=_moment(told.retrain_by),
        erase_by=_moment(told.erase_by),
    )  # fmt: skip
    record = ConsentRecord(
        id=f"urn:auzolan:consent-record:{place.origin}:{name}",
        type="dpv:ConsentRecord" if is_word else "dpv:DataProcessingRecord",
        identifier=name, conforms=Iri(RECORD_SCHEMA), data_subject=subject, controller=controller,
        jurisdiction=_jurisdiction(place.preset),
        notice=Notice(f"urn:auzolan:charter:{place.charter}", "dpv:ConsentNotice", "en", told.taxonomy),
        process=told.process, status=status,
    )  # fmt: skip
    return Receipt(
        context=dict(CONTEXT), id=f"urn:auzolan:receipt:{place.origin}:{name}",
        type="dpv:ConsentReceipt", identifier=name, conforms=Iri(RECEIPT_SCHEMA),
        created=iso_from_moment(place.at), publisher=controller, recipient=Iri(subject.id),
        entry=place.entry, act=place.act, record=record,
    )  # fmt: skip


def signed(receipt: Receipt, *, entry: bytes, proof: bytes, signer: Signer) -> SignedReceipt:
    """Sign a receipt, and put with it what proves its entry.

    Args:
        receipt: from `receipt_of`.
        entry: the entry's published text.
        proof: its `.tlog-proof`.
        signer: the key of the record.
    """
    fields = {name: getattr(receipt, name) for name in Receipt.__struct_fields__}
    return SignedReceipt(
        **fields, entry_text=entry.decode(), proof=proof.decode(),
        signature=sign_note(_message(receipt), [signer]).decode(),
    )  # fmt: skip


def encode_signed(receipt: SignedReceipt) -> bytes:
    """The one text of a receipt's file."""
    return canonical.encode(receipt) + b"\n"


def read_signed(text: bytes) -> SignedReceipt:
    """Read a receipt's file; it proves nothing yet.

    Raises:
        ValueError: it is no receipt, or spelled in another way than receipts are.
    """
    if len(text) > RECEIPT_BYTES_MAX:
        raise ValueError(f"a receipt has at most {RECEIPT_BYTES_MAX} bytes; got {len(text)}")
    return canonical.decode(text.removesuffix(b"\n"), _DECODER)


def body_of(receipt: SignedReceipt) -> Receipt:
    """The receipt without signature and proof."""
    return Receipt(**{name: getattr(receipt, name) for name in Receipt.__struct_fields__})


def verify_signed(receipt: SignedReceipt, vkeys: Iterable[VerifierKey]) -> None:
    """Check that the co-operative signed a receipt, and that its entry stands in the record.

    Args:
        receipt: from `read_signed`.
        vkeys: the keys of the record that the reader trusts.
    Raises:
        ValueError: a signature is missing or wrong, the entry is not proved, or the receipt says
            something else than its entry about number, moment, actor or kind of act.
    """
    known = list(vkeys)
    body = body_of(receipt)
    if verify_note(receipt.signature.encode(), known) != _message(body):
        raise ValueError("the signature is one of another receipt")
    text = receipt.entry_text.encode()
    proof = receipt.proof.encode()
    checkpoint = verify_receipt(proof, leaf_hash(text), known)
    head = msgspec.json.decode(text, type=_EntryHead)
    expected = {
        "entry": (parse_receipt(proof).index, receipt.entry), "seq": (head.seq, receipt.entry),
        "moment": (iso_from_moment(head.at), receipt.created),
        "actor": (f"urn:auzolan:member:{head.actor}", receipt.record.status.entity.id),
        "act": (head.act.type, receipt.act), "record": (checkpoint.origin, receipt.publisher.identifier),
        "charter": (f"urn:auzolan:charter:{head.charter}", receipt.record.notice.id),
        "member": (f"urn:auzolan:member:{receipt.record.data_subject.identifier}", receipt.recipient.id),
    }  # fmt: skip
    for name, (true, told) in expected.items():
        if true != told:
            raise ValueError(f"the receipt differs from its entry in {name}: {told}, not {true}")


class _ActHead(msgspec.Struct, frozen=True, gc=False):
    type: str


class _EntryHead(msgspec.Struct, frozen=True, gc=False):
    """What any entry has, whatever its act is."""

    seq: int
    at: int
    actor: str
    charter: str
    act: _ActHead


def _message(receipt: Receipt) -> bytes:
    digest = hashlib.sha256(canonical.encode(receipt)).hexdigest()
    return f"{_HEADING}\n{receipt.publisher.identifier}\n{digest}\n".encode()


def _process(
    rows_of: str, *, operations: Iterable[str], end_uses: Iterable[str], rows: int = -1
) -> Process:
    kind = rows_of.partition("/")[0]
    return Process(
        type="dpv:Process",
        purpose=tuple(_term("end-use", one, "dpv:Purpose") for one in end_uses),
        processing=tuple(_term("operation", one, "dpv:Processing") for one in operations),
        personal_data=PersonalData("dpv:PersonalData", rows_of, rows if rows >= 0 else UNSET),
        recipient=(),
        legal_basis=Iri("dpv:ExplicitlyExpressedConsent"),
        control=Control(
            "dpv:WithdrawingFromActivity",
            f"auzolan consent withdraw MEMBER --kind {'KIND' if kind == '*' else kind}",
        ),
        storage=Storage(
            "dpv:StorageDeletion", "kept until its owner withdraws, then erased within the days of the house rules"
        ),
    )  # fmt: skip


def _term(axis: str, term: str, kind: str) -> Term:
    found = dpv_term(term)
    return Term(f"urn:auzolan:{axis}:{term}", kind, term, UNSET if found is None else Iri(found))


def _party(what: str, name: str, role: str) -> Party:
    return Party(f"urn:auzolan:{what}:{name}", role, name)


def _named(
    term: str, bits: int, terms: tuple[str, ...], bit_of: Callable[[str], int]
) -> tuple[str, ...]:
    return (term,) if term else tuple(one for one in terms if bits & bit_of(one))


def _jurisdiction(preset: str) -> Iri:
    country = _COUNTRIES.get(preset)
    return Iri(f"loc:{country}" if country else f"urn:auzolan:preset:{preset}")


def _moment(at: int) -> str | UnsetType:
    return iso_from_moment(at) if at else UNSET
