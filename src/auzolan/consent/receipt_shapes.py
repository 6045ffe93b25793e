"""The shape of a consent receipt: JSON-LD with the terms of the Data Privacy Vocabulary.

The fields of ISO/IEC TS 27560:2023 under the names that the vocabulary's guide gives them, and a few
of our own under `auzolan:`. No name of a person is in it, and nothing that was sealed. What goes in,
`receipts` says.

Source: ISO/IEC TS 27560:2023, clause 6.3; Consent Records and Receipts as per ISO/IEC TS 27560:2023
using DPV, W3C Data Privacy Vocabularies and Controls Community Group, final report of 2024-08-01;
JSON-LD 1.1.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import msgspec
from msgspec import UNSET, UnsetType, field

CONTEXT: Mapping[str, str] = MappingProxyType(
    {
        "auzolan": "urn:auzolan:",
        "dct": "http://purl.org/dc/terms/",
        "dpv": "https://w3id.org/dpv#",
        "loc": "https://w3id.org/dpv/loc#",
        "schema": "https://schema.org/",
        "skos": "http://www.w3.org/2004/02/skos/core#",
    }
)
"""What the prefixes mean; it stands in each receipt, so that nothing is fetched to read one."""

RECEIPT_SCHEMA = "https://w3id.org/dpv/schema/dpv-27560#receipt"
RECORD_SCHEMA = "https://w3id.org/dpv/schema/dpv-27560#record"


class Iri(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A thing that is named and not told about."""

    id: str = field(name="@id")


class Term(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A term of our taxonomy, with the nearest one of the vocabulary where there is one."""

    id: str = field(name="@id")
    type: str = field(name="@type")
    title: str = field(name="dct:title")
    broader: Iri | UnsetType = field(name="skos:broader", default=UNSET)


class Party(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Somebody, by id alone: the person, the co-operative, or who receives."""

    id: str = field(name="@id")
    type: str = field(name="@type")
    identifier: str = field(name="dct:identifier")


class Notice(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """What she was shown: the house rules of that day, and a version of the terms."""

    id: str = field(name="@id")
    type: str = field(name="@type")
    language: str = field(name="dct:language")
    taxonomy: int = field(name="auzolan:taxonomy")


class PersonalData(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Which rows: `kind`, `kind/batch` or `kind/batch/row`; `*` for all kinds."""

    type: str = field(name="@type")
    identifier: str = field(name="dct:identifier")
    rows: int | UnsetType = field(name="auzolan:rows", default=UNSET)


class Control(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """How she takes it back."""

    type: str = field(name="@type")
    description: str = field(name="dct:description")


class Storage(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Until when rows are kept, in words."""

    type: str = field(name="@type")
    description: str = field(name="dct:description")


class Process(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """One thing that is done with rows for one or more ends, and under which conditions.

    Attributes:
        type: always a process.
        purpose: what for.
        processing: what is done.
        personal_data: with which rows.
        recipient: who receives or asks; empty for anybody, which only a statement can say.
        legal_basis: what makes it lawful.
        control: how to take it back.
        storage: how long rows are kept.
        location: where, empty for no limit.
        model_class: for which kinds of models, empty for no limit.
        nobody: `party`, `territory` or `model_class` where an empty list means nobody.
        price_floor_micro: least price of a sale, millionths.
        credit: 1 where those who made the data are to be named.
    """

    type: str = field(name="@type")
    purpose: tuple[Term, ...] = field(name="dpv:hasPurpose")
    processing: tuple[Term, ...] = field(name="dpv:hasProcessing")
    personal_data: PersonalData = field(name="dpv:hasPersonalData")
    recipient: tuple[Party, ...] = field(name="dpv:hasRecipient")
    legal_basis: Iri = field(name="dpv:hasLegalBasis")
    control: Control = field(name="dpv:hasConsentControl")
    storage: Storage = field(name="dpv:hasStorageCondition")
    location: tuple[Iri, ...] = field(name="dpv:hasLocation", default=())
    model_class: tuple[str, ...] = field(name="auzolan:model_class", default=())
    nobody: tuple[str, ...] = field(name="auzolan:nobody", default=())
    price_floor_micro: int | UnsetType = field(name="auzolan:price_floor_micro", default=UNSET)
    credit: int | UnsetType = field(name="auzolan:credit", default=UNSET)


class Happened(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """What happened, when, by whom, and for how long it holds.

    `about` names the statement, use, model, licence or strike. `retrain_by` and `erase_by` are the
    days by which a withdrawal is obeyed.
    """

    type: tuple[str, ...] = field(name="@type")
    date: str = field(name="dct:date")
    valid: str = field(name="dct:valid")
    entity: Iri = field(name="dpv:isImplementedByEntity")
    about: str | UnsetType = field(name="auzolan:about", default=UNSET)
    calls: int | UnsetType = field(name="auzolan:calls", default=UNSET)
    retrain_by: str | UnsetType = field(name="auzolan:retrain_by", default=UNSET)
    erase_by: str | UnsetType = field(name="auzolan:erase_by", default=UNSET)


class ConsentRecord(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """The record that a receipt is about: a word of consent, or a use that rests on one."""

    id: str = field(name="@id")
    type: str = field(name="@type")
    identifier: str = field(name="dct:identifier")
    conforms: Iri = field(name="dct:conformsTo")
    data_subject: Party = field(name="dpv:hasDataSubject")
    controller: Party = field(name="dpv:hasDataController")
    jurisdiction: Iri = field(name="dpv:hasJurisdiction")
    notice: Notice = field(name="dpv:hasNotice")
    process: tuple[Process, ...] = field(name="dpv:hasProcess")
    status: Happened = field(name="dpv:hasStatus")


class Receipt(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True, kw_only=True):
    """A receipt before it is signed: the same record gives the same bytes.

    Attributes:
        context: the prefixes.
        id: of the receipt.
        type: always a consent receipt.
        identifier: entry and member.
        conforms: the profile of ISO/IEC TS 27560 that it follows.
        created: the moment of the entry.
        publisher: the co-operative.
        recipient: the member.
        entry: the entry that it is about.
        act: the kind of act.
        record: what happened to her consent or her rows.
    """

    context: dict[str, str] = field(name="@context")
    id: str = field(name="@id")
    type: str = field(name="@type")
    identifier: str = field(name="dct:identifier")
    conforms: Iri = field(name="dct:conformsTo")
    created: str = field(name="dct:created")
    publisher: Party = field(name="dct:publisher")
    recipient: Iri = field(name="schema:recipient")
    entry: int = field(name="auzolan:entry")
    act: str = field(name="auzolan:act")
    record: ConsentRecord = field(name="dpv:hasRecordOfActivity")


class SignedReceipt(Receipt, frozen=True, gc=False, forbid_unknown_fields=True, kw_only=True):
    """A receipt as it is given out, with what proves it to anybody, offline.

    Attributes:
        entry_text: the entry's published text.
        proof: the `.tlog-proof` that this entry stands in the record.
        signature: a note over the receipt without these three, signed by the record's key.
    """

    entry_text: str = field(name="auzolan:entry_text")
    proof: str = field(name="auzolan:proof")
    signature: str = field(name="auzolan:signature")
