"""Receipts: the fields of ISO/IEC TS 27560, the same for the same record, and none that is changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from auzolan.consent.receipt_shapes import CONTEXT, Receipt, SignedReceipt
from auzolan.consent.receipts import (
    GIVEN,
    NO_WORD,
    Handling,
    Place,
    Told,
    body_of,
    encode_signed,
    process_of_handling,
    process_of_statement,
    processes_of_grant,
    processes_of_kind,
    read_signed,
    receipt_of,
    signed,
    verify_signed,
)
from auzolan.consent.state import PERMIT, ConsentStatement
from auzolan.consent.taxonomy import END_USES, OPERATIONS, ORDINARY, dpv_term
from auzolan.foundation import canonical
from auzolan.foundation.moments import MOMENT_MAX
from auzolan.record.frontier import leaf_hash
from auzolan.record.merkle import inclusion_proof, root_of
from auzolan.record.notes import Checkpoint, Signer, sign_checkpoint
from auzolan.record.receipts import InclusionReceipt, encode_receipt

ORIGIN = "coop.example/2026"
AT = 1_767_225_600_000
CHARTER = "ab" * 32
SIGNER = Signer(ORIGIN, Ed25519PrivateKey.from_private_bytes(b"1" * 32))
OTHER = Signer(ORIGIN, Ed25519PrivateKey.from_private_bytes(b"2" * 32))
PLACE = Place(3, AT, "m001", "consent.grant/1", ORIGIN, CHARTER, "es-pv-2019")
MUST = (
    "dct:conformsTo", "dct:identifier", "dpv:hasDataSubject", "dpv:hasDataController",
    "dpv:hasJurisdiction", "dpv:hasNotice", "dpv:hasProcess", "dpv:hasStatus",
)  # fmt: skip
MUST_PROCESS = (
    "dpv:hasPurpose", "dpv:hasPersonalData", "dpv:hasRecipient", "dpv:hasConsentControl",
    "dpv:hasStorageCondition", "dpv:hasLegalBasis",
)  # fmt: skip


def entry_text(**changed: Any) -> bytes:
    entry = {
        "act": {"type": "consent.grant/1"}, "actor": "m001", "at": AT, "charter": CHARTER, "seq": 3,
        **changed,
    }  # fmt: skip
    return canonical.encode(entry)


def proof_of(entry: bytes, *, index: int = 3, signer: Signer = SIGNER) -> bytes:
    """The proof of an entry among others, under a signed head."""
    entries = [b"zero", b"one", b"two", b"three", b"four"]
    entries[index] = entry
    leaves = [leaf_hash(one) for one in entries]
    head = Checkpoint(ORIGIN, len(entries), root_of(leaves))
    proof = tuple(inclusion_proof(leaves, index))
    return encode_receipt(InclusionReceipt(index, proof, sign_checkpoint(head, [signer])))


def made(told: Told | None = None, member: str = "m001", place: Place = PLACE) -> Receipt:
    granted = Told("granted", GIVEN, processes_of_grant("purchases", ("research",)), AT)
    return receipt_of(place, told or granted, member)


def signed_one(receipt: Receipt | None = None) -> SignedReceipt:
    entry = entry_text()
    return signed(receipt or made(), entry=entry, proof=proof_of(entry), signer=SIGNER)


def tree_of(receipt: Receipt) -> dict[str, Any]:
    found = json.loads(canonical.encode(receipt))
    assert isinstance(found, dict)
    return found


def nodes(value: Any) -> list[dict[str, Any]]:
    """Every node of a JSON-LD tree, its context left out."""
    if isinstance(value, list):
        return [node for one in value for node in nodes(one)]
    if not isinstance(value, dict):
        return []
    inner = [node for key, one in value.items() if key != "@context" for node in nodes(one)]
    return [value, *inner]


def test_a_receipt_has_every_field_that_the_standard_demands() -> None:
    """Goal: ISO/IEC TS 27560. Method: the guide's mandatory fields, one by one."""
    tree = tree_of(made())
    assert tree["@type"] == "dpv:ConsentReceipt"
    assert tree["dct:conformsTo"]["@id"].endswith("dpv-27560#receipt")
    record = tree["dpv:hasRecordOfActivity"]
    assert record["@type"] == "dpv:ConsentRecord"
    assert record["dct:conformsTo"]["@id"].endswith("dpv-27560#record")
    assert [name for name in MUST if name not in record] == []
    for process in record["dpv:hasProcess"]:
        assert [name for name in MUST_PROCESS if name not in process] == []
    assert record["dpv:hasNotice"]["dct:language"] == "en"
    status = record["dpv:hasStatus"]
    assert status["@type"] == ["dpv:ConsentGiven", "auzolan:granted"]
    assert status["dct:date"] == "2026-01-01T00:00:00.000Z"
    assert status["dct:valid"] == "2026-01-01T00:00:00.000Z/without-end"
    assert status["dpv:isImplementedByEntity"]["@id"] == "urn:auzolan:member:m001"


def test_every_name_of_a_receipt_expands_by_its_own_context() -> None:
    """Goal: JSON-LD that anybody reads offline. Method: walk all nodes; look up every prefix."""
    kinds = [processes_of_grant("purchases", END_USES), processes_of_kind("purchases")]
    for process in kinds:
        tree = tree_of(made(Told("granted", GIVEN, process, AT)))
        assert tree["@context"] == dict(CONTEXT)
        for node in nodes(tree):
            keys = [key for key in node if not key.startswith("@")]
            types = node.get("@type", [])
            named = [
                *keys,
                *([types] if isinstance(types, str) else types),
                node.get("@id", "dct:x"),
            ]
            for name in named:
                prefix, colon, rest = name.partition(":")
                assert (colon, bool(rest)) == (":", True), name
                assert prefix in {*CONTEXT, "urn", "https"}, name
            assert len(node) == 1 or "@type" in node or "@value" in node, node


def test_the_terms_are_those_of_the_vocabulary_where_it_has_them() -> None:
    """Goal: others understand what we mean. Method: compare with the taxonomy's own mapping."""
    (process,) = processes_of_kind("purchases")
    assert [term.title for term in process.processing] == list(OPERATIONS)
    assert [term.title for term in process.purpose] == list(END_USES)
    for term in (*process.processing, *process.purpose):
        found = dpv_term(term.title)
        assert term.broader == (msgspec.UNSET if found is None else type(term.broader)(found))
    (one,) = processes_of_grant("purchases", ("research",))
    assert tuple(term.title for term in one.processing) == ORDINARY


def test_a_use_is_told_with_her_rows_and_for_whom() -> None:
    """Goal: every use gives its people a receipt. Method: one for a licensee, one of our own."""
    ours = process_of_handling(Handling("purchases", "train", "commercial"), rows=8, origin=ORIGIN)
    sold = Handling("purchases", "share.enclave", "commercial", "milk-ltd", "FR", "small")
    theirs = process_of_handling(sold, rows=8, origin=ORIGIN)
    assert ours.personal_data.rows == 8
    assert [party.identifier for party in ours.recipient] == [ORIGIN]
    assert [party.identifier for party in theirs.recipient] == ["milk-ltd"]
    assert [where.id for where in theirs.location] == ["loc:FR"]
    tree = tree_of(made(Told("used", NO_WORD, (theirs,), AT, AT, about="u1")))
    record = tree["dpv:hasRecordOfActivity"]
    assert record["@type"] == "dpv:DataProcessingRecord"
    assert record["dpv:hasStatus"]["@type"] == ["auzolan:used"]
    assert record["dpv:hasStatus"]["auzolan:about"] == "u1"


def test_the_conditions_of_a_statement_stand_in_its_receipt() -> None:
    """Goal: nothing she demanded is lost. Method: a statement with every limit, and with nobody."""
    said = ConsentStatement(
        statement="s1", member="m001", group_id="", kind="voices", batch="b1", place=4,
        effect=PERMIT, operations=32, end_uses=8, operation="train", end_use="commercial", begins=AT,
        ends=MOMENT_MAX, party='["milk-ltd"]', territory='["ES","FR"]', model_class="[]",
        price_floor_micro=700, credit=1, taxonomy=1, stated_at=AT, lifted_at=MOMENT_MAX, entry=3,
        lifted_by=-1,
    )  # fmt: skip
    process = process_of_statement(said)
    assert process.personal_data.identifier == "voices/b1/4"
    assert [term.title for term in process.processing] == ["train"]
    assert [party.identifier for party in process.recipient] == ["milk-ltd"]
    assert [where.id for where in process.location] == ["loc:ES", "loc:FR"]
    assert (process.nobody, process.price_floor_micro, process.credit) == (("model_class",), 700, 1)
    open_one = process_of_statement(
        msgspec.structs.replace(said, party="null", territory="null", model_class="null", kind="")
    )
    assert (open_one.recipient, open_one.location, open_one.nobody) == ((), (), ())
    assert open_one.personal_data.identifier == "*/b1/4"


@given(st.sampled_from(END_USES), st.integers(0, 10**12), st.from_regex(r"\Am[0-9]{3}\Z"))
def test_the_same_record_gives_the_same_receipt(end_use: str, at: int, member: str) -> None:
    """Goal: deterministic from the record. Method: make it twice; other facts give other bytes."""

    def once(which: int) -> bytes:
        told = Told("granted", GIVEN, processes_of_grant("purchases", (end_use,)), AT + which)
        return canonical.encode(made(told, member))

    assert once(0) == once(0)
    assert once(0) != once(at + 1)


def test_a_signed_receipt_is_verified_with_the_key_alone() -> None:
    """Goal: anybody checks it offline. Method: write, read, verify; another key does not do."""
    text = encode_signed(signed_one())
    found = read_signed(text)
    assert encode_signed(found) == text
    assert body_of(found) == made()
    verify_signed(found, [SIGNER.verifier_key])
    with pytest.raises(ValueError, match="signature"):
        verify_signed(found, [OTHER.verifier_key])


Change = Callable[[SignedReceipt], SignedReceipt]


def with_entry(**changed: Any) -> Change:
    """The receipt with the text and the proof of another entry, all of it well signed."""

    def change(one: SignedReceipt) -> SignedReceipt:
        entry = entry_text(**changed)
        index = changed.get("index", 3)
        proof = proof_of(entry, index=index)
        return signed(body_of(one), entry=entry, proof=proof, signer=SIGNER)

    return change


def replaced(**fields: Any) -> Change:
    return lambda one: msgspec.structs.replace(one, **fields)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (replaced(entry=4), "another receipt"),
        (replaced(created="2027-01-01T00:00:00.000Z"), "another receipt"),
        (replaced(entry_text=entry_text(at=AT + 1).decode()), "does not prove"),
        (replaced(proof=proof_of(entry_text(), signer=OTHER).decode()), "does not fit|signature"),
        (with_entry(seq=4), "seq"),
        (with_entry(at=AT + 1), "moment"),
        (with_entry(actor="m002"), "actor"),
        (with_entry(charter="cd" * 32), "charter"),
        (with_entry(act={"type": "consent.withdraw/1"}), "act"),
        (with_entry(index=2), "entry"),
    ],
    ids=range(10),
)
def test_a_receipt_that_was_changed_does_not_hold(change: Change, why: str) -> None:
    """Goal: no part can be swapped. Method: change one at a time, also with true signatures."""
    with pytest.raises(ValueError, match=why):
        verify_signed(change(signed_one()), [SIGNER.verifier_key])


@given(st.data())
def test_no_single_changed_letter_is_believed(data: st.DataObject) -> None:
    """Goal: tampering of any kind is found. Method: change one byte anywhere in the file."""
    text = encode_signed(signed_one())
    place = data.draw(st.integers(0, len(text) - 2))
    other = data.draw(st.integers(32, 126).filter(lambda byte: byte != text[place]))
    changed = text[:place] + bytes([other]) + text[place + 1 :]
    with pytest.raises(ValueError):  # noqa: PT011 - any complaint will do
        verify_signed(read_signed(changed), [SIGNER.verifier_key])


@pytest.mark.parametrize("text", [b"", b"{}", b"[]", b"\xff", b"{" * 300_000, b'{"@context":{}}'])
def test_what_is_no_receipt_is_refused(text: bytes) -> None:
    """Goal: no crash on anything. Method: empty, foreign, broken and far too long files."""
    with pytest.raises(ValueError):  # noqa: PT011 - any complaint will do
        read_signed(text)
