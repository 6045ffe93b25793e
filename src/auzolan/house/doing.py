"""A doing: one thing that somebody can do here, as the portal, the API and its client all know it.

It names what is asked, in fields of plain types, and the flow that does it. Each room lists its own in
`doings.py`. A doing decides nothing: who may ask stands in the matrix of access, and what the rules say
comes back from the desk.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Annotated, Any, Generic, TypeAlias, TypeVar

import msgspec
from msgspec import Meta

from auzolan.foundation.refusals import Refusal
from auzolan.house.desk import Desk
from auzolan.house.storage.reader import Reader
from auzolan.house.submission import Receipt

Answer: TypeAlias = Receipt | Refusal
A = TypeVar("A", bound=msgspec.Struct)

ShortText: TypeAlias = Annotated[str, Meta(max_length=200)]
LongText: TypeAlias = Annotated[str, Meta(max_length=10_000, extra={"widget": "long"})]
Name: TypeAlias = Annotated[str, Meta(pattern=r"\A[a-z0-9][a-z0-9._-]{0,47}\Z")]
Day: TypeAlias = Annotated[
    str, Meta(pattern=r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\Z", extra={"widget": "day"})
]
CentsAsked: TypeAlias = Annotated[int, Meta(ge=0, le=2**53 - 1, extra={"widget": "money"})]
UploadId: TypeAlias = Annotated[str, Meta(pattern=r"\A[0-9a-f]{32}\Z", extra={"widget": "file"})]
"""A file that came before and lies in the house under this id; see `house/jobs/uploads.py`."""


@dataclass(frozen=True, slots=True)
class Who:
    """Who asks, as the door knows her; nothing of it ever comes from what she sends.

    Attributes:
        member: the member who has signed in; empty for others.
        party: the company that somebody acts for; empty for others.
        offices: which offices she holds at this moment.
    """

    member: str = ""
    party: str = ""
    offices: frozenset[str] = frozenset()


class Choice(msgspec.Struct, frozen=True):
    """One of the values that a field can take, and how people call it."""

    value: str
    name: str


class Effect(msgspec.Struct, frozen=True):
    """One thing that would change, shown before anybody says yes.

    Attributes:
        what: names the sentence in `portal/doing_words.py`, table `EFFECTS`.
        values: what stands in its gaps: ids, numbers, days and amounts as text.
        page: an address within the portal that tells more; empty for none.
    """

    what: str
    values: Mapping[str, str | int] = MappingProxyType({})
    page: str = ""


Choices: TypeAlias = Callable[[Reader, Who], Sequence[Choice] | None]
"""What a field can be: nothing of it where there is nothing to choose, None where it is typed."""
LISTED_MAX = 300
"""More than so many are not listed in a form; their number is typed then."""


def listed(found: Sequence[Choice]) -> Sequence[Choice] | None:
    """The choices, or None where there are too many of them for a list."""
    return found if len(found) <= LISTED_MAX else None


@dataclass(frozen=True, slots=True)
class Warned(Generic[A]):
    """What is done about somebody who must have time to say no.

    Attributes:
        tells: told of it when it begins to wait for a second person, with the id under which it waits.
        rest_days: for how many days at least nobody can say yes to it.
    """

    tells: Callable[[A, str], None]
    rest_days: Callable[[A], int]


@dataclass(frozen=True, slots=True)
class Doing(Generic[A]):
    """One thing that can be done.

    Attributes:
        name: as the acts are named where it is one act, as `consent.withdraw`.
        asks: the fields that are asked; unknown ones are refused. It never holds who asks.
        does: the flow, given the desk, who asks, and the fields.
        about: the field that names the member whom it concerns, where it is not always oneself.
        choices: for a field, what it can be; also what keeps people from typing ids.
        effects: what would change, from the books as they are; or why it cannot be, where that shows
            already, as with a file that holds nothing.
        at_once: done at the first click, without a page that shows it first; a ballot.
        needs_second: moves money or house rules: somebody else must say yes before it is done.
        warned: she whom it is about is told when it begins to wait for a second person, and may say
            no; None where she is not asked.
        is_long: takes longer than a page may; done in the queue.
        leads_to: the page that is shown afterwards, by its name; the receipt's where empty.
    """

    name: str
    asks: type[A]
    does: Callable[[Desk, Who, A], Answer]
    about: str = ""
    choices: Mapping[str, Choices] = field(default_factory=dict)
    effects: Callable[[Reader, Who, A], Sequence[Effect] | Refusal] | None = None
    at_once: bool = False
    needs_second: bool = False
    warned: Warned[A] | None = None
    is_long: bool = False
    leads_to: str = ""

    @property
    def room(self) -> str:
        """The room it belongs to."""
        return self.name.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Showing:
    """One thing that can be read: the same for a program by the API and for who wants it as a file.

    Attributes:
        name: `<room>.<noun>`, as `treasury.statement`.
        path: below `/api/v1/`, with names in braces, as `members/{member}/statement`.
        gives: the type of the answer, or of one line where it is a list.
        reads: given the reader, who asks, and what stands in the path, as text; a list is sorted by
            `key`. None or an empty path part that names nothing is "no such thing".
        key: the field by which a list is sorted and paged, or several; empty where it is one thing.
        about: the part of the path that names the member whom it concerns; empty where nobody.
        party: the part of the path that names a company; empty where none.
        asks: what may stand behind the question mark, with a default for each; given as `asked`.
        seeks: a long list: `reads` is also given `after`, the key of the last line that was read (empty
            at the beginning) as a tuple, and `limit`, and reads no more than that.
        action: its line in the matrix, where several share one; `read:` and the name where empty.
    """

    name: str
    path: str
    gives: type[msgspec.Struct]
    reads: Callable[..., Any]
    key: str | tuple[str, ...] = ""
    about: str = ""
    party: str = ""
    asks: type[msgspec.Struct] | None = None
    seeks: bool = False
    action: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """The fields by which a list is sorted; none where it is one thing."""
        return (self.key,) if isinstance(self.key, str) and self.key else tuple(self.key)

    @property
    def right(self) -> str:
        """Its line in the matrix of access."""
        return self.action or f"read:{self.name}"
