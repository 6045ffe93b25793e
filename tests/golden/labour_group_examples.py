"""Examples of figures released about groups: exact ones, and ones with noise."""

from __future__ import annotations

from auzolan.labour.watching import acts as watch
from auzolan.record.annexes import AnnexRef
from auzolan.record.entries import Act, Fact

DIGEST = "0123456789abcdef" * 4
LINES = AnnexRef(DIGEST, 28, "fedcba9876543210" * 4, 28)

RELEASES: tuple[tuple[Act, tuple[Fact, ...]], ...] = (
    (
        watch.ReleaseGroups("countries-2026", "members", "inside", "people", LINES, "", 0, DIGEST),
        (
            watch.GroupsReleased(
                "countries-2026",
                (
                    watch.ReleasedCell("all", 28),
                    watch.ReleasedCell("30-39|nurse", 20),
                    watch.ReleasedCell("40-49|nurse", -1),
                    watch.ReleasedCell("unknown|nurse", -1),
                ),
                2,
                0,
            ),
        ),
    ),
)

RELEASES_SPECIAL: dict[str, tuple[Act, tuple[Fact, ...]]] = {
    "labour.release_groups-1-noise": (
        watch.ReleaseGroups("hours-q1", "members", "public", "seconds", LINES, "q1", 30, DIGEST),
        (
            watch.GroupsReleased(
                "hours-q1",
                (watch.ReleasedCell("all", 361_204), watch.ReleasedCell("nurse", 0)),
                0,
                70,
            ),
        ),
    ),
}
