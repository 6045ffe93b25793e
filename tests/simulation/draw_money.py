"""Wishes about licences, money and the record."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from auzolan.licensing.acts import Meter, Receive
from auzolan.record.acts import Redact, RotateKey
from auzolan.record.notes import Signer, format_vkey
from auzolan.record.rules import rotation_message
from auzolan.treasury.surplus.acts import PlanDistribution
from simulation.drawing import ORIGIN, Wishes, digest_of
from simulation.small_days import DAY, day_of
from simulation.wish import Wish

# --- licences and money -----------------------------------------------------------------------


def _period(w: Wishes) -> str:
    return w.model.period if w.rng.random() < 0.95 else w.some(w.model.results)


def meter(w: Wishes) -> Wish:
    licence = w.some(w.model.licences)
    day = day_of(w.at - DAY * w.rng.choice((0, 1, 1, 1, 2, 3, 40, -1)))
    if w.rng.random() < 0.02:
        day = "2025-02-30"
    act = Meter(licence, day, w.rng.choice((1, 17, 400, 5_000)))
    return w.wish(w.officer("licensing.meter"), act)


def receive(w: Wishes) -> Wish:
    name = w.some(w.model.licences)
    due = w.model.due(w.model.licences[name]) if name in w.model.licences else 5
    cents = max(1, w.rng.choice((due, due, due // 2, due + 1, 100)))
    act = Receive(name, _period(w), cents, "")
    return w.wish(w.officer("licensing.receive"), act, reference="a transfer")


def plan(w: Wishes) -> Wish:
    rechecked = [name for name, one in w.model.valuations.items() if one.rechecked_by]
    gains = [p for p, cents in w.model.results.items() if cents and p not in w.model.shared]
    act = PlanDistribution(
        w.fresh("pl", w.model.plans),
        w.some(gains)
        if gains and w.rng.random() < 0.8
        else w.some([*w.model.results, w.model.period]),
        w.some(rechecked) if w.rng.random() < 0.9 else w.some(w.model.valuations),
    )
    return w.wish(w.officer("treasury.plan"), act)


# --- the record -------------------------------------------------------------------------------


def redact(w: Wishes) -> Wish:
    entry, field = w.rng.choice([*w.model.sealed, (1, "member")])
    return w.wish(w.officer("record.redact"), Redact(entry, field, ""), reason="She asked.")


def rotate_key(w: Wishes) -> Wish:
    secret = digest_of(w.fresh("log", {}))
    new = Signer(ORIGIN, Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret)))
    for desk in w.desks:
        desk.keep_log_key(new)
    old_key = w.model.log_key if w.rng.random() < 0.8 else format_vkey(new.verifier_key)
    new_key = format_vkey(new.verifier_key)
    message = rotation_message(ORIGIN, old_key, new_key)
    act = RotateKey(old_key, new_key, new.private_key.sign(message).hex())
    return w.wish(w.officer("record.rotate_key"), act)
