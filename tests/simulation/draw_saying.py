"""Wishes about permissions, prohibitions, trust, guardians, third persons and strikes."""

from __future__ import annotations

from auzolan.consent.acts import (
    EndTrust,
    Entrust,
    Lift,
    NoteThirdPersons,
    Permit,
    Price,
    Prohibit,
    Scope,
    SetGuardian,
    Terms,
)
from simulation.drawing import Wishes
from simulation.small_days import DAY
from simulation.wish import Wish

OPERATIONS = ("train", "train", "train.finetune", "analyse", "evaluate", "share.enclave",
              "synthesise", "share", "replica.voice", "dream")  # fmt: skip
END_USES = ("research", "research", "commercial", "commercial", "advertising", "fun")


def permit(w: Wishes) -> Wish:
    member, scope = _whose(w)
    guardian = guardian_of(w, member, is_needed=True)
    floor = least_price(w)
    act = Permit(_name(w), member, guardian, scope, terms(w), floor, credit=w.rng.random() < 0.3)
    return w.wish(guardian or member, act)


def prohibit(w: Wishes) -> Wish:
    member, scope = _whose(w)
    guardian = guardian_of(w, member, is_needed=False)
    return w.wish(guardian or member, Prohibit(_name(w), member, guardian, scope, terms(w)))


def lift(w: Wishes) -> Wish:
    said = [name for name, one in w.model.saying.sentences.items() if one.is_said]
    name = w.some(said if w.rng.random() < 0.8 else w.model.saying.sentences)
    known = w.model.saying.sentences.get(name)
    is_known = known is not None and known.member and w.rng.random() < 0.95
    member = known.member if known is not None and is_known else w.member()
    guardian = guardian_of(w, member, is_needed=known is not None and not known.is_yes)
    return w.wish(guardian or member, Lift(name, member, guardian))


def trust(w: Wishes) -> Wish:
    trusting = sorted(w.model.saying.trusting)
    if trusting and w.rng.random() < 0.35:
        member = w.some(trusting)
        return w.wish(member if w.rng.random() < 0.95 else w.member(), EndTrust(member))
    member = w.member()
    return w.wish(member, Entrust(member) if w.rng.random() < 0.9 else EndTrust(member))


def set_guardian(w: Wishes) -> Wish:
    young = [name for name in w.model.active if name.endswith(("3", "8"))]
    member = w.some(young) if w.rng.random() < 0.9 else "m999"
    guardian = "parent-1" if w.rng.random() < 0.85 else member
    until = w.at + w.rng.choice((-1, 20, 60, 90)) * DAY
    return w.wish(w.officer("consent.set_guardian"), SetGuardian(member, guardian, until))


def note_third_persons(w: Wishes) -> Wish:
    known = sorted(w.model.saying.others)
    batch = w.some(known) if known and w.rng.random() < 0.5 else w.some(w.model.batches)
    basis = w.rng.choice(("none", "consent", "anonymised", "law"))
    act = NoteThirdPersons(batch, basis, "")
    return w.wish(w.officer("consent.note_third_persons"), act, evidence="A letter.")


def _name(w: Wishes) -> str:
    return w.fresh("say", w.model.saying.sentences) if w.rng.random() < 0.98 else "grant-7"


def _whose(w: Wishes) -> tuple[str, Scope]:
    """A member, and all her rows, those of a kind, a batch of hers, or one row of it."""
    chance = w.rng.random()
    if chance < 0.2:
        return w.member(), Scope()
    if chance < 0.6:
        return w.member(), Scope(w.kind())
    name = w.some(w.model.batches)
    batch = w.model.batches.get(name)
    if batch is None:
        return w.member(), Scope("purchases", name)
    member = batch.member if w.rng.random() < 0.93 else w.member()
    row = w.rng.randint(0, batch.rows) if w.rng.random() < 0.5 else -1
    return member, Scope(batch.kind, name, row)


def least_price(w: Wishes) -> Price | None:
    """The least price of a sale, mostly none, seldom one that nothing is sold in."""
    if w.rng.random() >= 0.3:
        return None
    currency, unit = w.rng.choice(("EUR", "EUR", "USD")), w.rng.choice(("answer",) * 3 + ("hour",))
    return Price(w.rng.choice((0, 123, 20_000)), currency, unit)


def guardian_of(w: Wishes, member: str, *, is_needed: bool) -> str:
    """Who speaks for her, mostly rightly."""
    if not w.model.saying.is_minor(member, w.at):
        return "parent-1" if w.rng.random() < 0.03 else ""
    chance = 0.85 if is_needed else 0.4
    return "parent-1" if w.rng.random() < chance else ""


def terms(w: Wishes) -> Terms:
    """What a sentence is about, and under which conditions."""
    begins = 0 if w.rng.random() < 0.7 else w.at + w.rng.choice((-5, 3, 10)) * DAY
    ends = 0 if w.rng.random() < 0.6 else w.at + w.rng.choice((-1, 5, 15, 25)) * DAY
    return Terms(
        w.rng.choice(OPERATIONS), w.rng.choice(END_USES), max(begins, 0), max(ends, 0),
        _names(w, ("dairy", "other-ltd")), _names(w, ("ES", "FR", "XX"), 0.06),
        _names(w, ("tabular", "text"), 0.06), 1 if w.rng.random() < 0.97 else 9,
    )  # fmt: skip


def _names(w: Wishes, names: tuple[str, ...], chance: float = 0.2) -> tuple[str, ...] | None:
    if w.rng.random() >= chance:
        return None
    return tuple(w.rng.sample(names, w.rng.randint(0, len(names) - 1)))
