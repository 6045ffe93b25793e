"""The teller: who is who in a story, what was asked, what came of it. Plays a story on a desk.

It knows no sentence; those stand in `story_acts` and `story_checks`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.structs import replace

from auzolan.assembly.resolutions import Measure
from auzolan.foundation.books import Key, Row, key_getter
from auzolan.foundation.refusals import Refusal
from auzolan.house.ports import SetClock
from auzolan.house.submission import Receipt, Submission, sealing
from auzolan.record.entries import Act, KeySigned, act_message
from auzolan.record.fields import SALT_SIZE, field_classes
from support.story_desks import AnyDesk
from support.story_text import Expected, Phrase, Phrasebook, Step, Story, StoryError

ORIGIN = "stories.demo.invalid"
R = TypeVar("R", bound=Row)
F = TypeVar("F")
Told = list[Receipt | Refusal]


class Refused(Exception):
    """A step was refused; what came after in it is not asked any more."""


@dataclass(slots=True)
class Teller:
    """Tells a story to one desk.

    Attributes:
        desk: where acts go.
        clock: moved to the day of each step.
        chance: what the desk draws from too.
        council: who holds the offices.
        measures: what each proposal would do, for carrying it out.
        tags: who holds which tag of a poll, as the vault knows it.
        told: all answers so far.
        asked: the submissions of the step before.
        step_answers: the answers of the step that is being told.
        signing: whose key signs, and whether the signature is forged.
    """

    desk: AnyDesk
    clock: SetClock
    chance: Callable[[int], bytes]
    council: str = ""
    ids: dict[str, str] = field(default_factory=dict)
    measures: dict[str, Measure] = field(default_factory=dict)
    tags: dict[tuple[str, str], str] = field(default_factory=dict)
    told: Told = field(default_factory=list)
    asked: list[Submission] = field(default_factory=list)
    asking: list[Submission] = field(default_factory=list)
    step_answers: Told = field(default_factory=list)
    size_before: int = 0
    signing: tuple[str, bool] | None = None
    place: str = ""

    # --- names ----------------------------------------------------------------------------------

    def id(self, name: str) -> str:
        """The member id behind a name; ids are given in the order in which names come up."""
        return self.ids.setdefault(name, f"m{len(self.ids) + 1:03d}")

    def retold(self, text: str) -> str:
        """A text of the house with names in the place of ids."""
        names = {identity: name for name, identity in self.ids.items()}
        return re.sub(r"\bm\d{3}\b", lambda found: names.get(found[0], found[0]), text)

    def key_of(self, name: str) -> Ed25519PrivateKey:
        """The key with which a person signs."""
        return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(name.encode()).digest())

    def public_key_of(self, name: str) -> str:
        """Its public half, in hexadecimal."""
        return self.key_of(name).public_key().public_bytes_raw().hex()

    # --- asking ---------------------------------------------------------------------------------

    def ask(self, actor: str, act: Act, words: Mapping[str, str] | None = None) -> Receipt:
        """Ask for one act, by name or id of who asks.

        Raises:
            Refused: the answer was no.
        """
        return self.ask_all([(actor, act, words or {})])[0]

    def ask_all(self, wishes: Sequence[tuple[str, Act, Mapping[str, str]]]) -> list[Receipt]:
        """Ask for many acts in one call."""
        line = self.place.rpartition(":")[2]
        submissions: list[Submission] = []
        for actor, act, words in wishes:
            identity = f"line-{line}-{len(self.asking) + len(submissions) + 1}"
            asked = Submission(identity, self.ids.get(actor, actor), act, words)
            submissions.append(self._signed(asked))
        return self.send(submissions)

    def send(self, submissions: Sequence[Submission]) -> list[Receipt]:
        """Hand in submissions as they are."""
        self.asking.extend(submissions)
        answers = self.desk.submit(submissions)
        self.step_answers.extend(answers)
        self.told.extend(answers)
        receipts = [one for one in answers if isinstance(one, Receipt)]
        if len(receipts) < len(answers):
            raise Refused
        return receipts

    def _signed(self, asked: Submission) -> Submission:
        if self.signing is None:
            return asked
        name, is_forged = self.signing
        classes = field_classes(type(asked.act))
        salts = {one: self.chance(SALT_SIZE).hex() for one in classes.restricted + classes.sealed}
        asked = Submission(asked.id, asked.actor, asked.act, asked.words, salts=salts)
        published = sealing(asked, self.chance).published
        message = act_message(ORIGIN, asked.id, asked.actor, published)
        signature = self.key_of(name).sign(b"other" if is_forged else message).hex()
        auth = KeySigned(self.public_key_of(name), signature)
        return Submission(asked.id, asked.actor, asked.act, asked.words, auth, salts)

    # --- looking --------------------------------------------------------------------------------

    def row(self, row: type[R], key: Key) -> R:
        """The row of this key.

        Raises:
            StoryError: there is none.
        """
        found = self.row_or_none(row, key)
        if found is None:
            raise StoryError(f"{self.place}: there is no {row.__name__} {key}")
        return found

    def row_or_none(self, row: type[R], key: Key) -> R | None:
        """The row of this key, or None."""
        key_of = key_getter(row)
        return next((one for one in self.desk.rows(row) if key_of(one) == key), None)

    def fact(self, kind: type[F]) -> F:
        """The last fact of this kind that the step led to.

        Raises:
            StoryError: there is none.
        """
        for answer in reversed(self.step_answers):
            if isinstance(answer, Receipt):
                for fact in answer.facts:
                    if isinstance(fact, kind):
                        return fact
        raise StoryError(f"{self.place}: this step led to no {kind.__name__}")

    def same(self, what: str, expected: object, found: object) -> None:
        """Check that what a line says is what the books say.

        Raises:
            StoryError: they differ.
        """
        if expected != found:
            raise StoryError(f"{self.place}: {what}: expected {expected}, found {found}")


Check = Callable[[Teller, Phrase, dict[str, Any]], None]


def holds(teller: Teller, phrase: Phrase, words: dict[str, Any]) -> None:
    """Look whether what a `then` says is so.

    Raises:
        StoryError: it is not.
    """
    phrase.does(teller, **words)


def tell(
    story: Story, teller: Teller, *, acts: Phrasebook, checks: Phrasebook, check: Check = holds
) -> Teller:
    """Play a story on the teller's desk, and check all it says.

    Args:
        story: the story.
        teller: at its beginning.
        acts: the sentences by which people act.
        checks: the sentences that say what is so.
        check: what to do with each of the latter, if not to look whether it holds.
    Raises:
        StoryError: a sentence is not understood, or does not hold.
    """
    for step in story.steps:
        if step.at < teller.clock.at:
            raise StoryError(f"{step.sentence.place}: the step above it took longer")
        teller.clock.at = step.at
        _tell_step(step, teller, acts)
        for then in step.thens:
            phrase, words = checks.find(then)
            teller.place = then.place
            check(teller, phrase, words)
    return teller


def _tell_step(step: Step, teller: Teller, acts: Phrasebook) -> None:
    teller.asked, teller.asking = teller.asking, []
    teller.step_answers = []
    teller.size_before = teller.desk.size()
    teller.place = step.sentence.place
    do_sentence(teller, acts, step)
    refusals = [one for one in teller.step_answers if isinstance(one, Refusal)]
    if step.refused is None and refusals:
        raise StoryError(f"{teller.place}: refused: {teller.retold(str(refusals[0]))}")
    if step.refused is not None:
        _check_refusals(step.refused, refusals, teller)
    added = teller.desk.size() - teller.size_before
    new = [one for one in teller.step_answers if isinstance(one, Receipt) and not one.repeated]
    teller.same("entries added to the record", len(new), added)


def do_sentence(teller: Teller, acts: Phrasebook, step: Step) -> None:
    """Do what a step's sentence says; a refusal ends it and is kept among the answers."""
    phrase, words = acts.find(step.sentence)
    try:
        phrase.does(teller, **words)
    except Refused:
        pass
    finally:
        teller.signing = None


def _check_refusals(expected: Expected, refusals: list[Refusal], teller: Teller) -> None:
    codes = sorted({refusal.code for refusal in refusals})
    if codes != [expected.code]:
        found = [teller.retold(str(one)) for one in refusals] or "no refusal"
        raise StoryError(f"{expected.place}: expected {expected.code}, found {found}")
    said = " ".join(teller.retold(str(refusal)) for refusal in refusals)
    for words in expected.words:
        if not re.search(rf"(?<![\w,.]){re.escape(words)}(?![\w])", said):
            raise StoryError(f"{expected.place}: the refusal does not say {words!r}: {said}")


def other_words(submission: Submission) -> Submission:
    """The same submission with another text in its sealed fields."""
    words = {name: text + " (changed)" for name, text in submission.words.items()}
    return Submission(submission.id, submission.actor, submission.act, words)


def other_member(submission: Submission, member: str) -> Submission:
    """The same submission with another member in its act."""
    act = replace(submission.act, member=member)
    return Submission(submission.id, submission.actor, act, submission.words)
