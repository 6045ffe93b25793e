"""The rows of the consent room.

`ConsentStatement` is the whole of what was ever said, as intervals: none is changed after its end
or removed, so that a decision can be derived again as of any moment. `Consent` is the latest of it
for a kind, for reading.
"""

from __future__ import annotations

from typing import ClassVar

from auzolan.foundation.books import Row

PERMIT = "permit"
PROHIBIT = "prohibit"
WITHDRAW = "withdraw"
NO_LIMIT = "null"


class Consent(Row, frozen=True, gc=False):
    """What a member allows for her rows of one kind: bits in the order of the charter's list.

    `since` and `entry` are moment and place of her latest grant, `withdrawn_at` the entry of her
    withdrawal, -1 while there is none; `erase_by` is the moment by which her rows of this kind
    are erased, 0 where nothing is to be erased.
    """

    KEY: ClassVar = ("member", "kind")
    INDEXES: ClassVar = (("kind",), ("member",))

    member: str
    kind: str
    mask: int
    since: int
    entry: int
    withdrawn_at: int
    erase_by: int


class ConsentStatement(Row, frozen=True, gc=False):
    """One sentence of consent: from which entry on it stood, and until when.

    Attributes:
        statement: its id; that of a simple grant is `grant-<entry>`, that of a withdrawal
            `withdrawal-<entry>.<kind>`.
        member: whose rows; empty where a group speaks.
        group_id: the group that speaks; empty where a member does.
        kind: the kind of rows, empty for all.
        batch: the batch, empty for all.
        place: the row's number within the batch, -1 for all.
        effect: `permit`, `prohibit`, or `withdraw`, which prohibits everything.
        operations: what it is about, as bits of the taxonomy.
        end_uses: what for, likewise.
        operation: the term that was named, empty in a simple grant and in a withdrawal.
        end_use: likewise.
        begins: the first moment at which it holds.
        ends: the first moment at which it no longer holds, `MOMENT_MAX` for never.
        party: who may ask, canonical JSON of the list, `null` for no limit.
        territory: where, likewise.
        model_class: for which kinds of models, likewise.
        price_floor_micro: least price of a sale, millionths of the unit of currency, 0 for none.
        credit: 1 where those who made the data are to be named, else 0.
        taxonomy: the version of the terms that was shown.
        stated_at: the moment of its entry.
        lifted_at: the moment from which it is no longer said, `MOMENT_MAX` while it is.
        entry: where it was said.
        lifted_by: the entry that took it back, -1 while none has.
    """

    KEY: ClassVar = ("statement",)
    INDEXES: ClassVar = (("kind",), ("member",), ("group_id",))

    statement: str
    member: str
    group_id: str
    kind: str
    batch: str
    place: int
    effect: str
    operations: int
    end_uses: int
    operation: str
    end_use: str
    begins: int
    ends: int
    party: str
    territory: str
    model_class: str
    price_floor_micro: int
    credit: int
    taxonomy: int
    stated_at: int
    lifted_at: int
    entry: int
    lifted_by: int


class Trust(Row, frozen=True, gc=False):
    """Since when the co-operative acts for a member, and until when it did.

    `ended_at` is `MOMENT_MAX` while it does. A new beginning has a row of its own.
    """

    KEY: ClassVar = ("member", "entry")
    INDEXES: ClassVar = (("member",),)

    member: str
    entry: int
    began_at: int
    ended_at: int


class Guardian(Row, frozen=True, gc=False):
    """Who speaks for a minor; `since` is the moment at which it was first known that she is one."""

    KEY: ClassVar = ("member",)

    member: str
    guardian: str
    entry: int
    since: int


class OfAge(Row, frozen=True, gc=False):
    """From which moment a member speaks for herself; it tells her age."""

    KEY: ClassVar = ("member",)
    RESTRICTED: ClassVar = True

    member: str
    until: int


class ThirdPersons(Row, frozen=True, gc=False):
    """What is known of other people in a batch: from which moment on, on what basis.

    The latest row of a batch counts; older ones stay, so that a decision can be derived again.
    """

    KEY: ClassVar = ("batch", "entry")
    INDEXES: ClassVar = (("batch",),)

    batch: str
    entry: int
    noted_at: int
    basis: str


class StrikeRow(Row, frozen=True, gc=False):
    """A strike: what it stops, towards whom, from when to when.

    `party` is as in a statement. `ends` is `MOMENT_MAX` for a strike without an end; `ended_at` is
    the moment at which a vote ended it, `MOMENT_MAX` while none has.
    """

    KEY: ClassVar = ("strike",)
    INDEXES: ClassVar = (("operation",),)

    strike: str
    operation: str
    end_use: str
    party: str
    began_at: int
    ends: int
    ended_at: int
    entry: int


class Group(Row, frozen=True, gc=False):
    """People who hold rights in rows together: a village, a choir, a guild."""

    KEY: ClassVar = ("group_id",)

    group_id: str
    entry: int


class GroupInvitation(Row, frozen=True, gc=False):
    """That a group has asked a member to join; it goes when she does."""

    KEY: ClassVar = ("group_id", "member")
    INDEXES: ClassVar = (("member",),)

    group_id: str
    member: str
    invited_by: str
    entry: int


class GroupMember(Row, frozen=True, gc=False):
    """That a member belongs to a group, from one moment until before another."""

    KEY: ClassVar = ("group_id", "member", "entry")
    INDEXES: ClassVar = (("group_id",), ("member",))

    group_id: str
    member: str
    entry: int
    since: int
    until: int


class GroupBatch(Row, frozen=True, gc=False):
    """That a batch is among a group's rows, from one moment until before another.

    Older rows of a batch stay, so that a decision can be derived again.
    """

    KEY: ClassVar = ("batch", "entry")
    INDEXES: ClassVar = (("batch",), ("group_id",))

    batch: str
    group_id: str
    entry: int
    since: int
    until: int


OPEN = "open"


class RightsRequest(Row, frozen=True, gc=False):
    """What a member asked about her data, by when it is answered, and what came of it.

    `state` is `open`, `done` or `refused`; `extended` is 1 once more time was taken. `answered_at` is
    a moment, -1 while it is open; `answer` the entry of the latest answer, -1 where there is none.
    """

    KEY: ClassVar = ("request",)
    INDEXES: ClassVar = (("member",), ("state",))

    request: str
    member: str
    asks: str
    state: str
    asked_at: int
    due: int
    extended: int
    answered_at: int
    entry: int
    answer: int


class PayDue(Row, frozen=True, gc=False):
    """Rows that were delivered as paid work, and since when that work is paid.

    `paid_at` is far in the future while it is not. The row says nothing of who judged the work how:
    what is rejected is unpaid like what still waits.
    """

    KEY: ClassVar = ("batch",)

    batch: str
    since: int
    paid_at: int
    entry: int
