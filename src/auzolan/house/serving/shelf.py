"""The models that are ready to answer: file, recipe, and the rows that answers are attributed to.

Rows are read only after the desk has allowed that use, once for each model, and are held in memory
alone; when somebody objects they are let go of. Nothing is decided here.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from auzolan.audit.folder import Folder
from auzolan.charter.state import charter_of
from auzolan.engine.answering import Answerer, answerer_for
from auzolan.engine.attributing import Attributor, attributor_for
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import moment_of, named, reading
from auzolan.house.desk import Desk
from auzolan.house.rooms.learning.flows import load_rows, parts_of, recipe_of
from auzolan.house.rooms.learning.flows import use as use_rows
from auzolan.learning.recipes import ModelRecipe, PaidRecipe
from auzolan.learning.sealing import VALUE, asked_of, objections
from auzolan.learning.state import Model, UseOfRows, snapshot_of
from auzolan.licensing.standing import ARTICLE
from auzolan.valuation.payable.terms import terms_now

MODELS_MAX = 64


@dataclass(frozen=True, slots=True, eq=False)
class Ready:
    """A model that can be asked.

    Attributes:
        answerer: answers questions.
        attributor: says whose rows made an answer.
        snapshot: what the model learned from.
        everyone: who shares an answer that no row speaks for.
        without: whose rows were not read, since they have said no.
    """

    answerer: Answerer
    attributor: Attributor
    snapshot: str
    everyone: Sequence[str]
    without: frozenset[str]


class Shelf:
    """Holds models that are ready, for several threads.

    Args:
        desk: asked before rows are read.
        actor: who holds the office of data; uses of rows are asked in her name.
    """

    def __init__(self, desk: Desk, actor: str) -> None:
        self._desk = desk
        self._actor = actor
        self._lock = threading.Lock()
        self._ready: dict[str, Ready] = {}

    def ready(self, model: Model, without: frozenset[str]) -> Ready | Refusal:
        """The model, read and made ready where it is not yet, or not without these people's rows.

        Args:
            model: its row.
            without: people who have said no; their rows in memory are let go of.
        Raises:
            FileNotFoundError: its file, recipe or rows are not in the folder.
            ImportError: its family needs a library that is not installed.
            ValueError: they are not those on the record.
        """
        found = self._ready.get(model.model)
        if found is not None and found.without == without:
            return found
        with self._lock:
            found = self._ready.get(model.model)
            if found is None or found.without != without:
                self._ready.pop(model.model, None)
                made = self._made(model, without)
                if isinstance(made, Refusal):
                    return made
                while len(self._ready) >= MODELS_MAX:
                    del self._ready[next(iter(self._ready))]
                self._ready[model.model] = made
            return self._ready[model.model]

    def let_go(self, model: str) -> None:
        """Let go of a model and of the rows behind it."""
        with self._lock:
            self._ready.pop(model, None)

    def _made(self, model: Model, without: frozenset[str]) -> Ready | Refusal:
        name = named("serve", model.model)
        if not without or not self._others_let(name, model.snapshot, without):
            allowed = use_rows(
                self._desk, actor=self._actor, use=name, snapshot=model.snapshot,
                purpose=model.purpose, operation=VALUE,
            )  # fmt: skip
            if isinstance(allowed, Refusal):
                return allowed
        # Else the use that was allowed goes on, for the rows of those who still let it.
        return made_ready(self._desk.folder, model, without)

    def _others_let(self, use: str, snapshot: str, without: frozenset[str]) -> bool:
        """Whether a use was allowed once, and all but these people would allow it now."""
        with reading(self._desk.folder) as now:
            if now.books.get(UseOfRows, use) is None:
                return False
            row, at = snapshot_of(now.books, snapshot), moment_of(now, self._desk.ports.clock)
            found = objections(now.books, row, charter_of(now.books), asked_of(row, at, VALUE))
        return set(found.members) <= without


def made_ready(
    folder: Folder, model: Model, without: frozenset[str] = frozenset()
) -> Ready | Refusal:
    """Read a model and the rows of its snapshot; the use of them has been allowed.

    Args:
        folder: the co-operative's folder.
        model: its row.
        without: people whose rows are not read.
    Raises:
        FileNotFoundError: its file, recipe or rows are not in the folder.
        ImportError: its family needs a library that is not installed.
        ValueError: they are not those on the record.
    """
    recipe = recipe_of(folder, model.recipe)
    if isinstance(recipe, PaidRecipe):
        raise ValueError(f"the recipe of {model.model} trains no model")
    if not _has_labels(recipe):
        return Refusal(
            "serving.no_answers", ARTICLE, f"{model.model} gives no short answers to serve.",
            "Serve a model that answers with a label.",
        )  # fmt: skip
    answerer = answerer_for(folder.models, model.artefact, recipe)
    with reading(folder) as now:
        snapshot = snapshot_of(now.books, model.snapshot)
        terms = terms_now(now.books, snapshot, now.log.head().size)
    held = tuple(one for one in terms.batches if one.member not in without)
    if not held:
        return Refusal(
            "serving.no_rows", ARTICLE, f"Nobody behind {model.model} lets her rows be read.",
            "Wait for a model without them.",
        )  # fmt: skip
    terms = replace(terms, batches=held)
    parts = [one for one in parts_of(folder, model.snapshot) if one.member not in without]
    rows = load_rows(folder, parts)
    assert rows.owners == terms.owners(), "the terms are those of the snapshot's own batches"
    columns: Mapping[str, Sequence[int | str]] = rows.columns
    attributor = attributor_for(recipe, columns, terms)
    return Ready(answerer, attributor, model.snapshot, attributor.game.members, without)


def _has_labels(recipe: ModelRecipe) -> bool:
    from auzolan.learning.recipes import TinyTransformerRecipe

    return not isinstance(recipe, TinyTransformerRecipe)
