"""What can be asked about people's figures: to look at one's, and to release a group's.

Each look is an act before it is a look: what cannot be written down is not shown.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from auzolan.foundation.canonical import Whole
from auzolan.foundation.ids import Id
from auzolan.record.annexes import AnnexRef
from auzolan.record.entries import Act, Fact
from auzolan.record.fields import RestrictedText

Label = Annotated[
    str, Meta(pattern=r"\A[A-Za-z0-9][A-Za-z0-9 ._+-]{0,79}(\|[A-Za-z0-9 ._+-]{1,40}){0,9}\Z")
]
"""A cell of a table, its values joined by a bar, as `30-39|nurse`."""
Audience = Annotated[str, Meta(pattern=r"\A(public|inside)\Z")]
Measure = Annotated[str, Meta(pattern=r"\A(people|seconds|items|pay_cents)\Z")]


class Look(Act, frozen=True, gc=False, tag="labour.look/1"):
    """Look at one person's figure: who asks stands openly, about whom only she can read.

    Attributes:
        look: its id.
        member: about whom.
        role: as what the viewer looks; she must hold the office of that role.
        metric: which figure, a name of the matrix.
        purpose: what for, a name of the matrix.
        count: how many figures are shown.
    """

    look: Id
    member: RestrictedText
    role: Id
    metric: Id
    purpose: Id
    count: Annotated[int, Meta(ge=1, le=1_000_000)]


class ReleaseGroups(Act, frozen=True, gc=False, tag="labour.release_groups/1"):
    """Release a figure about groups, none of them so small that it shows a person.

    Attributes:
        release: its id.
        population: the people it is about; releases about one population are checked together.
        audience: `public`, or `inside` for members.
        measure: what is summed over a group.
        lines: a restricted annex `groups/1`, one line a person, with the columns cell, member
            and amount (1 where people are counted; the rule checks the others against the books).
        period: the period whose figures are summed; empty for people.
        noise_centi: epsilon of the noise in hundredths, 0 for none.
        chance: 64 hexadecimal digits of chance for the noise.
    """

    release: Id
    population: Id
    audience: Audience
    measure: Measure
    lines: AnnexRef
    period: Annotated[str, Meta(pattern=r"\A([a-z0-9][a-z0-9._-]{0,47})?\Z")]
    noise_centi: Annotated[int, Meta(ge=0, le=100_000)]
    chance: RestrictedText


class ReleasedCell(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A cell as released; `value` is -1 where it is kept back."""

    label: Label
    value: Annotated[int, Meta(ge=-1, le=2**53 - 1)]


class Looked(Fact, frozen=True, gc=False, tag="labour.looked/1"):
    """The look is on the record, and the person sees it."""

    look: Id


class GroupsReleased(Fact, frozen=True, gc=False, tag="labour.groups_released/1"):
    """Figures about groups, and how much of the year's noise budget is spent with them."""

    release: Id
    cells: Annotated[tuple[ReleasedCell, ...], Meta(max_length=200)]
    kept_back: Whole
    spent_centi: Whole
