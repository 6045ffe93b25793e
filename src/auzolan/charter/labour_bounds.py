"""How far a charter may go in judging work, and in watching who does it: bounds of the house."""

from __future__ import annotations

from collections.abc import Iterator

from auzolan.charter.articles import Charter
from auzolan.foundation.refusals import Refusal

WORK_CLASSES = (
    "work", "qualification", "training", "search", "waiting", "communication", "admin",
    "rejected", "returned", "appeal", "content-recovery", "governance",
)  # fmt: skip
"""The classes of work that there are; a test holds them equal to those of the labour room."""

OF_WORK = (
    ("accept_days", "at most", 7), ("appeal_days", "at least", 14), ("panel_size", "at least", 3),
    ("page_days", "at most", 90), ("group_public_min", "at least", 10),
    ("group_inside_min", "at least", 5), ("dominance_bp", "at most", 5_000),
    ("skill_judgments_min", "at least", 50),
)  # fmt: skip
"""How far a charter may go in judging work and in watching who does it; bounds of the house."""
ALWAYS_PAID = ("work", "qualification", "training", "rejected", "returned", "appeal")
"""Classes of work that every floor covers: what an issuer asks for, and what it costs her to be
wronged."""


def breaches_of_labour(charter: Charter) -> Iterator[Refusal]:
    """What in its article on labour a charter may not say.

    Args:
        charter: a charter of the right shape.
    Source: house: no watching from above, no work unpaid.
    """
    labour = charter.labour
    rule = "house: no watching from above, no work unpaid"
    for name, side, bound in OF_WORK:
        value = getattr(labour, name)
        if value > bound if side == "at most" else value < bound:
            yield Refusal(
                "charter.beyond_house", rule,
                f"labour.{name} would be {value}; it is {side} {bound}.",
                f"Choose {bound}, or what is better for those who work.",
            )  # fmt: skip
    if labour.panel_size % 2 == 0:
        yield Refusal(
            "charter.beyond_house", rule,
            f"labour.panel_size would be {labour.panel_size}; half could stand against half.",
            "Choose an odd number.",
        )  # fmt: skip
    for named in sorted(set(ALWAYS_PAID) - set(labour.compensable)):
        yield Refusal(
            "charter.beyond_house", rule,
            f"labour.compensable leaves out {named}; such time would be worked for nothing.",
            f"Name it: every floor covers {', '.join(ALWAYS_PAID)}.",
        )  # fmt: skip
    for named in sorted(set(labour.compensable) - set(WORK_CLASSES)):
        yield Refusal(
            "charter.work_class_unknown", f"Art. {labour.number}",
            f"labour.compensable names {named}, which is no class of work.",
            f"Name only these: {', '.join(WORK_CLASSES)}.",
        )  # fmt: skip
