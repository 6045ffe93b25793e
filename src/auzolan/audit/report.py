"""What a verification found: what was checked, what could not be, and where things differ.

It words and counts. It checks nothing itself.
"""

from __future__ import annotations

from collections import Counter

import msgspec

PUBLIC, MEMBER, AUDITOR = "public", "member", "auditor"
LEVELS = (PUBLIC, MEMBER, AUDITOR)
DIFFERENCES_MAX = 1_000
NO_ENTRY = -1
TEXT_MAX = 300
NO_PYARROW = "reading rows needs pyarrow: install auzolan[house]"
_LINES_SHOWN = 50
_ROWS = "rows of "


class Difference(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """One place where the record and what follows from it do not agree.

    Attributes:
        entry: the entry it concerns, -1 where it concerns none.
        account: what it is about: a table and its key, an annex and its line, a fact, a file.
        field: the field of it.
        expected: what follows from the record and the rules.
        found: what stands there.
    """

    entry: int
    account: str
    field: str
    expected: str
    found: str


class NotCheckable(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Something that this level cannot check: what, how many, and why."""

    what: str
    count: int
    why: str


class Report(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The outcome of one verification.

    Attributes:
        level: `public`, `member` or `auditor`.
        entries: how many entries were read.
        root: the root that they hash to, 64 hexadecimal digits.
        checked: how many of each thing were checked, by name.
        not_checkable: what was not checked, and why.
        differences: in the order they were found, at most 1,000.
    """

    level: str
    entries: int
    root: str
    checked: dict[str, int]
    not_checkable: tuple[NotCheckable, ...]
    differences: tuple[Difference, ...]


class Findings:
    """Gathers what the parts of a verification find."""

    def __init__(self) -> None:
        self._checked: Counter[str] = Counter()
        self._left: Counter[tuple[str, str]] = Counter()
        self._differences: dict[Difference, None] = {}
        self._further = 0

    @property
    def is_clean(self) -> bool:
        """Whether no difference has been found so far."""
        return not self._differences

    def checked(self, what: str, count: int = 1) -> None:
        """Note that so many of these were checked."""
        self._checked[what] += count

    def leave(self, what: str, why: str, *, count: int = 1) -> None:
        """Note that so many of these cannot be checked at this level, and why."""
        if count:
            self._left[what, why] += count

    def differ(
        self, entry: int, account: str, field: str, *, expected: object, found: object
    ) -> None:
        """Note a difference; the same one is noted once."""
        made = Difference(entry, account, field, _short(expected), _short(found))
        if made in self._differences:
            return
        if len(self._differences) < DIFFERENCES_MAX:
            self._differences[made] = None
        else:
            self._further += 1

    def report(self, level: str, *, entries: int, root: str) -> Report:
        """All that was found."""
        if self._further:
            why = f"the first {DIFFERENCES_MAX} are listed"
            self.leave("further differences", why, count=self._further)
        left = [NotCheckable(what, count, why) for (what, why), count in sorted(self._left.items())]
        checked = dict(sorted(self._checked.items()))
        return Report(level, entries, root, checked, tuple(left), tuple(self._differences))


def closing_line(report: Report) -> str:
    """The last line of a verification: all is well, or how many differences there are."""
    if report.differences:
        further = sum(x.count for x in report.not_checkable if x.what == "further differences")
        count = len(report.differences) + further
        return f"{count} difference{'s' if count != 1 else ''} ({report.level} level)"
    words = [f"root {report.root[:16]}", "no difference"]
    if any(left.what == "demo key" for left in report.not_checkable):
        words.append("demo key")
    if any(left.why == NO_PYARROW for left in report.not_checkable):
        words.append("ROWS NOT READ (no pyarrow)")
    return f"verified: {report.entries} entries, {report.level} level, {', '.join(words)}"


def report_lines(report: Report) -> list[str]:
    """A report as plain lines for people; the closing line comes last."""
    lines = [
        f"level      {report.level}",
        f"entries    {report.entries}",
        f"root       {report.root}",
        "checked",
    ]
    lines += [f"  {count:>9,}  {what}" for what, count in _grouped(report.checked).items()]
    if report.not_checkable:
        lines.append("not checkable at this level")
        lines += [f"  {x.count:>9,}  {x.what}: {x.why}" for x in report.not_checkable]
    if report.differences:
        lines.append("differences")
        lines += [_difference_line(one) for one in report.differences[:_LINES_SHOWN]]
        more = len(report.differences) - _LINES_SHOWN
        lines += [f"  and {more} more"] if more > 0 else []
    return [*lines, closing_line(report)]


def _grouped(checked: dict[str, int]) -> dict[str, int]:
    """The counts with all tables of the books in one line."""
    tables = [count for what, count in checked.items() if what.startswith(_ROWS)]
    others = {what: count for what, count in checked.items() if not what.startswith(_ROWS)}
    if tables:
        others[f"{_ROWS}{len(tables)} tables against replay"] = sum(tables)
    return dict(sorted(others.items()))


def _difference_line(one: Difference) -> str:
    where = f"entry {one.entry}, " if one.entry != NO_ENTRY else ""
    return f"  {where}{one.account}, {one.field}: expected {one.expected}, found {one.found}"


def _short(value: object) -> str:
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    return text if len(text) <= TEXT_MAX else f"{text[: TEXT_MAX - 3]}..."
