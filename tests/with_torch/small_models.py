"""Small models and rows for the tests: a perceptron, a transformer, a convolution, all seeded."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

CLASSES = 4
WORDS = 11
LENGTH = 6


def perceptron(*, width: int = 16) -> nn.Module:
    torch.manual_seed(1)
    return nn.Sequential(nn.Linear(8, width), nn.Tanh(), nn.Linear(width, CLASSES))


class Block(nn.Module):
    """Attention and two layers, each after a normalisation."""

    def __init__(self, width: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.before = nn.LayerNorm(width)
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.between = nn.RMSNorm(width)
        self.up = nn.Linear(width, 4 * width)
        self.down = nn.Linear(4 * width, width, bias=False)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor) -> Tensor:
        n, length, width = x.shape
        mixed = self.qkv(self.before(x)).view(n, length, 3, self.heads, width // self.heads)
        query, key, value = mixed.permute(2, 0, 3, 1, 4)
        attended = functional.scaled_dot_product_attention(query, key, value, is_causal=True)
        x = x + self.drop(self.out(attended.transpose(1, 2).reshape(n, length, width)))
        return x + self.drop(self.down(functional.gelu(self.up(self.between(x)))))


class Transformer(nn.Module):
    """Words in, logits of the next word out at each position."""

    def __init__(
        self,
        *,
        words: int = WORDS,
        length: int = LENGTH,
        width: int = 12,
        heads: int = 2,
        blocks: int = 2,
        dropout: float = 0.0,
        is_tied: bool = False,
    ) -> None:
        super().__init__()
        self.word = nn.Embedding(words, width)
        self.position = nn.Embedding(length, width)
        self.blocks = nn.ModuleList(Block(width, heads, dropout) for _ in range(blocks))
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, words)
        if is_tied:
            self.head.weight = self.word.weight

    def forward(self, x: Tensor) -> Tensor:
        at = torch.arange(x.shape[1], device=x.device).expand(x.shape)
        x = self.word(x) + self.position(at)
        for block in self.blocks:
            x = block(x)
        return self.head(self.norm(x))


def transformer(**options: object) -> Transformer:
    torch.manual_seed(2)
    return Transformer(**options)


def convolution() -> nn.Module:
    torch.manual_seed(3)
    return nn.Sequential(
        nn.Unflatten(1, (2, 2, 2)),
        nn.Conv2d(2, 4, 2, padding=1, groups=2),
        nn.GroupNorm(2, 4),
        nn.ReLU(inplace=True),
        nn.Flatten(2),
        nn.Conv1d(4, 3, 3, stride=2, padding=1, dilation=1),
        nn.Flatten(),
        nn.Linear(15, CLASSES),
    )


def vectors(n: int, *, seed: int = 4) -> tuple[Tensor, Tensor]:
    made = torch.Generator().manual_seed(seed)
    x = torch.randn(n, 8, generator=made)
    return x, x[:, :CLASSES].argmax(1)


def sentences(n: int, *, seed: int = 5, length: int = LENGTH) -> tuple[Tensor, Tensor]:
    """Sentences that count on by 1, 2 or 3, with a word changed here and there."""
    made = torch.Generator().manual_seed(seed)
    first = torch.randint(0, WORDS, (n, 1), generator=made)
    step = torch.randint(1, 4, (n, 1), generator=made)
    words = (first + step * torch.arange(length + 1)) % WORDS
    odd = torch.rand(words.shape, generator=made) < 0.05
    words = torch.where(odd, torch.randint(0, WORDS, words.shape, generator=made), words)
    return words[:, :-1], words[:, 1:]


def cross_entropy(outputs: Tensor, targets: Tensor) -> Tensor:
    return functional.cross_entropy(outputs.reshape(-1, outputs.shape[-1]), targets.reshape(-1))
