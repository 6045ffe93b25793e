"""Another member's id wherever one can be sent: nobody acts in her name, and nobody learns of her."""

from __future__ import annotations

import msgspec
import pytest
from django.test import Client

from auzolan.audit.folder import Folder
from auzolan.house.doors.doing.catalogue import doings
from auzolan.house.storage.reader import reader_of
from house.accounts.conftest import Coop
from security.addresses import addresses, written
from support.portal import SECRET_NAME, sign_in

WHO = ("member", "actor", "who", "person", "owner", "giver", "author", "by", "as", "visit")


def test_nobody_acts_in_anothers_name(coop: Coop) -> None:
    """Goal: who acts comes from the session. Method: every doing, with another's id in every field."""
    client = sign_in(coop.client(), "m003")
    before = written(coop)["record"]
    said = dict.fromkeys(WHO, "m002")
    for number, (name, doing) in enumerate(sorted(doings().items())):
        fields = {one.encode_name: "m002" for one in msgspec.structs.fields(doing.asks)}
        sent = {**fields, **said, "once": f"a-number-of-form-{number}", "sure": "1"}
        answer = client.post(f"/en/do/{name}/", sent)
        assert answer.status_code in {200, 302, 403, 409, 422}, (name, answer.status_code)
    with reader_of(Folder(coop.folder)) as reader:
        actors = {reader.entry(seq).actor for seq in range(before, reader.log.head().size)}
    assert actors <= {"m003"}


@pytest.mark.parametrize("reader", ["", "m003"])
def test_another_and_nobody_look_the_same(coop: Coop, reader: str) -> None:
    """Goal: no page tells whether somebody belongs. Method: a member's id and one that nobody has."""
    client: Client = sign_in(coop.client(), reader) if reader else coop.client()
    for there, nowhere in zip(addresses(member="m002"), addresses(member="m999"), strict=True):
        if there == nowhere:
            continue
        one, other = client.get(there), client.get(nowhere)
        assert one.status_code == other.status_code, there
        assert f"{SECRET_NAME} m002" not in one.content.decode(), there
        if one.status_code == 403:
            assert _bare(one.content, "m002") == _bare(other.content, "m999"), there


def _bare(content: bytes, member: str) -> list[str]:
    """A page without the id and the numbers of its forms."""
    lines = content.decode().replace(member, "").splitlines()
    return [line for line in lines if "csrfmiddlewaretoken" not in line]
