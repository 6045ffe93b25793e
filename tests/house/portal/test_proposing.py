"""A proposal through the portal's forms, from its draft to the act that carries it out."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from auzolan.assembly.state import Proposal
from auzolan.charter.articles import Charter
from auzolan.house.rooms.charter.queries import charter_in_force
from auzolan.house.storage.reader import reader_of
from support.acting import PEOPLE, Acting, acting_in, founded


@pytest.fixture(scope="module")
def coop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A co-operative that was founded; tests act in copies of it."""
    return founded(tmp_path_factory.mktemp("acting") / "coop")


@pytest.fixture
def act(coop: Path, tmp_path: Path) -> Iterator[Acting]:
    """Its people, in a copy of one's own."""
    shutil.copytree(coop, tmp_path / "coop")
    with acting_in(tmp_path / "coop") as acting:
        yield acting


def rules_of(act: Acting) -> Charter:
    """The house rules in force."""
    with reader_of(act.folder) as reader:
        return charter_in_force(reader)


def only_proposal(act: Acting) -> Proposal:
    """The one proposal that there is."""
    with reader_of(act.folder) as reader:
        (row,) = reader.rows(Proposal)
    return row


CHANGE = {
    "clause": "decisions.poll_days", "value": "9", "more": "decisions.late_hours = 12",
    "title": "Longer polls", "reasons": "People work shifts.",
}  # fmt: skip


def test_a_proposal_goes_from_its_form_to_the_changed_house_rules(act: Acting) -> None:
    """Goal: everything through the doors. Method: an entrenched rule, both readings, all by POST."""
    act.done("m002", "assembly.propose_change", **CHANGE)
    name = only_proposal(act).proposal
    assert "longer" not in name
    act.done("m001", "assembly.admit", proposal=name)
    act.done("m001", "assembly.call", agenda=name)
    act.days_on(11)
    act.done("m001", "assembly.open_poll", proposal=name)
    for member in PEOPLE[:6]:
        act.done(member, "assembly.cast", proposal=name, choice="yes")
    act.days_on(8)
    act.done("m001", "assembly.close", proposal=name)
    act.done("m002", "assembly.certify", proposal=name)
    assert only_proposal(act).reading == 2


def test_a_policy_is_voted_counted_twice_and_carried_out(act: Acting) -> None:
    """Goal: what was voted is what is done. Method: the floor of pay, then the charter in force."""
    act.done(
        "m002", "assembly.propose_change",
        clause="labour.floor_cents_hour", value="17.50", title="A higher floor",
    )  # fmt: skip
    name = only_proposal(act).proposal
    act.done("m001", "assembly.admit", proposal=name)
    act.done("m001", "assembly.call", agenda=name)
    act.days_on(11)
    act.done("m001", "assembly.open_poll", proposal=name)
    for member in PEOPLE[:4]:
        act.done(member, "assembly.cast", proposal=name, choice="yes")
    act.days_on(8)
    act.done("m001", "assembly.close", proposal=name)
    act.done("m002", "assembly.certify", proposal=name)
    act.days_on(4)
    act.done("m001", "assembly.execute", proposal=name)
    assert rules_of(act).labour.floor_cents_hour == 1_750
