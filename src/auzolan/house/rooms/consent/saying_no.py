"""What a no would change, told before it is said: models, licences, money, rows, and by when.

It foresees what the rules of the learning and licensing rooms do, from the books as they are. It
decides nothing, and it names nobody else whose rows are concerned.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from django.urls import reverse

from auzolan.charter.articles import Charter
from auzolan.contributions.state import Batch
from auzolan.foundation.moments import DAY_MS, HOUR_MS, day_from_moment
from auzolan.house.doing import Effect
from auzolan.house.ports import system_ports
from auzolan.house.rooms.charter.queries import charter_in_force
from auzolan.house.storage.reader import Reader
from auzolan.learning.retirement import deadline
from auzolan.learning.state import REPLACED, Model, Snapshot, SnapshotPart
from auzolan.licensing.state import Licence

SHOWN_MAX = 12
"""So many models are named; of the others it is said how many there are."""

Concerns = Callable[[Snapshot], bool]


def no_to_kind(reader: Reader, member: str, kind: str) -> list[Effect]:
    """What stopping all use of a member's rows of a kind would change; of all kinds where empty.

    Args:
        reader: of the folder.
        member: whose rows.
        kind: the kind, or an empty text.
    """
    at, charter = system_ports().clock(), charter_in_force(reader)
    rows = sum(
        one.rows
        for one in reader.rows(Batch, member=member)
        if one.erased_at < 0 and kind in {"", one.kind}
    )
    erased = day_from_moment(at + charter.consent.erase_days * DAY_MS)
    stopped = [Effect("consent.use_stops", {"kind": kind})] if kind else []
    gone = [Effect("consent.rows_erased_by", {"rows": rows, "day": erased})] if rows else []
    return [
        *stopped, *gone, *no_to_models(reader, member, lambda one: kind in {"", one.kind}),
        Effect("consent.earned_stays", {}, reverse("statement", args=[member])),
    ]  # fmt: skip


def no_to_models(reader: Reader, member: str, concerns: Concerns) -> list[Effect]:
    """Which models would be made again by when, and what companies pay for them.

    Args:
        reader: of the folder.
        member: whose rows.
        concerns: whether the no is about a data set.
    """
    at, charter = system_ports().clock(), charter_in_force(reader)
    models = list(_models_with(reader, member, concerns))
    found = [
        effect for model in models[:SHOWN_MAX] for effect in _of_model(reader, charter, model, at)
    ]
    if len(models) > SHOWN_MAX:
        found.append(Effect("consent.more_models", {"number": len(models) - SHOWN_MAX}))
    return found or [Effect("consent.no_model")]


def _models_with(reader: Reader, member: str, concerns: Concerns) -> Iterator[Model]:
    names = sorted({one.snapshot for one in reader.rows(SnapshotPart, member=member)})
    for name in names:
        snapshot = reader.get(Snapshot, name)
        assert snapshot is not None, f"her rows are in {name}, which was never sealed"
        if concerns(snapshot):
            models: Sequence[Model] = reader.rows(Model, snapshot=name)
            yield from (one for one in models if one.state != REPLACED)


def _of_model(reader: Reader, charter: Charter, model: Model, at: int) -> Iterator[Effect]:
    latest = at + charter.consent.retrain_days * DAY_MS
    due = deadline(charter, model.tier, at, latest)
    by = min(due, model.retrain_by) if model.retrain_by else due
    page = reverse("model", args=[model.model])
    yield Effect("consent.model_again", {"model": model.model, "day": day_from_moment(by)}, page)
    for licence in reader.rows(Licence, model=model.model):
        if licence.from_at <= at < licence.until_at and licence.revoked_at < 0:
            told = day_from_moment(at + HOUR_MS * charter.consent.notice_hours)
            values: dict[str, str | int] = {
                "licensee": licence.licensee, "model": model.model, "day": told,
                "cents": licence.paid_cents, "currency": charter.currency,
            }  # fmt: skip
            yield Effect("consent.licensee_told", values)
