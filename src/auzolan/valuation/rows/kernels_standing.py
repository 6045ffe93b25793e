"""The inner loops of merging and of the cap: who leads whom, and which rows a query lets in.

Leaders are looked for in hash tables: equal rows by all their bits, near rows by the cell of a
coarse grid and its neighbours. What a table says is always checked on the rows themselves, so no
hash, however chosen, can merge what is not equal or near; it can only cost time.

Knows no owner, no moment and no value; `standing` and `capped` do.
"""
# mypy: disallow-untyped-decorators=False, disallow-untyped-defs=False
# mypy: disallow-untyped-calls=False
# ruff: noqa: PLR0913, PLR0917 - compiled loops take arrays, not objects

from __future__ import annotations

import numpy as np

from auzolan.valuation.rows.kernels import F64, I64, U64, jit

_ODD = U64(0x9E3779B97F4A7C15)
_SHIFT = U64(29)


@jit
def _mixed(so_far, more):
    turned = (so_far ^ more) * _ODD
    return turned ^ (turned >> _SHIFT)


@jit
def hash_rows(used, bits, groups, hashes):
    """Hash each row with its group; rows that compare equal have one hash.

    Args:
        used: floats of shape (n, d).
        bits: the same memory as unsigned whole numbers.
        groups: int64 of shape (n,).
        hashes: uint64 of shape (n,); written.
    """
    for row in range(used.shape[0]):
        found = _mixed(U64(0), U64(groups[row]))
        for j in range(used.shape[1]):
            # 0.0 and -0.0 are equal and have different bits.
            one = U64(bits[row, j]) if used[row, j] != 0 else U64(0)
            found = _mixed(found, one)
        hashes[row] = found


@jit
def _equal(used, left, right):
    for j in range(used.shape[1]):  # noqa: SIM110 - a loop that compiles
        if used[left, j] != used[right, j]:
            return False
    return True


@jit
def _near(used, left, right, limit):
    total = 0.0
    for j in range(used.shape[1]):
        gap = F64(used[left, j]) - F64(used[right, j])
        total += gap * gap
        if total > limit:
            return False
    return True


@jit
def lead_equal(used, groups, order, hashes, head, following, leader):
    """Give each row the earliest row of its group with the same content.

    Args:
        used: floats of shape (n, d).
        groups: int64 of shape (n,).
        order: int64 of shape (n,), rows by standing, the earliest first.
        hashes: from `hash_rows`.
        head: int64, -1 everywhere, as long as a power of 2.
        following: int64 of shape (n,), -1 everywhere.
        leader: int64 of shape (n,); written.
    """
    mask = U64(head.shape[0] - 1)
    for place in range(order.shape[0]):
        row = order[place]
        bucket = hashes[row] & mask
        at = head[bucket]
        while at >= 0 and not (groups[at] == groups[row] and _equal(used, at, row)):
            at = following[at]
        leader[row] = at
        if at < 0:
            leader[row] = row
            following[row] = head[bucket]
            head[bucket] = row


@jit
def _bucket(group, first, second, third, mask):
    found = _mixed(U64(0), U64(group))
    found = _mixed(found, U64(first))
    found = _mixed(found, U64(second))
    return _mixed(found, U64(third)) & mask


@jit
def lead_near(used, groups, order, cells, limit, head, following, leader):
    """Give each row the earliest leader of its group within a distance, or let it lead.

    Args:
        used: floats of shape (n, d).
        groups: int64 of shape (n,).
        order: int64 of shape (n,), rows by standing, the earliest first.
        cells: int64 of shape (n, 3); rows within the distance differ by at most 1 in each.
        limit: the squared distance up to which rows are near.
        head: int64, -1 everywhere, as long as a power of 2.
        following: int64 of shape (n,), -1 everywhere.
        leader: int64 of shape (n,); written.
    """
    n = order.shape[0]
    mask = U64(head.shape[0] - 1)
    standing = np.empty(n, dtype=I64)
    for place in range(n):
        row = order[place]
        standing[row] = place
        group, best = groups[row], I64(-1)
        for step in range(27):
            first = cells[row, 0] + step // 9 - 1
            second = cells[row, 1] + step // 3 % 3 - 1
            third = cells[row, 2] + step % 3 - 1
            at = head[_bucket(group, first, second, third, mask)]
            while at >= 0:
                is_earlier = best < 0 or standing[at] < standing[best]
                if is_earlier and groups[at] == group and _near(used, at, row, limit):
                    best = at
                at = following[at]
        leader[row] = best
        if best < 0:
            leader[row] = row
            bucket = _bucket(group, cells[row, 0], cells[row, 1], cells[row, 2], mask)
            following[row] = head[bucket]
            head[bucket] = row


@jit
def let_in(keys, kinds, holders, is_shared, cap, enters, tied):
    """Mark the rows that a query lets in: of each holder at most as many as the cap.

    Args:
        keys: whole numbers of shape (n,) in the order of the distances.
        kinds: int64 of shape (n,): of rows at one distance the smaller kind enters first.
        holders: int64 rows, one holder's after another's, rising; and where each holder's begin.
        is_shared: bool of shape (n,), held by more than one.
        cap: >= 1.
        enters: bool of shape (n,); written. Of rows of one kind and distance that one holder has
            alone the first enter, as many as there is room for.
        tied: int64 of shape (2, holders): how many alike rows a holder has of whom only some
            enter, and how many do; 0 where there are none. Written.
    Returns:
        int64 of shape (pairs,): those alike rows, each holder's where hers begin.
    """
    rows, starts = holders
    alike = np.empty(rows.shape[0], dtype=I64)
    enters[:] = True
    tied[:] = 0
    for holder in range(starts.shape[0] - 1):
        low, high = starts[holder], starts[holder + 1]
        if high - low <= cap:
            continue
        mine = keys[rows[low:high]]
        last = np.partition(mine, cap - 1)[cap - 1]
        room, count = cap, 0
        for at in range(low, high):
            if keys[rows[at]] < last:
                room -= 1
            elif keys[rows[at]] > last:
                enters[rows[at]] = False
            else:
                alike[low + count] = rows[at]
                count += 1
        if count > room:
            some = alike[low : low + count].copy()
            some = some[np.argsort(kinds[some], kind="mergesort")]
            _share_room(some, kinds, is_shared, room, enters, alike[low:high], tied[:, holder])
    return alike


@jit
def _share_room(some, kinds, is_shared, room, enters, alike, tied):
    """Let rows at one distance in, kind by kind; of a kind those held alone first."""
    start = 0
    while start < some.shape[0]:
        stop, alone = start, 0
        while stop < some.shape[0] and kinds[some[stop]] == kinds[some[start]]:
            alone += not is_shared[some[stop]]
            stop += 1
        admitted, seen = min(alone, room), 0
        for at in range(start, stop):
            row = some[at]
            if is_shared[row]:
                # One holder's lack of room keeps a shared row out; another's room lets none in.
                if stop - start > room:
                    enters[row] = False
            else:
                if seen >= admitted:
                    enters[row] = False
                if 0 < admitted < alone:
                    alike[seen] = row
                seen += 1
        if 0 < admitted < alone:
            tied[0], tied[1] = alone, admitted
        room = max(0, room - (stop - start))
        start = stop
