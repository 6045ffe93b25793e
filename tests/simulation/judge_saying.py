"""What the small model says about permissions, prohibitions, trust, guardians and strikes."""

from __future__ import annotations

from typing import Any

from auzolan.house.submission import Receipt
from simulation.small_learning import Snapshot
from simulation.small_model import KINDS, SmallModel
from simulation.small_saying import (
    ALONE,
    ENDS,
    KNOWN,
    NEVER,
    Sentence,
    Struck,
    is_below,
)
from simulation.wish import Take, Wish

COUNTRIES = ("ES", "FR", "PT")
"""Those that the years name rightly."""


def permit(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    saying = m.saying
    if not saying.may_allow(act.member, act.guardian, at) or not _is_taken(m, act, at):
        return None
    if is_bundle(act.terms.operation):
        return None
    ends = act.terms.ends or NEVER
    if ends <= at or (saying.is_minor(act.member, at) and ends > saying.guardians[act.member][1]):
        return None
    if not is_kept_price(act.floor):
        return None

    def take(receipt: Receipt) -> None:
        said = sentence_of(act.member, act.scope, act.terms, receipt.at, is_yes=True)
        said.floor, said.credit = act.floor.micro if act.floor else 0, act.credit
        saying.sentences[act.statement] = said

    return take


def prohibit(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    if not m.saying.may_stop(act.member, act.guardian, at) or not _is_taken(m, act, at):
        return None

    def take(receipt: Receipt) -> None:
        said = sentence_of(act.member, act.scope, act.terms, receipt.at, is_yes=False)
        m.saying.sentences[act.statement] = said
        _make_anew(m, said, receipt)

    return take


def lift(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    said = m.saying.sentences.get(act.statement)
    if said is None or said.member != act.member or not said.is_said:
        return None
    may = (
        m.saying.may_stop(act.member, act.guardian, at)
        if said.is_yes
        else m.saying.may_allow(act.member, act.guardian, at)
    )
    if not may:
        return None

    def take(receipt: Receipt) -> None:
        said.is_said = False
        if said.is_yes:
            _make_anew(m, said, receipt)

    return take


def entrust(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    if not m.active.get(act.member) or act.member in m.saying.trusting:
        return None
    return lambda _: m.saying.trusting.add(act.member)


def end_trust(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    if act.member not in m.saying.trusting:
        return None
    return lambda _: m.saying.trusting.discard(act.member)


def set_guardian(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    if act.member not in m.active or act.guardian == act.member or act.until <= at:
        return None

    def take(receipt: Receipt) -> None:
        # What she allowed herself before was never hers to allow, and no vote of others counts.
        saying = m.saying
        saying.guardians[act.member] = (act.guardian, act.until)
        hers = [one for one in saying.sentences.values() if one.member == act.member]
        yes = [one for one in hers if one.is_yes and one.is_said]
        plain = [key for key, allowed in m.consents.items() if key[0] == act.member and allowed]
        placed = {name for name in m.batches if m.batches[name].member == act.member}
        placed = {name for name in placed if saying.group_of(name)}
        for one in yes:
            one.is_said = False
        for key in plain:
            m.consents[key] = frozenset()
        for group in saying.groups.values():
            group.batches -= placed
        if yes or plain or placed:
            m.make_anew(receipt, lambda one: m.owners(one.batches) & {act.member})

    return take


def note_third_persons(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    if act.batch not in m.batches:
        return None
    return lambda _: m.saying.others.update({act.batch: act.basis})


def can_strike(m: SmallModel, terms: Any, at: int) -> bool:
    return (
        terms.operation in KNOWN
        and terms.end_use in ENDS
        and terms.strike not in m.saying.strikes
        and terms.party != ()
        and (terms.until == 0 or terms.until > at)
    )


def strike(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    if not can_strike(m, act.terms, at):
        return None
    terms = act.terms
    party = None if terms.party is None else frozenset(terms.party)
    said = Struck(terms.operation, terms.end_use, party, terms.until or NEVER)
    return lambda _: m.saying.strikes.update({terms.strike: said})


def can_end_strike(m: SmallModel, name: str, at: int) -> bool:
    said = m.saying.strikes.get(name)
    return said is not None and not said.is_over and at < said.ends


def end_strike(m: SmallModel, wish: Wish, act: Any, at: int) -> Take | None:
    if not can_end_strike(m, act.strike, at):
        return None

    def take(receipt: Receipt) -> None:
        m.saying.strikes[act.strike].is_over = True

    return take


def _is_taken(m: SmallModel, act: Any, at: int) -> bool:
    """Whether a sentence has a name, words, rows and a time that can be."""
    terms, scope = act.terms, act.scope
    if not m.active.get(act.member) or act.statement in m.saying.sentences:
        return False
    if act.statement.startswith(("grant-", "withdrawal-", "group-")):
        return False
    if not has_words(terms) or (scope.kind and scope.kind not in KINDS):
        return False
    batch = m.batches.get(scope.batch)
    if scope.batch and (batch is None or (batch.member, batch.kind) != (act.member, scope.kind)):
        return False
    if scope.row >= 0 and (batch is None or scope.row >= batch.rows):
        return False
    return has_time(terms, at)


def has_words(terms: Any) -> bool:
    """Whether terms are known, in the one version there is."""
    return terms.taxonomy == 1 and terms.operation in KNOWN and terms.end_use in ENDS


def has_time(terms: Any, at: int) -> bool:
    """Whether countries are countries, and an interval is one."""
    is_placed = set(terms.territory or ()) <= set(COUNTRIES)
    return is_placed and (terms.begins or at) < (terms.ends or NEVER) <= NEVER


def is_bundle(operation: str) -> bool:
    """Whether an operation would allow at once what is only ever allowed alone."""
    return any(one != operation and is_below(one, operation) for one in ALONE)


def is_kept_price(floor: Any) -> bool:
    """Whether a least price can be held against a sale, or there is none."""
    return floor is None or (floor.currency, floor.unit) == ("EUR", "answer")


def sentence_of(member: str, scope: Any, terms: Any, at: int, *, is_yes: bool) -> Sentence:
    """A sentence on these terms, said at a moment."""
    names = (
        None if one is None else frozenset(one)
        for one in (terms.party, terms.territory, terms.model_class)
    )  # fmt: skip
    return Sentence(
        member, is_yes, scope.kind, scope.batch, scope.row, terms.operation, terms.end_use,
        terms.begins or at, terms.ends or NEVER, *names,
    )  # fmt: skip


def _make_anew(m: SmallModel, said: Sentence, receipt: Receipt) -> None:
    """Models that may rest on a sentence that holds no longer, or that a new no forbids."""

    def whose(one: Snapshot) -> set[str]:
        is_meant = m.is_about(said, one)
        return m.owners(one.batches) & {said.member} if is_meant else set()

    m.make_anew(receipt, whose)
