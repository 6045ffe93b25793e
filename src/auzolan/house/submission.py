"""What a door hands to the desk, and what it gets back.

Here restricted and sealed fields get their commitments. Nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import get_type_hints

import msgspec

from auzolan.foundation.ids import checked_id
from auzolan.record.entries import Act, Auth, Fact, Operator
from auzolan.record.fields import SALT_SIZE, Opening, commit, field_classes
from auzolan.record.passkeys import Assertion


@dataclass(frozen=True, slots=True)
class Submission:
    """One act on its way to the desk.

    Attributes:
        id: chosen by the client; the same id with the same body gets the same answer.
        actor: a member id, a one-time tag, or `operator`.
        act: restricted fields with their values; sealed fields may hold anything, since
            `words` is what is committed to.
        words: the texts of the sealed fields, by name.
        auth: what shows that the actor asked; of a passkey the assertion itself.
        salts: salts in hexadecimal by field, from a member who signs the act herself.
    """

    id: str
    actor: str
    act: Act
    words: Mapping[str, str] = field(default_factory=dict)
    auth: Auth | Assertion = field(default_factory=Operator)
    salts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Receipt:
    """An act became an entry.

    Attributes:
        seq: its place in the record.
        id: the id that the client gave.
        at: its moment.
        leaf: its leaf hash.
        facts: what is so since.
        repeated: True where the same submission had been answered before.
    """

    seq: int
    id: str
    at: int
    leaf: bytes
    facts: tuple[Fact, ...]
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Sealing:
    """An act as rules see it, as it is published, and what opens the difference."""

    opened: Act
    published: Act
    restricted: tuple[Opening, ...]
    sealed: tuple[Opening, ...]


def sealing(submission: Submission, chance: Callable[[int], bytes]) -> Sealing:
    """Commit to an act's restricted and sealed fields.

    Args:
        submission: the act with the words of its sealed fields.
        chance: gives the salts that the submission does not bring.
    Returns:
        The act in both forms, with the openings.
    Raises:
        ValueError: id or actor is none that an entry can carry; words for a field that is not
            sealed, or none for one that is; a value or a text of another type.
    """
    checked_id(submission.id)
    checked_id(submission.actor)
    act = submission.act
    classes = field_classes(type(act))
    if set(submission.words) != set(classes.sealed):
        raise ValueError(
            f"the texts of {', '.join(classes.sealed) or 'no field'} are needed; "
            f"got {', '.join(sorted(submission.words)) or 'none'}"
        )
    if not classes.restricted and not classes.sealed:
        return Sealing(act, act, (), ())
    salts = {name: bytes.fromhex(salt) for name, salt in submission.salts.items()}
    restricted: dict[str, Opening] = {}
    sealed: dict[str, Opening] = {}
    commitments: dict[str, str] = {}
    for name in classes.restricted + classes.sealed:
        is_sealed = name in submission.words
        value = submission.words[name] if is_sealed else getattr(act, name)
        _check_kind(name, value, str if is_sealed else _kinds_of(type(act))[name])
        salt = salts.get(name) or chance(SALT_SIZE)
        commitments[name] = commit(name, value, salt)
        (sealed if is_sealed else restricted)[name] = Opening(name, salt.hex(), value)
    opened = msgspec.structs.replace(act, **{name: commitments[name] for name in sealed})
    published = msgspec.structs.replace(act, **commitments)
    return Sealing(opened, published, tuple(restricted.values()), tuple(sealed.values()))


def _check_kind(name: str, value: object, wanted: type[int | str]) -> None:
    # A yes is no number here, so the type must be the very one.
    if type(value) is not wanted:
        kind = "a whole number" if wanted is int else "a text"
        raise ValueError(f"{name} is {kind}; got {type(value).__name__} {str(value)[:60]!r}")


@lru_cache(maxsize=512)
def _kinds_of(act: type[Act]) -> Mapping[str, type[int | str]]:
    """What each restricted field holds once it is opened.

    The published type cannot say it: there a commitment may stand in every number's place.
    """
    hints = get_type_hints(act, include_extras=True)
    return {
        name: str if hints[name].__origin__ is str else int
        for name in field_classes(act).restricted
    }
