"""What the law forbids whatever members allow, as far as operations and end uses can say it.

Put in by hand, each line with its article. A law that asks for a judgement about a single case is
not here: the office of data answers for that. Nothing here is legal advice.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from auzolan.consent.policies import Request
from auzolan.consent.taxonomy import covers


@dataclass(frozen=True, slots=True)
class Forbidden:
    """One thing that a law forbids.

    Attributes:
        article: where it says so.
        operation: the term, empty for any.
        end_use: the term, empty for any.
        of_minors_only: whether only rows of minors are meant.
    """

    article: str
    operation: str
    end_use: str
    of_minors_only: bool


_EU = (
    Forbidden("Regulation (EU) 2022/2065, art. 28(2)", "", "advertising", of_minors_only=True),
    Forbidden("Directive 2011/93/EU, art. 5", "", "adult", of_minors_only=True),
)
_US = (Forbidden("18 U.S.C. 2256(8), 2252A", "", "adult", of_minors_only=True),)
_HOUSE = (
    Forbidden(
        "house: no minor is sold to, copied or judged by what she gave",
        "",
        "adult",
        of_minors_only=True,
    ),
    Forbidden(
        "house: no minor is sold to, copied or judged by what she gave",
        "replica",
        "",
        of_minors_only=True,
    ),
)

PACKS = MappingProxyType(
    {
        "es-pv-2019": (*_EU, *_HOUSE), "es-1999": (*_EU, *_HOUSE), "it": (*_EU, *_HOUSE),
        "us-worker": (*_US, *_HOUSE),
    }
)  # fmt: skip
"""What is forbidden under each legal preset; under one that is not here, what the house forbids."""


def forbids(preset: str, request: Request, *, of_minor: bool) -> bool:
    """Whether the law forbids a request.

    Args:
        preset: the charter's legal preset.
        request: what is asked.
        of_minor: whether the rows are a minor's.
    """
    return any(
        (of_minor or not one.of_minors_only)
        and (not one.operation or covers(one.operation, request.operation))
        and (not one.end_use or covers(one.end_use, request.end_use))
        for one in PACKS.get(preset, _HOUSE)
    )
