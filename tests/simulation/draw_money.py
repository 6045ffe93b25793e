"""Wishes about work, licences, money, decisions and the record."""

from __future__ import annotations

from collections.abc import Sequence

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.structs import replace

from auzolan.assembly.acts import (
    CastBallot,
    Certify,
    ChangeCharter,
    ClosePoll,
    Dissolve,
    FillOffice,
    GrantLicence,
    Measure,
    OpenPoll,
    Propose,
    RecallOfficer,
    SettleExit,
    ShareSurplus,
)
from auzolan.charter.acts import Amend, Appoint, Recall
from auzolan.charter.articles import Change
from auzolan.foundation.books import Scalar
from auzolan.labour.acts import AssignIndex, RecordWork
from auzolan.licensing.acts import LicenceTerms, License, Meter, Receive
from auzolan.record.acts import Redact, RotateKey
from auzolan.record.notes import Signer, format_vkey
from auzolan.record.rules import rotation_message
from auzolan.treasury.surplus.acts import Distribute, PlanDistribution
from simulation.draw_capital import wind_up
from simulation.draw_exits import open_exit, settle_exit
from simulation.drawing import ORIGIN, Wishes, digest_of
from simulation.small_model import (
    DAY,
    OFFICES,
    Proposal,
    day_of,
)
from simulation.wish import Lines, Wish

ZEROS = "0" * 64
CHANGES = (
    ("surplus.cash_bp", (0, 1_500, 2_000, 10_000, 10_001)),
    ("labour.floor_cents_hour", (1_500, 1_777, 2_001)),
    ("membership.contribution_cents", (0, 10_000, 12_345)),
    ("consent.erase_days", (0, 30, 31)),
    ("consent.retrain_days", (5, 30)),
    ("decisions.quorum_bp", (999, 1_000, 2_000, 5_000)),
    ("decisions.cooling_days", (2, 7)),
    ("decisions.majority_bp", (4_999, 5_000, 6_667)),
    ("worth.cap_rows", (0, 3, 1_000_001)),
    ("worth.near_squared_max", (0, 7)),
    ("payouts.withholding_bp", (1_900, 700, 5_001)),
    ("surplus.entry_instalments", (1, 3, 121)),
    ("surplus.entry_fee_bp", (0, 333)),
    ("kernel.votes", (2,)),
    ("surplus.tier", (4,)),
    ("surplus.dragons", (1,)),
)


# --- work and money ---------------------------------------------------------------------------


def assign_index(w: Wishes) -> Wish:
    index = w.rng.choice((99, 100, 125, 300, 600, 601))
    return w.wish(w.officer("labour.assign_index"), AssignIndex(w.member(), index))


def _period(w: Wishes) -> str:
    return w.model.period if w.rng.random() < 0.95 else w.some(w.model.results)


def record_work(w: Wishes) -> Wish:
    people = {w.member() for _ in range(w.rng.randint(1, 5))}
    lines: Lines = {
        member: (w.rng.randint(0 if w.rng.random() < 0.02 else 1, 40_000), w.rng.randint(0, 20_000))
        for member in sorted(people)
    }
    columns: dict[str, Sequence[Scalar]] = {
        "member": list(lines),
        "seconds": [seconds for seconds, _ in lines.values()],
        "pay_cents": [pay for _, pay in lines.values()],
    }
    ref = w.lay("work/1", columns, "pay_cents")
    is_sound = w.rng.random() < 0.95
    if not is_sound:
        ref = replace(ref, digest=digest_of("no such annex"))
    act = RecordWork(w.fresh("w", dict.fromkeys(w.model.sheets)), _period(w), ref)
    return w.wish(w.officer("labour.record_work"), act, lines, is_sound=is_sound)


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


# --- decisions --------------------------------------------------------------------------------


def propose(w: Wishes) -> Wish:
    waiting = [name for name, plan in w.model.plans.items() if not plan.is_done]
    makers = (_share, _share) if waiting else (_licence_measure,)
    measure = w.rng.choice((_change, _licence_measure, _seat, settle_exit, settle_exit, *makers))(w)
    proposal = w.fresh("pr", w.model.proposals)
    w.measures.setdefault(proposal, measure)
    act = Propose(proposal, measure, "", "")
    return w.wish(w.member(), act, title="A title", reasons="Some reasons")


def _change(w: Wishes) -> Measure:
    clause, values = w.rng.choice(CHANGES)
    changes = [Change(clause, w.rng.choice(values))]
    if w.rng.random() < 0.2:
        reserve = w.rng.choice((1_500, 3_000, 4_500))
        changes = [Change("surplus.obligatory_reserve_bp", reserve)]
        changes.append(Change("surplus.voluntary_bp", 5_000 - reserve))
    return ChangeCharter(tuple(changes))


def _licence_measure(w: Wishes) -> Measure:
    serving = [name for name in w.model.models if w.model.serves(name, w.at)]
    model = w.some(serving if w.rng.random() < 0.9 else w.model.models)
    purpose = w.purpose()
    if model in w.model.models and w.rng.random() < 0.9:
        purpose = w.model.models[model].purpose
    terms = LicenceTerms(
        w.fresh("l", w.model.licences), "dairy", model, purpose,
        w.rng.choice((0, 50_000, 1_234_567)), w.rng.choice((0, 123, 12_345)),
        w.rng.choice((0, 1_000, 20_000, 20_000)), w.rng.choice((30, 300)),
    )  # fmt: skip
    return GrantLicence(terms)


def _share(w: Wishes) -> Measure:
    waiting = [name for name, one in w.model.plans.items() if not one.is_done]
    plan = w.some(waiting if w.rng.random() < 0.9 else w.model.plans)
    digest = w.model.plans[plan].digest if plan in w.model.plans else ZEROS
    return ShareSurplus(plan, digest if w.rng.random() < 0.95 else ZEROS)


def _seat(w: Wishes) -> Measure:
    office = w.rng.choice(sorted(OFFICES)) if w.rng.random() < 0.97 else "chair"
    if w.rng.random() < 0.6 or office not in OFFICES:
        return FillOffice(office, w.member(), w.rng.choice((1, 30, 400)))
    holders = sorted(w.model.holders(office, w.at))
    return RecallOfficer(office, w.rng.choice(holders) if w.rng.random() < 0.9 else w.member())


def step_of_poll(w: Wishes) -> Wish | list[Wish]:
    """The next step of some proposal, seldom another."""
    names = [name for name, one in w.model.proposals.items() if one.state != "certified"]
    if not names:
        return propose(w)
    name = w.rng.choice(names)
    proposal = w.model.proposals[name]
    state = proposal.state
    if w.rng.random() < 0.06:
        state = w.rng.choice(("proposed", "polling", "closed"))
    if state == "proposed":
        return _open_poll(w, name)
    if state == "closed":
        digest = proposal.digest if proposal.digest and w.rng.random() < 0.95 else ZEROS
        return w.wish(w.officer("assembly.certify"), Certify(name, digest))
    is_over = w.at >= proposal.ends or len(proposal.votes) == len(proposal.tags)
    if is_over or w.rng.random() < 0.1:
        return _close_poll(w, name, proposal)
    return _ballots(w, name, proposal)


def _open_poll(w: Wishes, name: str) -> Wish:
    count = sum(w.model.active.values()) + (0 if w.rng.random() < 0.95 else 1)
    tags = sorted(w.rng.randbytes(16).hex() for _ in range(count)) or [w.rng.randbytes(16).hex()]
    ref = w.lay("tags/1", {"tag": tags})
    lines: Lines = dict.fromkeys(tags, ())
    return w.wish(w.officer("assembly.open_poll"), OpenPoll(name, ref), lines)


def _ballots(w: Wishes, name: str, proposal: Proposal) -> list[Wish]:
    tags = sorted(proposal.tags)
    voters = w.rng.sample(tags, w.rng.randint(0, len(tags)))
    if w.rng.random() < 0.1:
        voters.append(w.member())
    choices = ("yes", "yes", "yes", "yes", "no", "abstain")
    wishes = [w.wish(tag, CastBallot(name, w.rng.choice(choices))) for tag in voters]
    if w.rng.random() < 0.05 and tags:
        wishes.append(w.wish(tags[0], CastBallot(name, "perhaps")))
    return wishes


def _close_poll(w: Wishes, name: str, proposal: Proposal) -> Wish:
    votes = sorted(proposal.votes.items())
    if votes and w.rng.random() < 0.05:
        votes.pop()
    columns: dict[str, Sequence[Scalar]] = {
        "choice": [choice for _, (choice, _) in votes],
        "entry": [seq for _, (_, seq) in votes],
        "salt": [w.desks[0].openings(seq)["choice"].salt for _, (_, seq) in votes],
        "tag": [tag for tag, _ in votes],
    }
    lines: Lines = {tag: (seq,) for tag, (_, seq) in votes}
    ref = w.lay("ballots/1", columns)
    return w.wish(w.officer("assembly.close"), ClosePoll(name, ref), lines)


def carry_out(w: Wishes) -> Wish:
    ready = [name for name, one in w.model.mandates.items() if not one.is_spent]
    mandate = w.some(ready if w.rng.random() < 0.85 else w.model.mandates)
    proposal = mandate.removeprefix("mandate-")
    measure = w.measures.get(proposal)
    if measure is None or w.rng.random() < 0.05:
        measure = w.rng.choice((_change, _licence_measure, _share, _seat))(w)
    match measure:
        case ChangeCharter():
            return w.wish(w.officer("charter.amend"), Amend(mandate, measure.changes))
        case GrantLicence():
            return w.wish(w.officer("licensing.grant"), License(mandate, measure.terms))
        case ShareSurplus():
            act = Distribute(mandate, measure.plan, measure.plan_digest)
            return w.wish(w.officer("treasury.distribute"), act)
        case FillOffice(office=office, holder=holder, days=days):
            appoint = Appoint(mandate, office, holder, days)
            return w.wish(w.officer("charter.appoint"), appoint)
        case RecallOfficer(office=office, holder=holder):
            return w.wish(w.officer("charter.recall"), Recall(mandate, office, holder))
        case SettleExit(terms=terms):
            return open_exit(w, mandate, terms)
        case Dissolve(winding_up=winding_up):
            return wind_up(w, mandate, winding_up)


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
