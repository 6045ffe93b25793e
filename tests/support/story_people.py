"""The sentences about founding, members, rows, consent, models, values and work.

Each turns into acts as a door of the house would send them; nothing is decided here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from auzolan.charter.acts import Found
from auzolan.charter.articles import charter_from_text
from auzolan.charter.state import IN_FORCE, CharterInForce
from auzolan.consent.acts import Grant, Withdraw
from auzolan.contributions.acts import Erase, Offer, Part, Settle, Share
from auzolan.contributions.state import Batch
from auzolan.labour.acts import AssignIndex, RecordWork
from auzolan.learning.acts import Evaluate, Seal, Train, Use
from auzolan.learning.state import Model, Snapshot, SnapshotPart
from auzolan.members.acts import Admit, Admitted, Leave, RegisterKey
from auzolan.record.annexes import AnnexRef, ref_from_text
from auzolan.record.entries import ACTOR_OPERATOR
from auzolan.valuation.acts import Recheck, Value
from auzolan.valuation.state import Valuation
from support.charter_texts import lay_down_texts
from support.plain_charter import plain_charter
from support.seats import every_seat
from support.story_teller import ORIGIN, Teller
from support.story_text import Phrasebook, Sentence

ACTS = Phrasebook()
says = ACTS.says
SEALED = ""
ZEROS = "0" * 64
INTERVAL_E9 = 10_000_000
E9_IN_BP = 100_000


def digest_of(text: str) -> str:
    """A digest to stand for a file that a story does not have."""
    return hashlib.sha256(text.encode()).hexdigest()


# --- founding, members ----------------------------------------------------------------------------


@says(
    "{who:who} founds {name:text} for rows of {kind:word}, used for {purposes:purposes}; "
    "{who_holds:who} holds every office and {second:who} audits"
)
def founds_with_auditor(
    t: Teller, *, who: str, name: str, kind: str, purposes: tuple[str, ...], who_holds: str,
    second: str,
) -> None:  # fmt: skip
    _found(t, name, kind, purposes, holder=who_holds, auditor=second)


@says(
    "{who:who} founds {name:text} for rows of {kind:word}, used for {purposes:purposes}; "
    "{who_holds:who} holds every office except {office:word}"
)
def founds_without(
    t: Teller, *, who: str, name: str, kind: str, purposes: tuple[str, ...], who_holds: str,
    office: str,
) -> None:  # fmt: skip
    _found(t, name, kind, purposes, holder=who_holds, missing=office)


@says(
    "{who:who} founds {name:text} for works, which are {kind:word}, used for {purposes:purposes}; "
    "{who_holds:who} holds every office and {second:who} audits"
)
def founds_for_works(
    t: Teller, *, who: str, name: str, kind: str, purposes: tuple[str, ...], who_holds: str,
    second: str,
) -> None:  # fmt: skip
    _found(t, name, kind, purposes, holder=who_holds, auditor=second, works=(kind,))


def _found(
    t: Teller, name: str, kind: str, purposes: tuple[str, ...], *, holder: str,
    auditor: str = "", missing: str = "", works: tuple[str, ...] = (),
) -> None:  # fmt: skip
    charter = plain_charter(purposes=purposes, kinds=(kind,), works=works)
    # Who leads and keeps the books neither audits nor hears appeals.
    seats = [
        seat
        for seat in every_seat(charter, t.id(holder), t.id(auditor or holder))
        if seat.office != missing
    ]
    t.council = holder
    act = Found(SEALED, ORIGIN, t.desk.vkey, charter, tuple(seats), "2026", lay_down_texts(t.desk))
    t.ask(ACTOR_OPERATOR, act, {"name": name})


@says("{people:people} join, each paying {money:money}")
def join(t: Teller, people: tuple[str, ...], money: int) -> None:
    receipts = t.ask_all([_admission(t, t.council, name) for name in people])
    for receipt in receipts:
        t.same("contribution in cents", money, _contribution(receipt.facts))


@says("{who:who} joins, paying {money:money}")
def joins(t: Teller, who: str, money: int) -> None:
    join(t, (who,), money)


@says("{who:who} admits {whom:who}")
def admits(t: Teller, who: str, whom: str) -> None:
    t.ask_all([_admission(t, who, whom)])


@says("{who:who} admits somebody under the name of the house itself")
def admits_operator(t: Teller, who: str) -> None:
    t.ask(who, Admit(ACTOR_OPERATOR, SEALED), {"name": "The house"})


def _admission(t: Teller, actor: str, name: str) -> tuple[str, Admit, Mapping[str, str]]:
    return actor, Admit(t.id(name), SEALED), {"name": f"{name.capitalize()} Agirre"}


def _contribution(facts: Sequence[object]) -> int:
    return next(fact.contribution_cents for fact in facts if isinstance(fact, Admitted))


@says("{who:who} leaves, because {reason:text}")
def leaves(t: Teller, who: str, reason: str) -> None:
    t.ask(who, Leave(t.id(who), SEALED), {"reason": reason})


@says("{who:who} tells the house that {whom:who} leaves")
def leaves_for(t: Teller, who: str, whom: str) -> None:
    t.ask(who, Leave(t.id(whom), SEALED), {"reason": "hearsay"})


@says("{who:who} registers her key")
def registers(t: Teller, who: str) -> None:
    t.ask(who, RegisterKey(t.id(who), t.public_key_of(who)))


@says("{who:who} registers the key of {whom:who}")
def registers_other(t: Teller, who: str, whom: str) -> None:
    t.ask(who, RegisterKey(t.id(who), t.public_key_of(whom)))


@says("signed with the key of {who:who}: {rest:rest}")
def signed(t: Teller, who: str, rest: str) -> None:
    _signed(t, rest, (who, False))


@says("signed over something else with the key of {who:who}: {rest:rest}")
def forged(t: Teller, who: str, rest: str) -> None:
    _signed(t, rest, (who, True))


def _signed(t: Teller, rest: str, signing: tuple[str, bool]) -> None:
    phrase, words = ACTS.find(Sentence(t.place, rest))
    t.signing = signing
    phrase.does(t, **words)


# --- rows and consent -----------------------------------------------------------------------------


@says("{who:who} offers {rows:count} rows of {kind:word}")
def offers(t: Teller, who: str, rows: int, kind: str) -> None:
    batch = f"{who}-{kind}-{len(_batches(t, who, kind)) + 1}"
    t.ask(who, Offer(batch, t.id(who), kind, rows, digest_of(batch)))


@says("{who:who} offers {rows:count} rows of {kind:word} under the name of her first batch")
def offers_again(t: Teller, who: str, rows: int, kind: str) -> None:
    batch = f"{who}-{kind}-1"
    t.ask(who, Offer(batch, t.id(who), kind, rows, digest_of(batch)))


def _batches(t: Teller, who: str, kind: str) -> list[Batch]:
    return [b for b in t.desk.rows(Batch) if (b.member, b.kind) == (t.id(who), kind)]


@says("{who:who} grants {whose:whose} {kind:word} for {purposes:purposes}")
def grants(t: Teller, who: str, whose: str, kind: str, purposes: tuple[str, ...]) -> None:
    t.ask(who, Grant(t.id(who if whose == "her" else whose), kind, purposes))


@says("{people:people} grant their {kind:word} for {purposes:purposes}")
def grant(t: Teller, people: tuple[str, ...], kind: str, purposes: tuple[str, ...]) -> None:
    t.ask_all([(name, Grant(t.id(name), kind, purposes), {}) for name in people])


@says("{who:who} withdraws {whose:whose} {kind:word}")
def withdraws(t: Teller, who: str, whose: str, kind: str) -> None:
    t.ask(who, Withdraw(t.id(who if whose == "her" else whose), kind))


@says("{who:who} erases the {kind:word} of {whom:who}, because {reason:text}")
def erases(t: Teller, who: str, kind: str, whom: str, reason: str) -> None:
    batches = [batch.batch for batch in _batches(t, whom, kind)]
    t.ask_all([(who, Erase(batch, SEALED), {"reason": reason}) for batch in batches])


@says("{who:who} erases a batch that nobody brought")
def erases_nothing(t: Teller, who: str) -> None:
    t.ask(who, Erase("nobody-1", SEALED), {"reason": "tidying up"})


# --- who holds rows --------------------------------------------------------------------------------


@says("{who:who} registers who made the {kind:word} of {whom:who}: {shares:values}")
def shares(t: Teller, who: str, kind: str, whom: str, shares: dict[str, int]) -> None:
    t.ask(who, Share(_batches(t, whom, kind)[0].batch, t.id(who), _parts(t, shares)))


@says(
    "{who:who} settles rows {first:count} to {last:count} of the {kind:word} of {whom:who}: "
    "{shares:values}, because {reason:text}"
)
def settles(
    t: Teller, *, who: str, first: int, last: int, kind: str, whom: str, shares: dict[str, int],
    reason: str,
) -> None:  # fmt: skip
    batch = _batches(t, whom, kind)[0].batch
    act = Settle(batch, tuple(range(first, last + 1)), _parts(t, shares), SEALED)
    t.ask(who, act, {"reason": reason})


def _parts(t: Teller, shares: dict[str, int]) -> tuple[Part, ...]:
    return tuple(Part(t.id(name), share_e9 // E9_IN_BP) for name, share_e9 in shares.items())


# --- models ---------------------------------------------------------------------------------------


@says("{who:who} seals {snapshot:thing} from {kind:word} for {purpose:word}")
def seals(t: Teller, who: str, snapshot: str, kind: str, purpose: str) -> None:
    t.ask(who, Seal(snapshot, kind, purpose))


@says("{who:who} starts training {model:thing} on {snapshot:thing}")
def starts_training(t: Teller, who: str, model: str, snapshot: str) -> None:
    _use(t, who, f"train-{model}", snapshot, "train")


@says("{who:who} finishes training {model:thing} on {snapshot:thing}")
def finishes_training(t: Teller, who: str, model: str, snapshot: str) -> None:
    _train(t, who, model, snapshot, "")


@says("{who:who} trains {model:thing} on {snapshot:thing}")
def trains(t: Teller, who: str, model: str, snapshot: str) -> None:
    starts_training(t, who, model, snapshot)
    _train(t, who, model, snapshot, "")


@says("{who:who} trains {model:thing} on {snapshot:thing} in the place of {old:thing}")
def retrains(t: Teller, who: str, model: str, snapshot: str, old: str) -> None:
    starts_training(t, who, model, snapshot)
    _train(t, who, model, snapshot, old)


@says("{who:who} uses {snapshot:thing} to train for {purpose:word}")
def uses_for(t: Teller, who: str, snapshot: str, purpose: str) -> None:
    t.ask(who, Use(f"use-{snapshot}-{purpose}", snapshot, purpose, "train"))


@says(
    "{who:who} tests {model:thing}: {right:count} of {total:count} right, "
    "{baseline:count} by guessing the commonest"
)
def tests(t: Teller, *, who: str, model: str, right: int, total: int, baseline: int) -> None:
    row = t.row(Model, model)
    use = _use(t, who, f"test-{model}-{t.desk.size()}", row.snapshot, "evaluate")
    t.ask(who, Evaluate(model, use, total, right, baseline))


def _use(t: Teller, who: str, use: str, snapshot: str, operation: str) -> str:
    purpose = t.row(Snapshot, snapshot).purpose
    t.ask(who, Use(use, snapshot, purpose, operation))
    return use


def _train(t: Teller, who: str, model: str, snapshot: str, old: str) -> None:
    rows = t.row(Snapshot, snapshot).rows
    recipe, artefact = digest_of("recipe"), digest_of(model)
    t.ask(who, Train(model, f"train-{model}", recipe, artefact, rows, old))


# --- value ----------------------------------------------------------------------------------------


@says("{who:who} values the rows behind {model:thing} as {valuation:thing}: {worth:values}")
def values(t: Teller, who: str, model: str, valuation: str, worth: dict[str, int]) -> None:
    snapshot = t.row(Model, model).snapshot
    use = _use(t, who, f"value-{valuation}-{t.desk.size()}", snapshot, "value")
    lines = _value_lines(t, snapshot, worth)
    charter = charter_from_text(t.row(CharterInForce, IN_FORCE).text)
    is_work = t.row(Snapshot, snapshot).kind in charter.worth.works
    terms = ("work" if is_work else "observation", charter.worth.cap_rows)
    t.ask(who, Value(valuation, model, use, digest_of("recipe"), lines, 100, 0, *terms, 0))


@says("{who:who} rechecks {valuation:thing} and finds {worth:values}")
def rechecks(t: Teller, who: str, valuation: str, worth: dict[str, int]) -> None:
    lines = _value_lines(t, t.row(Valuation, valuation).snapshot, worth)
    t.ask(who, Recheck(valuation, lines))


@says("{who:who} rechecks {valuation:thing} by handing in its own lines")
def rechecks_copy(t: Teller, who: str, valuation: str) -> None:
    t.ask(who, Recheck(valuation, ref_from_text(t.row(Valuation, valuation).lines)))


def _value_lines(t: Teller, snapshot: str, worth: dict[str, int]) -> AnnexRef:
    by_id = {t.id(name): value_e9 for name, value_e9 in worth.items()}
    rows = dict.fromkeys(by_id, 0)
    for part in t.desk.rows(SnapshotPart):
        if part.snapshot == snapshot and part.member in rows:
            rows[part.member] += part.rows
    members = sorted(by_id)
    columns: dict[str, Sequence[int | str]] = {
        "member": members,
        "value_e9": [by_id[member] for member in members],
        "low_e9": [by_id[member] - INTERVAL_E9 for member in members],
        "high_e9": [by_id[member] + INTERVAL_E9 for member in members],
        "rows": [rows[member] for member in members],
    }
    return t.desk.lay_down("values/1", columns, amount="value_e9")


# --- work -----------------------------------------------------------------------------------------


@says("{who:who} gives {whom:who} the job index {index:hundredths}")
def gives_index(t: Teller, who: str, whom: str, index: int) -> None:
    t.ask(who, AssignIndex(t.id(whom), index))


@says("{who:who} books work {work:thing} in {period:word}: {lines:worklist}")
def books_work(
    t: Teller, who: str, work: str, period: str, lines: list[tuple[str, int, int]]
) -> None:
    columns: dict[str, Sequence[int | str]] = {
        "member": [t.id(name) for name, _, _ in lines],
        "seconds": [seconds for _, seconds, _ in lines],
        "pay_cents": [cents for _, _, cents in lines],
    }
    sheet = t.desk.lay_down("work/1", columns, amount="pay_cents")
    t.ask(who, RecordWork(work, period, sheet))
