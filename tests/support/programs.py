"""What tests of the door for programs share: keys of members, and requests with them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.test import Client

NUMBER = "a-number-of-my-own"


def person_of(member: str = "", *, party: str = "") -> Any:
    """The account of a member or of a company, made where there is none."""
    from auzolan.house.accounts.models import Person

    email = f"{member or party}@people.invalid"
    return Person.objects.filter(email=email).first() or Person.objects.create_user(
        email, member=member, party=party
    )


def key_for(
    member: str, scopes: Iterable[str] = ("do:*", "read:*"), *, is_strong: bool = True,
    party: str = "",
) -> str:  # fmt: skip
    """A fresh key of a member, as text."""
    from auzolan.house.programs import keys

    owner = person_of(member, party=party)
    return keys.make(owner, "a test", scopes, 30, is_strong=is_strong).text


class Program:
    """A program that comes with a key; or without one, where it is empty."""

    def __init__(self, key: str = "") -> None:
        self._client = Client()
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}

    def get(self, path: str, **headers: str) -> HttpResponse:
        """Ask for something below `/api/v1/`."""
        return self._client.get(f"/api/v1/{path}", headers={**self._headers, **headers})

    def do(self, name: str, asked: object, number: str = NUMBER, *, query: str = "") -> Any:
        """Do something."""
        headers = {**self._headers, "Idempotency-Key": number}
        return self._client.post(
            f"/api/v1/do/{name}{query}", json.dumps(asked), content_type="application/json",
            headers={name: value for name, value in headers.items() if value},
        )  # fmt: skip

    def post(self, path: str, content: Any = "", kind: str = "application/json") -> Any:
        """Send something else."""
        return self._client.post(
            f"/api/v1/{path}", content, content_type=kind, headers=self._headers
        )


def items(answer: Any) -> list[dict[str, Any]]:
    """The lines of a page."""
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def refused(answer: Any, status: int, code: str) -> dict[str, Any]:
    """A problem, with the status and the code that it must have."""
    assert answer.status_code == status, (answer.status_code, answer.content)
    assert answer["Content-Type"] == "application/problem+json"
    found: dict[str, Any] = answer.json()
    assert found["code"] == code, found
    assert found["status"] == status
    for name in ("detail", "article", "remedy", "title", "type"):
        assert found[name], f"{name} is empty"
    return found
