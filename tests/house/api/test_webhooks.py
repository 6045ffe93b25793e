"""Programs elsewhere are told of entries: only what their owner may read, signed, again and again, once."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auzolan.audit.folder import Folder
from auzolan.foundation.moments import SECOND_MS
from support.portal import accept
from support.programs import Program, key_for, person_of, refused
from support.tls import self_signed

URL = "https://hooks.example.org/told"
NOW = 2_000_000_000_000
SENT: dict[str, Any] = {"state": "told", "tries": 1}


def endpoint(member: str, *topics: str, url: str = URL) -> Any:
    """An address that is told from now on."""
    from auzolan.house.programs import endpoints

    return endpoints.add(person_of(member), url, topics or ("*",))


def comment(coop: Path, member: str, text: str = "words") -> int:
    """One more entry."""
    from auzolan.house.doors.open_desk import writing
    from auzolan.house.rooms.assembly import drafting

    with writing(Folder(coop)) as desk:
        found = drafting.comment(desk, member=member, proposal="longer-polls", text=text)
    accept(found)
    return found.seq  # type: ignore[union-attr]


def follow(coop: Path) -> None:
    """Read the record to its end."""
    from auzolan.house.programs.following import follow

    while follow(Folder(coop)):
        pass


def noted() -> list[tuple[str, int]]:
    """Who is to be told of what."""
    from auzolan.house.programs.models import Delivery

    return sorted(
        Delivery.objects.values_list("endpoint__owner__member", "entry"), key=lambda one: one[::-1]
    )


def test_new_entries_are_noted_for_who_asked_for_their_kind(coop: Path) -> None:
    """Goal: told of what was asked for, from then on. Method: two addresses, one entry before, two after."""
    comment(coop, "m001")
    endpoint("m003", "assembly.comment")
    endpoint("m002", "consent.grant")
    seqs = [comment(coop, "m002", text) for text in ("one", "two")]
    follow(coop)
    follow(coop)
    assert noted() == [("m003", seq) for seq in seqs]


def test_nobody_is_told_of_a_ballot(coop: Path) -> None:
    """Goal: no time stands beside a tag. Method: ask for everything, vote, and look for the entry."""
    from auzolan.house.doors.open_desk import writing
    from auzolan.house.programs.endpoints import EndpointRefused, topic_names
    from auzolan.house.rooms.assembly import flows

    endpoint("m003")
    with writing(Folder(coop)) as desk:
        accept(flows.cast(desk, member="m003", proposal="longer-polls", choice="yes"))
    seq = comment(coop, "m002")
    follow(coop)
    assert noted() == [("m003", seq)]
    assert "assembly.cast" not in topic_names()
    with pytest.raises(EndpointRefused, match="topics"):
        endpoint("m002", "assembly.cast")


def test_a_message_says_no_more_than_that_an_entry_is_there(coop: Path) -> None:
    """Goal: no personal data leaves. Method: catch the message, read all of it, check its signature."""
    from auzolan.house.programs.deliveries import deliver_due

    place = endpoint("m003")
    seq = comment(coop, "m002", "a secret word")
    follow(coop)
    caught: list[Any] = []
    assert deliver_due(NOW, send=lambda message: caught.append(message) or 204) == 1  # type: ignore[func-returns-value]
    (message,) = caught
    body = json.loads(message.body)
    assert set(body) == {"id", "type", "entry", "at", "link"}
    assert (body["type"], body["entry"]) == ("assembly.comment", seq)
    assert body["link"].endswith(f"/en/record/{seq}/")
    assert b"m002" not in message.body
    assert message.url == URL
    key = base64.b64decode(place.secret.removeprefix("whsec_"))
    named = f"{message.headers['webhook-id']}.{message.headers['webhook-timestamp']}."
    digest = hmac.new(key, named.encode() + message.body, hashlib.sha256).digest()
    assert message.headers["webhook-signature"] == f"v1,{base64.b64encode(digest).decode()}"
    assert message.headers["webhook-timestamp"] == str(NOW // SECOND_MS)
    assert message.headers["webhook-id"] == body["id"]
    assert deliver_due(NOW + 10**9, send=lambda _: 500) == 0, "what arrived is not sent again"


def test_who_does_not_answer_is_tried_six_times_then_given_up(coop: Path) -> None:
    """Goal: waits of 1, 5, 30 min, 2 and 12 h. Method: a clock that jumps, a receiver that fails."""
    from auzolan.house.notices.mailing import sentence
    from auzolan.house.notices.models import Notice
    from auzolan.house.programs.deliveries import deliver_due
    from auzolan.house.programs.models import Delivery

    endpoint("m003")
    comment(coop, "m002")
    follow(coop)
    now, waits = NOW, []
    for _ in range(6):
        assert deliver_due(now, send=lambda _: 500) == 1
        assert deliver_due(now, send=lambda _: 200) == 0, "not before its time"
        one = Delivery.objects.get()
        waits.append((one.next_at - now) // (60 * SECOND_MS))
        now = one.next_at or now
    assert waits[:5] == [1, 5, 30, 120, 720]
    assert (one.state, one.tries, one.answered_status) == ("given_up", 6, 500)
    assert deliver_due(now + 10**10, send=lambda _: 200) == 0
    told = Notice.objects.get(what="program_silent")
    assert (told.member, told.mail) == ("m003", "digest")
    assert "hooks.example.org." in sentence(told)
    assert "/" not in sentence(told), "of the address no more than the host goes by mail"


def test_a_message_sent_again_has_the_same_id(coop: Path) -> None:
    """Goal: a receiver can tell a repeat. Method: fail once, then replay after it arrived."""
    from auzolan.house.programs.deliveries import deliver_due, replay

    place = endpoint("m003")
    seq = comment(coop, "m002")
    follow(coop)
    caught: list[Any] = []

    def receiver(status: int) -> Any:
        return lambda message: caught.append(message) or status  # type: ignore[func-returns-value]

    deliver_due(NOW, send=receiver(500))
    deliver_due(NOW + 61_000, send=receiver(200))
    assert not replay(person_of("m002"), place.public_id, seq), "only her own"
    assert replay(person_of("m003"), place.public_id, seq)
    deliver_due(NOW + 62_000, send=receiver(200))
    assert len(caught) == 3
    assert len({one.headers["webhook-id"] for one in caught}) == 1
    assert len({one.headers["webhook-signature"] for one in caught}) == 3


def test_a_stopped_address_is_told_later(coop: Path) -> None:
    """Goal: a pause loses nothing. Method: pause, enter, go on."""
    from auzolan.house.programs import endpoints
    from auzolan.house.programs.deliveries import deliver_due

    place = endpoint("m003")
    endpoints.pause(person_of("m003"), place.public_id)
    comment(coop, "m002")
    follow(coop)
    assert deliver_due(NOW, send=lambda _: 200) == 0
    endpoints.go_on(person_of("m003"), place.public_id)
    assert deliver_due(NOW, send=lambda _: 200) == 1


def test_one_silent_address_is_asked_once_in_a_round(coop: Path) -> None:
    """Goal: others do not wait for it. Method: three entries, one address that fails, one that answers."""
    from auzolan.house.programs.deliveries import deliver_due

    endpoint("m003", url="https://silent.example.org/")
    endpoint("m002", url="https://there.example.org/")
    for text in ("one", "two", "three"):
        comment(coop, "m001", text)
    follow(coop)
    asked: list[str] = []

    def send(message: Any) -> int:
        asked.append(message.url)
        return 500 if "silent" in message.url else 200

    deliver_due(NOW, send=send)
    assert asked.count("https://silent.example.org/") == 1
    assert asked.count("https://there.example.org/") == 3


def test_a_company_is_told_of_its_own_licences_alone(coop: Path) -> None:
    """Goal: the record stays with members. Method: a company asks for everything, a member comments."""
    from auzolan.house.programs import endpoints

    endpoints.add(person_of(party="dairy"), URL, ["*"])
    comment(coop, "m002")
    follow(coop)
    assert noted() == []


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.org/", "https://", "hooks.example.org", "https://a:b@example.org/",
        "https://example.org:8443/", "https://example.org/#x", "https://exämple.org/", "ftp://x.org/",
        "https://example.org/ x", "https://example.org:x/", "https://example.org/" + "x" * 500,
    ],
)  # fmt: skip
def test_an_address_that_is_none_is_refused(coop: Path, url: str) -> None:
    """Goal: only plain https. Method: addresses with one thing wrong."""
    from auzolan.house.programs.endpoints import EndpointRefused

    with pytest.raises(EndpointRefused, match="url"):
        endpoint("m003", url=url)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.5.4", "192.168.1.1", "169.254.169.254", "0.0.0.0",
        "100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1",
        "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1",
        "64:ff9b::a00:1", "192.0.2.1", "198.18.0.1", "240.0.0.1", "word", "",
    ],
)  # fmt: skip
def test_addresses_within_a_house_are_never_called(address: str) -> None:
    """Goal: nobody reaches our own machines through us. Method: every kind of inner address."""
    from auzolan.house.programs.sending import is_public

    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "64:ff9b::101:101"]
)
def test_addresses_of_the_open_network_are_called(address: str) -> None:
    """Goal: real receivers are reached. Method: public addresses of both kinds."""
    from auzolan.house.programs.sending import is_public

    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_an_inner_address_stays_inner_however_it_is_written(address: Any) -> None:
    """Goal: no way around by another notation. Method: any IPv4 address, wrapped in IPv6 in two ways."""
    from auzolan.house.programs.sending import is_public

    number = int(address)
    for written in (f"::ffff:{address}", f"64:ff9b::{number >> 16:x}:{number & 0xFFFF:x}"):
        assert not is_public(written) or is_public(str(address))


@contextmanager
def receiver(path: Path, status: int) -> Iterator[tuple[int, list[Any], ssl.SSLContext]]:
    """A receiver with TLS on this machine: its port, what came, and whose certificate to believe."""
    came: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            came.append((self.path, dict(self.headers), body))
            self.send_response(status)
            self.send_header("location", "https://127.0.0.1/elsewhere")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    certificate, key = self_signed(path, "localhost")
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(certificate, key)
    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.socket = serving.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port, came, ssl.create_default_context(cafile=certificate)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.parametrize("status", [204, 302, 500])
def test_a_message_travels_over_tls_and_no_redirect_is_followed(
    tmp_path: Path, status: int
) -> None:
    """Goal: what arrives is what was signed. Method: a real receiver on this machine, three answers."""
    from auzolan.house.programs.messages import Message
    from auzolan.house.programs.sending import sent_to

    with receiver(tmp_path, status) as (port, came, trust):
        message = Message(f"https://localhost:{port}/a?b=c", b'{"x":1}', {"webhook-id": "msg"})
        assert sent_to(message, trust, may_be_here=True) == status
    ((path, headers, body),) = came
    assert (path, body) == ("/a?b=c", b'{"x":1}')
    assert {name.lower(): value for name, value in headers.items()}["webhook-id"] == "msg"


def test_a_message_never_goes_to_this_machine_nor_past_a_wrong_certificate(tmp_path: Path) -> None:
    """Goal: both fences hold. Method: a receiver here, once with strict addresses, once untrusted."""
    from auzolan.house.programs.messages import Message
    from auzolan.house.programs.sending import NotSent, send, sent_to

    with receiver(tmp_path, 200) as (port, came, trust):
        message = Message(f"https://localhost:{port}/", b"{}", {})
        with pytest.raises(NotSent, match="not a public address"):
            sent_to(message, trust, may_be_here=False)
        with pytest.raises(NotSent, match="not a public address"):
            send(message)
        with pytest.raises(NotSent, match="certificate"):
            sent_to(message, ssl.create_default_context(), may_be_here=True)
        unknown = Message("https://no-such-name.invalid/", b"{}", {})
        with pytest.raises(NotSent, match="no such name"):
            send(unknown)
    assert came == []
    with pytest.raises(NotSent, match="no answer"):
        sent_to(message, trust, may_be_here=True)


def test_a_program_sees_and_repeats_its_own_messages(coop: Path) -> None:
    """Goal: replay without a page. Method: list, replay, and another's key at the same address."""
    from auzolan.house.programs.deliveries import deliver_due

    place = endpoint("m003")
    seq = comment(coop, "m002")
    follow(coop)
    deliver_due(NOW, send=lambda _: 200)
    own, other = Program(key_for("m003")), Program(key_for("m002"))
    (line,) = own.get("programs/addresses").json()["items"]
    assert line["id"] == place.public_id
    assert place.secret not in json.dumps(line)
    path = f"programs/addresses/{place.public_id}/deliveries"
    assert own.get(path).json()["items"][0] | SENT == own.get(path).json()["items"][0]
    assert own.post(f"{path}/{seq}/replay").json()["items"][0]["state"] == "waiting"
    refused(own.post(f"{path}/{seq + 1}/replay"), 404, "api.no_such_thing")
    refused(other.get(path), 404, "api.no_such_thing")
    refused(other.post(f"{path}/{seq}/replay"), 404, "api.no_such_thing")
    assert other.get("programs/addresses").json()["items"] == []
