"""Answers of passkeys that a thief might make: for another question, changed, or without the person."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from house.accounts.conftest import HOST, Coop
from house.accounts.test_passkey_use import ADD, SHOW, asked, is_in, options_on
from security.software_passkey import SoftwarePasskey

ORIGIN = f"http://{HOST}"


def with_passkey(client: Client, seed: int) -> SoftwarePasskey:
    """A passkey that has been added to the account that is signed in."""
    key = SoftwarePasskey(HOST, ORIGIN, seed=seed)
    options = options_on(client.get(ADD))["creation_options"]
    sent = json.dumps(key.register(options))
    answer = client.post(ADD, {"name": "phone", "credential": sent, "passwordless": "on"})
    assert answer.status_code == 302, answer.content
    return key


def shown(client: Client, answer: object) -> bool:
    """Whether an answer signs somebody in."""
    client.post(SHOW, {"credential": json.dumps(answer)})
    return is_in(client)


@pytest.fixture
def key(coop: Coop) -> SoftwarePasskey:
    """The passkey of a member, another one for each test."""
    number = 1 + len(coop.letters())
    return with_passkey(coop.came_in(f"m00{number}"), seed=number)


def test_an_answer_to_another_challenge_is_refused(coop: Coop, key: SoftwarePasskey) -> None:
    """Goal: an answer fits one question. Method: the question of another browser, and a made-up one."""
    client, other = coop.client(), coop.client()
    foreign = asked(other)["publicKey"]["challenge"]
    for challenge in (foreign, "A" * 43):
        assert not shown(client, key.answer(asked(client), challenge=challenge))
    assert shown(client, key.answer(asked(client)))


def test_a_changed_answer_is_refused(coop: Coop, key: SoftwarePasskey) -> None:
    """Goal: the signature is checked. Method: one bit turned over; then the same answer whole."""
    client = coop.client()
    assert not shown(client, key.answer(asked(client), is_touched=True))
    assert shown(client, key.answer(asked(client)))


def test_an_answer_made_for_another_origin_is_refused(coop: Coop, key: SoftwarePasskey) -> None:
    """Goal: pages that look like ours gain nothing. Method: origins that resemble ours."""
    client = coop.client()
    for origin in (
        "https://evil.example", f"http://{HOST}.evil.example", f"http://evil-{HOST}", "null",
    ):  # fmt: skip
        assert not shown(client, key.answer(asked(client), origin=origin)), origin


def test_an_answer_without_finger_face_or_pin_is_refused(coop: Coop, key: SoftwarePasskey) -> None:
    """Goal: a stolen device is one factor less. Method: an answer that did not check the person."""
    client = coop.client()
    assert not shown(client, key.answer(asked(client), is_checked=False))
