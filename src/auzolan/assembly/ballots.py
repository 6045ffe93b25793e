"""The two open annexes of a poll: the tags of its roll, and the ballots that it discloses.

It checks their shape and what a ballot opens. Which member holds which tag is known to nothing
in this room.
"""

from __future__ import annotations

import re

from auzolan.record import fields
from auzolan.record.annexes import Annex

TAGS_KIND = "tags/1"
TAGS_NAMES = ("tag",)
BALLOTS_KIND = "ballots/1"
BALLOTS_NAMES = ("choice", "entry", "salt", "tag")

_TAG = re.compile(r"[0-9a-f]{32}\Z")
_SALT = re.compile(r"[0-9a-f]{64}\Z")


def is_tags_annex(annex: Annex) -> bool:
    """Whether this is an annex `tags/1`: one column of texts, each 16 bytes in hexadecimal."""
    return (
        (annex.kind, annex.names, annex.amount) == (TAGS_KIND, TAGS_NAMES, "")
        and all(isinstance(tag, str) and _TAG.match(tag) for tag in annex.column("tag"))
    )  # fmt: skip


def is_ballots_annex(annex: Annex) -> bool:
    """Whether this is an annex `ballots/1`: its four columns, each salt 32 bytes in hexadecimal."""
    return (
        (annex.kind, annex.names, annex.amount) == (BALLOTS_KIND, BALLOTS_NAMES, "")
        and all(isinstance(salt, str) and _SALT.match(salt) for salt in annex.column("salt"))
    )  # fmt: skip


def opens_ballot(choice: str, salt: str, commitment: str) -> bool:
    """Whether a disclosed ballot is the one that its entry committed to.

    Args:
        choice: what the annex says that the ballot said.
        salt: its salt from the annex, in hexadecimal.
        commitment: what stands for the choice in the ballot's entry.
    Returns:
        True where the choice and the salt make this commitment.
    """
    return fields.opens(fields.Opening("choice", salt, choice), commitment)
