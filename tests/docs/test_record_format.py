"""The page on the record's format is enough to check a record: a reader written from it alone.

The reader knows the standard library and Ed25519, and nothing of Auzolan. What it reads was written
by the real desk. It checks no rule: that takes the rules.
"""

import base64
import hashlib
import json
import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.hashes import SHA256

from auzolan.assembly.resolutions import ChangeCharter
from auzolan.charter.articles import Change
from auzolan.consent.acts import Grant
from auzolan.house.desk import Desk
from auzolan.house.rooms.assembly import flows as assembly
from auzolan.house.rooms.labour import flows as labour
from auzolan.house.rooms.members.flows import register_key, register_passkey
from auzolan.house.rooms.record.flows import publish
from auzolan.house.submission import Submission
from auzolan.record.entries import KeySigned, act_message
from house.small_desk import MEMBERS, SmallDesk, accepted
from support.deciding import opened
from support.signing_device import SigningDevice

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "record-format.md"
Json = dict[str, Any]


# --- the reader, from the page alone -------------------------------------------------------------


def canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def digest(value: object) -> str:
    return sha(canonical(value)).hex()


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root of RFC 6962, section 2.1, over hashed leaves."""
    if not leaves:
        return sha(b"")
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return sha(b"\x01" + root_of(leaves[:split]) + root_of(leaves[split:]))


def sum_root(leaves: list[tuple[bytes, int]]) -> tuple[bytes, int]:
    if not leaves:
        return sha(b""), 0
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    left, right = sum_root(leaves[:split]), sum_root(leaves[split:])
    packed = left[0] + left[1].to_bytes(8, "big") + right[0] + right[1].to_bytes(8, "big")
    return sha(b"\x03" + packed), left[1] + right[1]


def head_of(public: Path) -> tuple[str, int, bytes]:
    """Origin, size and root of a checkpoint whose signature holds."""
    name, key_id, key = (public / "vkey").read_text().removesuffix("\n").split("+", 2)
    raw = base64.b64decode(key)
    assert raw[:1] == b"\x01"
    assert sha(name.encode() + b"\n" + raw)[:4].hex() == key_id
    text, _, signatures = (public / "checkpoint").read_bytes().partition(b"\n\n")
    dash, signer, signature = signatures.decode().removesuffix("\n").split(" ")
    assert (dash, signer) == ("—", name)
    signed = base64.b64decode(signature)
    assert signed[:4].hex() == key_id
    Ed25519PublicKey.from_public_bytes(raw[1:]).verify(signed[4:], text + b"\n")
    origin, size, root = text.decode().split("\n")
    return origin, int(size), base64.b64decode(root)


def entries_of(public: Path, size: int) -> list[bytes]:
    """The entries of a record of at most 256."""
    raw = (public / f"tile/entries/000.p/{size}").read_bytes()
    entries, at = [], 0
    while at < len(raw):
        length = int.from_bytes(raw[at : at + 2], "big")
        entries.append(raw[at + 2 : at + 2 + length])
        at += 2 + length
    return entries


def check_annex(ref: Json, text: bytes) -> None:
    """An annex is what its reference says."""
    assert sha(text).hex() == ref["digest"]
    annex = json.loads(text)
    assert canonical(annex) == text
    assert annex["names"] == sorted(annex["names"])
    lines = list(zip(*annex["columns"], strict=True))
    assert len(lines) == ref["rows"]
    if not annex["amount"]:
        assert root_of([sha(b"\x00" + canonical(line)) for line in lines]).hex() == ref["root"]
        return
    place = annex["names"].index(annex["amount"])
    leaves: dict[bool, list[tuple[bytes, int]]] = {False: [], True: []}
    for line, first, salts in zip(lines, annex["parts"], annex["salts"], strict=True):
        size = abs(line[place])
        for part, amount in enumerate((first, size - first)):
            salt = bytes.fromhex(salts)[16 * part : 16 * part + 16]
            body = canonical([annex["kind"], *line, part])
            leaf = sha(b"\x02" + salt + amount.to_bytes(8, "big") + body)
            leaves[line[place] < 0].append((leaf, amount))
    root, total = sum_root(sorted(leaves[False]))
    assert (root.hex(), total) == (ref["root"], ref["total"])
    debt_root, debt_total = sum_root(sorted(leaves[True])) if leaves[True] else (b"", 0)
    assert (debt_root.hex(), debt_total) == (ref["debt_root"], ref["debt_total"])


def commitment(name: str, value: object, salt: str) -> str:
    data = b"auzolan/v1/field\x00" + bytes.fromhex(salt) + canonical([name, value])
    return sha(data).hex()


# --- what it reads -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published record of five people who brought rows, worked, signed and voted."""
    coop = SmallDesk(tmp_path_factory.mktemp("coop") / "small")
    coop.bring(rows=4)
    desk = coop.desk
    _grant_signed(desk, "eve")
    _grant_by_passkey(desk, "eve")
    accepted(labour.record_work(
        desk, actor="joe", work="w1", period="2025",
        lines=[("ana", 3_600, 1_000), ("ben", 7_200, 9_000)],
    ))  # fmt: skip
    measure = ChangeCharter((Change("surplus.cash_bp", 2_500),))
    accepted(assembly.propose(
        desk, member="ida", proposal="p1", measure=measure, title="Mehr Geld — más", reasons="\t"
    ))  # fmt: skip
    accepted(assembly.admit(desk, actor="ida", proposal="p1"))
    opened(desk, "p1", secretary="ida")
    for member in MEMBERS:
        accepted(assembly.cast(desk, member=member, proposal="p1", choice="yes"))
    accepted(assembly.close(desk, actor="ida", proposal="p1"))
    publish(desk)
    desk.close()
    return desk.folder.public


def _grant_signed(desk: Desk, member: str) -> None:
    key = Ed25519PrivateKey.generate()
    text = key.public_key().public_bytes_raw().hex()
    accepted(register_key(desk, member=member, key=text))
    act = Grant(member, "purchases", ("research",))
    message = act_message("small.demo.invalid", "eve-signs", member, act)
    auth = KeySigned(text, key.sign(message).hex())
    (answer,) = desk.submit([Submission("eve-signs", member, act, auth=auth)])
    accepted(answer)


def _grant_by_passkey(desk: Desk, member: str) -> None:
    device = SigningDevice()
    accepted(register_passkey(desk, member=member, key=device.key, host=device.host))
    act = Grant(member, "purchases", ("research",))
    message = act_message("small.demo.invalid", "by-passkey", member, act)
    (answer,) = desk.submit([Submission("by-passkey", member, act, auth=device.assertion(message))])
    accepted(answer)


def _entries(public: Path) -> list[Json]:
    _, size, _ = head_of(public)
    return [json.loads(text) for text in entries_of(public, size)]


def _refs(value: object) -> list[Json]:
    """Every reference to an annex in an entry."""
    if isinstance(value, dict):
        own = [value] if {"digest", "debt_root"} <= set(value) else []
        return own + [ref for inner in value.values() for ref in _refs(inner)]
    return [ref for inner in value for ref in _refs(inner)] if isinstance(value, list) else []


def test_a_reader_from_the_page_finds_the_signed_root(public: Path) -> None:
    """Goal: the page suffices. Method: signature, bundle, tile and root by the standard library."""
    origin, size, root = head_of(public)
    texts = entries_of(public, size)
    leaves = [sha(b"\x00" + text) for text in texts]
    assert origin == "small.demo.invalid"
    assert len(texts) == size
    assert root_of(leaves) == root
    assert (public / f"tile/0/000.p/{size}").read_bytes() == b"".join(leaves)


def test_a_changed_byte_gives_the_reader_another_root(public: Path) -> None:
    """Goal: the reader is not blind. Method: change one byte of one entry and of the note."""
    _, size, root = head_of(public)
    texts = entries_of(public, size)
    texts[3] = texts[3].replace(b"m", b"n", 1)
    assert root_of([sha(b"\x00" + text) for text in texts]) != root
    copy = public.parent / "copy"
    copy.mkdir()
    (copy / "vkey").write_bytes((public / "vkey").read_bytes())
    (copy / "checkpoint").write_bytes((public / "checkpoint").read_bytes().replace(b"s", b"t", 1))
    with pytest.raises(InvalidSignature):
        head_of(copy)


def test_entries_have_the_fields_of_the_page_in_canonical_spelling(public: Path) -> None:
    """Goal: the table of fields is whole. Method: compare its names with every entry."""
    section = PAGE.read_text("utf-8").partition("## An entry\n")[2].partition("\n## ")[0]
    named = set(
        re.findall(r"^\| `([a-z]+)` \| (?:object|id|number|list|text|digest)", section, re.M)
    )
    _, size, _ = head_of(public)
    for seq, text in enumerate(entries_of(public, size)):
        entry = json.loads(text)
        assert canonical(entry) == text
        assert set(entry) == named
        assert entry["seq"] == seq


def test_the_first_charter_has_the_digest_that_entries_carry(public: Path) -> None:
    """Goal: a version of the charter can be named. Method: digest the founding entry's charter."""
    first, second, *_ = _entries(public)
    assert first["charter"] == ""
    assert digest(first["act"]["charter"]) == first["facts"][0]["charter_digest"]
    assert second["charter"] == first["facts"][0]["charter_digest"]


def test_annexes_are_what_their_entries_say(public: Path) -> None:
    """Goal: bulk can be checked. Method: digests, roots and sums of open and restricted annexes."""
    checked = 0
    for ref in _refs(_entries(public)):
        name = f"{ref['digest']}.json"
        places = [public / "annex" / name, public.parent / "annexes" / name]
        (text,) = [place.read_bytes() for place in places if place.exists()]
        check_annex(ref, text)
        checked += 1
    assert checked == 6  # texts of the charter, tags, ballots, dry run, work, pay


def test_ballots_open_and_make_the_tally(public: Path) -> None:
    """Goal: anybody counts. Method: open each ballot; rebuild the tally's digest by the page."""
    entries = _entries(public)
    (closed,) = [entry for entry in entries if entry["act"]["type"] == "assembly.close/1"]
    ref, fact = closed["act"]["ballots"], closed["facts"][0]
    annex = json.loads((public / "annex" / f"{ref['digest']}.json").read_bytes())
    lines = [
        dict(zip(annex["names"], line, strict=True)) for line in zip(*annex["columns"], strict=True)
    ]
    for line in lines:
        entry = entries[line["entry"]]
        assert entry["actor"] == line["tag"]
        assert commitment("choice", line["choice"], line["salt"]) == entry["act"]["choice"]
    counts = {
        choice: sum(line["choice"] == choice for line in lines)
        for choice in ("yes", "no", "abstain", "blank")
    }
    tally = counts | {
        "ballots": ref["digest"], "elected": [], "passed": fact["passed"], "poll": "p1",
        "quorum": fact["quorum"], "ranked": 0, "roll": fact["roll"], "stages": [],
    }  # fmt: skip
    assert digest(tally) == fact["tally_digest"]


def test_a_reader_from_the_page_checks_what_a_passkey_signed(public: Path) -> None:
    """Goal: the page suffices for passkeys. Method: each of its four points, by the standard library."""
    (entry,) = [one for one in _entries(public) if one["auth"]["type"] == "passkey"]
    (named,) = [
        one["act"] for one in _entries(public) if one["act"]["type"] == "members.register_passkey/1"
    ]
    with closing(sqlite3.connect(public.parent / "vault" / "vault.db")) as vault:
        salt, value = vault.execute(
            "SELECT salt, value FROM sealed_opening WHERE entry = ? AND field = 'auth'",
            (entry["seq"],),
        ).fetchone()
    committed = sha(b"auzolan/v1/field\x00" + bytes.fromhex(salt) + canonical(["auth", value]))
    assert committed.hex() == entry["auth"]["commitment"]
    assertion = json.loads(value)
    assert canonical(assertion).decode() == value
    assert (assertion["key"], entry["actor"]) == (named["key"], named["member"])
    body = {name: entry[name] for name in ("act", "actor", "id")} | {"origin": "small.demo.invalid"}
    message = b"auzolan/v1/act\x00" + canonical(body)
    challenge = base64.urlsafe_b64encode(sha(b"auzolan/v1/passkey\x00" + message)).rstrip(b"=")
    client, device = bytes.fromhex(assertion["client"]), bytes.fromhex(assertion["authenticator"])
    said = json.loads(client)
    assert (said["type"], said["challenge"]) == ("webauthn.get", challenge.decode())
    assert said["origin"] == f"https://{named['host']}"
    assert device[:32] == sha(named["host"].encode())
    assert (device[32] & 0b1000101, len(device)) == (0b101, 37)
    point = bytes.fromhex(assertion["key"].removeprefix("es256-"))
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    key.verify(bytes.fromhex(assertion["signature"]), device + sha(client), ec.ECDSA(SHA256()))


def test_a_members_signature_is_over_the_message_of_the_page(public: Path) -> None:
    """Goal: her word can be checked. Method: verify it over the bytes that the page describes."""
    (entry,) = [one for one in _entries(public) if one["auth"]["type"] == "key"]
    body = {name: entry[name] for name in ("act", "actor", "id")} | {"origin": "small.demo.invalid"}
    auth = entry["auth"]
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(auth["key"]))
    key.verify(bytes.fromhex(auth["signature"]), b"auzolan/v1/act\x00" + canonical(body))


def test_the_example_of_a_commitment_is_right() -> None:
    """Goal: an implementer can compare. Method: compute the page's own example."""
    section = PAGE.read_text("utf-8").partition("## Commitments\n")[2].partition("\n## ")[0]
    assert commitment("name", "Ane", "00" * 32) in section
