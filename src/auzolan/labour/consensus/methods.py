"""The methods by the names that the command takes: all from labels to one answer a task."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from auzolan.labour.consensus.dawid_skene import (
    SMOOTHED,
    dawid_skene,
    majority,
    one_coin,
)
from auzolan.labour.consensus.glad import glad
from auzolan.labour.consensus.labels import Labels
from auzolan.labour.consensus.mace import mace
from auzolan.labour.consensus.result import Consensus

Method = Callable[[Labels], Consensus]

METHODS: Mapping[str, Method] = MappingProxyType(
    {
        "majority": majority,
        "dawid-skene": dawid_skene,
        "dawid-skene-smoothed": lambda labels: dawid_skene(labels, prior=SMOOTHED),
        "one-coin": one_coin,
        "glad": lambda labels: glad(labels).consensus,
        "mace": lambda labels: mace(labels).consensus,
    }
)
"""Each with the settings of its paper; others are arguments of the functions themselves."""
