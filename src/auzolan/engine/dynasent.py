"""DynaSent, round 2: sentences with their authors, and labels with who gave each.

Reads the published files from a folder, `*dev.jsonl` and `*test.jsonl`; nothing of them is kept in
this project. It invents no worker, no time and no pay: times were never published, and pay is
known by its published rates alone. Excerpts that a sentence was prompted by are not read.

Source: Potts, Wu, Geiger and Kiela 2020, DynaSent: A Dynamic Benchmark for Sentiment Analysis,
arXiv 2012.15349, and its datasheet; CC BY 4.0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

SOURCE = "DynaSent, round 2 (Potts et al. 2020, CC BY 4.0)"
HOME = "https://github.com/cgpotts/dynasent/raw/main/dynasent-v1.1.zip"
"""Where the set is published; it is a zip that holds both files, among others."""
SENTENCE_MICRO, LABEL_MICRO = 300_000, 25_000
"""Published pay, millionths of a US dollar: 0.30 a sentence, 0.25 for ten labels. A bonus of 0.30 was
paid for sentences that fooled a model; which ones were paid it is not published, so none is counted."""
TRAIN, TEST = "train", "test"
FILE_BYTES_MAX = 64 * 2**20
ROWS_MAX = 100_000
_SPLITS = (("dev", TRAIN), ("test", TEST))
_LABELS = ("positive", "negative", "neutral")
_VOTES = 5
_NAME = re.compile(r"round02.*(dev|test)\.jsonl\Z")

_Id = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9_-]{1,40}\Z")]
_Text = Annotated[str, Meta(min_length=1, max_length=100_000)]


class _Votes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    positive: tuple[_Id, ...]
    negative: tuple[_Id, ...]
    neutral: tuple[_Id, ...]
    mixed: tuple[_Id, ...]

    def workers(self) -> tuple[str, ...]:
        return (*self.positive, *self.negative, *self.neutral, *self.mixed)


class _Line(msgspec.Struct, frozen=True):
    """What is read of a line; other fields are left alone."""

    text_id: _Id
    sentence: _Text
    sentence_author: _Id
    label_distribution: _Votes
    gold_label: Annotated[str, Meta(pattern=r"\A(positive|negative|neutral)\Z")]


class NotDynaSent(Exception):
    """The folder does not hold the two files as they are published; the text says where it fails."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: who wrote it, what most said of it, who said so, and in which split it is."""

    text_id: str
    author: str
    text: str
    label: str
    split: str
    labelers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DynaSent:
    """The set, in the order of its files: dev, then test."""

    sentences: tuple[Sentence, ...]

    @property
    def people(self) -> list[str]:
        """Everybody who wrote or labelled, each once, in order of id."""
        return sorted(set(self.written()) | set(self.labelled()))

    def written(self) -> dict[str, list[Sentence]]:
        """Each author's sentences, authors in order of id."""
        found: dict[str, list[Sentence]] = {}
        for one in self.sentences:
            found.setdefault(one.author, []).append(one)
        return dict(sorted(found.items()))

    def labelled(self) -> dict[str, int]:
        """How many labels each labeler gave, labelers in order of id."""
        found: dict[str, int] = {}
        for one in self.sentences:
            for worker in one.labelers:
                found[worker] = found.get(worker, 0) + 1
        return dict(sorted(found.items()))


def read(folder: Path) -> DynaSent:
    """Read both files, whole or not at all.

    Args:
        folder: holds one file for each split, named as published: `...round02...dev.jsonl` and
            `...round02...test.jsonl`.
    Returns:
        All sentences with their labels.
    Raises:
        NotDynaSent: no folder, a file that is missing or there twice, a line that cannot be read, a
            sentence that stands twice, five labels that are not five people's, or a majority that is
            not the label.
    """
    if not folder.is_dir():
        raise NotDynaSent(f"there is no folder {folder}")
    sentences: list[Sentence] = []
    for name, split in _SPLITS:
        sentences.extend(_sentences(_file(folder, name), split))
    names = [one.text_id for one in sentences]
    if len(set(names)) < len(names):
        twice = sorted({name for name in names if names.count(name) > 1})
        raise NotDynaSent(f"the sentence {twice[0]} stands there twice")
    return DynaSent(tuple(sentences))


def _file(folder: Path, name: str) -> Path:
    found = [
        path for path in sorted(folder.iterdir())
        if (match := _NAME.search(path.name)) and match[1] == name
    ]  # fmt: skip
    if len(found) != 1:
        raise NotDynaSent(
            f"{folder} has {len(found)} files of the split {name}; it is called "
            f"dynasent-v1.1-round02-dynabench-{name}.jsonl, or round02-{name}.jsonl"
        )
    if found[0].stat().st_size > FILE_BYTES_MAX:
        raise NotDynaSent(f"{found[0].name} is larger than {FILE_BYTES_MAX} bytes")
    return found[0]


def _sentences(path: Path, split: str) -> Iterator[Sentence]:
    decoder = msgspec.json.Decoder(_Line)
    lines = path.read_bytes().splitlines()
    if not 0 < len(lines) <= ROWS_MAX:
        raise NotDynaSent(f"{path.name} has {len(lines)} lines; expected 1 to {ROWS_MAX}")
    for number, line in enumerate(lines, start=1):
        try:
            read_line = decoder.decode(line)
        except ValueError as fault:
            raise NotDynaSent(f"{path.name}, line {number}: {fault}") from fault
        yield _checked(read_line, split, f"{path.name}, line {number}")


def _checked(line: _Line, split: str, where: str) -> Sentence:
    votes = line.label_distribution
    workers = votes.workers()
    if len(workers) != _VOTES or len(set(workers)) != _VOTES:
        raise NotDynaSent(
            f"{where}: expected the labels of {_VOTES} people; got {len(workers)} labels of "
            f"{len(set(workers))}"
        )
    said = {label: len(getattr(votes, label)) for label in _LABELS}
    if said[line.gold_label] * 2 <= _VOTES:
        raise NotDynaSent(
            f"{where}: the label is {line.gold_label}, which {said[line.gold_label]} of {_VOTES} gave"
        )
    return Sentence(
        line.text_id, line.sentence_author, line.sentence, line.gold_label, split, workers
    )
