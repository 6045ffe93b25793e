"""What is owed to every withdrawal, by when, and whether it has been done.

Five kinds: a model made again, rows erased, backups of them gone, a licensee told, her certificate.
All but one follow from the record; that a backup is gone no record can know, so its day is shown
and counts as kept when it has passed. Nothing here decides.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from auzolan.charter.articles import charter_from_text
from auzolan.charter.state import IN_FORCE, CharterInForce
from auzolan.consent.state import Consent
from auzolan.contributions.state import Batch
from auzolan.foundation.moments import DAY_MS, iso_from_moment
from auzolan.house.storage.reader import Reader
from auzolan.learning.state import Model, ModelDuty
from auzolan.licensing.state import LicenseeDuty

RETRAIN, ERASE, BACKUP, NOTIFY, CERTIFY = "retrain", "erase", "backup", "notify", "certify"
OPEN, OVERDUE, DONE, LATE = "open", "overdue", "done", "done late"


class DutyLine(msgspec.Struct, frozen=True):
    """One thing that is owed to a withdrawal.

    Attributes:
        withdrawal: the entry of the withdrawal.
        member: who withdrew; empty where a group did.
        duty: `retrain`, `erase`, `backup`, `notify` or `certify`.
        thing: the model, batch or licence.
        tier: the model's, from 0; -1 where it is no model.
        due: by when.
        state: `open`, `overdue`, `done` or `done late`.
        done: when, or an empty text.
        done_by: the model that took over, or an empty text.
    """

    withdrawal: int
    member: str
    duty: str
    thing: str
    tier: int
    due: str
    state: str
    done: str = ""
    done_by: str = ""


def duty_lines(reader: Reader, at: int, *, member: str = "") -> list[DutyLine]:
    """Every duty of every withdrawal, those of one entry together, the first due first.

    Args:
        reader: the books.
        at: now, milliseconds since 1970, UTC.
        member: only those owed to her; all where empty.
    """
    found = [*_models(reader, at), *_rows(reader, at), *_licensees(reader, at)]
    chosen = [line for line in found if member in ("", line.member)]
    return sorted(chosen, key=lambda line: (line.withdrawal, line.due, line.duty, line.thing))


def _models(reader: Reader, at: int) -> Iterator[DutyLine]:
    tiers = {row.model: row.tier for row in reader.rows(Model)}
    for duty in reader.rows(ModelDuty):
        state, done = _stands(duty.due, duty.done_at, at)
        yield DutyLine(
            duty.withdrawal, duty.member, RETRAIN, duty.model, tiers[duty.model],
            iso_from_moment(duty.due), state, done, duty.done_by,
        )  # fmt: skip


def _rows(reader: Reader, at: int) -> Iterator[DutyLine]:
    in_force = reader.get(CharterInForce, IN_FORCE)
    if in_force is None:
        return
    backup_ms = charter_from_text(in_force.text).consent.backup_days * DAY_MS
    for consent in reader.rows(Consent):
        if consent.withdrawn_at < 0 or not consent.erase_by:
            continue
        for batch in reader.rows(Batch, member=consent.member, kind=consent.kind):
            if batch.entry > consent.withdrawn_at:
                continue
            erased = reader.entry(batch.erased_at).at if batch.erased_at >= 0 else -1
            who = (consent.withdrawn_at, consent.member)
            state, done = _stands(consent.erase_by, erased, at)
            due = iso_from_moment(consent.erase_by)
            yield DutyLine(*who, ERASE, batch.batch, -1, due, state, done)
            if erased >= 0:
                gone = erased + backup_ms
                state, done = (DONE, iso_from_moment(gone)) if gone < at else (OPEN, "")
                yield DutyLine(*who, BACKUP, batch.batch, -1, iso_from_moment(gone), state, done)


def _licensees(reader: Reader, at: int) -> Iterator[DutyLine]:
    whose: dict[int, set[str]] = {}
    for owed in reader.rows(ModelDuty):
        whose.setdefault(owed.withdrawal, set()).add(owed.member)
    for duty in reader.rows(LicenseeDuty):
        # One entry of a group can speak for many; then nobody alone is named.
        members = whose.get(duty.withdrawal, set())
        member = next(iter(members)) if len(members) == 1 else ""
        for name, due, done_at in (
            (NOTIFY, duty.notify_by, duty.notified_at),
            (CERTIFY, duty.certify_by, duty.certified_at),
        ):
            state, done = _stands(due, done_at, at)
            yield DutyLine(
                duty.withdrawal, member, name, duty.licence, -1, iso_from_moment(due), state, done
            )


def _stands(due: int, done_at: int, at: int) -> tuple[str, str]:
    """Where a duty stands, and when it was done."""
    if done_at >= 0:
        return (DONE if done_at <= due else LATE), iso_from_moment(done_at)
    return (OVERDUE if due < at else OPEN), ""
