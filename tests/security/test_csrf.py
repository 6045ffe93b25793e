"""Forms that this house did not show to this browser, and addresses that are only read."""

from __future__ import annotations

from django.test import Client

from house.accounts.conftest import Coop
from security.addresses import addresses, written
from support.portal import sign_in

NOTES = "/en/do/assembly.comment/"
SENT = {"proposal": "longer-polls", "text": "no", "once": "a-number-of-one-form", "sure": "1"}


def strict(coop: Coop, member: str) -> Client:
    """A browser of a member that must send the mark of a form."""
    return sign_in(coop.client(is_strict=True), member)


def test_a_post_without_its_mark_is_refused_and_changes_nothing(coop: Coop) -> None:
    """Goal: no foreign page acts in her name. Method: a bare POST to every address there is."""
    client, before = strict(coop, "m001"), written(coop)
    for address in [*addresses(member="m001"), NOTES]:
        answer = client.post(address, SENT)
        assert answer.status_code in {403, 405}, (address, answer.status_code)
    assert client.get("/en/home/").status_code == 200, "nor was she signed out"
    assert written(coop) == before


def test_the_mark_of_another_session_is_refused(coop: Coop) -> None:
    """Goal: a mark that an attacker got for himself is none of hers. Method: his mark, her cookie."""
    hers, his = strict(coop, "m003"), coop.client(is_strict=True)
    for client in (hers, his):
        client.get(NOTES if client is hers else "/en/account/login/")
    foreign = his.cookies["csrftoken"].value
    before = written(coop)
    assert hers.post(NOTES, {**SENT, "csrfmiddlewaretoken": foreign}).status_code == 403
    assert written(coop) == before
    own = hers.cookies["csrftoken"].value
    assert hers.post(NOTES, {**SENT, "csrfmiddlewaretoken": own}).status_code == 302
    assert written(coop)["record"] == before["record"] + 1


def test_the_refusal_says_what_to_do(coop: Coop) -> None:
    """Goal: no dead end. Method: the page that a form without its mark gets."""
    said = strict(coop, "m003").post(NOTES, SENT).content.decode()
    assert "This form was not taken" in said
    assert "once more" in said or "again" in said, said


def test_nothing_changes_by_reading(coop: Coop) -> None:
    """Goal: following a link does nothing. Method: GET and HEAD of every address, as an officer."""
    client = sign_in(coop.client(), "m001")
    before = written(coop)
    for address in addresses(member="m001"):
        assert client.get(address).status_code < 500, address
        client.head(address)
    client.get(NOTES, SENT)
    assert "_auth_user_id" in client.session, "nor does a link sign her out"
    assert written(coop) == before
