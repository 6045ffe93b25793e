"""Which story a user asked for, and the data that it needs, read before anything is founded."""

from __future__ import annotations

import re
from pathlib import Path

from auzolan.engine import dynasent
from auzolan.house.demo.fetching import fetch
from auzolan.house.demo.sentences import sentences_story
from auzolan.house.demo.story import yogurt_story
from auzolan.house.demo.telling import Story
from auzolan.house.doors.errors import Misused

YOGURT, DYNASENT = "yogurt", "dynasent"
_DIGEST = re.compile(r"[0-9a-fA-F]{64}\Z")


def story_of(dataset: str, *, data: Path | None, sha256: str | None) -> Story:
    """The story of a data set.

    Args:
        dataset: its name.
        data: the folder of its files, where it is not installed with the program.
        sha256: what its zip must have where it is to be fetched first; None where it is not.
    Raises:
        Misused: no such set, its files are missing, or they are not those that were published.
        NotFetched: it could not be fetched.
    """
    if dataset == YOGURT:
        if data is not None or sha256 is not None:
            raise Misused("The yogurt households are installed with the program: leave --data out.")
        return yogurt_story()
    if dataset != DYNASENT:
        raise Misused(f"A data set is {YOGURT} or {DYNASENT}; got {dataset}")
    if data is None:
        raise Misused(
            "dynasent is not installed with the program: name the folder of its two files with --data. "
            f"It is published at {dynasent.HOME} (CC BY 4.0). --fetch gets it from there into that "
            "folder, where --sha256 says which digest the zip must have; its makers publish none."
        )
    if sha256 is not None:
        if not _DIGEST.match(sha256):
            raise Misused(
                "--fetch takes the SHA-256 of the zip, 64 hexadecimal digits, as --sha256: its makers "
                "publish none, so name one that you trust, or fetch the zip by hand and use --data."
            )
        fetch(data, sha256=sha256)
    try:
        return sentences_story(dynasent.read(data))
    except dynasent.NotDynaSent as fault:
        raise Misused(
            f"These are not the published files: {fault}. They are at {dynasent.HOME}."
        ) from fault
