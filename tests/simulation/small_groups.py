"""What the small model knows of groups, and of what members ask about their data.

A group is people who decide together about batches that they have put among its rows.
"""

from __future__ import annotations

from dataclasses import dataclass, field

SECRET = 3
"""The fewest among whom a vote is secret."""


@dataclass(slots=True)
class Group:
    """Who belongs to it, since when; whom it has asked to join; which batches are its rows."""

    members: dict[str, int] = field(default_factory=dict)
    invited: set[str] = field(default_factory=set)
    batches: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Request:
    """What somebody asked about her data, and until when there is an answer."""

    member: str
    asks: str
    since: int
    due: int
    state: str = "open"
    has_more_time: bool = False
