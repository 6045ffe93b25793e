"""A co-operative of works in a folder: one copies another, two made rows together, one was settled.

Six people. m001 to m005 bring rows of their own, m006 brings those of m001 once more. The rows of
m002 are half m003's; a dispute gives rows 0 and 1 of m004 to m005. Everything is made up.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from audit.small_folder import PEOPLE, ROWS_EACH, SmallFolder, done, rows_of
from auzolan.house.asking import ask
from auzolan.house.rooms.consent import flows as consent
from auzolan.house.rooms.contributions import flows as contributions
from auzolan.house.rooms.learning import flows as learning
from auzolan.house.rooms.members import flows as members
from auzolan.house.rooms.valuation import flows as valuation
from auzolan.house.storage.files import write_durably
from auzolan.learning import recipes
from auzolan.learning.acts import Train
from support.plain_charter import plain_charter

RECIPE = recipes.ValuationRecipe(k=2)
VALUER, AUDITOR = "m001", "m002"
COPIED, COPIER = "m001", "m006"


class Works(SmallFolder):
    """Builds the folder step by step; purchases are works here, or observations where said so."""

    def __init__(self, path: Path, *, works: tuple[str, ...] = ("purchases",)) -> None:
        super().__init__(path, charter=plain_charter(works=works))
        people = [members.NewMember(one, f"Person {one}") for one in PEOPLE]
        for answer in members.admit_all(self.desk, actor="m001", people=people):
            done(answer)

    def bring(self) -> None:
        """Everyone brings a batch and allows the sale of models."""
        for number, member in enumerate(PEOPLE):
            purposes = ("commercial",)
            done(consent.grant(self.desk, member=member, kind="purchases", purposes=purposes))
            columns = rows_of(0 if member == COPIER else number)
            done(
                contributions.offer_rows(
                    self.desk, member=member, kind="purchases", columns=columns, batch=f"b-{member}"
                )
            )

    def own(self) -> None:
        """Two made rows together; a third person's rows go to a fourth."""
        shares = (("m002", 5_000), ("m003", 5_000))
        done(contributions.share_batch(self.desk, member="m002", batch="b-m002", shares=shares))
        self.settle("m005", rows=(0, 1))

    def settle(self, holder: str, *, rows: tuple[int, ...]) -> None:
        """Give rows of m004 to somebody, by the auditor."""
        done(
            contributions.settle_rows(
                self.desk, actor=AUDITOR, batch="b-m004", rows=rows, shares=((holder, 10_000),),
                reason="She showed her drafts.",
            )
        )  # fmt: skip

    def learn(self) -> None:
        """A model is reported; its file is made up."""
        desk = self.desk
        done(
            learning.seal(desk, actor=VALUER, snapshot="s1", kind="purchases", purpose="commercial")
        )
        done(
            learning.use(
                desk, actor=VALUER, use="u1", snapshot="s1", purpose="commercial", operation="train"
            )
        )
        weights = b"weights that nobody trained"
        artefact = hashlib.sha256(weights).hexdigest()
        write_durably(desk.folder.models / f"{artefact}.safetensors", weights)
        recipe = learning.keep_recipe(desk.folder, recipes.TrainingRecipe())
        rows = len(PEOPLE) * ROWS_EACH
        done(ask(desk, "train-taste", VALUER, Train("taste", "u1", recipe, artefact, rows, "")))

    def value(self, name: str = "v1", recipe: recipes.ValuationRecipe = RECIPE) -> None:
        """Value the rows."""
        done(valuation.value(self.desk, actor=VALUER, valuation=name, model="taste", recipe=recipe))
