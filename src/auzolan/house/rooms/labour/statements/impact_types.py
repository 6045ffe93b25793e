"""A labour-impact statement as a document: what a program reads, and what its schema describes.

Its figures are those of the entry; where the entry holds that a figure is not known or is kept back,
the document says `unknown`. Nothing is computed here.
"""

from __future__ import annotations

from typing import Literal

import msgspec

UNKNOWN = "unknown"
Known = int | Literal["unknown"]
"""A whole number, or `unknown`: never 0 in its place."""
FORMAT = "auzolan-labour-impact/1"


class PlacePeople(msgspec.Struct, frozen=True):
    """How many people worked at a place: a country or a part of one (ISO 3166)."""

    place: str
    people: int


class HoursOfClass(msgspec.Struct, frozen=True):
    """Seconds of one class of work, by how they came to be known, and how many were accepted.

    `unknown_times` counts submissions whose time nobody knows.
    """

    work_class: str
    measured: Known
    claimed: Known
    agreed: Known
    accepted: Known
    unknown_times: Known


class PayAnHour(msgspec.Struct, frozen=True):
    """Effective pay in cents an hour by people, and the part of them under the floor (basis points)."""

    p5: Known
    p25: Known
    p50: Known
    p75: Known
    p95: Known
    under_bp: Known


class Looks(msgspec.Struct, frozen=True):
    """How often one figure about persons was looked at in one role, and how many figures were shown."""

    metric: str
    role: str
    looks: int
    figures: int


class FloorSource(msgspec.Struct, frozen=True):
    """A wage on the record that the floor may come from, with who published it."""

    place: str
    basis: str
    cents_hour: int
    source: str
    document: str
    entry: int


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """What the books know of the labour; see `docs/reference/labour-impact-statement.md`."""

    snapshot: str
    kind: str
    rows: int
    tasks: Known
    people: Known
    places: tuple[PlacePeople, ...]
    places_kept_back: Known
    hours: tuple[HoursOfClass, ...]
    floor_cents: Known
    floor_basis: str
    before: PayAnHour
    after: PayAnHour
    unpaid_bp: Known
    accepted: Known
    auto_accepted: Known
    rejections: Known
    handed_back: Known
    appeals: Known
    overturned: Known
    open_appeals: Known
    open_requests: Known
    deciders: Known
    machine_decisions: Known
    harmful_tasks: Known
    recovery_seconds: Known
    looks: tuple[Looks, ...]
    consented: Known
    left_out: Known
    pages_held: Known


class Words(msgspec.Struct, frozen=True):
    """What no figure says: `erased` where a text was erased since, `sealed` for those outside."""

    purpose: str
    jobs: str
    effect: str
    consultation: str
    support: str
    not_known: str


class CommentOnIt(msgspec.Struct, frozen=True):
    """A comment and its answer; `answered` is the answer's entry, -1 while it waits."""

    comment: str
    member: str
    entry: int
    words: str
    answered: int
    answer: str


class LabourImpact(msgspec.Struct, frozen=True, kw_only=True):
    """A labour-impact statement.

    Attributes:
        format: the name and version of this form.
        statement: its id.
        about: `dataset` or `model`.
        name: the dataset or model.
        entry: where it stands on the record.
        published_by: who published it.
        published_at: when, UTC.
        comment_by: until when members can comment, UTC.
        newest: whether it is the newest about its subject, which counts.
        currency: of all cents.
        people_min: fewest people that a figure is made of.
        metrics: which figures about one person are kept at all.
        figures: worked out from the books; `unknown` where they do not say.
        floor_sources: wages on the record that are as high as the floor.
        words: what people say about it.
        comments: how many members made.
        open_comments: how many of them wait for an answer.
        remarks: the comments with their answers; empty where they are for members alone.
    """

    format: str
    statement: str
    about: str
    name: str
    entry: int
    published_by: str
    published_at: str
    comment_by: str
    newest: bool
    currency: str
    people_min: int
    metrics: tuple[str, ...]
    figures: Figures
    floor_sources: tuple[FloorSource, ...]
    words: Words
    comments: int
    open_comments: int
    remarks: tuple[CommentOnIt, ...]


class LabourLabel(msgspec.Struct, frozen=True):
    """What a model's card says of the labour behind it, in one glance.

    Attributes:
        statement: the newest statement about the model.
        entry: where it stands.
        people: how many worked.
        seconds: all time that is known and shown.
        before_cents: median of an hour's pay before anybody was lifted to the floor.
        after_cents: the same after it.
        floor_cents: the highest floor of an hour that was applied.
        rejections: how often work was turned down.
        overturned: how often peers overturned that.
        unknown: how many figures of the statement are not known.
        open_comments: comments that wait for an answer.
    """

    statement: str
    entry: int
    people: Known
    seconds: Known
    before_cents: Known
    after_cents: Known
    floor_cents: Known
    rejections: Known
    overturned: Known
    unknown: int
    open_comments: int


class StatementLine(msgspec.Struct, frozen=True):
    """A statement in a list of them."""

    statement: str
    about: str
    name: str
    entry: int
    comment_by: str
    comments: int
    open_comments: int
    newest: bool
