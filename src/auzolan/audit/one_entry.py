"""One entry worked out again: replay up to it, ask its rule once more, and set both answers beside.

It is what stands behind the receipt of a figure. It takes the entries before as they are and checks
none of them (`verify` does), reads no table but the record's own, and changes nothing.
"""

from __future__ import annotations

from contextlib import ExitStack, closing
from pathlib import Path

import msgspec

from auzolan.audit.annexes import AuditAnnexes
from auzolan.audit.connection import database_faults
from auzolan.audit.database import (
    CannotVerify,
    RecordTables,
    open_books_read_only,
)
from auzolan.audit.explain import note_answers
from auzolan.audit.folder import Folder
from auzolan.audit.given import folder_given, holds_books
from auzolan.audit.openings import Openings
from auzolan.audit.published import Published
from auzolan.audit.replay import FAULTS, Replay
from auzolan.audit.report import AUDITOR, PUBLIC, Difference, Findings
from auzolan.audit.stream import Block, Stream
from auzolan.audit.valuations import check_valuation
from auzolan.cooperative import RELEASE, AnyEntry, answer, read_entry
from auzolan.foundation.books import NotDisclosed
from auzolan.foundation.moments import Moment
from auzolan.foundation.refusals import Refusal
from auzolan.record.case import Case
from auzolan.record.entries import Act, Fact
from auzolan.record.fields import field_classes
from auzolan.valuation.acts import Value

NOT_SEEN = "its rule reads lines or fields that these files keep closed"


class FieldAgain(msgspec.Struct, frozen=True):
    """One field of a fact: which fact, which field, and what it comes to."""

    fact: str
    field: str
    value: str


class Again(msgspec.Struct, frozen=True):
    """An entry worked out again.

    Attributes:
        entry: which one.
        act: what was asked, with its version.
        level: `public` from published files alone, `auditor` from a whole folder.
        decided: whether the rule ran again.
        why_not: why it could not; empty where it did.
        fields: what follows, by the rule where it ran, else as the record says.
        checked: what else was computed again, and how many.
        left: what could not be computed again, and why.
        differences: where the record says something else.
    """

    entry: int
    act: str
    level: str
    decided: bool
    why_not: str
    fields: tuple[FieldAgain, ...]
    checked: dict[str, int]
    left: tuple[str, ...]
    differences: tuple[Difference, ...]


def work_out_again(path: Path | str, seq: int, *, key: str | None = None) -> Again:
    """Ask the rule of one entry again, on the books as they stood before it.

    Args:
        path: a co-operative's folder, or a copy of its `public` folder.
        seq: the entry, >= 0.
        key: the verifier key that the reader trusts; else the one beside the checkpoint is taken.
    Returns:
        What the rule answers, and wherever the record says something else.
    Raises:
        NothingToVerify: there is no co-operative here.
        CannotVerify: a file or an entry before it cannot be read.
        LookupError: there is no such entry.
    """
    folder = folder_given(Path(path))
    with ExitStack() as stack:
        tables = None
        if holds_books(folder):
            tables = RecordTables(stack.enter_context(closing(open_books_read_only(folder))))
        try:
            return _Run(folder, tables, key).until(seq)
        except database_faults() as fault:
            raise CannotVerify(f"the database cannot be read to its end: {fault}") from fault


class _Run:
    def __init__(self, folder: Folder, tables: RecordTables | None, key: str | None) -> None:
        # What is found on the way there is no finding about this entry, so it is kept apart.
        self._folder, self._before, self._own = folder, Findings(), Findings()
        self._openings = Openings(tables, None, self._before) if tables is not None else None
        published = Published(folder.public, self._before)
        head = published.checkpoint(key) if published.exists else None
        self._stream = Stream(published, head, tables, self._before)
        self._annexes = AuditAnnexes(folder, self._own, disclosed=tables is not None)
        self._replay = Replay(
            folder, AuditAnnexes(folder, self._before, disclosed=tables is not None), self._before,
            openings=self._openings, rules=False,
        )  # fmt: skip

    def until(self, seq: int) -> Again:
        """Replay the entries before one, and answer it."""
        for block in self._stream.blocks():
            if self._openings is not None:
                self._openings.load(block.start, block.start + len(block.bodies))
            for entry in _entries(block, seq):
                if entry.seq == seq:
                    return self._answered(entry)
                self._replay.step(entry)
        raise LookupError(f"there is no entry {seq}")

    def _answered(self, entry: AnyEntry) -> Again:
        act = entry.act
        if self._openings is not None and field_classes(type(act)).restricted:
            act = self._openings.opened(entry)
        facts, why_not = self._ruled(entry, act)
        if isinstance(act, Value) and self._openings is not None:
            value = (entry.seq, act)
            check_valuation(self._folder, self._replay.books, self._annexes, self._own, value)
        level = AUDITOR if self._openings is not None else PUBLIC
        report = self._own.report(level, entries=entry.seq + 1, root="")
        earlier = self._before.report(level, entries=entry.seq, root="").differences
        return Again(
            entry.seq, _tag(act), level, decided=not why_not, why_not=why_not,
            fields=tuple(one for fact in facts for one in _fields(fact)), checked=report.checked,
            left=tuple(f"{one.what}: {_alone(one.why)}" for one in report.not_checkable),
            differences=(*(one for one in earlier if one.entry == entry.seq), *report.differences),
        )  # fmt: skip

    def _ruled(self, entry: AnyEntry, act: Act) -> tuple[tuple[Fact, ...], str]:
        """The facts that follow, and why the rule could not say so itself."""
        if entry.rules != RELEASE:
            return entry.facts, f"release {entry.rules} decided it and runs its rule again"
        if self._openings is None and field_classes(type(act)).restricted:
            return entry.facts, NOT_SEEN
        case = Case(entry.seq, Moment(entry.at), entry.actor, self._annexes)
        self._annexes.begin(entry.seq, entry.act, entry.facts)
        try:
            answered = answer(self._replay.books, act, case)
        except NotDisclosed:
            return entry.facts, NOT_SEEN
        except FAULTS as fault:
            self._differ(entry, "an answer", fault)
            return entry.facts, ""
        if isinstance(answered, Refusal):
            self._differ(entry, f"refused, {answered}", "accepted")
            return entry.facts, ""
        if answered != entry.facts:
            note_answers(self._own, entry, answered)
        return answered, ""

    def _differ(self, entry: AnyEntry, expected: object, found: object) -> None:
        account = f"{_tag(entry.act)} by {entry.actor}"
        self._own.differ(entry.seq, account, "answer", expected=expected, found=found)


def _entries(block: Block, until: int) -> list[AnyEntry]:
    bodies = block.bodies[: max(0, until - block.start + 1)]
    found: list[AnyEntry] = []
    for place, body in enumerate(bodies, block.start):
        try:
            found.append(read_entry(body))
        except ValueError as fault:
            raise CannotVerify(f"entry {place} cannot be read: {fault}") from fault
    return found


def _fields(fact: Fact) -> list[FieldAgain]:
    name = _tag(fact)
    values = msgspec.to_builtins(fact)
    shown = [(field, values[field]) for field in fact.__struct_fields__ if field in values]
    return [FieldAgain(name, field, _text(value)) for field, value in shown]


def _alone(why: str) -> str:
    """A reason without its pointer to another line of a whole verification, which is not here."""
    return why.removesuffix(", which is noted on its own")


def _text(value: object) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _tag(part: Act | Fact) -> str:
    return str(type(part).__struct_config__.tag)
