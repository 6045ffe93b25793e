"""What long work would change, worked out once when it is asked for, and shown from then on.

To foresee an import its whole file is read, which for a large one takes as long as the import itself.
The page of the job is loaded anew every few seconds; it shows what was said then. Nothing is kept on
disk, and after a restart it is worked out once more.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

import msgspec

from auzolan.foundation.refusals import Refusal
from auzolan.house.doing import Doing, Effect, Who
from auzolan.house.storage.reader import Reader

KEPT_MAX = 64
_Key = tuple[str, Who, bytes]
_kept: OrderedDict[_Key, tuple[Effect, ...]] = OrderedDict()
_lock = threading.Lock()


def foresee(
    reader: Reader, doing: Doing[Any], who: Who, asked: msgspec.Struct
) -> tuple[Effect, ...] | Refusal:
    """What it would change, by the books as they are now, or why it cannot be; of long work it is kept.

    Raises:
        UploadGone: that stands in a file which is gone.
    """
    said = doing.effects(reader, who, asked) if doing.effects else ()
    if isinstance(said, Refusal):
        return said
    found = tuple(said)
    if doing.is_long:
        with _lock:
            _kept[_key(doing, who, asked)] = found
            while len(_kept) > KEPT_MAX:
                _kept.popitem(last=False)
    return found


def foreseen(
    reader: Reader, doing: Doing[Any], who: Who, asked: msgspec.Struct
) -> Sequence[Effect] | Refusal:
    """What it would change: of long work what was said when it was asked for, where that is known.

    Raises:
        UploadGone: that stands in a file which is gone.
    """
    with _lock:
        kept = _kept.get(_key(doing, who, asked)) if doing.is_long else None
    return kept if kept is not None else foresee(reader, doing, who, asked)


def _key(doing: Doing[Any], who: Who, asked: msgspec.Struct) -> _Key:
    # Her offices may change while the work waits; what was said to her does not.
    return doing.name, Who(who.member, who.party), msgspec.json.encode(asked)
