"""Examples of acts around elections: who stands, who no longer does, and who belongs where."""

from __future__ import annotations

from auzolan.assembly import acts as assembly
from auzolan.charter import acts as charter
from auzolan.members import acts as members
from auzolan.record.entries import Act, Fact

DIGEST = "0123456789abcdef" * 4
AT = 1_767_225_600_000

ELECTIONS: tuple[tuple[Act, tuple[Fact, ...]], ...] = (
    (assembly.Nominate("council-2026"), (assembly.Nominated("council-2026", 3),)),
    (assembly.StandDown("council-2026"), (assembly.StoodDown("council-2026", 3),)),
    (
        members.SetClass("m002", "collaborator", "north"),
        (members.ClassSet("m002", "collaborator", "north"),),
    ),
)

ELECTIONS_SPECIAL: dict[str, tuple[Act, tuple[Fact, ...]]] = {
    "certify-an_election": (
        assembly.Certify("council-2026", DIGEST),
        (
            assembly.Certified("council-2026", "council-2026", "executed", "", 0, DIGEST),
            charter.TermEnded("council", "m001"),
            charter.MandateGiven(
                "seat-council-2026-1", "council", "m003", "", AT, AT + 126_144_000_000
            ),
        ),
    ),
}
