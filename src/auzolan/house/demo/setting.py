"""What one demo is about and another is not: its rows, its recipes, its licensee, its votes.

The steps of the story read it. It makes nothing up that a story does not need.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from auzolan.charter.acts import Seat
from auzolan.charter.articles import Change
from auzolan.house.rooms.labour.statements.statement_flows import Said
from auzolan.learning.recipes import ModelRecipe, PaidRecipe
from auzolan.licensing.acts import LicenceTerms


@dataclass(frozen=True, slots=True)
class CharterVote:
    """The vote that changes the charter: its proposal, and how its result is told."""

    proposal: str
    title: str
    reasons: str
    change: Change
    told: str


@dataclass(frozen=True, slots=True)
class Customer:
    """Who licenses the model: made up, with the vote on it.

    Attributes:
        name: as in `the dairy`.
        told: the name of the vote, as in `The dairy's licence`.
        payer: as a bank would name it.
        proposal: the id of the vote.
        terms: of the licence.
    """

    name: str
    told: str
    payer: str
    proposal: str
    terms: LicenceTerms


@dataclass(frozen=True, slots=True)
class Setting:
    """What a demo is about.

    Attributes:
        seed: of all that is made up.
        name: of the co-operative.
        origin: of its record; it says that it is a demo.
        preset: the legal preset.
        clauses: the clauses of the distribution that it settles otherwise.
        seats: its first offices.
        rule: what these say, in a sentence.
        kind: of its rows.
        works: whether its rows are works; else they are observations that are vouched for.
        currency: of its books.
        snapshot, snapshot_after: what is sealed, before and after a member withdraws.
        model, model_after: what is trained on them.
        recipe: by which.
        valuation: by which rows are valued.
        said: what no figure of its statement says.
        leaver: who withdraws.
        answers: what the model names, as in `brand`.
        baseline: what is named without a model, as in `the commonest brand`.
        charter_vote: the vote on the charter.
        customer: who licenses the model.
    """

    seed: str
    name: str
    origin: str
    preset: str
    clauses: Mapping[str, int]
    seats: tuple[Seat, ...]
    rule: str
    kind: str
    works: bool
    currency: str
    snapshot: str
    snapshot_after: str
    model: str
    model_after: str
    recipe: ModelRecipe
    valuation: PaidRecipe
    said: Said
    leaver: str
    answers: str
    baseline: str
    charter_vote: CharterVote
    customer: Customer
