"""From judged columns to a work log: every row of the file is either taken or refused.

Readers of all tools end here. Addresses of workers become codes, a pay for a page stands once, and
no refused row leaves a name behind.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from auzolan.engine.worklogs.judging import Draft, Faults, Flags, Judged, Rules, judged
from auzolan.engine.worklogs.log import (
    UNKNOWN,
    Imported,
    Names,
    Options,
    Repeat,
    State,
    Whole,
    WorkLog,
    refused,
)
from auzolan.engine.worklogs.personal import is_address, pseudonym

REPEATS_MAX = 100_000


def taken(draft: Draft, rules: Rules, options: Options, digest: str) -> Imported:
    """Judge all rows, and make the log of those that are good.

    Args:
        draft: as a reader of one tool found them.
        rules: of that tool.
        options: of the caller.
        digest: SHA-256 of the file, hex.
    Raises:
        BadLog: what is wrong with all rows: no zone is known, an address without a key.
    """
    size = len(draft.numbers)
    faults = Faults(size)
    for reason in sorted(set(draft.faults.values())):
        is_meant = np.zeros(size, dtype=np.bool_)
        is_meant[[place for place, other in draft.faults.items() if other == reason]] = True
        faults.mark(is_meant, reason)
    columns = judged(draft, rules, options, faults)
    log, pseudonyms = _log_of(draft, columns, faults.is_good, rules, options)
    found = sorted([*faults.refused(draft.numbers), *draft.unseen], key=lambda one: one.row)
    assert len(log.row) + len(found) == size + len(draft.unseen), "every row is taken or refused"
    return Imported(
        log, size + len(draft.unseen), tuple(found), draft.dropped, draft.mapping, repeats_of(log),
        pseudonyms, digest,
    )  # fmt: skip


def _log_of(
    draft: Draft, found: Judged, good: Flags, rules: Rules, options: Options
) -> tuple[WorkLog, int]:
    workers, pseudonyms = _without_addresses(kept(found.ids["worker"], good), options)
    types = _types(kept(found.ids["task_type"], good), options)
    page = kept(found.ids["page"], good)
    state, is_rejected = found.state[good], found.is_rejected[good]
    offered = _nought_where(state == State.RETURNED, found.pay[good])
    if rules.pay_for_page:
        is_again = ~_is_first(workers.codes, page.codes)
        offered = _nought_where(is_again, offered)
        is_rejected = is_rejected & ~is_again
    log = WorkLog(
        row=draft.numbers[good],
        worker=workers,
        task=kept(found.ids["task"], good),
        task_type=types,
        page=page,
        label=kept(found.ids["label"], good),
        started_ms=found.times["started"][good],
        submitted_ms=found.times["submitted"][good],
        measured_ms=found.measured[good],
        pay_micro=_nought_where(state == State.REJECTED, offered),
        offered_micro=offered,
        state=state,
        rejections=is_rejected.astype(np.int64),
        clip_ms=_limits(found.clip_ms[good], types, options),
        currency=found.currency,
    )
    return log, pseudonyms


def _nought_where(chosen: Flags, pay: Whole) -> Whole:
    """The pay, nought at these rows; what is unknown stays unknown."""
    return np.where(chosen & (pay > 0), 0, pay)


def kept(coded: tuple[Sequence[str], Whole], good: Flags) -> Names:
    """The names that good rows use, in order, so that no refused row leaves a name behind."""
    names, codes = coded[0], coded[1][good]
    used = np.zeros(len(names) + 1, dtype=np.bool_)
    used[codes] = True
    places = np.flatnonzero(used[:-1]).tolist()
    places.sort(key=names.__getitem__)
    new = np.full(len(names) + 1, UNKNOWN, dtype=np.int64)
    new[places] = np.arange(len(places))
    return Names(tuple(names[place] for place in places), new[codes])


def renamed(given: Names, rename: Callable[[str], str]) -> Names:
    """The same rows under other names; two names may become one."""
    shown = [rename(name) for name in given.names]
    names = sorted(set(shown))
    place = {name: at for at, name in enumerate(names)}
    new = np.array([place[name] for name in shown] + [UNKNOWN], dtype=np.int64)
    return Names(tuple(names), new[given.codes])


def _without_addresses(workers: Names, options: Options) -> tuple[Names, int]:
    addresses = {name for name in workers.names if is_address(name)}
    if not addresses:
        return workers, 0
    if not options.pseudonym_key:
        raise refused(
            "labour.worker_is_address",
            f"{len(addresses):,} workers are e-mail addresses, which are never kept.",
            "Give a key for codes in their place; a dry run makes one for itself.",
        )
    key = options.pseudonym_key
    shown = renamed(workers, lambda name: pseudonym(name, key) if name in addresses else name)
    return shown, len({pseudonym(name, key) for name in addresses})


def _types(types: Names, options: Options) -> Names:
    """Task types without gaps: where none is written, the caller's word, or `work`."""
    if (types.codes >= 0).all() and len(types.codes):
        return types
    word = options.task_type or "work"
    names = tuple(sorted({*types.names, word}))
    place = {name: at for at, name in enumerate(names)}
    new = np.array([*(place[name] for name in types.names), place[word]], dtype=np.int64)
    return Names(names, new[types.codes])


def _limits(clip_ms: Whole, types: Names, options: Options) -> Whole:
    """The longest that a page of each type may take: as the caller says, or the file at most."""
    found = np.full(len(types.names), UNKNOWN, dtype=np.int64)
    if options.clip_s:
        return np.full(len(types.names), options.clip_s * 1_000, dtype=np.int64)
    np.maximum.at(found, types.codes, clip_ms)
    return found


def _is_first(worker: Whole, page: Whole) -> Flags:
    """Whether each row is the first of its worker's page; rows without a page always are."""
    is_first = page < 0
    at = np.flatnonzero(page >= 0)
    if len(at):
        pair = worker[at] * (int(page.max()) + 1) + page[at]
        _, first = np.unique(pair, return_index=True)
        is_first[at[first]] = True
    return is_first


def repeats_of(log: WorkLog) -> tuple[Repeat, ...]:
    """Pairs of worker and task that stand more than once."""
    if not len(log.row):
        return ()
    pair = (log.worker.codes * len(log.task_type.names) + log.task_type.codes) * len(
        log.task.names
    ) + log.task.codes
    found, counts = np.unique(pair, return_counts=True)
    several = np.flatnonzero(counts > 1)[:REPEATS_MAX]
    return tuple(
        Repeat(
            log.worker.names[int(key // len(log.task.names) // len(log.task_type.names))],
            log.task.names[int(key % len(log.task.names))],
            int(count),
        )
        for key, count in zip(found[several], counts[several], strict=True)
    )
