"""Wishes about members, rows, consent, models and their worth."""

from __future__ import annotations

from collections.abc import Sequence

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from auzolan.consent.acts import Grant, Withdraw
from auzolan.contributions.acts import Erase, Offer, Part, Settle, Share
from auzolan.foundation.books import Scalar
from auzolan.learning.acts import Evaluate, Seal, Train, Use
from auzolan.members.acts import Admit, Leave, RegisterKey, RegisterPasskey, RevokePasskey
from auzolan.record.annexes import AnnexRef
from auzolan.valuation.acts import Recheck, Value
from simulation.drawing import Wishes, digest_of
from simulation.small_model import PURPOSES, WORKS
from simulation.wish import Lines, Wish

MEMBERS_MAX = 14


# --- members, rows, consent -------------------------------------------------------------------


def admit(w: Wishes) -> Wish:
    known = w.model.active
    name = w.fresh("m0", known) if len(known) < MEMBERS_MAX else w.some(known)
    if w.rng.random() < 0.03:
        name = "operator"
    return w.wish(w.officer("members.admit"), Admit(name, ""), name=f"Name {w.rng.random()}")


def register_key(w: Wishes) -> Wish:
    member = w.member()
    secret = digest_of(w.fresh("key", {}) if w.rng.random() < 0.9 else "a key of everybody")
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret))
    public = key.public_key().public_bytes_raw().hex()
    w.keys[public] = key
    return w.wish(member, RegisterKey(member, public))


def passkey(w: Wishes) -> Wish:
    """A passkey that is to sign, some of them known already; or one that is taken back."""
    member, known = w.member(), w.model.passkeys
    old = w.rng.choice(sorted(known)) if known else ""
    if old and w.rng.random() < 0.4:
        owner = known[old][0] if w.rng.random() < 0.8 else member
        return w.wish(owner, RevokePasskey(owner, old))
    secret = digest_of(f"passkey {w.rng.random()}")
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret))
    fresh = f"ed25519-{key.public_key().public_bytes_raw().hex()}"
    again = bool(old) and w.rng.random() < 0.1
    return w.wish(member, RegisterPasskey(member, old if again else fresh, "coop.example"))


def leave(w: Wishes) -> Wish:
    member = w.member()
    actor = member if w.rng.random() < 0.9 else w.member()
    return w.wish(actor, Leave(member, ""), reason="It is time.")


def offer(w: Wishes) -> Wish:
    member = w.member()
    actor = member if w.rng.random() < 0.95 else w.member()
    batch = w.fresh("b", w.model.batches)
    rows = w.rng.randint(1, 500) if w.rng.random() < 0.97 else 0
    act = Offer(batch, member, w.kind(), rows, digest_of(batch))
    return w.signed(w.wish(actor, act, is_sound=rows > 0))


def erase(w: Wishes) -> Wish:
    gone = [name for name, b in w.model.batches.items()
            if w.model.consents.get((b.member, b.kind), frozenset()) is None]  # fmt: skip
    batch = w.some(gone if w.rng.random() < 0.8 else w.model.batches)
    return w.wish(w.officer("contributions.erase"), Erase(batch, ""), reason="Withdrawn.")


def _batch_of_works(w: Wishes) -> str:
    works = [name for name, batch in w.model.batches.items() if batch.kind in WORKS]
    return w.some(works if w.rng.random() < 0.9 else w.model.batches)


def _shares(w: Wishes) -> tuple[Part, ...]:
    people = [w.member() for _ in range(w.rng.choice((1, 2, 2, 3)))]
    parts = [10_000 // len(people)] * len(people)
    parts[0] += 10_000 - sum(parts) - int(w.rng.random() < 0.05)
    return tuple(Part(member, part) for member, part in zip(people, parts, strict=True))


def share(w: Wishes) -> Wish:
    held = {name for one in w.model.snapshots.values() for name in one.batches}
    free = [name for name, batch in w.model.batches.items()
            if batch.kind in WORKS and name not in held]  # fmt: skip
    batch = w.some(free) if w.rng.random() < 0.8 else _batch_of_works(w)
    known = w.model.batches.get(batch)
    member = known.member if known is not None and w.rng.random() < 0.95 else w.member()
    return w.wish(member, Share(batch, member, _shares(w)))


def settle(w: Wishes) -> Wish:
    batch = _batch_of_works(w)
    known = w.model.batches.get(batch)
    most = known.rows - 1 if known is not None else 3
    drawn = {
        w.rng.randint(0, most + int(w.rng.random() < 0.05)) for _ in range(w.rng.randint(1, 4))
    }
    rows = tuple(sorted(drawn, reverse=w.rng.random() < 0.03))
    act = Settle(batch, rows, _shares(w), "")
    return w.wish(w.officer("contributions.settle"), act, reason="Settled between them.")


def grant(w: Wishes) -> Wish:
    member = w.member()
    actor = member if w.rng.random() < 0.95 else w.member()
    count = w.rng.choice((0, 1, 2, 2, 2, 2, 2, 2))
    purposes = tuple(w.rng.sample(PURPOSES, count))
    if w.rng.random() < 0.05:
        purposes += (w.rng.choice((*PURPOSES, "warfare")),)
    return w.signed(w.wish(actor, Grant(member, w.kind(), purposes)))


def withdraw(w: Wishes) -> Wish:
    member = w.member()
    actor = member if w.rng.random() < 0.95 else w.member()
    return w.signed(w.wish(actor, Withdraw(member, w.kind())))


# --- models and their worth -------------------------------------------------------------------


def seal(w: Wishes) -> Wish:
    snapshot = w.fresh("sn", w.model.snapshots)
    return w.wish(w.officer("learning.seal"), Seal(snapshot, w.kind(), w.purpose(), *_limits(w)))


def _limits(w: Wishes) -> tuple[str, ...]:
    """What a snapshot is sealed for beside its purpose: mostly plain training of our own."""
    if w.rng.random() < 0.75:
        return ()
    operation = w.rng.choice(("train.finetune", "train", "train", "analyse", "share", "dream"))
    return (operation, w.rng.choice(("", "dairy")), w.rng.choice(("", "", "ES")), "")


def use(w: Wishes) -> Wish:
    usable = [name for name in w.model.snapshots if w.model.is_usable(name, w.at)]
    snapshot = w.some(usable if w.rng.random() < 0.8 else w.model.snapshots)
    operation = w.rng.choice(("train", "train", "evaluate", "value", "value"))
    purpose = w.purpose()
    if snapshot in w.model.snapshots and w.rng.random() < 0.9:
        purpose = w.model.snapshots[snapshot].purpose
        trained = [one.snapshot for one in w.model.models.values()]
        if snapshot in trained:
            operation = w.rng.choice(("train", "evaluate", "value", "value"))
    use = w.fresh("u", w.model.uses)
    return w.wish(w.officer("learning.use"), Use(use, snapshot, purpose, operation))


def _use_for(w: Wishes, operation: str) -> str:
    if w.rng.random() < 0.06:
        return w.some(w.model.uses)
    return w.some([name for name, (_, what) in w.model.uses.items() if what == operation])


def train(w: Wishes) -> Wish:
    taken = {model.use for model in w.model.models.values()}
    free = [name for name, (_, what) in w.model.uses.items()
            if what == "train" and name not in taken]  # fmt: skip
    use = w.some(free) if w.rng.random() < 0.9 else _use_for(w, "train")
    snapshot = w.model.uses.get(use, ("", ""))[0]
    rows = sum(w.model.rows_by_member(snapshot).values()) if snapshot else 1
    if w.rng.random() < 0.04:
        rows += 1
    replaces = w.some(w.model.models) if w.rng.random() < 0.3 else ""
    model = w.fresh("mo", w.model.models)
    tier = w.rng.choice((3, 3, 3, 3, 0, 1, 2, 4))
    chance = 0.7 if tier == 4 else 0.06
    how = "approximate" if w.rng.random() < chance else w.rng.choice(("trained", "downdated"))
    file = digest_of(model)
    if replaces in w.model.models and w.rng.random() < 0.05:
        file = w.model.models[replaces].artefact
    act = Train(
        model, use, digest_of("recipe"), file, rows, replaces, tier, how,
        w.rng.choice(("", "a1b2c3")),
    )  # fmt: skip
    return w.wish(w.officer("learning.train"), act)


def _model_of(w: Wishes, use: str) -> str:
    snapshot = w.model.uses.get(use, ("", ""))[0]
    fitting = [name for name, one in w.model.models.items() if one.snapshot == snapshot]
    return w.some(fitting) if w.rng.random() < 0.9 else w.some(w.model.models)


def evaluate(w: Wishes) -> Wish:
    use = _use_for(w, "evaluate")
    total = w.rng.randint(1, 100)
    right = w.rng.randint(0, total if w.rng.random() < 0.9 else total + 50)
    act = Evaluate(_model_of(w, use), use, total, right, w.rng.randint(0, total))
    return w.wish(w.officer("learning.evaluate"), act)


def value(w: Wishes) -> Wish:
    use = _use_for(w, "value")
    snapshot = w.model.uses.get(use, ("", ""))[0]
    rows = w.model.rows_to_value(snapshot) if snapshot else {"m001": 1}
    is_work = snapshot in w.model.snapshots and w.model.snapshots[snapshot].kind in WORKS
    cap_rows = w.model.clauses["worth.cap_rows"] + int(w.rng.random() < 0.03)
    if w.rng.random() < 0.05:
        rows.pop(min(rows))
    if not rows:
        rows = {"m999": 1}
    most = 10**9 // len(rows)
    if w.rng.random() < 0.05:
        most *= 3
    values = {member: w.rng.randint(-most // 9, most) for member in rows}
    lines: Lines = {m: (v, v - 5, v + (5 if w.rng.random() < 0.99 else -6), rows[m])
             for m, v in sorted(values.items())}  # fmt: skip
    act = Value(
        w.fresh("v", w.model.valuations), _model_of(w, use), use, digest_of("recipe"),
        _lay_values(w, lines), 100, 0, "work" if is_work else "observation", cap_rows,
        w.model.clauses["worth.near_squared_max"] + w.rng.choice((0, 0, 0, 0, 0, 0, 0, 0, 0, 1)),
    )  # fmt: skip
    return w.wish(w.officer("valuation.value"), act, lines)


def recheck(w: Wishes) -> Wish:
    waiting = [name for name, one in w.model.valuations.items() if not one.rechecked_by]
    name = w.some(waiting if w.rng.random() < 0.9 else w.model.valuations)
    lines: Lines = {"m001": (0, 0, 0, 0)}
    if name in w.model.valuations:
        lines = dict(w.valued.get(name, lines))
    if w.rng.random() < 0.1:
        member = w.rng.choice(sorted(lines))
        value, low, high, rows = lines[member]
        lines[member] = (value + 1, low, high, rows)
    return w.wish(w.officer("valuation.recheck"), Recheck(name, _lay_values(w, lines)), lines)


def _lay_values(w: Wishes, lines: Lines) -> AnnexRef:
    names = ("value_e9", "low_e9", "high_e9", "rows")
    columns: dict[str, Sequence[Scalar]] = {
        name: [line[place] for line in lines.values()] for place, name in enumerate(names)
    }
    return w.lay("values/1", {"member": list(lines), **columns}, "value_e9")
