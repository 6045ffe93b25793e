"""Which release an entry names, and whether it can be: known, and never older than one before it.

Otherwise a made-up name of a release would switch the rules off. It runs no rule.
"""

from __future__ import annotations

from collections import Counter

from auzolan.audit.report import Findings
from auzolan.cooperative import AnyEntry


class Releases:
    """Follows the releases that entries name, in order.

    Args:
        known: the releases that ever were, oldest first; the last one is this program's.
        findings: where differences are noted.
    """

    def __init__(self, known: tuple[str, ...], findings: Findings) -> None:
        self._places = {release: place for place, release in enumerate(known)}
        self._known, self._findings = known, findings
        self._newest = 0
        self._older: Counter[str] = Counter()

    def is_older(self, entry: AnyEntry) -> bool:
        """Whether another, older release re-runs the entry's rule; notes a release that cannot be.

        An entry whose release cannot be is decided again by the rules of this release.
        """
        place = self._places.get(entry.rules)
        if place is None:
            self._differ(entry, f"a release up to {self._known[-1]}, which checks it")
            return False
        if place < self._newest:
            self._differ(entry, f"{self._known[self._newest]} or later, as before")
            return False
        self._newest = place
        if place == len(self._known) - 1:
            return False
        self._older[entry.rules] += 1
        return True

    def _differ(self, entry: AnyEntry, expected: str) -> None:
        account = f"{type(entry.act).__struct_config__.tag} by {entry.actor}"
        self._findings.differ(entry.seq, account, "rules", expected=expected, found=entry.rules)

    def close(self) -> None:
        """Say how many entries older releases re-run."""
        for release, count in self._older.items():
            why = f"release {release} re-runs them; right, mandate and subject were asked again"
            self._findings.leave("rules of entries", why, count=count)
