"""A co-operative of five with a sealed snapshot, and the steps to a withdrawal; all made up."""

from __future__ import annotations

from pathlib import Path

from auzolan.assembly.resolutions import GrantLicence
from auzolan.house.asking import reading
from auzolan.house.rooms.consent import flows as consent
from auzolan.house.rooms.consent.duty_queries import DutyLine, duty_lines
from auzolan.house.rooms.learning import flows as learning
from auzolan.house.rooms.licensing import flows as licensing
from auzolan.house.storage.reader import reader_of
from auzolan.learning.recipes import CountsRecipe, ModelRecipe
from auzolan.learning.state import Model
from auzolan.licensing.acts import LicenceTerms
from house.small_desk import BRANDS, SmallDesk, accepted
from support.deciding import decided

FEATURES = tuple(f"feat_{brand}" for brand in BRANDS)
COUNTS = CountsRecipe("choice", categories=FEATURES)
TERMS = LicenceTerms("dairy", "milk-ltd", "yogurt-1", "commercial", 0, 10, 1_000, 365)


def sealed(path: Path) -> SmallDesk:
    """A co-operative of five with rows that may be used commercially, sealed as `spring`."""
    made = SmallDesk(path)
    made.bring(rows=16)
    seal(made, "spring")
    return made


def seal(small: SmallDesk, snapshot: str) -> None:
    """Seal all that may be used commercially."""
    accepted(
        learning.seal(
            small.desk, actor="eve", snapshot=snapshot, kind="purchases", purpose="commercial"
        )
    )


def trained(
    small: SmallDesk, recipe: ModelRecipe = COUNTS, model: str = "yogurt-1"
) -> learning.TrainReport:
    """A model made from `spring`; a refusal fails the test."""
    report = learning.train(small.desk, actor="eve", model=model, snapshot="spring", recipe=recipe)
    assert isinstance(report, learning.TrainReport), report
    return report


def withdraw(small: SmallDesk, member: str) -> int:
    """Say no, and give the entry."""
    return accepted(consent.withdraw(small.desk, member=member, kind="purchases")).seq


def row_of(small: SmallDesk, name: str) -> Model:
    """The model's row in the books, which must be there."""
    with reading(small.desk.folder) as now:
        row = now.books.get(Model, name)
    assert row is not None
    return row


def duties(small: SmallDesk, **later: int) -> list[DutyLine]:
    """What is owed, so much later than the desk's clock."""
    with reader_of(small.desk.folder) as reader:
        return duty_lines(reader, small.clock.at + sum(later.values()))


def licensed(small: SmallDesk) -> None:
    """A licence of `yogurt-1`, as the members voted."""
    mandate = decided(
        small.desk, GrantLicence(TERMS), "p-dairy", author="ana", secretary="ida", auditor="ben"
    )
    accepted(licensing.grant(small.desk, actor="joe", mandate=mandate, terms=TERMS))
