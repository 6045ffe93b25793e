"""Pipelines of scikit-learn as files: skops within a closed list of types, and nothing else.

skops builds objects by the names that a file gives, and its own list of trusted names is long. So
the file's schema is read here first: every loader and type must be on our short list, every array
is checked against its bytes, and what comes out is looked at once more before it is used. A file
is written so that one model always gives the same bytes: skops itself writes memory addresses and
the time of day. Reads no pickle and fetches nothing.
"""

from __future__ import annotations

import io
import json
import re
import warnings
import zipfile
from collections.abc import Iterator
from math import prod

import numpy as np

from auzolan.engine.artefacts import Limits, refuse_content
from auzolan.engine.models.skops_types import NODES, TRUSTED, check_built

_SCHEMA = "schema.json"
_ARRAY = re.compile(r"[0-9]{1,20}\.npy\Z")
_ZIP = b"PK\x03\x04"
_WHEN = (1980, 1, 1, 0, 0, 0)
_FILES_MAX = 20_000
_DEFAULT = Limits()


def write(model: object) -> bytes:
    """Write a fitted pipeline; the same model always gives the same bytes.

    Args:
        model: of types on the closed list.
    Raises:
        ValueError: a type is not on the list.
    """
    from skops import io as skops

    with zipfile.ZipFile(io.BytesIO(skops.dumps(model))) as made:
        schema = json.loads(made.read(_SCHEMA))
        arrays = {name: made.read(name) for name in made.namelist() if name != _SCHEMA}
    names = _renumbered(schema)
    _check_nodes("the pipeline", schema, set(names.values()))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as file:
        for old, new in names.items():
            file.writestr(zipfile.ZipInfo(new, _WHEN), arrays[old])
        file.writestr(zipfile.ZipInfo(_SCHEMA, _WHEN), json.dumps(schema, separators=(",", ":")))
    return out.getvalue()


def read(name: str, content: bytes, limits: Limits = _DEFAULT) -> object:
    """Read a pipeline that is safe to ask.

    Args:
        name: its file name, for the text of a refusal.
        content: the file's bytes.
        limits: how much it may claim; the whole file counts unpacked.
    Returns:
        The pipeline, built of types on the closed list.
    Raises:
        ValueError: too large, another format, a foreign type, an array that is not what it
            claims, a weight that is not finite, or another version of scikit-learn.
    """
    if len(content) > limits.file_bytes_max:
        raise ValueError(f"{name} is larger than {limits.file_bytes_max} bytes")
    if not content.startswith(_ZIP):
        refuse_content(name, content, expected="skops")
        raise ValueError(f"{name}: the content is not skops")
    schema, arrays = _unpacked(name, content, limits)
    _check_nodes(name, schema, set(arrays))
    for array, packed in arrays.items():
        _check_array(f"{name}: {array}", packed)
    model = _built(name, content)
    check_built(name, model)
    return model


def _unpacked(name: str, content: bytes, limits: Limits) -> tuple[object, dict[str, bytes]]:
    """The schema and the arrays; nothing is unpacked beyond what the limits allow."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            infos = file.infolist()
            _check_names(name, infos, limits)
            # At most what it claims: a member that unpacks to more ends in an error of the library.
            held = {info.filename: file.read(info) for info in infos}
        schema = json.loads(held.pop(_SCHEMA).decode("utf-8"), object_pairs_hook=_no_repeats)
    except (
        zipfile.BadZipFile, NotImplementedError, RuntimeError, RecursionError, EOFError, KeyError,
        OSError, UnicodeDecodeError, json.JSONDecodeError,
    ) as fault:  # fmt: skip
        raise ValueError(f"{name}: not a sound skops file ({fault})") from fault
    return schema, held


def _check_names(name: str, infos: list[zipfile.ZipInfo], limits: Limits) -> None:
    names = [info.filename for info in infos]
    foreign = [one for one in names if one != _SCHEMA and not _ARRAY.match(one)]
    if any(one.endswith((".pkl", ".pickle", ".joblib")) for one in foreign):
        raise ValueError(f"{name}: the archive holds a pickle, which can run code")
    if foreign or len(names) > _FILES_MAX or len(set(names)) != len(names):
        raise ValueError(f"{name}: the archive holds {str(foreign or names)[:60]}; not skops")
    if _SCHEMA not in names:
        raise ValueError(f"{name}: the archive holds no {_SCHEMA}; not skops")
    if sum(info.file_size for info in infos) > limits.file_bytes_max:
        raise ValueError(f"{name} unpacks to more than {limits.file_bytes_max} bytes")


def _check_nodes(name: str, schema: object, arrays: set[str]) -> None:
    """Refuse a schema that names a loader, type or file that we do not know."""
    for node in _nodes(schema):
        made = (node.get("__loader__"), f"{node.get('__module__')}.{node.get('__class__')}")
        if made not in NODES:
            raise ValueError(f"{name}: {made[1]} ({made[0]}) is not on the list of safe types")
        if "file" in node and node["file"] not in arrays:
            raise ValueError(f"{name}: {node['file']!r} is not in the archive")


def _nodes(schema: object) -> Iterator[dict[str, object]]:
    """Walk every table of a schema that says how it is loaded, outer ones first."""
    waiting: list[object] = [schema]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            if "__loader__" in one or "__class__" in one or "__module__" in one:
                yield one
            waiting.extend(reversed(list(one.values())))
        elif isinstance(one, list):
            waiting.extend(reversed(one))


def _check_array(name: str, content: bytes) -> None:
    """Refuse an array whose header claims other bytes than there are, or that holds no numbers."""
    source = io.BytesIO(content)
    try:
        version = np.lib.format.read_magic(source)
        if version != (1, 0):
            raise ValueError(f"version {version} of its format is not read")
        shape, _, dtype = np.lib.format.read_array_header_1_0(source, max_header_size=65_536)
    except (ValueError, SyntaxError, TypeError, RecursionError, MemoryError) as fault:
        raise ValueError(f"{name} is no sound array ({str(fault)[:80]})") from fault
    left = len(content) - source.tell()
    if dtype.hasobject or min(shape, default=0) < 0 or prod(shape) * dtype.itemsize != left:
        raise ValueError(f"{name} claims {dtype} {shape}, which its {left} bytes are not")
    if dtype.kind == "f":
        values = np.frombuffer(content, dtype=dtype, offset=source.tell())
        if not np.isfinite(values).all():
            raise ValueError(f"{name} holds a weight that is not a finite number")


def _built(name: str, content: bytes) -> object:
    from sklearn.exceptions import InconsistentVersionWarning
    from skops import io as skops

    try:
        foreign = set(skops.get_untrusted_types(data=content)) - TRUSTED
        if foreign:
            raise ValueError(f"{', '.join(sorted(foreign))} is not on the list of safe types")
        with warnings.catch_warnings():
            warnings.simplefilter("error", InconsistentVersionWarning)
            return skops.loads(content, trusted=sorted(TRUSTED))
    except InconsistentVersionWarning as fault:
        raise ValueError(
            f"{name} was written by scikit-learn {fault.original_sklearn_version}, and here is "
            f"{fault.current_sklearn_version}: install that version, or train anew"
        ) from fault
    except (
        ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, OverflowError,
    ) as fault:  # fmt: skip
        raise ValueError(f"{name}: {str(fault)[:200]}") from fault


def _renumbered(schema: object) -> dict[str, str]:
    """Number a schema's objects in the order in which they stand; give old and new file names.

    Texts and numbers get a number each: whether two equal ones are one object in memory is chance.
    """
    numbers: dict[object, int] = {}
    names: dict[str, str] = {}
    for place, node in enumerate(_nodes(schema)):
        if "__id__" in node:
            is_value = node.get("__loader__") in ("JsonNode", "TypeNode")
            node["__id__"] = place if is_value else numbers.setdefault(node["__id__"], place)
        if "file" in node:
            node["file"] = names.setdefault(str(node["file"]), f"{len(names)}.npy")
    return names


def _no_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    table = dict(pairs)
    if len(table) != len(pairs):
        raise json.JSONDecodeError("a name stands twice", "", 0)
    return table
