"""Shapes of the room charter. Written by scripts/make_client.py; change the table that it is made from instead."""

# fmt: off
from __future__ import annotations

import msgspec

from auzolan.client.shapes_charter import (
    Consent,
    Decisions,
    Labour,
    MandateLine,
    Meetings,
    Membership,
    Organs,
    Payouts,
    Royalties,
    Surplus,
    Worth,
)


class RightsOf(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, array_like=True):
    """All acts that one kind of person may ask for by one article, each as `Right` tells."""

    by: str
    office: str
    article: int
    acts: tuple[str, ...]


class Charter(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The whole charter in force."""

    preset: str
    currency: str
    version: int
    membership: Membership
    consent: Consent
    labour: Labour
    surplus: Surplus
    payouts: Payouts
    royalties: Royalties
    decisions: Decisions
    meetings: Meetings
    organs: Organs
    worth: Worth
    texts: str
    holders: tuple[RightsOf, ...]


class ArticleText(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The human text of an article."""

    article: str
    text: str


class VersionLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One version of the charter, and the entry that put it in force."""

    version: int
    digest: str
    entry: int
    at: str


class CharterPage(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The charter in force with its texts in one language, its versions and the mandates."""

    digest: str
    origin: str
    charter: Charter
    texts: tuple[ArticleText, ...]
    versions: tuple[VersionLine, ...]
    mandates: tuple[MandateLine, ...]
    organs_due: tuple[str, ...]
