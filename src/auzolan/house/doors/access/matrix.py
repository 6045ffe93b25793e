"""The matrix of access: which role may do which action, about whom. One file holds all of it.

Each line of `matrix.txt` names an action and, for each role, a relation:

    -      never
    any    whoever and whatever it is about
    own    what is about oneself
    party  what is about the company that one acts for
    look   about somebody else, once the look stands on the record

An action that has no line is open to nobody. A person's roles add up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

MATRIX = Path(__file__).with_name("matrix.txt")


class Role(StrEnum):
    """What somebody is here; the columns of the matrix, in their order."""

    VISITOR = "visitor"
    OPEN = "open"
    DEMO = "demo"
    CONTRIBUTOR = "contributor"
    MEMBER = "member"
    WORKER = "worker"
    STEWARD = "steward"
    TREASURER = "treasurer"
    AUDITOR = "auditor"
    LICENSEE = "licensee"
    OPERATOR = "operator"


class Relation(StrEnum):
    """About whom an action may be, from the narrowest to the widest."""

    NEVER = "-"
    OWN = "own"
    PARTY = "party"
    LOOK = "look"
    ANY = "any"


ROLE_OF_OFFICE: Mapping[str, Role] = MappingProxyType(
    {
        "admissions": Role.STEWARD, "appeals": Role.STEWARD, "council": Role.STEWARD,
        "data": Role.STEWARD, "secretary": Role.STEWARD, "work": Role.STEWARD,
        "signatory": Role.TREASURER, "treasury": Role.TREASURER,
        "audit": Role.AUDITOR, "operator": Role.OPERATOR,
    }
)  # fmt: skip
"""As what the holder of an office comes; an office that a charter adds makes its holder a steward."""


class MatrixUnreadable(ValueError):
    """The file of the matrix is not what it should be; nothing is open then."""


@lru_cache(maxsize=1)
def matrix() -> Mapping[str, Mapping[Role, Relation]]:
    """Every action with the relation that each role has to it.

    Raises:
        MatrixUnreadable: a line has another number of columns, names no relation, or comes twice.
    """
    return parsed(MATRIX.read_text(encoding="utf-8"))


def parsed(text: str) -> Mapping[str, Mapping[Role, Relation]]:
    """A matrix from its text; see the module."""
    lines = [line.split("#")[0].split() for line in text.splitlines()]
    lines = [line for line in lines if line]
    if not lines or lines[0] != ["action", *Role]:
        raise MatrixUnreadable(f"the first line names action, {', '.join(Role)}")
    found: dict[str, Mapping[Role, Relation]] = {}
    for action, *cells in lines[1:]:
        if len(cells) != len(Role):
            raise MatrixUnreadable(f"{action} has {len(cells)} cells; there are {len(Role)} roles")
        if action in found:
            raise MatrixUnreadable(f"{action} comes twice")
        try:
            row = dict(zip(Role, map(Relation, cells), strict=True))
        except ValueError as fault:
            raise MatrixUnreadable(f"{action}: {fault}") from fault
        found[action] = MappingProxyType(row)
    return MappingProxyType(found)


def relations(action: str, roles: Iterable[Role]) -> frozenset[Relation]:
    """What somebody with these roles may do of an action; empty where it is closed to her."""
    row = matrix().get(action, {})
    return frozenset(row[role] for role in roles if role in row) - {Relation.NEVER}


_OF_ALL = frozenset(
    {Role.VISITOR, Role.OPEN, Role.DEMO, Role.CONTRIBUTOR, Role.MEMBER, Role.LICENSEE}
)
ROLES_BY_OFFICE_OR_WORK = frozenset(Role) - _OF_ALL
"""What somebody is by more than belonging to the co-operative, or acting for a company."""
ROLES_OF_MEMBERS = ROLES_BY_OFFICE_OR_WORK | {Role.CONTRIBUTOR, Role.MEMBER}
"""What nobody is who is not, or was not, a member."""


@lru_cache(maxsize=4_096)
def is_for_all(action: str) -> bool:
    """Whether neither work nor an office opens an action, so that nobody's need be read for it."""
    row = matrix().get(action, {})
    return all(role in _OF_ALL for role, one in row.items() if one is not Relation.NEVER)
