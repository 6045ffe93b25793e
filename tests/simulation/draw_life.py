"""Wishes about the life of a licence: terms, offer, acceptance, keys, use by the call, its end."""

from __future__ import annotations

from collections.abc import Sequence

from auzolan.foundation.books import Scalar
from auzolan.licensing.acts import LicenceTerms
from auzolan.licensing.life_acts import (
    Accept,
    Invoice,
    IssueKey,
    Offer,
    ReportUse,
    Revoke,
    RevokeKey,
)
from auzolan.licensing.notice_acts import Certify, Notify
from auzolan.licensing.use_acts import RecordSegment
from auzolan.licensing.use_shares import SHARES_AMOUNT, SHARES_KIND, USES_AMOUNT, USES_KIND
from simulation.drawing import Wishes, digest_of
from simulation.small_days import DAY
from simulation.small_licensing import Licence
from simulation.wish import Lines, Wish

# --- terms ------------------------------------------------------------------------------------


def licence_terms(w: Wishes) -> LicenceTerms:
    """Terms for some model, mostly as somebody might offer them; sometimes those on offer."""
    offered = [name for name in w.model.dealing.offers if name not in w.model.licences]
    if offered and w.rng.random() < 0.5:
        terms = LicenceTerms(**w.model.dealing.offers[w.rng.choice(offered)])
        if w.rng.random() < 0.9:
            return terms
    model = _fit_model(w)
    purpose = w.purpose()
    if model in w.model.models and w.rng.random() < 0.9:
        purpose = w.model.models[model].purpose
    is_plain = w.rng.random() < 0.8
    most = 10**12 if w.rng.random() < 0.02 else w.rng.choice((0, 40, 1_000, 20_000, 20_000))
    return LicenceTerms(
        w.fresh("l", {**w.model.licences, **w.model.dealing.offers}),
        w.rng.choice(("dairy", "dairy", "other-ltd")), model, purpose,
        w.rng.choice((0, 50_000, 1_234_567)),
        10**12 if most == 10**12 else w.rng.choice((0, 123, 12_345)), most,
        w.rng.choice((30, 300)),
        operation="train" if is_plain else w.rng.choice(("analyse", "train.finetune", "dream")),
        territory="" if is_plain else w.rng.choice(("ES", "FR", "XX")),
        credit=is_plain or w.rng.random() < 0.5,
        pay_days=w.rng.choice((0, 10, 30)),
    )  # fmt: skip


def _fit_model(w: Wishes) -> str:
    """Mostly a model that serves and whose people said yes to its own use."""
    models = w.model.models
    serving = [name for name in models if w.model.serves(name, w.at)]
    fit = [name for name in serving if w.model.is_usable(models[name].snapshot, w.at)]
    chance = w.rng.random()
    if fit and chance < 0.85:
        return w.some(fit)
    return w.some(serving if chance < 0.95 else models)


def offer(w: Wishes) -> Wish:
    """Terms are put before a licensee."""
    return w.wish(w.officer("licensing.offer"), Offer(licence_terms(w)))


def _licence(w: Wishes, fit: Sequence[str]) -> tuple[str, Licence | None]:
    name = w.some(fit if fit and w.rng.random() < 0.8 else w.model.licences)
    return name, w.model.licences.get(name)


def _live(w: Wishes) -> list[str]:
    return [name for name, one in w.model.licences.items() if one.is_live(w.at)]


# --- a licensee and her keys ------------------------------------------------------------------


def accept(w: Wishes) -> Wish:
    """A licensee signs, mostly what was granted."""
    fit = [name for name in _live(w) if not w.model.licences[name].is_accepted]
    name, one = _licence(w, fit)
    subject = one.subject if one is not None and w.rng.random() < 0.93 else digest_of("others")
    act = Accept(name, subject, "")
    return w.wish(w.officer("licensing.accept"), act, evidence="A signed letter.")


def key(w: Wishes) -> Wish:
    """A key is given out, or put out of use."""
    keys = w.model.dealing.keys
    if keys and w.rng.random() < 0.3:
        working = [name for name, one in keys.items() if not one.is_revoked]
        name = w.some(working if working and w.rng.random() < 0.8 else keys)
        return w.wish(w.officer("licensing.revoke_key"), RevokeKey(name))
    fit = [name for name in _live(w) if w.model.licences[name].is_accepted]
    name, _ = _licence(w, fit)
    fresh = w.fresh("key-", keys)
    digest = digest_of(fresh)
    if keys and w.rng.random() < 0.05:
        digest = w.rng.choice([one.digest for one in keys.values()])
    return w.wish(w.officer("licensing.issue_key"), IssueKey(name, fresh, digest))


def revoke(w: Wishes) -> Wish:
    """A licence ends early."""
    name, _ = _licence(w, _live(w))
    return w.wish(w.officer("licensing.revoke"), Revoke(name, ""), reason="They asked for it.")


def invoice(w: Wishes) -> Wish:
    """A licensee is asked for what has accrued."""
    fit = [
        name
        for name, one in w.model.licences.items()
        if one.is_accepted and one.owed() > one.invoiced
    ]
    name, _ = _licence(w, fit)
    act = Invoice(w.fresh("in", w.model.dealing.invoices), name)
    return w.wish(w.officer("licensing.invoice"), act)


def report_use(w: Wishes) -> Wish:
    """A licensee says what she used, for whole days or about so."""
    name, one = _licence(w, list(w.model.licences))
    begin = one.from_at if one is not None and w.rng.random() < 0.5 else w.at - 9 * DAY
    begin = max(0, begin - begin % DAY + w.rng.choice((0, 0, 1, -1)))
    until = w.at - w.at % DAY + w.rng.choice((0, 0, 0, -DAY, -1, 2 * DAY))
    act = ReportUse(
        w.fresh("re", w.model.dealing.reports), name, begin, max(0, until), w.rng.randint(0, 500)
    )
    return w.wish(w.officer("licensing.report_use"), act)


# --- use by the call --------------------------------------------------------------------------


def record_segment(w: Wishes) -> Wish:
    """A few calls are written down; now and then something in them is wrong."""
    fit = [
        name
        for name, one in w.model.licences.items()
        if (one.segments or not one.predictions) and one.left() > 0 and one.is_live(w.at)
    ]
    return segment_of(w, _licence(w, fit)[0])


def segment_of(w: Wishes, name: str) -> Wish:
    """A few calls under this licence."""
    one = w.model.licences.get(name)
    lines = _calls(w, one)
    calls = [(call, line) for call, line in lines.items() if "/" not in call]
    moments = [line[0] for _, line in calls]
    shared = [(*call.split("/"), line[0]) for call, line in lines.items() if "/" in call]
    number = len(one.segments) + 1 if one is not None else 1
    act = RecordSegment(
        name, number + (w.rng.random() < 0.04), moments[0],
        moments[-1] + (w.rng.random() < 0.02), _lay_uses(w, calls), _lay_shares(w, shared),
    )  # fmt: skip
    return w.wish(w.officer("licensing.record_segment"), act, lines)


def _calls(w: Wishes, one: Licence | None) -> Lines:
    """Calls with moment, fee and the members' part, and `call/member` with her share."""
    price = int(one.terms["price_micro"]) if one is not None else 7
    begin = one.from_at if one is not None else w.at
    if one is not None and one.segments:
        begin = one.segments[-1][1]
    end = w.at if one is None else min(w.at, one.until_at - 1)
    if w.rng.random() < 0.05:
        begin, end = w.rng.choice(((begin - DAY, end), (begin, end + DAY)))
    count = w.rng.randint(1, 4)
    moments = sorted(max(0, w.rng.randint(begin, max(begin, end))) for _ in range(count))
    if w.rng.random() < 0.03:
        moments.reverse()
    fault = (
        w.rng.choice(("fee", "part", "less", "stranger", "call")) if w.rng.random() < 0.1 else ""
    )
    fee = price + (fault == "fee")
    part = fee * w.model.clauses["royalties.part_bp"] // 10_000 + (fault == "part")
    lines: Lines = {}
    for moment in moments:
        call = w.rng.randbytes(16).hex()
        lines[call] = (moment, fee, part)
        for member, micro in _parts(w, part - (fault == "less")):
            who = "m999" if fault == "stranger" else member
            lines[f"{call}/{who}"] = (micro,)
    if fault == "call":
        lines[f"{w.rng.randbytes(16).hex()}/m001"] = (1,)
    return lines


def _parts(w: Wishes, micro: int) -> list[tuple[str, int]]:
    """A part cut in two between two people, where there is enough."""
    if micro <= 0:
        return []
    people = sorted({w.rng.choice(sorted(w.model.active)) for _ in range(2)})
    if len(people) < 2 or micro < 2:
        return [(people[0], micro)]
    return [(people[0], micro // 2), (people[1], micro - micro // 2)]


def _lay_uses(w: Wishes, calls: Sequence[tuple[str, tuple[int, ...]]]) -> object:
    columns: dict[str, Sequence[Scalar]] = {
        "answer": [digest_of(f"answer {call}") for call, _ in calls],
        "at": [line[0] for _, line in calls],
        "call": [call for call, _ in calls],
        "fee_micro": [line[1] for _, line in calls],
        "members_micro": [line[2] for _, line in calls],
        "shares": [digest_of(f"shares {call}") for call, _ in calls],
    }
    return w.lay(USES_KIND, columns, USES_AMOUNT)


def _lay_shares(w: Wishes, shared: Sequence[tuple[str, str, int]]) -> object:
    columns: dict[str, Sequence[Scalar]] = {
        "amount_micro": [micro for _, _, micro in shared],
        "call": [call for call, _, _ in shared],
        "member": [member for _, member, _ in shared],
    }
    return w.lay(SHARES_KIND, columns, SHARES_AMOUNT)


# --- who is told of somebody's no -------------------------------------------------------------


def tell(w: Wishes) -> Wish:
    """A licensee is told, or certifies; mostly what is the next step."""
    tellings = w.model.dealing.tellings
    entry, licence = w.rng.choice(list(tellings)) if tellings else (7, w.some(w.model.licences))
    if w.rng.random() < 0.06:
        entry += 1
    one = tellings.get((entry, licence))
    is_told = one is not None and one.told_at >= 0
    if is_told == (w.rng.random() < 0.85):
        act = Certify(licence, entry, digest_of(f"certificate {entry} {licence}"))
        return w.wish(w.officer("licensing.certify"), act)
    return w.wish(w.officer("licensing.notify"), Notify(licence, entry))
