"""Examples of the acts of the rights desk."""

from __future__ import annotations

from auzolan.consent import request_acts as rights
from auzolan.record.entries import Act, Fact

DIGEST = "0123456789abcdef" * 4
AT = 1_767_225_600_000
DAY = 86_400_000

RIGHTS: tuple[tuple[Act, tuple[Fact, ...]], ...] = (
    (
        rights.RequestRight("r1", "m002", "move", DIGEST, "m003"),
        (rights.Requested("r1", "m002", AT + 30 * DAY),),
    ),
    (
        rights.AnswerRequest("r1", "more-time", DIGEST),
        (rights.RequestAnswered("r1", "m002", AT + 90 * DAY),),
    ),
)
