"""Judges rows of work: each is good, or refused with its first fault.

A missing worker, an impossible time or a pay that cannot be read means the same whatever tool it
came from. A reason names the column and never its value: it may be printed, and holds nothing
personal. It judges the writing of a row, never the work.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from auzolan.engine.worklogs.amounts import amount_micro, amounts_of, lengths_of
from auzolan.engine.worklogs.log import (
    UNKNOWN,
    Mapped,
    Options,
    RowRefused,
    State,
    Whole,
    refused,
)
from auzolan.engine.worklogs.moments import WORDS, Clock, Flaw, _coded, moments_of, zone_named

if TYPE_CHECKING:
    import pyarrow as pa

Flags = NDArray[np.bool_]
ID_CHARACTERS_MAX = 500
LABEL_CHARACTERS_MAX = 10_000
REPEATS_MAX = 100_000
# Control characters and those that turn the direction of writing: an id is shown to people.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Rules:
    """What is known of a tool beyond the names of its columns.

    Attributes:
        zone: of its moments where they bear none, or empty: it has to be named.
        slashed: order of its dates with slashes.
        currency: of its pay where none is written, or empty.
        states: its words, in lower case, for what became of work.
        pay_for_page: its pay is for a page and stands on each of the page's rows.
        needs_label: a row without a label is refused.
        unlabelled: why, in words.
    """

    zone: str = ""
    slashed: str = ""
    currency: str = ""
    states: Mapping[str, State] = field(default_factory=dict)
    pay_for_page: bool = False
    needs_label: bool = False
    unlabelled: str = "no label"


@dataclass(slots=True, eq=False)
class Draft:
    """All rows of a file as texts, before any of them is judged.

    Attributes:
        numbers: which row of the file each is, from 1.
        columns: field to its texts, of one length; fields that the tool lacks are missing. Fields:
            worker, task, task_type, page, label, started, submitted, seconds, pay, state,
            rejected (when it was), own_id (different in every row), clip_seconds.
        named: field to what the file calls it, for reasons.
        faults: rows already found wrong, by place, and why.
        unseen: rows that could not even be cut into columns.
        mapping: what each column was taken for.
        dropped: personal columns.
    """

    numbers: Whole
    columns: dict[str, pa.Array]
    named: dict[str, str]
    faults: dict[int, str] = field(default_factory=dict)
    unseen: list[RowRefused] = field(default_factory=list)
    mapping: tuple[Mapped, ...] = ()
    dropped: tuple[str, ...] = ()


class Faults:
    """The first fault of each row."""

    def __init__(self, size: int) -> None:
        self._reasons: list[str] = [""]
        self._code = np.zeros(size, dtype=np.int64)

    def mark(self, chosen: Flags, reason: str) -> None:
        fresh = chosen & (self._code == 0)
        if fresh.any():
            self._reasons.append(reason)
            self._code[fresh] = len(self._reasons) - 1

    @property
    def is_good(self) -> Flags:
        return np.asarray(self._code == 0)

    def refused(self, numbers: Whole) -> list[RowRefused]:
        return [
            RowRefused(int(numbers[place]), self._reasons[int(self._code[place])])
            for place in np.flatnonzero(self._code)
        ]


@dataclass(slots=True, eq=False)
class Judged:
    """Columns of all rows, as numbers."""

    ids: dict[str, tuple[list[str], Whole]]
    times: dict[str, Whole]
    measured: Whole
    pay: Whole
    currency: str
    state: Whole
    is_rejected: Flags
    clip_ms: Whole


def judged(draft: Draft, rules: Rules, options: Options, faults: Faults) -> Judged:
    ids: dict[str, tuple[list[str], Whole]] = {}
    for name in ("worker", "task", "task_type", "page", "label", "own_id"):
        is_page = name == "own_id" and draft.named.get(name) == draft.named.get("page")
        ids[name] = ids["page"] if is_page else _ids(draft, name, rules, faults)
    _refuse_twice(draft, ids["own_id"], faults)
    times = _times(draft, rules, options, faults)
    measured = _lengths(draft, "seconds", faults)
    pay, currency = _pay(draft, rules, options, faults)
    state = _states(draft, rules)
    rejected = draft.columns.get("rejected")
    is_rejected = state == State.REJECTED
    if rejected is not None:
        is_rejected = is_rejected | _is_filled(rejected)
    return Judged(
        ids,
        times,
        measured,
        pay,
        currency,
        state,
        is_rejected,
        _lengths(draft, "clip_seconds", faults),
    )


def _ids(draft: Draft, name: str, rules: Rules, faults: Faults) -> tuple[list[str], Whole]:
    size = len(draft.numbers)
    texts = draft.columns.get(name)
    if texts is None:
        return [], np.full(size, UNKNOWN, dtype=np.int64)
    different, codes = _coded(texts)
    is_empty = per_code([not text for text in different], codes, missing=True)
    column = draft.named.get(name, name)
    if name in {"worker", "task"}:
        faults.mark(is_empty, f"{column} is empty")
    if name == "label" and rules.needs_label:
        faults.mark(is_empty, rules.unlabelled)
    if name == "label":
        # The work stands without its answer; the answer is not cut, for a part of it is another.
        is_empty = is_empty | per_code(
            [len(one) > LABEL_CHARACTERS_MAX for one in different], codes
        )
    else:
        _mark_unsafe(different, codes, column, faults)
    return different, np.where(is_empty, UNKNOWN, codes)


def _mark_unsafe(different: list[str], codes: Whole, column: str, faults: Faults) -> None:
    if len(max(different, key=len, default="")) > ID_CHARACTERS_MAX:
        is_long = per_code([len(text) > ID_CHARACTERS_MAX for text in different], codes)
        faults.mark(is_long, f"{column} is longer than {ID_CHARACTERS_MAX:,} characters")
    # One search through all of them first: nearly always none is unsafe.
    if _UNSAFE.search("".join(different)):
        is_unsafe = per_code([bool(_UNSAFE.search(text)) for text in different], codes)
        faults.mark(is_unsafe, f"{column} holds a control character")


def per_code(flags: list[bool], codes: Whole, *, missing: bool = False) -> Flags:
    table = np.array([*flags, missing], dtype=np.bool_)
    return np.asarray(table[codes])


def _refuse_twice(draft: Draft, own: tuple[list[str], Whole], faults: Faults) -> None:
    """Refuse rows whose own id stood before: the same work written twice is paid once."""
    codes = own[1]
    at = np.flatnonzero(codes >= 0)
    _, first = np.unique(codes[at], return_index=True)
    is_again = np.zeros(len(codes), dtype=np.bool_)
    is_again[at] = True
    is_again[at[first]] = False
    faults.mark(is_again, f"its {draft.named.get('own_id', 'id')} stands in an earlier row")


def _times(draft: Draft, rules: Rules, options: Options, faults: Faults) -> dict[str, Whole]:
    named = options.zone or rules.zone
    clock = Clock(zone_named(named) if named else None, rules.slashed)
    found = {}
    for name in ("started", "submitted"):
        texts = draft.columns.get(name)
        if texts is None:
            found[name] = np.full(len(draft.numbers), UNKNOWN, dtype=np.int64)
            continue
        found[name], flaws = moments_of(texts, clock)
        if (flaws == Flaw.ZONELESS).any():
            raise refused(
                "labour.zone_missing",
                f"{draft.named[name]} bears no time zone, and the tool has none of its own.",
                "Say where its clock was, as with --zone Europe/Madrid or --zone UTC.",
            )
        for flaw, words in WORDS.items():
            faults.mark(flaws == flaw, f"{draft.named[name]} {words}")
    started, submitted = found["started"], found["submitted"]
    is_backwards = (started >= 0) & (submitted >= 0) & (submitted < started)
    faults.mark(is_backwards, "it ends before it begins")
    return found


def _lengths(draft: Draft, name: str, faults: Faults) -> Whole:
    texts = draft.columns.get(name)
    if texts is None:
        return np.full(len(draft.numbers), UNKNOWN, dtype=np.int64)
    found = lengths_of(texts)
    faults.mark(found < UNKNOWN, f"{draft.named[name]} is no length of time in seconds")
    return np.maximum(found, UNKNOWN)


def _pay(draft: Draft, rules: Rules, options: Options, faults: Faults) -> tuple[Whole, str]:
    size = len(draft.numbers)
    wanted = options.currency or ""
    if options.pay:
        read = amount_micro(options.pay)
        currency = wanted or (read[1] if read else "")
        if read is None or not currency:
            raise refused(
                "labour.pay_unreadable", f"{options.pay} is no amount with a currency.",
                "Write it as --pay 0.05 --currency USD.",
            )  # fmt: skip
        return np.full(size, read[0], dtype=np.int64), currency
    texts = draft.columns.get("pay")
    if texts is None:
        return np.full(size, UNKNOWN, dtype=np.int64), ""
    micro, currencies, places = amounts_of(texts)
    column = draft.named["pay"]
    faults.mark(micro < UNKNOWN, f"{column} is no amount that is understood, as 0.15")
    currency = wanted or _commonest(currencies, places) or rules.currency
    if (micro >= 0).any() and not currency:
        raise refused(
            "labour.currency_missing",
            f"{column} names no currency.",
            "Say which, as with --currency EUR.",
        )
    if not (micro >= 0).any():
        return np.maximum(micro, UNKNOWN), ""
    written = np.array([one != currency for one in currencies] + [False], dtype=np.bool_)
    faults.mark(written[places], f"{column} is in another currency than {currency}")
    if len(currencies) > 1 and not wanted:
        is_bare = (places < 0) & (micro >= 0)
        faults.mark(is_bare, f"{column} names no currency, where other rows name several")
    return np.maximum(micro, UNKNOWN), currency


def _commonest(currencies: list[str], places: Whole) -> str:
    counts = np.bincount(places[places >= 0], minlength=len(currencies))
    return currencies[int(counts.argmax())] if currencies else ""


def _states(draft: Draft, rules: Rules) -> Whole:
    texts = draft.columns.get("state")
    if texts is None:
        return np.zeros(len(draft.numbers), dtype=np.int64)
    different, codes = _coded(texts)
    states = [int(rules.states.get(text.lower(), State.UNKNOWN)) for text in different]
    return np.array([*states, int(State.UNKNOWN)], dtype=np.int64)[codes]


def _is_filled(texts: pa.Array) -> Flags:
    different, codes = _coded(texts)
    return per_code([bool(text) for text in different], codes)
