"""What the small model says about members, rows, consent, models and their worth.

One function an act: None for no, else what is so afterwards.
"""

from __future__ import annotations

from typing import Any

from auzolan.house.submission import Receipt
from simulation.small_learning import Batch, Model, Snapshot, Valuation
from simulation.small_model import KINDS, PURPOSES, WORKS, SmallModel
from simulation.small_rights import OFFICES
from simulation.small_saying import KNOWN, is_below
from simulation.wish import Take, Wish

WHOLE_E9 = 10**9
PASSKEYS = 10


# --- members, rows, consent -------------------------------------------------------------------


def admit(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    if act.member in m.active or act.member == "operator":
        return None

    def take(receipt: Receipt) -> None:
        whole = m.clauses["membership.contribution_cents"]
        cents = -(-whole // m.clauses["surplus.entry_instalments"])
        fee = -(-whole * m.clauses["surplus.entry_fee_bp"] // 10_000)
        m.active[act.member] = True
        m.dues[act.member] = whole - cents
        m.since[act.member] = receipt.at
        m.owe(act.member, "capital:compulsory", cents)
        m.debit({"bank": cents + fee, "capital:compulsory": -cents, "reserve:obligatory": -fee})

    return take


def register_key(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    if not m.active.get(act.member) or act.key in m.keys:
        return None

    def take(receipt: Receipt) -> None:
        _retire_keys(m, act.member)
        m.keys[act.key] = (act.member, True)

    return take


def register_passkey(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    signing = [key for key, found in m.passkeys.items() if found == (act.member, True)]
    if not m.active.get(act.member) or act.key in m.passkeys or len(signing) >= PASSKEYS:
        return None

    def take(receipt: Receipt) -> None:
        m.passkeys[act.key] = (act.member, True)

    return take


def revoke_passkey(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    if m.passkeys.get(act.key) != (act.member, True):
        return None

    def take(receipt: Receipt) -> None:
        m.passkeys[act.key] = (act.member, False)

    return take


def _retire_passkeys(m: SmallModel, member: str) -> None:
    for key, (owner, _) in m.passkeys.items():
        if owner == member:
            m.passkeys[key] = (owner, False)


def _retire_keys(m: SmallModel, member: str) -> None:
    for key, (owner, _) in m.keys.items():
        if owner == member:
            m.keys[key] = (owner, False)


def leave(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    if not m.active.get(act.member) or m.is_alone(act.member, OFFICES, at):
        return None

    def take(receipt: Receipt) -> None:
        end_membership(m, act.member, receipt)

    return take


def end_membership(m: SmallModel, who: str, receipt: Receipt) -> None:
    """Whatever ends with a membership, whoever ended it."""
    m.active[who] = False
    m.left[who], m.claims[who] = (m.period, receipt.at), receipt.at
    m.cut(who, OFFICES)
    _retire_keys(m, who)
    _retire_passkeys(m, who)
    _end_voice(m, who)
    kinds = {kind for member, kind in m.consents if member == who}
    kinds |= {batch.kind for batch in m.batches.values() if batch.member == who}
    said = [one for one in m.saying.sentences.values() if one.member == who]
    kinds |= {one.kind for one in said if one.kind}
    for kind in kinds:
        m.saying.end_yes(who, kind)
    m.consents.update({(who, kind): None for kind in kinds})
    for group in m.saying.groups.values():
        group.members.pop(who, None)
        group.invited.discard(who)
        group.batches -= {name for name in group.batches if m.batches[name].member == who}
    m.take_back(who, receipt, KINDS, frozenset())


def _end_voice(m: SmallModel, who: str) -> None:
    """Her signatures, proxies and candidacies count no longer where nothing is decided yet."""
    for petition in m.petitions.values():
        if not petition.is_carried:
            petition.signers.discard(who)
    for meeting in m.meetings.values():
        meeting.proxies = {
            giver: holder for giver, holder in meeting.proxies.items() if who not in (giver, holder)
        }
    for proposal in m.proposals.values():
        if proposal.state in ("draft", "endorsed", "admitted", "noticed", "open"):
            proposal.standing = [(one, stands and one != who) for one, stands in proposal.standing]


def offer(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    if not m.active.get(act.member) or act.kind not in KINDS or act.batch in m.batches:
        return None

    def take(receipt: Receipt) -> None:
        m.batches[act.batch] = Batch(act.member, act.kind, act.rows)

    return take


def erase(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    batch = m.batches.get(act.batch)
    if batch is None or batch.is_erased:
        return None
    if m.consents.get((batch.member, batch.kind), frozenset()) is not None:
        return None

    def take(receipt: Receipt) -> None:
        batch.is_erased = True

    return take


def share(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    batch = m.batches.get(act.batch)
    if batch is None or batch.member != act.member or not _can_hold(m, batch, act.shares):
        return None
    if any(act.batch in one.batches for one in m.snapshots.values()):
        return None

    def take(receipt: Receipt) -> None:
        m.co_creators[act.batch] = {part.member: part.share_bp for part in act.shares}

    return take


def settle(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    batch = m.batches.get(act.batch)
    if batch is None or not _can_hold(m, batch, act.shares):
        return None
    if sorted(set(act.rows)) != list(act.rows) or max(act.rows) >= batch.rows:
        return None
    parties = {batch.member, *m.holders_of(act.batch), *(part.member for part in act.shares)}
    for row in act.rows:
        for _, shares in m.settled.get((act.batch, row), []):
            parties |= set(shares)
    if wish.submission.actor in parties:
        return None

    def take(receipt: Receipt) -> None:
        shares = {part.member: part.share_bp for part in act.shares}
        for row in act.rows:
            m.settled.setdefault((act.batch, row), []).append((receipt.seq, shares))

    return take


def _can_hold(m: SmallModel, batch: Batch, shares: Any) -> bool:
    """Whether these people can hold rows of a batch by these shares."""
    people = [part.member for part in shares]
    return (
        batch.kind in WORKS
        and not batch.is_erased
        and len(set(people)) == len(people)
        and sum(part.share_bp for part in shares) == 10_000
        and all(m.active.get(one) for one in people)
    )


def grant(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    purposes = frozenset(act.purposes)
    if not m.active.get(act.member) or act.kind not in KINDS:
        return None
    if not purposes <= set(PURPOSES) or len(purposes) < len(act.purposes):
        return None
    if m.saying.is_minor(act.member, at):
        return None

    def take(receipt: Receipt) -> None:
        before = m.consents.get((act.member, act.kind)) or frozenset()
        m.consents[act.member, act.kind] = purposes
        if before - purposes:
            m.take_back(act.member, receipt, (act.kind,), purposes)

    return take


def withdraw(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    nothing: frozenset[str] = frozenset()
    if not m.saying.may_stop(act.member, act.guardian, at):
        return None
    said = [
        one
        for one in m.saying.sentences.values()
        if one.member == act.member and one.is_yes and one.is_said and one.kind in ("", act.kind)
    ]
    key = (act.member, act.kind)
    shared = [
        name
        for name, batch in m.batches.items()
        if (batch.member, batch.kind) == key and m.saying.group_of(name)
    ]
    is_used = key in m.consents or shared or (said and act.kind in KINDS)
    if not is_used or (m.consents.get(key, nothing) is None and not said):
        return None

    def take(receipt: Receipt) -> None:
        m.consents[act.member, act.kind] = None
        m.saying.end_yes(act.member, act.kind)
        m.take_back(act.member, receipt, (act.kind,), nothing)

    return take


# --- models and their worth -------------------------------------------------------------------


def seal(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    if act.snapshot in m.snapshots or act.kind not in KINDS or act.purpose not in PURPOSES:
        return None
    limits = (act.operation, act.party, act.territory, act.model_class)
    one = Snapshot(act.kind, act.purpose, {}, *limits)
    one.batches = m.permitted(act.kind, one.wanted(), at)
    if act.operation not in KNOWN or not one.batches:
        return None

    def take(receipt: Receipt) -> None:
        m.snapshots[act.snapshot] = one

    return take


def use(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    snapshot = m.snapshots.get(act.snapshot)
    if snapshot is None or act.use in m.uses or act.purpose != snapshot.purpose:
        return None
    if act.operation not in (*KNOWN, "value"):
        return None
    if not m.is_usable(act.snapshot, at, snapshot.wanted(act.operation)):
        return None

    def take(receipt: Receipt) -> None:
        m.uses[act.use] = (act.snapshot, act.operation)
        m.use_entries[act.use] = receipt.seq

    return take


def train(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    name, operation = m.uses.get(act.use, ("", ""))
    if not is_below(operation, "train") or act.model in m.models:
        return None
    snapshot = m.snapshots[name]
    if act.replaces and not _can_take_over(m, act, snapshot):
        return None
    if any(model.use == act.use for model in m.models.values()):
        return None
    if act.rows != sum(m.rows_by_member(name).values()) or not m.is_usable(
        name, at, snapshot.wanted(operation)
    ):
        return None

    def take(receipt: Receipt) -> None:
        is_stop_gap = act.how == "approximate"
        new = m.models[act.model] = Model(
            name, act.use, snapshot.purpose, act.artefact, tier=act.tier, is_stop_gap=is_stop_gap
        )
        if act.replaces:
            old = m.models[act.replaces]
            old.is_replaced, old.replaced_at = True, receipt.at
            if is_stop_gap:
                new.retrain_by, new.has_more_time = old.retrain_by, old.has_more_time
            _hand_on(m, act, receipt.at, is_stop_gap=is_stop_gap)

    return take


def _can_take_over(m: SmallModel, act: Any, snapshot: Snapshot) -> bool:
    """Whether a model may replace another: of the same use, still there, and not the same file."""
    old = m.models.get(act.replaces)
    if old is None or old.is_replaced or old.artefact == act.artefact:
        return False
    before = m.snapshots[old.snapshot]
    return (before.kind, before.purpose) == (snapshot.kind, snapshot.purpose)


def _hand_on(m: SmallModel, act: Any, at: int, *, is_stop_gap: bool) -> None:
    """What the old model owed is done; or owed by the new one, where it is a stop-gap."""
    for (entry, model, member), duty in list(m.remaking.items()):
        if model != act.replaces or duty.done_at >= 0:
            continue
        if is_stop_gap:
            del m.remaking[entry, model, member]
            m.remaking[entry, act.model, member] = duty
        else:
            duty.done_at, duty.done_by = at, act.model


def _is_usable(m: SmallModel, snapshot: str, operation: str, at: int) -> bool:
    return m.is_usable(snapshot, at, m.snapshots[snapshot].wanted(operation))


def evaluate(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    name, operation = m.uses.get(act.use, ("", ""))
    model = m.models.get(act.model)
    if model is None or operation != "evaluate" or name != model.snapshot:
        return None
    if (
        act.correct > act.total
        or act.baseline_correct > act.total
        or not _is_usable(m, name, "evaluate", at)
    ):
        return None

    def take(receipt: Receipt) -> None:
        m.tests[act.model] = (act.correct, act.total)

    return take


def value(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    name, operation = m.uses.get(act.use, ("", ""))
    model = m.models.get(act.model)
    if model is None or operation != "value" or name != model.snapshot:
        return None
    if act.valuation in m.valuations or wish.lines is None or not _is_usable(m, name, "value", at):
        return None
    merging = "work" if m.snapshots[name].kind in WORKS else "observation"
    if (act.merging, act.cap_rows) != (merging, m.clauses["worth.cap_rows"]):
        return None
    if act.near_squared > m.clauses["worth.near_squared_max"]:
        return None
    if m.settled_last(name) > m.use_entries[act.use]:
        return None
    held = m.rows_to_value(name)
    if set(wish.lines) != set(held) or any(
        not low <= value <= high or not 0 <= rows <= held[member]
        for member, (value, low, high, rows) in wish.lines.items()
    ):
        return None
    worth = {member: line[0] for member, line in wish.lines.items()}
    if not 0 <= sum(worth.values()) + act.residual_e9 <= WHOLE_E9:
        return None

    def take(receipt: Receipt) -> None:
        by = wish.submission.actor
        m.valuations[act.valuation] = Valuation(by, name, act.lines.digest, worth)

    return take


def recheck(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    valuation = m.valuations.get(act.valuation)
    if valuation is None or wish.lines is None or valuation.rechecked_by:
        return None
    if wish.submission.actor == valuation.by or act.lines.digest == valuation.digest:
        return None
    if not _is_usable(m, valuation.snapshot, "value", at):
        return None
    if {member: line[0] for member, line in wish.lines.items()} != valuation.lines:
        return None

    def take(receipt: Receipt) -> None:
        valuation.rechecked_by = wish.submission.actor

    return take
