"""Signing what one does with a passkey, through the portal's pages, and what somebody might send instead."""

from __future__ import annotations

import html
import json
import re
from itertools import cycle
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.http import HttpResponse
from django.test import Client

from auzolan.assembly.state import Proposal
from auzolan.audit.folder import Folder
from auzolan.audit.verify import verify
from auzolan.foundation.refusals import Refusal
from auzolan.house.desk import Desk
from auzolan.house.doing import Answer, Doing, Who
from auzolan.house.doors.doing.signing import own_hand, seen
from auzolan.house.doors.open_desk import close_desks
from auzolan.house.rooms.consent import flows as consent
from auzolan.house.storage.reader import reader_of
from auzolan.house.submission import Receipt, Submission
from auzolan.members.acts import RegisterKey
from auzolan.members.state import Passkey
from auzolan.record.entries import Operator, PasskeySigned
from house.accounts.conftest import Coop
from house.accounts.test_passkey_use import added
from support.device import Device
from support.signing_device import spelt

LIST = "/en/settings/passkeys/"
GRANT = "/en/do/consent.grant/"
ASKED = {"kind": "purchases", "purposes": "research"}
DONE = re.compile(r"/done/(\d+)/")


def asks_on(page: HttpResponse) -> dict[str, Any] | None:
    """What a page would ask of her device; None where it does not offer to sign."""
    text = page.content.decode()
    found = re.search(r'<script id="sign-asks" type="application/json">(.*?)</script>', text)
    return json.loads(html.unescape(found[1])) if found else None


def fields_on(page: HttpResponse) -> dict[str, str]:
    """The hidden fields of the form that asks whether this is right."""
    text = page.content.decode()
    form = text[text.index('name="sure"') - 400 :]
    found = re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)"', form)
    return {name: html.unescape(value) for name, value in found}


def said_by(device: Device, asks: dict[str, Any], **how: str) -> dict[str, str]:
    """What the page's script sends of a device's answer."""
    answer = json.loads(device.shown({"publicKey": {"challenge": asks["challenge"]}}, **how))
    response = answer["response"]
    return {
        "authenticator": response["authenticatorData"], "client": response["clientDataJSON"],
        "passkey": spelt(device.number), "signature": response["signature"],
    }  # fmt: skip


def looked(client: Client, asked: dict[str, str] | None = None) -> HttpResponse:
    """The page that shows a grant before it is made."""
    page: HttpResponse = client.post(GRANT, asked or ASKED)
    assert page.status_code == 200, page.content
    return page


def sent(client: Client, page: HttpResponse, signed: str) -> HttpResponse:
    """Say yes on that page, with what a device answered."""
    answer: HttpResponse = client.post(GRANT, {**fields_on(page), "signed": signed})
    return answer


def code_of(answer: HttpResponse) -> str:
    """The code of the refusal on a page."""
    assert answer.status_code == 409, (answer.status_code, answer.content)
    found = re.search(r"<code>([a-z_.]+)</code>", answer.content.decode())
    assert found is not None
    return found[1]


def auth_of(coop: Coop, seq: int) -> object:
    """How an entry says that it was asked for."""
    with reader_of(Folder(coop.folder)) as reader:
        return reader.entry(seq).auth


def that_signs(client: Client) -> Device:
    """A device whose passkey was added and let sign, both on the pages."""
    device = added(client)
    page = client.get(LIST).content.decode()
    found = re.search(r'href="(/en/do/members\.register_passkey/[^"]+)"', page)
    assert found is not None, page
    form = client.get(html.unescape(found[1]))
    assert form.status_code == 200
    key = re.search(r"passkey=([a-z0-9-]+)", found[1])
    assert key is not None
    done = client.post("/en/do/members.register_passkey/", {"passkey": key[1], "sure": "1"})
    assert done.status_code == 302, done.content
    return device


def test_a_member_lets_her_passkey_sign_and_signs_with_it(coop: Coop) -> None:
    """Goal: from settings to the record, with each page saying who wrote. Method: the whole way."""
    client = coop.came_in("m004")
    plain = client.post(GRANT, {**fields_on(looked(client))})
    assert "The house wrote this in your name." in client.get(plain["Location"]).content.decode()
    device = that_signs(client)
    assert "It signs for you what you do here." in client.get(LIST).content.decode()
    page = looked(client, {"kind": "purchases"})
    asks = asks_on(page)
    assert asks is not None
    assert asks["host"] == "localhost"
    assert asks["passkeys"] == [spelt(device.number)]
    answer = sent(client, page, json.dumps(said_by(device, asks)))
    assert answer.status_code == 302, answer.content
    told = client.get(answer["Location"]).content.decode()
    assert "You signed this yourself, with your passkey." in told
    number = DONE.search(answer["Location"]) or re.search(r"/(\d+)/", answer["Location"])
    assert number is not None
    assert isinstance(auth_of(coop, int(number[1])), PasskeySigned)
    shown = client.get(f"/en/record/{number[1]}/").content.decode()
    assert "Signed by the member herself, with her passkey." in shown
    again = sent(client, page, json.dumps(said_by(device, asks)))
    assert again["Location"] == answer["Location"]
    close_desks()
    report = verify(coop.folder)
    assert report.differences == ()
    assert report.checked["acts signed with a member's passkey"] == 1


def test_without_a_signature_the_house_writes_in_her_name(coop: Coop) -> None:
    """Goal: nobody is forced to sign. Method: the same page, sent without an answer."""
    client = coop.came_in("m004")
    that_signs(client)
    page = looked(client)
    assert asks_on(page) is not None
    answer = sent(client, page, "")
    assert "The house wrote this in your name." in client.get(answer["Location"]).content.decode()
    with reader_of(Folder(coop.folder)) as reader:
        assert isinstance(reader.entry(reader.log.head().size - 1).auth, Operator)


def test_a_passkey_that_only_signs_in_is_offered_for_nothing(coop: Coop) -> None:
    """Goal: no surprise signatures. Method: a passkey that was added and not let sign."""
    client = coop.came_in("m004")
    device = added(client)
    page = looked(client)
    assert asks_on(page) is None
    assert "signed" not in fields_on(page)
    said = json.dumps(said_by(device, {"challenge": "AAAA"}))
    assert code_of(sent(client, page, said)) == "desk.passkey_unknown"


def altered(device: Device, asks: dict[str, Any]) -> list[tuple[str, str]]:
    """What somebody might send, and the refusal that it meets."""
    right = said_by(device, asks)
    touched = right["signature"][:-3] + ("AAA" if right["signature"][-3:] != "AAA" else "BBB")
    return [
        ("desk.passkey_other_place", json.dumps(said_by(device, asks, origin="https://evil.example"))),
        ("desk.passkey_other_place", json.dumps(said_by(device, asks, rp="evil.example"))),
        ("desk.passkey_other_act", json.dumps(said_by(device, {"challenge": "A" * 43}))),
        ("desk.passkey_bad_signature", json.dumps({**right, "client": right["client"]} | {
            "signature": said_by(Device(number=device.number), asks)["signature"]})),
        ("desk.passkey_unknown", json.dumps(said_by(Device(), asks))),
        ("desk.passkey_unreadable", json.dumps({**right, "signature": right["signature"] + "="})),
        ("desk.passkey_unreadable", json.dumps({**right, "client": right["client"] + "\n"})),
        ("desk.passkey_unreadable", json.dumps({**right, "client": "*" + right["client"]})),
        ("desk.passkey_unreadable", json.dumps({**right, "more": "AA"})),
        ("desk.passkey_unreadable", json.dumps({**right, "client": 7})),
        ("desk.passkey_unreadable", json.dumps({**right, "authenticator": "AA"})),
        ("desk.passkey_unreadable", json.dumps({**right, "client": "A" * 30_000})),
        ("desk.passkey_unreadable", json.dumps(right) + " " * 20_000),
        ("desk.passkey_unreadable", "{"), ("desk.passkey_unreadable", "null"),
        ("desk.passkey_unreadable", "[" * 5_000), ("desk.passkey_unreadable", "\x00"),
        ("desk.passkey_unreadable", "\ud7ff" * 10),
        ("", json.dumps({**right, "signature": touched})),
    ]  # fmt: skip


def test_forged_answers_are_refused_and_leave_no_trace(coop: Coop) -> None:
    """Goal: bad input is a refusal with its code. Method: each of the list; then the true one."""
    client = coop.came_in("m004")
    device = that_signs(client)
    page = looked(client)
    asks = asks_on(page)
    assert asks is not None
    with reader_of(Folder(coop.folder)) as reader:
        size = reader.log.head().size
    for code, said in altered(device, asks):
        found = code_of(sent(client, page, said))
        assert found == code or (not code and found in _EITHER), (code, found, said[:80])
    with reader_of(Folder(coop.folder)) as reader:
        assert reader.log.head().size == size
    assert sent(client, page, json.dumps(said_by(device, asks))).status_code == 302


_EITHER = {"desk.passkey_bad_signature", "desk.passkey_unreadable"}


def test_what_was_signed_on_one_page_signs_nothing_else(coop: Coop) -> None:
    """Goal: one signature, one act. Method: other fields, another number, another member's session."""
    client, other = coop.came_in("m004"), coop.came_in("m003")
    device = that_signs(client)
    page = looked(client)
    asks = asks_on(page)
    assert asks is not None
    said = json.dumps(said_by(device, asks))
    fields = {**fields_on(page), "signed": said}
    changed = client.post(
        GRANT, {"kind": "purchases", "sure": "1", "once": fields["once"], "signed": said}
    )
    assert code_of(changed) == "desk.passkey_other_act"
    renumbered = client.post(GRANT, {**fields, "once": "a-number-of-another-request"})
    assert code_of(renumbered) == "desk.passkey_other_act"
    assert code_of(other.post(GRANT, fields)) == "desk.passkey_unknown"
    assert sent(client, page, said).status_code == 302


def test_a_passkey_that_was_taken_back_signs_no_more_and_cannot_come_again(coop: Coop) -> None:
    """Goal: a lost device is shut out at once. Method: sign a page, take it back, send the page."""
    client = coop.came_in("m004")
    device = that_signs(client)
    page = looked(client)
    asks = asks_on(page)
    assert asks is not None
    with reader_of(Folder(coop.folder)) as reader:
        (row,) = reader.rows(Passkey, member="m004", active=1)
    back = client.post("/en/do/members.revoke_passkey/", {"passkey": row.key, "sure": "1"})
    assert back.status_code == 302, back.content
    assert code_of(sent(client, page, json.dumps(said_by(device, asks)))) == "desk.passkey_unknown"
    assert asks_on(looked(client)) is None
    listed = client.get(LIST).content.decode()
    assert "members.register_passkey" not in listed
    assert "members.revoke_passkey" not in listed


def test_nobody_lets_a_passkey_sign_for_another(coop: Coop) -> None:
    """Goal: her passkey is hers. Method: another member names it on her own form."""
    client, other = coop.came_in("m004"), coop.came_in("m003")
    that_signs(client)
    with reader_of(Folder(coop.folder)) as reader:
        (row,) = reader.rows(Passkey, member="m004", active=1)
    taken = other.post("/en/do/members.register_passkey/", {"passkey": row.key, "sure": "1"})
    assert taken.status_code == 422
    ended = other.post("/en/do/members.revoke_passkey/", {"passkey": row.key, "sure": "1"})
    assert ended.status_code == 422
    with reader_of(Folder(coop.folder)) as reader:
        assert [one.member for one in reader.rows(Passkey, active=1)] == ["m004"]


SIGNABLE: tuple[tuple[str, dict[str, str]], ...] = (
    ("consent.grant", ASKED), ("consent.withdraw", {"kind": "purchases"}),
    ("consent.switch_on", {"kind": "purchases", "purpose": "research"}),
    ("consent.prohibit", {"operation": "train", "end_use": "advertising"}),
    ("consent.permit", {"operation": "train", "end_use": "research"}),
    ("consent.entrust", {}),
    ("consent.request", {"asks": "see", "words": "What do you hold?"}),
    ("treasury.set_payee", {"name": "Ane", "iban": "ES9121000418450200051332",
                            "country": "ES", "town": "Bilbao"}),
    ("assembly.propose_options", {"title": "A name", "reasons": "It has none.", "options": "a\nb"}),
    ("assembly.petition", {"kind": "call", "reasons": "It is time."}), ("assembly.comment", {"proposal": "*", "text": "Good."}),
    ("members.leave", {"reason": "moving"}),
)  # fmt: skip
"""Consent, rights, money, the assembly, leaving; the star stands for a proposal of somebody else."""


def test_what_is_hers_alone_can_be_signed(coop: Coop) -> None:
    """Goal: consent, money, proposals and leaving take a signature. Method: each, to the entry."""
    client, other = coop.came_in("m004"), coop.came_in("m003")
    there = other.post(
        "/en/do/assembly.propose_options/", {"title": "B", "options": "c\nd", "sure": "1"}
    )
    assert there.status_code == 302, there.content
    with reader_of(Folder(coop.folder)) as reader:
        (proposal,) = (one.proposal for one in reader.rows(Proposal) if one.author == "m003")
    device, unsigned = that_signs(client), []
    for name, fields in SIGNABLE:
        asked = {key: proposal if value == "*" else value for key, value in fields.items()}
        address = f"/en/do/{name}/"
        page = client.post(address, asked)
        asks = asks_on(page)
        assert asks is not None, (name, page.status_code, page.content.decode()[-3_000:])
        signed = json.dumps(said_by(device, asks))
        answer = client.post(address, {**asked, **fields_on(page), "signed": signed})
        assert answer.status_code == 302, (name, answer.content.decode())
        with reader_of(Folder(coop.folder)) as reader:
            entry = reader.entry(reader.log.head().size - 1)
        if not isinstance(entry.auth, PasskeySigned):
            unsigned.append(name)
    assert unsigned == []
    close_desks()
    report = verify(coop.folder)
    assert report.differences == ()
    assert report.checked["acts signed with a member's passkey"] == len(SIGNABLE)


class Nothing(msgspec.Struct, frozen=True, kw_only=True):
    """Nothing is asked."""


def test_what_cannot_be_foreseen_to_the_letter_is_not_signed(coop: Coop) -> None:
    """Goal: nothing is offered that could not be entered as signed, nor taken.

    Method: an act that comes out otherwise each time, two acts, and one past the common way.
    """
    client = coop.came_in("m004")
    device = that_signs(client)
    turns = cycle((("research",), ()))
    key = Ed25519PrivateKey.generate().public_key().public_bytes_raw().hex()

    def otherwise(desk: Desk, who: Who, asked: Nothing) -> Answer:
        return consent.grant(desk, member=who.member, kind="purchases", purposes=next(turns))

    def twice(desk: Desk, who: Who, asked: Nothing) -> Answer:
        consent.grant(desk, member=who.member, kind="purchases", purposes=())
        return consent.grant(desk, member=who.member, kind="purchases", purposes=())

    def past(desk: Desk, who: Who, asked: Nothing) -> Answer:
        return desk.submit([Submission("past", who.member, RegisterKey(who.member, key))])[0]

    who, number = Who("m004"), "number-1"
    said = json.dumps(said_by(device, {"challenge": "A" * 43}))
    for does in (otherwise, twice, past):
        doing = Doing("consent.grant", Nothing, does)
        found = seen(doing, who, Nothing(), number)
        assert isinstance(found.answer, Receipt), found.answer
        assert found.asks is None, does
    for does in (twice, past):
        doing = Doing("consent.grant", Nothing, does)
        hand = own_hand(doing, who, Nothing(), number=number, said=said)
        assert isinstance(hand, Refusal)
        assert hand.code == "desk.passkey_not_for_this"
