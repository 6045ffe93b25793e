"""Drawing by chance: ids that exist, people who may and who may not, annexes, signatures.

It looks at the model to find what exists, and at nothing else but the openings of ballots, which a
door needs to close a poll. Whether an act will be accepted is not its business.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Mapping, Sequence

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from auzolan.foundation.books import Scalar
from auzolan.house.submission import Submission
from auzolan.record.annexes import AnnexRef
from auzolan.record.entries import Act, KeySigned, act_message
from simulation.small_model import KINDS, PURPOSES, SmallModel
from simulation.small_rights import RIGHTS
from simulation.wish import Lines, Wish
from support.story_desks import AnyDesk

ORIGIN = "years.demo.invalid"


class Wishes:
    """Draws wishes by chance.

    Args:
        rng: every choice comes from it.
        model: what exists.
        desks: where annexes are laid down, on each the same.
    """

    def __init__(self, rng: random.Random, model: SmallModel, desks: Sequence[AnyDesk]) -> None:
        self.rng = rng
        self.model = model
        self.desks = desks
        self.at = 0
        self._number = 0
        self.keys: dict[str, Ed25519PrivateKey] = {}
        self.valued: dict[str, Lines] = {}

    # --- choosing -----------------------------------------------------------------------------

    def fresh(self, prefix: str, known: Mapping[str, object]) -> str:
        """A new id, and now and then one that is taken."""
        if known and self.rng.random() < 0.06:
            return self.rng.choice(sorted(known))
        self._number += 1
        return f"{prefix}{self._number}"

    def some(self, known: Sequence[str] | Mapping[str, object], junk: str = "none") -> str:
        """One of those that exist, the later the likelier, and now and then one that does not."""
        names = list(known)
        if not names or self.rng.random() < 0.05:
            return junk
        return names[int(len(names) * self.rng.random() ** 0.5)]

    def member(self) -> str:
        """Mostly a member in good standing; else one who left, or a stranger."""
        chance = self.rng.random()
        if chance < 0.88:
            return self.some([m for m, is_active in self.model.active.items() if is_active])
        return self.some(self.model.active) if chance < 0.96 else "m999"

    def officer(self, act: str) -> str:
        """Mostly somebody who holds the office that an act needs."""
        if self.rng.random() < 0.06:
            return self.member()
        return self.rng.choice(sorted(self.model.holders(RIGHTS[act], self.at)))

    def kind(self) -> str:
        """A kind of rows, seldom an unknown one."""
        return self.rng.choice(KINDS) if self.rng.random() < 0.97 else "whalesong"

    def purpose(self) -> str:
        """A purpose, seldom an unknown one."""
        return self.rng.choice(PURPOSES) if self.rng.random() < 0.97 else "warfare"

    # --- making -------------------------------------------------------------------------------

    def wish(
        self, actor: str, act: Act, lines: Lines | None = None, *, is_sound: bool = True,
        table: Sequence[object] = (), **words: str,
    ) -> Wish:  # fmt: skip
        """A submission under a new id."""
        self._number += 1
        submission = Submission(f"s{self._number}", actor, act, words)
        return Wish(submission, lines, is_sound, table=tuple(table))

    def lay(self, kind: str, columns: Mapping[str, Sequence[Scalar]], amount: str = "") -> AnnexRef:
        """Lay an annex down on all desks; its name is the same on each."""
        refs = [desk.lay_down(kind, columns, amount=amount) for desk in self.desks]
        assert all(ref == refs[0] for ref in refs), "the desks drew different salts"
        return refs[0]

    def signed(self, wish: Wish) -> Wish:
        """The same wish, signed by a key: her own, another's, or over something else."""
        submission = wish.submission
        key_name = self.some(self.keys)
        if key_name not in self.keys:
            return wish
        own = [name for name, (owner, _) in self.model.keys.items() if owner == submission.actor]
        if own and self.rng.random() < 0.8:
            key_name = own[-1]
        is_proven = self.rng.random() < 0.9
        message = act_message(ORIGIN, submission.id, submission.actor, submission.act)
        signature = self.keys[key_name].sign(message if is_proven else b"other").hex()
        auth = KeySigned(key_name, signature)
        again = Submission(submission.id, submission.actor, submission.act, {}, auth)
        return Wish(again, wish.lines, wish.is_sound, is_proven)


def digest_of(text: str) -> str:
    """A digest to stand for a file."""
    return hashlib.sha256(text.encode()).hexdigest()
