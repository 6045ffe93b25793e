"""Telling a pickle from its first bytes, under whatever name it comes. It runs none.

A pickle runs code when it is read, so files from outside are looked at before anything reads them.
"""

from __future__ import annotations

import io
import pickletools
import struct
import warnings

PROBE_BYTES = 4096
_CODE_BYTES = 300
_CODES_MIN = 16
_PROTOCOL_MAX = 5


def is_pickle(content: bytes) -> bool:
    """Whether bytes are a pickle, or begin as a long one does; its codes are listed, none is run.

    The third byte matters: a safetensors file whose header has 640 bytes also begins 80 02.

    Args:
        content: a file, or its first bytes; at most 4,096 are looked at.
    """
    probe = content[:PROBE_BYTES]
    if len(probe) > 1 and probe[0] == 0x80 and probe[1] <= _PROTOCOL_MAX:
        return len(probe) == 2 or probe[2] != 0
    read, listed = io.BytesIO(probe), io.StringIO()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about escapes within texts that are no pickle at all
            pickletools.dis(read, out=listed)
    except (ValueError, struct.error, IndexError, OverflowError):
        # Text breaks this grammar within a word; what kept to it through the whole probe is none.
        is_consumed = read.tell() >= PROBE_BYTES - _CODE_BYTES
        return is_consumed and listed.getvalue().count("\n") >= _CODES_MIN
    return True
