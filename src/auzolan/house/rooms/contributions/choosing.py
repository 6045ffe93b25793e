"""What can be chosen in forms about rows, so that nobody types an id. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Sequence

from auzolan.contributions.state import Batch
from auzolan.house.doing import Choice, Who, listed
from auzolan.house.storage.reader import Reader


def own_batches(reader: Reader, who: Who) -> Sequence[Choice] | None:
    """Her batches whose rows exist; typed where there are very many."""
    rows = [one for one in reader.rows(Batch, member=who.member) if one.erased_at < 0]
    return listed([Choice(one.batch, f"{one.batch} ({one.kind}, {one.rows:,})") for one in rows])
