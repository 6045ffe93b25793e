"""What our safetensors say of themselves: one entry of metadata, in canonical JSON.

Checks shape and finiteness of tensors; knows no family of models.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import msgspec
import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save

from auzolan.engine import artefacts
from auzolan.engine.artefacts import Limits, Tensor
from auzolan.foundation import canonical

_KEY = "auzolan"
A = TypeVar("A", bound=msgspec.Struct)


def write(about: msgspec.Struct, tensors: Mapping[str, NDArray[np.generic]]) -> bytes:
    """Write a model or its state; the same values always give the same bytes.

    Args:
        about: a tagged struct, kept as canonical JSON.
        tensors: name to array.
    """
    # One name of metadata only: the library writes several in an order that changes.
    metadata = {_KEY: canonical.encode(about).decode()}
    content: bytes = save(
        {name: np.ascontiguousarray(tensors[name]) for name in sorted(tensors)}, metadata=metadata
    )
    return content


def read(
    content: bytes, kind: type[A], limits: Limits | None = None
) -> tuple[A, Mapping[str, Tensor]]:
    """Read what `write` wrote, as that kind and no other.

    Args:
        content: the file's bytes.
        kind: the struct that was given.
        limits: how much it may claim.
    Returns:
        The struct and the tensors.
    Raises:
        ValueError: no sound safetensors, a weight that is not finite, or another kind.
    """
    found = artefacts.read("model.safetensors", content, limits or Limits())
    artefacts.refuse_infinite("model.safetensors", found.tensors)
    try:
        text = found.metadata.get(_KEY, "").encode()
        about = canonical.decode(text, msgspec.json.Decoder(kind))
    except ValueError as fault:
        raise ValueError(f"not a model of this recipe: its metadata are another's ({fault})") from (
            fault
        )
    return about, found.tensors


def tensor(
    tensors: Mapping[str, Tensor], name: str, dtype: type[np.generic], shape: tuple[int, ...]
) -> NDArray[np.generic]:
    """Give a tensor of a known type and shape; -1 stands for any length.

    Raises:
        ValueError: it is missing, or of another type or shape.
    """
    found = tensors.get(name)
    if found is None:
        raise ValueError(f"the model has no tensor {name}")
    is_shape = found.ndim == len(shape) and all(
        want in (-1, size) for want, size in zip(shape, found.shape, strict=True)
    )
    if found.dtype != dtype or not is_shape:
        raise ValueError(
            f"{name}: expected {dtype.__name__} {shape}; got {found.dtype} {found.shape}"
        )
    return found


def whole(tensors: Mapping[str, Tensor], name: str, shape: tuple[int, ...]) -> NDArray[np.int64]:
    """Give a tensor of whole numbers; see `tensor`."""
    return tensor(tensors, name, np.int64, shape).astype(np.int64)


def real(tensors: Mapping[str, Tensor], name: str, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Give a tensor of float64; see `tensor`."""
    return tensor(tensors, name, np.float64, shape).astype(np.float64)
