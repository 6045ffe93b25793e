"""What may be done with data, and what for: two closed lists, each with a version.

An operation is what is done to rows, an end use is what comes of it. Only the dot makes a parent:
`train` is the parent of `train.finetune`, and `advertising` is nobody's child. A term that is not in
a list does not exist, and whatever names it is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """One version of the two lists, as it is shown to members.

    Attributes:
        version: counts from 1.
        operations: what may be done with rows.
        end_uses: what may come of it.
    """

    version: int
    operations: frozenset[str]
    end_uses: frozenset[str]


TAXONOMIES = MappingProxyType(
    {
        1: Taxonomy(
            version=1,
            operations=frozenset(
                {
                    "store", "analyse", "index", "embed", "evaluate",
                    "train", "train.pretrain", "train.finetune", "train.preference",
                    "distil", "synthesise",
                    "replica", "replica.voice", "replica.likeness",
                    "share", "share.enclave", "share.download", "share.open",
                }
            ),
            end_uses=frozenset(
                {
                    "own-cooperative", "research", "public-interest", "commercial", "advertising",
                    "hiring", "insurance-credit", "law-enforcement", "worker-management",
                    "military", "political", "adult",
                }
            ),
        ),
    }
)  # fmt: skip
"""Every version that was ever shown to a member; none is changed or taken away."""

TAXONOMY = TAXONOMIES[max(TAXONOMIES)]
"""The version that new requests and grants are written in."""

NEVER_BUNDLED = frozenset(
    {"replica", "replica.voice", "replica.likeness", "share.download", "share.open"}
)
"""Operations that a permission names alone: a grant that names them beside others, or that names
a parent of theirs, is not taken."""


def covers(named: str, asked: str) -> bool:
    """Whether a term is the one that is named, or lies below it.

    Args:
        named: a term of a grant, as `train`.
        asked: a term of a request, as `train.finetune`.
    """
    return asked == named or asked.startswith(named + ".")
