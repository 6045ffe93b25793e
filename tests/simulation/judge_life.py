"""What the small model says about the life of a licence: offer, acceptance, keys, use, its end.

One function an act: None for no, else what is so afterwards. What was used before an end is owed
after it; whoever is late, or owes a certificate, gets no key.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from auzolan.house.submission import Receipt
from simulation.judge_money import can_serve, claim
from simulation.small_days import DAY, start_of
from simulation.small_licensing import Invoice, Key
from simulation.small_model import SmallModel
from simulation.wish import Take, Wish, terms_of

CALLS_MAX = 10_000

# --- offer, acceptance, keys ------------------------------------------------------------------


def offer(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    name = act.terms.licence
    if name in m.licences or name in m.dealing.offers or not can_serve(m, act.terms, at):
        return None

    def take(receipt: Receipt) -> None:
        m.dealing.offers[name] = terms_of(act.terms)

    return take


def accept(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    licence = m.licences.get(act.licence)
    if licence is None or licence.has_ended(at) or licence.is_accepted:
        return None
    if act.terms_digest != licence.subject:
        return None

    def take(receipt: Receipt) -> None:
        licence.is_accepted = True

    return take


def issue_key(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    licence, dealing = m.licences.get(act.licence), m.dealing
    if licence is None or licence.has_ended(at) or not licence.is_accepted:
        return None
    if act.key in dealing.keys or act.digest in {one.digest for one in dealing.keys.values()}:
        return None
    if dealing.is_late(act.licence, licence, at) or dealing.is_in_breach(act.licence, at):
        return None

    def take(receipt: Receipt) -> None:
        dealing.keys[act.key] = Key(act.licence, act.digest)

    return take


def revoke_key(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    key = m.dealing.keys.get(act.key)
    if key is None or key.is_revoked:
        return None

    def take(receipt: Receipt) -> None:
        key.is_revoked = True

    return take


def revoke(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    licence = m.licences.get(act.licence)
    if licence is None or licence.has_ended(at):
        return None

    def take(receipt: Receipt) -> None:
        licence.is_revoked, licence.until_at = True, receipt.at
        for key in m.dealing.keys.values():
            key.is_revoked |= key.licence == act.licence

    return take


# --- what is asked for, and what is said ------------------------------------------------------


def invoice(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    licence = m.licences.get(act.licence)
    if licence is None or not licence.is_accepted or act.invoice in m.dealing.invoices:
        return None
    cents = licence.owed() - licence.invoiced
    if cents <= 0:
        return None

    def take(receipt: Receipt) -> None:
        licence.invoiced += cents
        due = receipt.at + int(licence.terms["pay_days"]) * DAY
        m.dealing.invoices[act.invoice] = Invoice(act.licence, cents, licence.invoiced, due)

    return take


def report_use(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    licence = m.licences.get(act.licence)
    if licence is None or act.report in m.dealing.reports:
        return None
    if not act.from_at < act.until_at <= at:
        return None

    def take(receipt: Receipt) -> None:
        starts = {day: start_of(day) for day in licence.days}
        metered = licence.metered(act.from_at, act.until_at, starts)
        m.dealing.reports[act.report] = (act.licence, act.answers, metered)

    return take


# --- what was used, call by call --------------------------------------------------------------


def record_segment(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    licence = m.licences.get(act.licence)
    if licence is None or wish.lines is None or (licence.predictions and not licence.segments):
        return None
    calls = {name: line for name, line in wish.lines.items() if "/" not in name}
    moments = [moment for moment, _, _ in calls.values()]
    if act.number != len(licence.segments) + 1 or not 1 <= len(calls) <= CALLS_MAX:
        return None
    if sorted(moments) != moments or (moments[0], moments[-1]) != (act.from_at, act.until_at):
        return None
    before = licence.segments[-1][1] if licence.segments else 0
    begin, end = max(before, licence.from_at), min(at, licence.until_at - 1)
    if not begin <= moments[0] <= moments[-1] <= end:
        return None
    if not m.serves(str(licence.terms["model"]), act.until_at) or len(calls) > licence.left():
        return None
    fee = int(licence.terms["price_micro"])
    part = fee * m.clauses["royalties.part_bp"] // 10_000
    if any(line[1:] != (fee, part) for line in calls.values()):
        return None
    if not _is_shared_out(m, wish, set(calls), part):
        return None

    def take(receipt: Receipt) -> None:
        licence.segments.append((act.from_at, act.until_at, len(calls)))
        licence.predictions += len(calls)
        licence.members_micro += len(calls) * part
        claim(m, licence, len(calls) * fee)

    return take


def _is_shared_out(m: SmallModel, wish: Wish, calls: set[str], part: int) -> bool:
    """Whether members, and nobody else, get the whole part of each call and of no other."""
    shared: Counter[str] = Counter(dict.fromkeys(calls, 0))
    for name, line in (wish.lines or {}).items():
        call, slash, member = name.partition("/")
        if slash:
            if member not in m.active or line[0] <= 0:
                return False
            shared[call] += line[0]
    return dict(shared) == dict.fromkeys(calls, part)


# --- who is told of somebody's no -------------------------------------------------------------


def notify(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    telling = m.dealing.tellings.get((act.withdrawal, act.licence))
    if telling is None or telling.told_at >= 0:
        return None

    def take(receipt: Receipt) -> None:
        telling.told_at = receipt.at
        telling.certify_by = receipt.at + m.clauses["consent.certificate_days"] * DAY

    return take


def certify(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    telling = m.dealing.tellings.get((act.withdrawal, act.licence))
    if telling is None or telling.told_at < 0 or telling.certified_at >= 0:
        return None

    def take(receipt: Receipt) -> None:
        telling.certified_at = receipt.at

    return take
