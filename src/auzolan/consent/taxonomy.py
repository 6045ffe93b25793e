"""What may be done with data, and what for: two closed lists, each with a version.

An operation is what is done to rows, an end use is what comes of it. Only the dot makes a parent:
`train` is the parent of `train.finetune`, and `advertising` is nobody's child. A term that is not in
a list does not exist, and whatever names it is refused. Says nothing about who allows what.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

OPERATIONS = (
    "store", "analyse", "index", "embed", "evaluate",
    "train", "train.pretrain", "train.finetune", "train.preference",
    "distil", "synthesise",
    "replica", "replica.voice", "replica.likeness",
    "share", "share.enclave", "share.download", "share.open",
)  # fmt: skip
"""What may be done with rows, in the order of their bits: at most 62, and only ever added to."""

END_USES = (
    "own-cooperative", "research", "public-interest", "commercial", "advertising",
    "hiring", "insurance-credit", "law-enforcement", "worker-management",
    "military", "political", "adult",
)  # fmt: skip
"""What may come of it, likewise."""

ORDINARY = ("store", "analyse", "index", "embed", "evaluate", "train")
"""The operations that a simple yes to an end use means, with their descendants."""

NEVER_BUNDLED = frozenset(
    {"replica", "replica.voice", "replica.likeness", "share.download", "share.open"}
)
"""Operations that a permission names alone: a grant that names them beside others, or that names
a parent of theirs, is not taken."""

_DPV = "https://w3id.org/dpv#"
_DPV_AI = "https://w3id.org/dpv/ai#"
_DPV_LAW = "https://w3id.org/dpv/sector/law#"

DPV: Mapping[str, str | None] = MappingProxyType(
    {
        **dict.fromkeys((*OPERATIONS, *END_USES), None),
        "store": _DPV + "Store",
        "analyse": _DPV + "Analyse",
        "train": _DPV_AI + "ModelTraining",
        "train.finetune": _DPV_AI + "ModelFineTuning",
        "synthesise": _DPV + "Generate",
        "share": _DPV + "Share",
        "share.download": _DPV + "Download",
        "share.open": _DPV + "MakeAvailable",
        "research": _DPV + "ResearchAndDevelopment",
        "public-interest": _DPV + "PublicBenefit",
        "commercial": _DPV + "CommercialPurpose",
        "advertising": _DPV + "Advertising",
        "hiring": _DPV + "PersonnelHiring",
        "law-enforcement": _DPV_LAW + "LawEnforcement",
        "worker-management": _DPV + "PersonnelManagement",
        "political": _DPV + "PoliticalCampaign",
    }
)
"""The term of the W3C Data Privacy Vocabulary that means the same, or None where there is none.

None: index, embed, evaluate, train.pretrain, train.preference, distil, all of replica,
share.enclave, own-cooperative, military, adult; and insurance-credit, which is two terms there.
Of political uses it knows campaigns alone, which comes nearest. There, a campaign is advertising and
advertising is marketing; here none lies below another.
Source: Data Privacy Vocabulary 2.3 (2026), purposes, processing, extensions AI and law.
"""

Below = Mapping[str, tuple[str, ...]]


def covers(named: str, asked: str) -> bool:
    """Whether a term is the one that is named, or lies below it.

    Args:
        named: a term of a grant, as `train`.
        asked: a term of a request, as `train.finetune`.
    """
    return asked == named or asked.startswith(named + ".")


def dpv_term(term: str) -> str | None:
    """The term of the Data Privacy Vocabulary that means the same, or else its parent's."""
    while term:
        found = DPV.get(term)
        if found is not None:
            return found
        term = term.rpartition(".")[0]
    return None


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """One version of the two lists, as it is shown to members.

    Attributes:
        version: counts from 1.
        operations: what may be done with rows.
        end_uses: what may come of it.
        operations_under: each operation with itself and its descendants.
        end_uses_under: each end use, likewise.
    """

    version: int
    operations: frozenset[str]
    end_uses: frozenset[str]
    operations_under: Below = field(compare=False, repr=False)
    end_uses_under: Below = field(compare=False, repr=False)


def first_terms(version: int, n_operations: int, n_end_uses: int) -> Taxonomy:
    """A version by how many terms it has, so that each has all terms of those before it.

    Args:
        version: counts from 1.
        n_operations: how many of `OPERATIONS`, from the first.
        n_end_uses: how many of `END_USES`.
    """
    operations, end_uses = OPERATIONS[:n_operations], END_USES[:n_end_uses]
    return Taxonomy(
        version, frozenset(operations), frozenset(end_uses), _under(operations), _under(end_uses)
    )


def _under(terms: tuple[str, ...]) -> Below:
    return MappingProxyType(
        {named: tuple(term for term in terms if covers(named, term)) for named in terms}
    )


TAXONOMIES: Mapping[int, Taxonomy] = MappingProxyType({1: first_terms(1, 18, 12)})
"""Every version that was ever shown to a member; none is changed or taken away."""

TAXONOMY = TAXONOMIES[max(TAXONOMIES)]
"""The version that new requests and grants are written in."""

_OPERATION_BITS = {term: 1 << place for place, term in enumerate(OPERATIONS)}
_END_USE_BITS = {term: 1 << place for place, term in enumerate(END_USES)}


def operation_bit(term: str) -> int:
    """The bit that stands for an operation, the same in every version; 0 for an unknown one."""
    return _OPERATION_BITS.get(term, 0)


def end_use_bit(term: str) -> int:
    """The bit that stands for an end use, the same in every version; 0 for an unknown one."""
    return _END_USE_BITS.get(term, 0)


def operations_below(term: str, version: int, shown: Mapping[int, Taxonomy] = TAXONOMIES) -> int:
    """An operation and its descendants in one version, as bits.

    Args:
        term: as `train`.
        version: of the taxonomy.
        shown: all versions there are.
    Returns:
        The bits; 0 where the version, or the term in it, is unknown.
    """
    found = shown.get(version)
    return 0 if found is None else _mask(found.operations_under.get(term, ()), _OPERATION_BITS)


def end_uses_below(term: str, version: int, shown: Mapping[int, Taxonomy] = TAXONOMIES) -> int:
    """An end use and its descendants in one version, as bits; 0 where one of both is unknown."""
    found = shown.get(version)
    return 0 if found is None else _mask(found.end_uses_under.get(term, ()), _END_USE_BITS)


def _mask(terms: Iterable[str], bits: Mapping[str, int]) -> int:
    return sum(bits[term] for term in terms)


@lru_cache(maxsize=256)
def bits_of_grant(end_uses: tuple[str, ...], version: int) -> tuple[int, int]:
    """What a simple grant of these end uses means, as bits: its operations, its end uses.

    Args:
        end_uses: terms of that version.
        version: of the taxonomy that was shown.
    """
    operations = uses = 0
    for term in ORDINARY:
        operations |= operations_below(term, version)
    for term in end_uses:
        uses |= end_uses_below(term, version)
    return operations, uses
