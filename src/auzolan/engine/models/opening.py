"""Checking a model's file that others bring: safetensors, skops or ONNX, and nothing else.

Says only whether a file is safe to keep and to open. Whether it answers well, or was made of what
it claims, is for its lineage and its evaluation.
"""

from __future__ import annotations

import hashlib
from pathlib import PurePath

from auzolan.engine import artefacts
from auzolan.engine.artefacts import Limits

SUFFIXES = (".safetensors", ".skops", ".onnx")
_DEFAULT = Limits()


def check_artefact(name: str, content: bytes, limits: Limits = _DEFAULT) -> str:
    """Refuse a file that is not safe to open.

    Args:
        name: its file name; the ending says what it claims to be.
        content: its bytes.
        limits: how much it may claim.
    Returns:
        SHA-256 of the bytes.
    Raises:
        ValueError: a pickle under any name, an unknown ending, or what the format's own check
            refuses; the text says what in plain words.
        ImportError: what reads this format is not installed.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix == ".skops":
        from auzolan.engine.models import skops_files

        skops_files.read(name, content, limits)
    elif suffix == ".onnx":
        from auzolan.engine.models import onnx_files

        onnx_files.check(name, content, limits)
    else:
        # Safetensors, or the refusal of any other name.
        found = artefacts.read(name, content, limits)
        artefacts.refuse_infinite(name, found.tensors)
    return hashlib.sha256(content).hexdigest()
