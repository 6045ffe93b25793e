"""A small transformer that learns to go on with members' texts, byte by byte (tier 3).

On a processor the same recipe and rows give the same bytes: one thread, one seed, one order. It
forgets by being trained anew. Neither a tokeniser nor weights of others are used.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import cos, pi

import msgspec
import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from auzolan.engine.models import about, stopping, trained
from auzolan.engine.models import rows as read
from auzolan.engine.models.rows import MICRO, BoolArray, IntArray, Rows, RowsKind
from auzolan.engine.models.trained import Asker, FloatArray, Hits, Trained
from auzolan.learning import recipes
from auzolan.learning.recipes import TinyTransformerRecipe

MARK = 256
"""Stands before each text and behind it."""
_SYMBOLS = 257
_BATCH_ASKED = 64
_NORM_MAX = 1.0


class About(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="model.tiny_transformer/1"
):
    """What the file says of itself: the recipe's digest."""

    recipe: str


@dataclass(frozen=True, slots=True)
class TinyTransformerTrainer:
    """Trains a small transformer and asks it."""

    recipe: TinyTransformerRecipe

    def kind_of_rows(self) -> RowsKind:
        """Say which columns rows must have; there is no label."""
        return RowsKind("", text=self.recipe.text)

    def train(self, rows: Rows, is_test: BoolArray | None = None) -> Trained:
        """Train on the texts that are not marked for the test.

        Raises:
            ValueError: no text holds a byte.
        """
        known = trained.training_rows(rows, is_test)
        stream = _stream(read.texts_of(known, self.recipe.text))
        if len(stream) < 3:
            raise ValueError("no text is left to learn from")
        with _one_thread():
            model = _fitted(self.recipe, torch.from_numpy(stream))
        digest = recipes.digest(self.recipe)
        tensors = {name: value.detach().numpy() for name, value in model.state_dict().items()}
        counts = np.bincount(stream[1:], minlength=_SYMBOLS)
        return trained.trained_of(
            about.write(About(digest), tensors), ".safetensors", recipe=digest, n_rows=len(known),
            baseline=str(int(np.argmax(counts))),
        )  # fmt: skip

    def opened(self, content: bytes) -> Asker:
        """Read the weights once."""
        model = load(content, self.recipe)

        def answers(rows: Rows) -> list[str]:
            texts = read.texts_of(rows, self.recipe.text)
            with _one_thread(), torch.no_grad():
                return [_continued(model, self.recipe, text) for text in texts]

        return answers

    def predict(self, content: bytes, rows: Rows, only: BoolArray | None = None) -> list[str]:
        """Go on with each text by the likeliest bytes, to the end of a text or the most allowed."""
        return self.opened(content)(trained.marked(rows, only))

    def hits(self, content: bytes, rows: Rows, only: BoolArray, baseline: str) -> Hits:
        """Count right next bytes, the end of the text among them."""
        found = self._asked(content, rows.where(only))
        return Hits(
            np.array([len(truth) for truth, _, _ in found], dtype=np.int64),
            np.array([(truth == best).sum() for truth, best, _ in found], dtype=np.int64),
            np.array([(truth == int(baseline)).sum() for truth, _, _ in found], dtype=np.int64),
        )

    def losses(self, content: bytes, rows: Rows, only: BoolArray | None = None) -> FloatArray:
        """Give each text's mean loss, in natural units a byte."""
        found = self._asked(content, trained.marked(rows, only))
        return np.array([loss.mean() for _, _, loss in found], dtype=np.float64)

    def _asked(self, content: bytes, rows: Rows) -> list[tuple[IntArray, IntArray, FloatArray]]:
        """For each text the true next bytes, the likeliest ones, and the losses."""
        model = load(content, self.recipe)
        with _one_thread(), torch.no_grad():
            return [
                _ask(model, self.recipe.context, _stream([text]))
                for text in read.texts_of(rows, self.recipe.text)
            ]


class TinyTransformer(nn.Module):
    """Bytes in, logits of the next byte out at each place; each place sees those before it."""

    def __init__(self, recipe: TinyTransformerRecipe) -> None:
        super().__init__()
        self.symbol = nn.Embedding(_SYMBOLS, recipe.width)
        self.place = nn.Embedding(recipe.context, recipe.width)
        self.blocks = nn.ModuleList(
            _Block(recipe.width, recipe.heads) for _ in range(recipe.layers)
        )
        self.norm = nn.LayerNorm(recipe.width)

    def forward(self, symbols: Tensor) -> Tensor:
        """Give logits of shape (n, length, 257) for symbols of shape (n, length)."""
        x = self.symbol(symbols) + self.place(torch.arange(symbols.shape[1]))
        for block in self.blocks:
            x = block(x)
        # The same table reads and writes symbols: fewer weights for little text.
        return functional.linear(self.norm(x), self.symbol.weight)


class _Block(nn.Module):
    """Attention, then two layers, each after a normalisation."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.before = nn.LayerNorm(width)
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.between = nn.LayerNorm(width)
        self.up = nn.Linear(width, 4 * width)
        self.down = nn.Linear(4 * width, width)

    def forward(self, x: Tensor) -> Tensor:
        n, length, width = x.shape
        mixed = self.qkv(self.before(x)).view(n, length, 3, self.heads, width // self.heads)
        query, key, value = mixed.permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(query, key, value, is_causal=True)
        x = x + self.out(seen.transpose(1, 2).reshape(n, length, width))
        return x + self.down(functional.gelu(self.up(self.between(x))))


def load(content: bytes, recipe: TinyTransformerRecipe) -> TinyTransformer:
    """Read a transformer back, checked.

    Raises:
        ValueError: no sound transformer, a weight that is not finite, or another recipe's.
    """
    said, tensors = about.read(content, About)
    if said.recipe != recipes.digest(recipe):
        raise ValueError("the model was made by another recipe")
    model = TinyTransformer(recipe)
    expected = model.state_dict()
    if set(expected) != set(tensors):
        raise ValueError("not a tiny transformer: it has other tensors")
    for name, value in expected.items():
        found = about.tensor(tensors, name, np.float32, tuple(value.shape))
        value.copy_(torch.from_numpy(found.astype(np.float32)))
    return model.eval()


def _fitted(recipe: TinyTransformerRecipe, stream: Tensor) -> TinyTransformer:
    """Take the steps of a recipe, on pieces of the stream that the seed draws."""
    made = torch.Generator().manual_seed(recipe.seed)
    model = TinyTransformer(recipe)
    _first_weights(model, made)
    rate = recipe.rate_millionths / MICRO
    optimizer = torch.optim.AdamW(
        model.parameters(), lr=rate, betas=(0.9, 0.99), eps=1e-8,
        weight_decay=recipe.decay_millionths / MICRO, foreach=False,
    )  # fmt: skip
    length = min(recipe.context, len(stream) - 1)
    offsets = torch.arange(length)
    for step in range(recipe.steps):
        stopping.go_on()
        starts = torch.randint(0, len(stream) - length, (recipe.batch, 1), generator=made)
        pieces, nexts = stream[starts + offsets], stream[starts + offsets + 1]
        logits = model(pieces)
        loss = functional.cross_entropy(logits.flatten(0, 1), nexts.flatten())
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), _NORM_MAX, foreach=False)
        for group in optimizer.param_groups:
            group["lr"] = rate * (0.1 + 0.45 * (1 + cos(pi * step / recipe.steps)))
        optimizer.step()
    return model.eval()


def _first_weights(model: TinyTransformer, made: torch.Generator) -> None:
    """Draw first weights from the recipe's seed alone, not from the machine's own chance."""
    with torch.no_grad():
        for name, value in model.named_parameters():
            if value.ndim > 1:
                value.normal_(0.0, 0.02, generator=made)
            elif "bias" in name:
                value.zero_()


def _stream(texts: Sequence[str]) -> IntArray:
    """All texts as bytes, a mark before each and behind the last."""
    found: list[int] = []
    for text in texts:
        found.append(MARK)
        found.extend(text.encode("utf-8", "surrogatepass"))
    return np.array([*found, MARK], dtype=np.int64)


def _ask(
    model: TinyTransformer, context: int, stream: IntArray
) -> tuple[IntArray, IntArray, FloatArray]:
    """Ask for each next byte of a stream, in pieces of the model's own length."""
    symbols, truth = stream[:-1], stream[1:]
    n_whole = len(symbols) // context
    pieces = [symbols[: n_whole * context].reshape(-1, context)] if n_whole else []
    if len(symbols) % context:
        pieces.append(symbols[n_whole * context :].reshape(1, -1))
    logits = torch.cat(
        [
            model(torch.from_numpy(piece[start : start + _BATCH_ASKED])).flatten(0, 1)
            for piece in pieces
            for start in range(0, len(piece), _BATCH_ASKED)
        ]
    )
    losses = functional.cross_entropy(logits.double(), torch.from_numpy(truth), reduction="none")
    return truth, logits.argmax(1).numpy(), losses.numpy()


def _continued(model: TinyTransformer, recipe: TinyTransformerRecipe, text: str) -> str:
    symbols = _stream([text])[:-1].tolist()
    begun = len(symbols)
    while len(symbols) - begun < recipe.answer_bytes_max:
        piece = torch.tensor([symbols[-recipe.context :]])
        best = int(model(piece)[0, -1].argmax())
        if best == MARK:
            break
        symbols.append(best)
    return bytes(symbols[begun:]).decode("utf-8", "replace")


@contextmanager
def _one_thread() -> Iterator[None]:
    """Sums split over threads differ in their last bits; one thread has one order."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)
