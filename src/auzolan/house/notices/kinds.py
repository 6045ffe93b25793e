"""The kinds of notices that a person chooses among, and how she is told where she has not chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class How(StrEnum):
    """How somebody is told."""

    NOW = "now"
    DIGEST = "digest"
    PAGE = "page"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of notices.

    Attributes:
        how: how people are told who have not chosen.
        can_be_off: whether one can choose not to be told at all.
    """

    how: How = How.DIGEST
    can_be_off: bool = True


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "money": Kind(How.NOW),
        "security": Kind(How.NOW, can_be_off=False),
        "closing": Kind(How.NOW),
        "look": Kind(How.NOW, can_be_off=False),
        "vote": Kind(),
        "use": Kind(),
        "statement": Kind(),
        "work": Kind(),
        "request": Kind(),
        "second": Kind(),
        "program": Kind(),
    }
)
KIND_OF: Mapping[str, str] = MappingProxyType(
    {
        "paid": "money", "payment_refused": "money", "payment_returned": "money",
        "bank_account": "security", "sign_in_way": "security", "address": "security",
        "poll_closing": "closing", "looked": "look",
        "poll_opened": "vote", "poll_result": "vote",
        "rows_used": "use", "licence_granted": "use", "withdrawal_done": "use",
        "period_closed": "statement", "surplus_shared": "statement",
        "work_accepted": "work", "work_rejected": "work", "appeal_upheld": "work",
        "appeal_overturned": "work", "request_answered": "request", "second_wanted": "second",
        "program_silent": "program",
    }
)  # fmt: skip
"""Of which kind each sentence is."""
