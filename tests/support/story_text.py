"""The text of a story: dated lines, what each must lead to, and the words that a line may hold.

    # What the story shows, in one line.
    2026-02-01  ana offers 400 rows of birdsong
                then the record has 5 entries
    2026-02-01  eve offers 10 rows of
                  birdsong
                refused: contributions.not_a_member (eve)

A line that has another shape fails with file and line. What sentences mean stands elsewhere.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from auzolan.foundation.moments import Moment, moment_from_iso

_DATED = re.compile(r"(\d{4}-\d{2}-\d{2})  (\S.*)\Z")
_REFUSED = re.compile(r" {12}refused: ([a-z_]+\.[a-z_]+) \((.+)\)\Z")
_THEN = re.compile(r" {12}then (\S.*)\Z")
_MORE = re.compile(r" {14}(\S.*)\Z")


class StoryError(AssertionError):
    """A story that cannot be read or does not hold; the text names file and line."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and where it stands."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Expected:
    """The refusal that a step must meet: its code, and words that it must say."""

    place: str
    code: str
    words: tuple[str, ...]


@dataclass(slots=True)
class Step:
    """What somebody does on a day, and what is then so."""

    at: Moment
    sentence: Sentence
    refused: Expected | None = None
    thens: list[Sentence] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Story:
    """A story: its title and its steps in order of date."""

    name: str
    title: str
    steps: tuple[Step, ...]


def read_story(path: Path) -> Story:
    """Read a story from its file."""
    return story_from(path.read_text(encoding="utf-8"), path.name)


def story_from(text: str, name: str) -> Story:
    """Read a story strictly.

    Args:
        text: its lines.
        name: what to call it where a line is wrong.
    Raises:
        StoryError: no title, a line of another shape, a date that falls, an expectation that
            belongs to no step or comes twice, or no step.
    """
    lines = _joined(text, name)
    if not lines or not lines[0].text.startswith("# "):
        raise StoryError(f"{name}:1: a story begins with `# ` and what it shows")
    steps: list[Step] = []
    for line in lines[1:]:
        if line.text and not line.text.startswith("#"):
            _read_line(line, steps)
    if not steps:
        raise StoryError(f"{name}: nothing happens in this story")
    return Story(name, lines[0].text[2:], tuple(steps))


def _joined(text: str, name: str) -> list[Sentence]:
    """The lines, each with what was continued below it."""
    lines: list[Sentence] = []
    for number, line in enumerate(text.splitlines(), 1):
        more = _MORE.match(line)
        if more is None:
            lines.append(Sentence(f"{name}:{number}", line))
        elif not lines or not lines[-1].text.strip():
            raise StoryError(f"{name}:{number}: this continues nothing: {more[1]}")
        else:
            lines[-1] = Sentence(lines[-1].place, f"{lines[-1].text} {more[1]}")
    return lines


def _read_line(line: Sentence, steps: list[Step]) -> None:
    if dated := _DATED.match(line.text):
        at = moment_from_iso(dated[1])
        if steps and at < steps[-1].at:
            raise StoryError(f"{line.place}: {dated[1]} comes before the line above it")
        steps.append(Step(at, Sentence(line.place, dated[2])))
    elif (refused := _REFUSED.match(line.text)) and steps:
        if steps[-1].refused or steps[-1].thens:
            raise StoryError(f"{line.place}: one refusal a step, at once below it")
        words = tuple(refused[2].split(", "))
        steps[-1].refused = Expected(line.place, refused[1], words)
    elif (then := _THEN.match(line.text)) and steps:
        steps[-1].thens.append(Sentence(line.place, then[1]))
    else:
        raise StoryError(f"{line.place}: not a line of a story: {line.text!r}")


# --- the words of a sentence --------------------------------------------------------------------


def _people(text: str) -> tuple[str, ...]:
    return tuple(re.split(r", | and ", text))


def _whole(text: str) -> int:
    return int(text.replace(",", ""))


def _scaled(text: str, digits: int) -> int:
    """A decimal number as a whole number of its smallest units, exactly."""
    sign = -1 if text.startswith("-") else 1
    whole, _, part = text.lstrip("-").replace(",", "").partition(".")
    return sign * int(whole + part.ljust(digits, "0"))


_WORD = r"[a-z0-9][a-z0-9-]*"
_NAME = r"[a-z]+"
_DECIMAL = r"-?\d{1,3}(?:,?\d{3})*\.\d+"
_LIST = rf"{_NAME}(?:(?:, {_NAME})* and {_NAME})?"
Reader = Callable[[str], Any]
KINDS: dict[str, tuple[str, Reader]] = {
    "who": (_NAME, str),
    "people": (_LIST, _people),
    "whose": (rf"her|{_NAME}'s", lambda text: text.removesuffix("'s")),
    "count": (r"\d{1,3}(?:,\d{3})*", _whole),
    "money": (r"-?\d{1,3}(?:,\d{3})*\.\d\d EUR", lambda text: _scaled(text[:-4], 2)),
    "micro": (r"\d+\.\d{1,6} EUR", lambda text: _scaled(text[:-4], 6)),
    "hundredths": (r"\d+\.\d\d", lambda text: _scaled(text, 2)),
    "date": (r"\d{4}-\d{2}-\d{2}", moment_from_iso),
    "day": (r"\d{4}-\d{2}-\d{2}", str),
    "word": (_WORD, str),
    "thing": (rf'"{_WORD}"', lambda text: text[1:-1]),
    "things": (rf'"{_WORD}"(?:, "{_WORD}")*(?: and "{_WORD}")?', lambda text: (
        tuple(re.findall(r'"([^"]+)"', text))
    )),
    "threshold": (r"[<>]=?\d+/\d+", str),
    "text": (r'"[^"]+"', lambda text: text[1:-1]),
    "rest": (r".+", str),
    "clause": (r"[a-z]+\.[a-z_]+", str),
    "purposes": (_LIST, lambda text: () if text == "nothing" else _people(text)),
    "choice": (r"yes|no|abstain|blank|maybe", str),
    "values": (rf"{_NAME} {_DECIMAL}(?:, {_NAME} {_DECIMAL})*", lambda text: {
        name: _scaled(value, 9) for name, value in (one.split(" ") for one in text.split(", "))
    }),
    "worklist": (
        rf"{_NAME} \d+ hours for {_DECIMAL} EUR(?:, {_NAME} \d+ hours for {_DECIMAL} EUR)*",
        lambda text: [
            (name, int(hours) * 3_600, _scaled(money, 2))
            for name, hours, money in re.findall(r"([a-z]+) (\d+) hours for (\S+) EUR", text)
        ],
    ),
}  # fmt: skip
"""The kinds of words: how each is spelled, and what it means."""

_HOLE = re.compile(r"\{([a-z_]+):([a-z]+)\}")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A pattern with holes, as `{who:who} offers {rows:count} rows of {kind:word}`."""

    pattern: str
    regex: re.Pattern[str]
    kinds: dict[str, str]
    does: Callable[..., None]

    def read(self, text: str) -> dict[str, Any] | None:
        """What stands in the holes, or None where the text is another sentence."""
        found = self.regex.match(text)
        if found is None:
            return None
        return {name: KINDS[kind][1](found[name]) for name, kind in self.kinds.items()}


class Phrasebook:
    """The sentences that are understood; each text must be exactly one of them."""

    def __init__(self) -> None:
        self.phrases: list[Phrase] = []

    def says(self, pattern: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
        """Teach a sentence: what stands in its holes comes in under the holes' names."""

        def taught(does: Callable[..., None]) -> Callable[..., None]:
            self.phrases.append(_phrase(pattern, does))
            return does

        return taught

    def find(self, sentence: Sentence) -> tuple[Phrase, dict[str, Any]]:
        """The phrase that a sentence is, with what stands in its holes.

        Raises:
            StoryError: no phrase fits, or several do.
        """
        read = [(phrase, phrase.read(sentence.text)) for phrase in self.phrases]
        found = [(phrase, words) for phrase, words in read if words is not None]
        if len(found) == 1:
            return found[0]
        patterns = [phrase.pattern for phrase, _ in found or read]
        near = difflib.get_close_matches(sentence.text, patterns, n=3, cutoff=0.3)
        said = "means several things" if found else "is not understood"
        raise StoryError(
            f"{sentence.place}: this {said}: {sentence.text}\n    known are: "
            + "\n               ".join(near or patterns)
        )


def _phrase(pattern: str, does: Callable[..., None]) -> Phrase:
    kinds: dict[str, str] = {}
    regex = ""
    at = 0
    for hole in _HOLE.finditer(pattern):
        name, kind = hole.groups()
        kinds[name] = kind
        regex += re.escape(pattern[at : hole.start()]) + f"(?P<{name}>{KINDS[kind][0]})"
        at = hole.end()
    regex += re.escape(pattern[at:]) + r"\Z"
    return Phrase(pattern, re.compile(regex), kinds, does)
