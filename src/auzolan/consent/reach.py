"""How far a word reaches: what a no to one term stands against, whom and where a limit names.

It reads no books and judges no request; the gate and the duties after a withdrawal ask it.
"""

from __future__ import annotations

from functools import lru_cache

import msgspec

from auzolan.consent.taxonomy import TAXONOMY, covers


def forbids_part_of(named: str, asked: str) -> bool:
    """Whether a no to one term stands against asking for another.

    It does for what lies below it, and for what it lies below itself: who asks to train, and does
    not say how, asks for every way to train.

    Args:
        named: a term of a prohibition, as `train.finetune`.
        asked: a term of a request, as `train`.
    """
    return covers(named, asked) or covers(asked, named)


def struck_by(operation: str) -> list[str]:
    """The operations whose strike stops this one: itself, those above it and those below it."""
    parts = operation.split(".")
    above = [".".join(parts[:end]) for end in range(1, len(parts) + 1)]
    return sorted({*above, *TAXONOMY.operations_under.get(operation, ())})


@lru_cache(maxsize=4096)
def names_of(text: str) -> frozenset[str] | None:
    """The names of a limit as a row keeps it; None for no limit."""
    found = msgspec.json.decode(text.encode(), type=list[str] | None)
    return None if found is None else frozenset(found)


def names_against(text: str, asked: str, *, is_no: bool) -> frozenset[str] | None:
    """The names of a limit, as they stand against what is asked.

    Args:
        text: the limit as a row keeps it.
        asked: the territory or class of models of a request; empty for none in particular, which
            may be any: then a no that is limited to some stands.
        is_no: whether it is the limit of a prohibition.
    """
    return None if is_no and not asked else names_of(text)
