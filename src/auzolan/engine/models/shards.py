"""An ensemble split by member: what she withdraws is trained anew in her shard alone (tier 2).

No word list, label list, mean or spread passes from one shard to another; else a shard would
remember what another forgot. So a shard that is trained anew, beside shards that are left as they
are, is byte for byte a training of the whole without her rows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
import numpy as np

from auzolan.engine.artefacts import Tensor
from auzolan.engine.models import about, stopping, trained
from auzolan.engine.models import rows as read
from auzolan.engine.models.design import Features, blocks
from auzolan.engine.models.logistic import fitted, has_converged, solver
from auzolan.engine.models.rows import BoolArray, IntArray, Rows, RowsKind
from auzolan.engine.models.trained import Asker, FloatArray, Hits, Trained
from auzolan.learning import recipes
from auzolan.learning.recipes import ShardsRecipe

_PERSON = b"auzolan/shard/1"


class ShardSaid(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the file says of a shard: rows, labels, and whether its solver stopped by itself."""

    rows: int
    classes: tuple[str, ...]
    has_converged: bool


class About(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="model.shards/1"):
    """What the file says of itself: the recipe's digest, and each shard, empty ones too."""

    recipe: str
    shards: tuple[ShardSaid, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Shard:
    """A softmax model of some members' rows.

    Attributes:
        said: its rows and labels.
        coefficients: shape (c, d).
        intercepts: shape (c,).
    """

    said: ShardSaid
    coefficients: FloatArray
    intercepts: FloatArray


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What a withdrawal came to.

    Attributes:
        trained: the new model.
        shards_hit: shards that held rows of those who withdrew, ascending.
        is_whole: more than half of the shards were hit, so all were trained anew.
    """

    trained: Trained
    shards_hit: tuple[int, ...]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class ShardsTrainer:
    """Trains, answers and forgets shard by shard."""

    recipe: ShardsRecipe

    def kind_of_rows(self) -> RowsKind:
        """Say which columns rows must have."""
        one = self.recipe
        return RowsKind(one.label, one.numbers, one.categories, one.text)

    def train(self, rows: Rows, is_test: BoolArray | None = None) -> Trained:
        """Train each shard on its members' rows that are not marked for the test."""
        known = trained.training_rows(rows, is_test)
        return self._sealed([self._shard(known, one) for one in range(self.recipe.shards)], known)

    def retrain(self, content: bytes, after: Rows, touched: frozenset[str]) -> Forgotten:
        """Train anew the shards of some members, and leave the others as they are.

        Args:
            content: the model's file.
            after: all training rows that there are now, those of `touched` as they are now.
            touched: members whose rows changed or are gone.
        Raises:
            ValueError: another recipe's model, a shard of which no member is named has other rows
                than then, or no rows are left.
        """
        hit = tuple(sorted({shard_of(self.recipe, member) for member in touched}))
        known = load(content, self.recipe)
        is_whole = 2 * len(hit) > self.recipe.shards
        if is_whole:
            return Forgotten(self.train(after), hit, is_whole)
        now = np.bincount(_shards(self.recipe, after), minlength=self.recipe.shards)
        for number, shard in enumerate(known):
            if number not in hit and shard.said.rows != now[number]:
                raise ValueError(
                    f"shard {number} had {shard.said.rows} rows and has {now[number]}, but none of "
                    "its members is named; train the whole anew"
                )
        shards = [
            self._shard(after, number) if number in hit else shard
            for number, shard in enumerate(known)
        ]
        return Forgotten(self._sealed(shards, after), hit, is_whole)

    def opened(self, content: bytes) -> Asker:
        """Read the shards once."""
        shards = load(content, self.recipe)

        def answers(rows: Rows) -> list[str]:
            classes, found = self._likelihoods(shards, rows)
            return trained.likeliest(found, classes)

        return answers

    def predict(self, content: bytes, rows: Rows, only: BoolArray | None = None) -> list[str]:
        """Name the label that the shards together find likeliest; ties go to the first."""
        return self.opened(content)(trained.marked(rows, only))

    def hits(self, content: bytes, rows: Rows, only: BoolArray, baseline: str) -> Hits:
        """Count right answers, a question a row."""
        labels = read.labels_of(rows.where(only), self.recipe.label)
        return trained.hits_of(self.predict(content, rows, only), labels, baseline)

    def losses(self, content: bytes, rows: Rows, only: BoolArray | None = None) -> FloatArray:
        """Give minus the logarithm of the true label's likelihood."""
        asked = trained.marked(rows, only)
        classes, found = self._likelihoods(load(content, self.recipe), asked)
        return trained.log_losses(found, classes, read.labels_of(asked, self.recipe.label))

    def _shard(self, rows: Rows, number: int) -> Shard:
        stopping.go_on()
        own = rows.where(_shards(self.recipe, rows) == number)
        width = features_of(self.recipe).width - 1
        labels = read.labels_of(own, self.recipe.label)
        classes = read.few_labels(labels, self.recipe.label)
        if len(classes) < 2:
            said = ShardSaid(len(own), classes, has_converged=True)
            return Shard(said, np.zeros((len(classes), width)), np.zeros(len(classes)))
        return _fit(self.recipe, own, labels, classes)

    def _sealed(self, shards: list[Shard], rows: Rows) -> Trained:
        if not len(rows):
            raise ValueError("no rows are left to learn from")
        digest = recipes.digest(self.recipe)
        tensors = {}
        for number, shard in enumerate(shards):
            if shard.said.classes:
                tensors[f"s{number:02d}.coefficients"] = shard.coefficients
                tensors[f"s{number:02d}.intercepts"] = shard.intercepts
        content = about.write(About(digest, tuple(shard.said for shard in shards)), tensors)
        return trained.trained_of(
            content, ".safetensors", recipe=digest, n_rows=len(rows),
            baseline=read.commonest(read.labels_of(rows, self.recipe.label)),
            has_converged=all(shard.said.has_converged for shard in shards),
        )  # fmt: skip

    def _likelihoods(self, known: list[Shard], rows: Rows) -> tuple[tuple[str, ...], FloatArray]:
        """The mean over shards, each weighed by its rows; shape (n, c)."""
        shards = [shard for shard in known if shard.said.rows]
        classes = tuple(sorted({name for shard in shards for name in shard.said.classes}))
        total = sum(shard.said.rows for shard in shards)
        found = np.zeros((len(rows), len(classes)))
        start = 0
        for block in blocks(features_of(self.recipe), rows):
            span = slice(start, start + len(block))
            for shard in shards:
                at = [classes.index(name) for name in shard.said.classes]
                scores = block[:, 1:] @ shard.coefficients.T + shard.intercepts
                found[span, at] += trained.softmax(scores) * (shard.said.rows / total)
            start += len(block)
        return classes, found


def shard_of(recipe: ShardsRecipe, member: str) -> int:
    """Give a member's shard, 0 to `shards` - 1, by a hash that the recipe's seed keys.

    Args:
        recipe: gives the key and the number of shards.
        member: her id.
    """
    key = recipe.seed.to_bytes(8, "big")
    digest = hashlib.blake2b(member.encode(), digest_size=8, key=key, person=_PERSON)
    return int.from_bytes(digest.digest(), "big") % recipe.shards


def features_of(recipe: ShardsRecipe) -> Features:
    """Name the columns of a shard's matrix; they hang on the recipe alone."""
    return Features(
        recipe.numbers, (), recipe.categories, recipe.text, recipe.number_steps,
        recipe.buckets_log2, recipe.words_max,
    )  # fmt: skip


def load(content: bytes, recipe: ShardsRecipe) -> list[Shard]:
    """Read an ensemble back, checked.

    Raises:
        ValueError: no sound ensemble, or another recipe's.
    """
    said, tensors = about.read(content, About)
    if said.recipe != recipes.digest(recipe):
        raise ValueError("the model was made by another recipe")
    if len(said.shards) != recipe.shards or not any(one.rows > 0 for one in said.shards):
        raise ValueError(f"not a sound ensemble: expected {recipe.shards} shards, one with rows")
    width = features_of(recipe).width - 1
    return [_loaded(tensors, number, one, width) for number, one in enumerate(said.shards)]


def _loaded(tensors: Mapping[str, Tensor], number: int, said: ShardSaid, width: int) -> Shard:
    c = len(said.classes)
    if (said.rows > 0) != (c > 0) or list(said.classes) != sorted(set(said.classes)):
        raise ValueError(f"not a sound ensemble: shard {number} has rows or labels amiss")
    if not c:
        return Shard(said, np.zeros((0, width)), np.zeros(0))
    return Shard(
        said,
        about.real(tensors, f"s{number:02d}.coefficients", (c, width)),
        about.real(tensors, f"s{number:02d}.intercepts", (c,)),
    )


def _shards(recipe: ShardsRecipe, rows: Rows) -> IntArray:
    known = {owner: shard_of(recipe, owner) for owner in set(rows.owners)}
    return np.array([known[owner] for owner in rows.owners], dtype=np.int64)


def _fit(recipe: ShardsRecipe, rows: Rows, labels: list[str], classes: tuple[str, ...]) -> Shard:
    """Fit on numbers that this shard's own mean and spread standardise, then undo the scaling."""
    from scipy import sparse

    features = features_of(recipe)
    parts = [sparse.csr_array(block[:, 1:]) for block in blocks(features, rows)]
    x = sparse.vstack(parts, format="csr")
    p = len(features.numbers)
    mean, scale = np.zeros(x.shape[1]), np.ones(x.shape[1])
    if p:
        numbers = x[:, :p].toarray()
        mean[:p], spread = numbers.mean(axis=0), numbers.std(axis=0)
        scale[:p] = np.where(spread > 0, spread, 1.0)
        numbers = sparse.csr_array((numbers - mean[:p]) / scale[:p])
        x = sparse.hstack([numbers, x[:, p:]], format="csr")
    code_of = {name: code for code, name in enumerate(classes)}
    model = solver(recipe)
    fitted(model, x, np.array([code_of[label] for label in labels], dtype=np.int64))
    coefficients, intercepts = _one_row_a_class(model.coef_), _one_row_a_class(model.intercept_)
    coefficients = coefficients / scale
    said = ShardSaid(len(rows), classes, has_converged(model))
    return Shard(said, coefficients, intercepts - coefficients @ mean)


def _one_row_a_class(values: FloatArray) -> FloatArray:
    """Give two classes a row each; the library keeps only the second, the first being 0."""
    values = np.asarray(values, dtype=np.float64)
    return np.concatenate([np.zeros_like(values), values]) if len(values) == 1 else values
