"""A value that is sent twice: in the address and in the form, or twice in one of them."""

from __future__ import annotations

from django.utils.http import urlencode

from auzolan.audit.folder import Folder
from auzolan.house.storage.reader import reader_of
from house.accounts.conftest import Coop
from security.addresses import written
from support.portal import sign_in

COMMENT = "/en/do/assembly.comment/"


def test_a_field_that_is_sent_twice_is_read_once(coop: Coop) -> None:
    """Goal: what is checked is what is done. Method: two texts in one form, and others in the address."""
    client = sign_in(coop.client(), "m003")
    pairs = [
        ("proposal", "nothing"), ("proposal", "longer-polls"), ("text", "first"), ("text", "second"),
        ("once", "a-number-of-one-form"), ("sure", "1"),
    ]  # fmt: skip
    before = written(coop)["record"]
    answer = client.post(
        f"{COMMENT}?proposal=nothing&text=third", urlencode(pairs),
        content_type="application/x-www-form-urlencoded",
    )  # fmt: skip
    assert answer.status_code == 302, answer.content
    assert written(coop)["record"] == before + 1
    page = client.get("/en/decisions/longer-polls/").content.decode()
    assert "second" in page
    assert "third" not in page
    with reader_of(Folder(coop.folder)) as reader:
        assert reader.entry(before).actor == "m003"


def test_a_field_in_the_address_fills_no_form_that_is_sent(coop: Coop) -> None:
    """Goal: a link cannot add to what she sends. Method: the yes and the text in the address alone."""
    client = sign_in(coop.client(), "m003")
    before = written(coop)
    for said in ("sure=1&once=a-number-of-one-form", "text=by+link&sure=1"):
        answer = client.post(f"{COMMENT}?{said}", {"proposal": "longer-polls"})
        assert answer.status_code in {200, 422}, said
    assert written(coop) == before


def test_a_program_that_says_a_field_twice_gets_the_last_or_a_no(coop: Coop) -> None:
    """Goal: two readers of one body cannot differ. Method: one key twice in a JSON body."""
    client = sign_in(coop.client(), "m003")
    before = written(coop)["record"]
    body = '{"proposal": "nothing", "text": "a", "proposal": "longer-polls", "text": "the-last"}'
    answer = client.post(
        "/api/v1/do/assembly.comment", body, content_type="application/json",
        headers={"Idempotency-Key": "a-number-of-my-own"},
    )  # fmt: skip
    if answer.status_code == 200:
        assert written(coop)["record"] == before + 1
        assert "the-last" in client.get("/en/decisions/longer-polls/").content.decode()
    else:
        assert (answer.status_code, written(coop)["record"]) == (422, before)
