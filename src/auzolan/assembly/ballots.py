"""The open annexes of a poll: the tags of its roll, the ballots that it discloses, the stages.

It checks their shape, what a ballot may say and what it opens. Which member holds which tag is
known to nothing in this room.
"""

from __future__ import annotations

import re

from auzolan.assembly.counting.yes_no import CHOICES
from auzolan.assembly.state import RANKED
from auzolan.members.state import CLASSES
from auzolan.record import fields
from auzolan.record.annexes import Annex

TAGS_KIND = "tags/2"
TAGS_NAMES = ("class", "tag")
BALLOTS_KIND = "ballots/1"
BALLOTS_NAMES = ("choice", "entry", "salt", "tag")
STAGES_KIND = "stages/1"
STAGES_NAMES = ("candidate", "stage", "votes", "what")

BLANK = "blank"

_TAG = re.compile(r"[0-9a-f]{32}\Z")
_SALT = re.compile(r"[0-9a-f]{64}\Z")
_RANKING = re.compile(r"[1-9][0-9]{0,3}(?:,[1-9][0-9]{0,3})*\Z")


def is_tags_annex(annex: Annex) -> bool:
    """Whether this is an annex `tags/2`: classes, and tags of 16 bytes in hexadecimal."""
    return (
        (annex.kind, annex.names, annex.amount) == (TAGS_KIND, TAGS_NAMES, "")
        and all(isinstance(tag, str) and _TAG.match(tag) for tag in annex.column("tag"))
        and all(name in CLASSES for name in annex.column("class"))
    )  # fmt: skip


def is_ballots_annex(annex: Annex) -> bool:
    """Whether this is an annex `ballots/1`: its four columns, each salt 32 bytes in hexadecimal."""
    return (
        (annex.kind, annex.names, annex.amount) == (BALLOTS_KIND, BALLOTS_NAMES, "")
        and all(isinstance(salt, str) and _SALT.match(salt) for salt in annex.column("salt"))
    )  # fmt: skip


def is_choice(kind: str, choice: str) -> bool:
    """Whether a ballot of a poll of this kind could say this; who stands is not asked."""
    if kind == RANKED:
        return choice == BLANK or _RANKING.match(choice) is not None
    return choice in CHOICES


def ranking_of(choice: str) -> tuple[int, ...]:
    """The numbers that a ranking names, in order of preference; none for a blank ballot."""
    return () if choice == BLANK else tuple(map(int, choice.split(",")))


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
