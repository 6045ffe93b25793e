"""The sentences about licences, money and the record; with its neighbours `ACTS` is complete.

Each turns into acts as a door of the house would send them; nothing is decided here.
"""

from __future__ import annotations

from auzolan.house.submission import Submission
from auzolan.licensing.acts import Meter, Receive
from auzolan.members.state import Member
from auzolan.record.acts import Redact, RotateKey
from auzolan.record.notes import Signer, format_vkey
from auzolan.record.rules import rotation_message
from auzolan.record.state import LOG, LogKey
from auzolan.treasury.ledger.acts import ClosePeriod
from auzolan.treasury.state import Plan
from auzolan.treasury.surplus.acts import Distribute, PlanDistribution
from support import (
    story_capital,
    story_decisions,
    story_elections,
    story_executions,
    story_exits,
    story_groups,
    story_licences,
    story_money,
    story_petitions,
    story_rights,
)
from support.story_people import ACTS, SEALED
from support.story_teller import ORIGIN, Teller, other_member, other_words

__all__ = [
    "ACTS",
    "story_capital",
    "story_decisions",
    "story_elections",
    "story_executions",
    "story_exits",
    "story_groups",
    "story_licences",
    "story_money",
    "story_petitions",
    "story_rights",
]
says = ACTS.says


# --- licences and money ---------------------------------------------------------------------------


@says("{who:who} reports {count:count} predictions under {licence:thing} on {day:day}")
def meters(t: Teller, who: str, count: int, licence: str, day: str) -> None:
    t.ask(who, Meter(licence, day, count))


@says("{who:who} books {money:money} from {licence:thing} into {period:word}")
def receives(t: Teller, who: str, money: int, licence: str, period: str) -> None:
    words = {"reference": f"transfer of {money}"}
    t.ask(who, Receive(licence, period, money, SEALED), words)


@says("{who:who} closes the period {period:word} and opens {next_period:word}")
def closes_period(t: Teller, who: str, period: str, next_period: str) -> None:
    t.ask(who, ClosePeriod(period, next_period))


@says("{who:who} plans {plan:thing} for {period:word} by {valuation:thing}")
def plans(t: Teller, who: str, plan: str, period: str, valuation: str) -> None:
    t.ask(who, PlanDistribution(plan, period, valuation))


@says("{who:who} shares {plan:thing} without a vote")
def shares_unasked(t: Teller, who: str, plan: str) -> None:
    t.ask(who, Distribute("none", plan, t.row(Plan, plan).plan_digest))


# --- the record -----------------------------------------------------------------------------------


@says("{who:who} redacts the name of {whom:who}, because {reason:text}")
def redacts_name(t: Teller, who: str, whom: str, reason: str) -> None:
    _redact(t, who, t.row(Member, t.id(whom)).entry, "name", reason)


@says("{who:who} redacts the {field:word} of entry {entry:count}, because {reason:text}")
def redacts(t: Teller, who: str, field: str, entry: int, reason: str) -> None:
    _redact(t, who, entry, field, reason)


def _redact(t: Teller, who: str, entry: int, field: str, reason: str) -> None:
    t.ask(who, Redact(entry, field, SEALED), {"reason": reason})
    t.desk.forget_words(entry, field)


@says("{who:who} changes the key of the record")
def rotates(t: Teller, who: str) -> None:
    new = Signer(ORIGIN, t.key_of("the next key of the record"))
    t.desk.keep_log_key(new)
    _rotate(t, who, new, new)


@says("{who:who} changes the key of the record to one that has not agreed")
def rotates_forged(t: Teller, who: str) -> None:
    new = Signer(ORIGIN, t.key_of("the next key of the record"))
    _rotate(t, who, new, Signer(ORIGIN, t.key_of("somebody else")))


def _rotate(t: Teller, who: str, new: Signer, signer: Signer) -> None:
    old_key = t.row(LogKey, LOG).vkey
    new_key = format_vkey(new.verifier_key)
    message = rotation_message(ORIGIN, old_key, new_key)
    t.ask(who, RotateKey(old_key, new_key, signer.private_key.sign(message).hex()))


@says("the same is sent again")
def sent_again(t: Teller) -> None:
    t.send(t.asked)


@says("the same is sent again with other words")
def sent_with_other_words(t: Teller) -> None:
    t.send([other_words(one) for one in t.asked])


@says("the same is sent again for {whom:who}")
def sent_for_other(t: Teller, whom: str) -> None:
    t.send([other_member(one, t.id(whom)) for one in t.asked])


@says("the same is sent again in the name of {who:who}")
def sent_by_other(t: Teller, who: str) -> None:
    t.send([Submission(one.id, t.id(who), one.act, one.words) for one in t.asked])


@says("the desk is closed and opened again")
def reopened(t: Teller) -> None:
    t.desk.reopen()
