"""The words of every doing, and the shape of what it asks."""

from __future__ import annotations

import msgspec
import pytest

from auzolan.cooperative import RULES
from auzolan.house.doors.doing.catalogue import doings, showings
from auzolan.house.doors.portal.doing_words import doing_words

FORBIDDEN = ("user", "token", "node", "resource", "asset ")


@pytest.mark.parametrize("name", sorted(doings()))
def test_every_doing_and_each_of_its_fields_has_words(name: str) -> None:
    """Goal: nobody reads a name of the program. Method: words for the doing and for each field."""
    words = doing_words()[name]
    assert all((words.name, words.button, words.done))
    asked = {one.name for one in msgspec.structs.fields(doings()[name].asks)}
    assert set(words.fields) == asked
    for text in (words.name, words.button, words.done, words.lead):
        assert not [word for word in FORBIDDEN if word in str(text).lower()], text


@pytest.mark.parametrize("name", sorted(doings()))
def test_no_doing_asks_who_asks(name: str) -> None:
    """Goal: the door says who, never the form. Method: names of fields, and unknown fields refused."""
    doing = doings()[name]
    fields = {one.name for one in msgspec.structs.fields(doing.asks)}
    assert not fields & {"actor", "who", "offices"}
    assert doing.asks.__struct_config__.forbid_unknown_fields
    assert doing.asks.__struct_config__.frozen
    assert set(doing.choices) <= fields
    assert not doing.about or doing.about in fields


def test_no_words_are_left_over() -> None:
    """Goal: no text for what cannot be done. Method: both sets of names."""
    assert set(doing_words()) == set(doings())


ACTS = {str(act.__struct_config__.tag).rpartition("/")[0] for act in RULES}
IN_NO_DOOR = {"charter.found", "record.rotate_key", "labour.look", "licensing.record_segment"}
"""Acts that no form asks for: founding, the key on the machine, looks (their page asks), metering."""
WITHIN = {
    "assembly.execute": (
        "assembly.keep_pause", "charter.amend", "charter.appoint", "charter.recall",
        "consent.decide_for_group", "consent.end_strike", "consent.strike", "licensing.grant",
        "treasury.distribute", "treasury.open_exit", "treasury.wind_up",
    ),
    "assembly.propose_change": ("assembly.propose",),
    "assembly.revise_change": ("assembly.revise",),
    "contributions.import": ("contributions.offer",),
    "learning.train": ("learning.evaluate", "learning.evaluate_groups"),
}  # fmt: skip
"""Acts that are asked for by a doing of another name."""


def test_every_act_can_be_asked_for_at_the_door() -> None:
    """Goal: no command line is needed. Method: each act has a doing of its name, or is known not to."""
    assert set(WITHIN) <= set(doings())
    within = {act for acts in WITHIN.values() for act in acts}
    assert ACTS - set(doings()) - IN_NO_DOOR == within


def test_addresses_of_showings_differ() -> None:
    """Goal: one address, one answer. Method: paths with their names taken out."""
    import re

    paths = [re.sub(r"\{\w+\}", "{}", one.path) for one in showings().values()]
    assert len(paths) == len(set(paths))
