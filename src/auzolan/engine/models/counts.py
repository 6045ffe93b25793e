"""Counts of words and values by label: a model that forgets a row by counting it out (tier 0).

Only whole numbers are kept, each pair of token and label once, so that a model without some rows
is byte for byte the model of a training without them. Tokens stand as hashes: no list of words
leaves the house. Likelihoods are floats and made anew at each answer.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
import numpy as np

from auzolan.engine.models import about, trained
from auzolan.engine.models import rows as read
from auzolan.engine.models.rows import BoolArray, IntArray, Rows, RowsKind
from auzolan.engine.models.tokens import hash_of, tokens
from auzolan.engine.models.trained import Asker, FloatArray, Hits, Trained
from auzolan.learning import recipes
from auzolan.learning.recipes import CountsRecipe

PAIRS_MAX = 2_500_000


class About(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="model.counts/1"):
    """What the file says of itself: the recipe's digest, and the labels in order of their codes."""

    recipe: str
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """How many rows of each label held each token.

    Attributes:
        classes: labels met, ascending.
        rows: rows of each label, all above 0; int64 of shape (c,).
        tokens: hash of each pair's token; pairs ascend by token, then label; int64 of shape (p,).
        labels: code of each pair's label; int64 of shape (p,).
        counts: rows of that label with that token, all above 0; int64 of shape (p,).
    """

    classes: tuple[str, ...]
    rows: IntArray
    tokens: IntArray
    labels: IntArray
    counts: IntArray


@dataclass(frozen=True, slots=True)
class CountsTrainer:
    """Trains, answers and forgets by counts."""

    recipe: CountsRecipe

    def kind_of_rows(self) -> RowsKind:
        """Say which columns rows must have."""
        return RowsKind(self.recipe.label, (), self.recipe.categories, self.recipe.text)

    def train(self, rows: Rows, is_test: BoolArray | None = None) -> Trained:
        """Count the rows that are not marked for the test."""
        return self._sealed(count(self.recipe, trained.training_rows(rows, is_test)))

    def forget(self, content: bytes, removed: Rows, added: Rows | None = None) -> Trained:
        """Count rows out, and others in: what comes is what a training without them gives.

        Args:
            content: the model's file.
            removed: training rows that leave.
            added: rows that come to be training rows, or None.
        Raises:
            ValueError: a row that leaves was never counted; nothing is given then.
        """
        known = combined(load(content, self.recipe), count(self.recipe, removed), sign=-1)
        if added is not None:
            known = combined(known, count(self.recipe, added), sign=1)
        return self._sealed(known)

    def opened(self, content: bytes) -> Asker:
        """Read the counts once; ties go to the first label."""
        bayes = bayes_of(self.recipe, load(content, self.recipe))
        return lambda rows: trained.likeliest(
            likelihoods(self.recipe, bayes, rows), bayes.known.classes
        )

    def predict(self, content: bytes, rows: Rows, only: BoolArray | None = None) -> list[str]:
        """Name the label that naive Bayes finds likeliest; ties go to the first."""
        return self.opened(content)(trained.marked(rows, only))

    def hits(self, content: bytes, rows: Rows, only: BoolArray, baseline: str) -> Hits:
        """Count right answers, a question a row."""
        labels = read.labels_of(rows.where(only), self.recipe.label)
        return trained.hits_of(self.predict(content, rows, only), labels, baseline)

    def losses(self, content: bytes, rows: Rows, only: BoolArray | None = None) -> FloatArray:
        """Give minus the logarithm of the true label's likelihood."""
        bayes = bayes_of(self.recipe, load(content, self.recipe))
        asked = trained.marked(rows, only)
        labels = read.labels_of(asked, self.recipe.label)
        found = likelihoods(self.recipe, bayes, asked)
        return trained.log_losses(found, bayes.known.classes, labels)

    def _sealed(self, known: Counts) -> Trained:
        if not known.classes:
            raise ValueError("no rows are left to learn from")
        digest = recipes.digest(self.recipe)
        tensors = {
            "rows": known.rows, "tokens": known.tokens, "labels": known.labels,
            "counts": known.counts,
        }  # fmt: skip
        content = about.write(About(digest, known.classes), tensors)
        commonest = known.classes[int(np.argmax(known.rows))]
        return trained.trained_of(
            content, ".safetensors", recipe=digest, n_rows=int(known.rows.sum()),
            baseline=commonest,
        )  # fmt: skip


def count(recipe: CountsRecipe, rows: Rows) -> Counts:
    """Count the tokens of rows by label.

    Args:
        recipe: names the columns.
        rows: any rows; none give empty counts.
    Raises:
        ValueError: a column is missing or malformed, or there are too many labels or pairs.
    """
    labels = read.labels_of(rows, recipe.label)
    classes = read.few_labels(labels, recipe.label)
    code_of = {name: code for code, name in enumerate(classes)}
    codes = np.array([code_of[label] for label in labels], dtype=np.int64)
    of_rows = _tokens_of_rows(recipe, rows)
    owners = np.repeat(codes, [len(found) for found in of_rows])
    keys = np.array([key for found in of_rows for key in found], dtype=np.int64)
    return _merged(classes, np.bincount(codes, minlength=len(classes)), keys, owners, None)


def combined(one: Counts, other: Counts, *, sign: int) -> Counts:
    """Add counts, or take them out; labels and tokens that nothing is left of are gone.

    Args:
        one: counts.
        other: what is added with sign 1, or taken out with sign -1.
        sign: 1 or -1.
    Raises:
        ValueError: more is taken out than was in.
    """
    classes = tuple(sorted({*one.classes, *other.classes}))
    code_of = {name: code for code, name in enumerate(classes)}
    sizes = np.zeros(len(classes), dtype=np.int64)
    labels = []
    for part, times in ((one, 1), (other, sign)):
        codes = np.array([code_of[name] for name in part.classes], dtype=np.int64)
        sizes[codes] += times * part.rows
        labels.append(codes[part.labels] if len(codes) else part.labels)
    return _merged(
        classes, sizes, np.concatenate([one.tokens, other.tokens]), np.concatenate(labels),
        np.concatenate([one.counts, sign * other.counts]),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Bayes:
    """Counts, and what follows from them for every question.

    Attributes:
        known: the counts.
        names: tokens met, ascending; int64 of shape (t,).
        starts: where each token's pairs begin; the last entry is where they end.
        prior: logarithm of each label's share; shape (c,).
        ground: what a token adds that a label never met; shape (c,).
        lift: what a pair adds beyond it; shape (p,).
    """

    known: Counts
    names: IntArray
    starts: IntArray
    prior: FloatArray
    ground: FloatArray
    lift: FloatArray


def bayes_of(recipe: CountsRecipe, known: Counts) -> Bayes:
    """Work out once what every question needs.

    Source: Rennie et al. 2003, Tackling the Poor Assumptions of Naive Bayes, eq. 1.
    """
    add = recipe.smoothing_millionths / read.MICRO
    names, starts = np.unique(known.tokens, return_index=True)
    per_class = np.bincount(known.labels, known.counts, minlength=len(known.classes))
    return Bayes(
        known,
        names,
        np.append(starts, len(known.tokens)),
        np.log(known.rows / known.rows.sum()),
        np.log(add / (per_class + add * max(1, len(names)))),
        np.log((known.counts + add) / add),
    )


def likelihoods(recipe: CountsRecipe, bayes: Bayes, rows: Rows) -> FloatArray:
    """Say how likely each label is for each row, by the tokens that training met.

    Returns:
        Shape (n, c); each row sums to 1.
    """
    names = bayes.names
    found = np.tile(bayes.prior, (len(rows), 1))
    for row, held in enumerate(_tokens_of_rows(recipe, rows)):
        keys = np.array(held, dtype=np.int64)
        at = np.searchsorted(names, keys)
        at = at[(at < len(names)) & (names[np.minimum(at, len(names) - 1)] == keys)]
        found[row] += len(at) * bayes.ground
        for token in at.tolist():
            pairs = slice(bayes.starts[token], bayes.starts[token + 1])
            found[row, bayes.known.labels[pairs]] += bayes.lift[pairs]
    return trained.softmax(found)


def load(content: bytes, recipe: CountsRecipe) -> Counts:
    """Read counts back, checked.

    Raises:
        ValueError: no sound file of counts, or another recipe's.
    """
    said, tensors = about.read(content, About)
    if said.recipe != recipes.digest(recipe):
        raise ValueError("the model was made by another recipe")
    c, p = len(said.classes), len(tensors.get("tokens", ()))
    sizes = about.whole(tensors, "rows", (c,))
    keys, labels = about.whole(tensors, "tokens", (p,)), about.whole(tensors, "labels", (p,))
    counts = about.whole(tensors, "counts", (p,))
    is_sound = (
        c > 0
        and (sizes > 0).all()
        and (counts > 0).all()
        and list(said.classes) == sorted(set(said.classes))
    )
    if not is_sound or (p and not 0 <= labels.min() <= labels.max() < c):
        raise ValueError("not sound counts: a count is not above 0, or a label is unknown")
    # Compared, not subtracted: the difference of two hashes leaves 64 bits.
    is_next = keys[1:] > keys[:-1]
    if not (is_next | ((keys[1:] == keys[:-1]) & (labels[1:] > labels[:-1]))).all():
        raise ValueError("not sound counts: pairs do not ascend")
    if (counts > sizes[labels]).any():
        raise ValueError("not sound counts: a token was met more often than its label")
    return Counts(said.classes, sizes, keys, labels, counts)


def _tokens_of_rows(recipe: CountsRecipe, rows: Rows) -> list[list[int]]:
    """The hashes of each row's tokens, each once, ascending so that float sums have one order."""
    known: dict[tuple[str, str], int] = {}

    def named(kind: str, token: str) -> int:
        if (kind, token) not in known:
            known[kind, token] = hash_of(kind, token)
        return known[kind, token]

    found: list[set[int]] = [set() for _ in range(len(rows))]
    if recipe.text:
        for row, text in enumerate(read.texts_of(rows, recipe.text)):
            found[row].update(named("text", token) for token in tokens(text, recipe.words_max))
    for name in recipe.categories:
        for row, value in enumerate(read.labels_of(rows, name)):
            found[row].add(named(f"value {name}", value))
    return [sorted(keys) for keys in found]


def _merged(
    classes: tuple[str, ...],
    sizes: IntArray,
    keys: IntArray,
    labels: IntArray,
    counts: IntArray | None,
) -> Counts:
    """Bring pairs into their one order, equal ones together, and leave out what came to 0."""
    counts = np.ones(len(keys), dtype=np.int64) if counts is None else counts
    order = np.lexsort((labels, keys))
    keys, labels, counts = keys[order], labels[order], counts[order]
    is_new = np.ones(len(keys), dtype=np.bool_)
    is_new[1:] = (keys[1:] != keys[:-1]) | (labels[1:] != labels[:-1])
    starts = np.flatnonzero(is_new)
    sums = np.add.reduceat(counts, starts) if len(starts) else counts
    if (sums < 0).any() or (sizes < 0).any():
        raise ValueError("a row that leaves was never counted in this model")
    stays, lives = sums > 0, sizes > 0
    keys, labels, sums = keys[starts][stays], labels[starts][stays], sums[stays]
    if len(keys) > PAIRS_MAX:
        raise ValueError(f"{len(keys)} pairs of token and label exceed {PAIRS_MAX}")
    if len(labels) and not lives[labels].all():
        raise ValueError("a row that leaves was never counted in this model")
    code = np.cumsum(lives) - 1
    kept = tuple(name for name, is_left in zip(classes, lives.tolist(), strict=True) if is_left)
    return Counts(kept, sizes[lives].astype(np.int64), keys, code[labels], sums.astype(np.int64))
