"""The sentences about licences, money, decisions and the record; with them `ACTS` is complete.

Each turns into acts as a door of the house would send them; nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

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
from auzolan.assembly.state import Ballot, Proposal
from auzolan.charter.acts import Amend, Appoint, Recall
from auzolan.charter.articles import Change
from auzolan.house.submission import Submission
from auzolan.licensing.acts import LicenceTerms, License, Meter, Receive
from auzolan.members.state import ACTIVE, Member
from auzolan.record.acts import Redact, RotateKey
from auzolan.record.notes import Signer, format_vkey
from auzolan.record.rules import rotation_message
from auzolan.record.state import LOG, LogKey
from auzolan.treasury.capital.winding_up_acts import WindUp
from auzolan.treasury.ledger.acts import ClosePeriod
from auzolan.treasury.state import Plan, WindingUp
from auzolan.treasury.surplus.acts import Distribute, PlanDistribution
from support import story_capital, story_exits, story_money
from support.story_people import ACTS, SEALED, digest_of
from support.story_teller import ORIGIN, Teller, other_member, other_words
from support.story_text import StoryError

__all__ = ["ACTS", "story_capital", "story_exits", "story_money"]
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


@says("{who:who} shares {plan:thing} by the vote on {proposal:thing}")
def shares(t: Teller, who: str, plan: str, proposal: str) -> None:
    digest = t.row(Plan, plan).plan_digest
    t.ask(who, Distribute(f"mandate-{proposal}", plan, digest))


# --- decisions ------------------------------------------------------------------------------------


@says("{who:who} proposes {proposal:thing}: {clause:clause} becomes {value:count}")
def proposes_change(t: Teller, who: str, proposal: str, clause: str, value: int) -> None:
    _propose(t, who, proposal, ChangeCharter((Change(clause, value),)))


@says(
    "{who:who} proposes {proposal:thing}: {clause:clause} becomes {value:count} "
    "and {other:clause} becomes {other_value:count}"
)
def proposes_changes(
    t: Teller, *, who: str, proposal: str, clause: str, value: int, other: str, other_value: int
) -> None:
    changes = (Change(clause, value), Change(other, other_value))
    _propose(t, who, proposal, ChangeCharter(changes))


@says(
    "{who:who} proposes {proposal:thing}: license {model:thing} to {licensee:word} as "
    "{licence:thing} for {purpose:word}, {fee:money} once and {price:micro} a prediction, "
    "at most {most:count}, for {days:count} days"
)
def proposes_licence(
    t: Teller, *, who: str, proposal: str, model: str, licensee: str, licence: str, purpose: str,
    fee: int, price: int, most: int, days: int,
) -> None:  # fmt: skip
    terms = LicenceTerms(licence, licensee, model, purpose, fee, price, most, days)
    _propose(t, who, proposal, GrantLicence(terms))


@says("{who:who} proposes {proposal:thing}: share {plan:thing}")
def proposes_sharing(t: Teller, who: str, proposal: str, plan: str) -> None:
    _propose(t, who, proposal, ShareSurplus(plan, t.row(Plan, plan).plan_digest))


@says("{who:who} proposes {proposal:thing}: the end as {end:thing} says")
def proposes_end(t: Teller, who: str, proposal: str, end: str) -> None:
    _propose(t, who, proposal, Dissolve(end, t.row(WindingUp, end).plan_digest))


@says(
    "{who:who} proposes {proposal:thing}: {whom:who} is to be {office:word} for {days:count} days"
)
def proposes_officer(
    t: Teller, *, who: str, proposal: str, whom: str, office: str, days: int
) -> None:
    _propose(t, who, proposal, FillOffice(office, t.id(whom), days))


@says("{who:who} proposes {proposal:thing}: {whom:who} is to be {office:word} no longer")
def proposes_recall(t: Teller, *, who: str, proposal: str, whom: str, office: str) -> None:
    _propose(t, who, proposal, RecallOfficer(office, t.id(whom)))


def _propose(t: Teller, who: str, proposal: str, measure: Measure) -> None:
    t.measures[proposal] = measure
    words = {"title": f"On {proposal}", "reasons": "It is better so."}
    t.ask(who, Propose(proposal, measure, SEALED, SEALED), words)


@says("{who:who} opens the poll on {proposal:thing}")
def opens_poll(t: Teller, who: str, proposal: str) -> None:
    roll = [row.member for row in t.desk.rows(Member) if row.standing == ACTIVE]
    _open_poll(t, who, proposal, roll)


@says("{who:who} opens the poll on {proposal:thing} and forgets {whom:who}")
def opens_poll_without(t: Teller, who: str, proposal: str, whom: str) -> None:
    roll = [row.member for row in t.desk.rows(Member) if row.standing == ACTIVE]
    _open_poll(t, who, proposal, [member for member in roll if member != t.id(whom)])


def _open_poll(t: Teller, who: str, proposal: str, roll: Sequence[str]) -> None:
    tags = {member: t.chance(16).hex() for member in roll}
    ref = t.desk.lay_down("tags/1", {"tag": sorted(tags.values())})
    t.ask(who, OpenPoll(proposal, ref))
    t.tags.update({(proposal, member): tag for member, tag in tags.items()})


@says("{people:people} vote {choice:choice} on {proposal:thing}")
def vote(t: Teller, people: tuple[str, ...], choice: str, proposal: str) -> None:
    tags = [t.tags[proposal, t.id(name)] for name in people]
    t.ask_all([(tag, CastBallot(proposal, choice), {}) for tag in tags])


@says("{who:who} votes {choice:choice} on {proposal:thing}")
def votes(t: Teller, who: str, choice: str, proposal: str) -> None:
    vote(t, (who,), choice, proposal)


@says("{who:who} votes {choice:choice} on {proposal:thing} under her own name")
def votes_openly(t: Teller, who: str, choice: str, proposal: str) -> None:
    t.ask(who, CastBallot(proposal, choice))


@says("{who:who} closes the poll on {proposal:thing}")
def closes_poll(t: Teller, who: str, proposal: str) -> None:
    _close_poll(t, who, proposal, _ballots(t, proposal))


@says("{who:who} closes the poll on {proposal:thing} and leaves a ballot out")
def closes_poll_short(t: Teller, who: str, proposal: str) -> None:
    _close_poll(t, who, proposal, _ballots(t, proposal)[1:])


def _close_poll(t: Teller, who: str, proposal: str, ballots: Sequence[Ballot]) -> None:
    columns: dict[str, list[int | str]] = {
        "choice": [ballot.choice for ballot in ballots],
        "entry": [ballot.entry for ballot in ballots],
        "salt": [t.desk.openings(ballot.entry)["choice"].salt for ballot in ballots],
        "tag": [ballot.tag for ballot in ballots],
    }
    t.ask(who, ClosePoll(proposal, t.desk.lay_down("ballots/1", columns)))


def _ballots(t: Teller, proposal: str) -> list[Ballot]:
    return [ballot for ballot in t.desk.rows(Ballot) if ballot.proposal == proposal]


@says("{who:who} certifies the poll on {proposal:thing}")
def certifies(t: Teller, who: str, proposal: str) -> None:
    t.ask(who, Certify(proposal, t.row(Proposal, proposal).tally_digest))


@says("{who:who} certifies another count of the poll on {proposal:thing}")
def certifies_other(t: Teller, who: str, proposal: str) -> None:
    t.ask(who, Certify(proposal, digest_of("another count")))


@says("{who:who} carries out {proposal:thing}")
def carries_out(t: Teller, who: str, proposal: str) -> None:
    mandate, measure = f"mandate-{proposal}", t.measures[proposal]
    match measure:
        case ChangeCharter():
            t.ask(who, Amend(mandate, measure.changes))
        case GrantLicence():
            t.ask(who, License(mandate, measure.terms))
        case ShareSurplus():
            t.ask(who, Distribute(mandate, measure.plan, measure.plan_digest))
        case FillOffice(office=office, holder=holder, days=days):
            t.ask(who, Appoint(mandate, office, holder, days))
        case RecallOfficer(office=office, holder=holder):
            t.ask(who, Recall(mandate, office, holder))
        case Dissolve(winding_up=winding_up, plan_digest=plan_digest):
            t.ask(who, WindUp(mandate, winding_up, plan_digest))
        case SettleExit(terms=terms):
            story_exits.open_exit(t, who, proposal, terms)
        case _:
            assert_never(measure)


@says("{who:who} changes {clause:clause} to {value:count} by the vote on {proposal:thing}")
def changes_by(t: Teller, who: str, clause: str, value: int, proposal: str) -> None:
    t.ask(who, Amend(f"mandate-{proposal}", (Change(clause, value),)))


@says("{who:who} changes {clause:clause} to {value:count} without a vote")
def changes_unasked(t: Teller, who: str, clause: str, value: int) -> None:
    t.ask(who, Amend("none", (Change(clause, value),)))


@says("{who:who} grants the licence {licence:thing} of {proposal:thing} for {fee:money} instead")
def licenses_otherwise(t: Teller, who: str, licence: str, proposal: str, fee: int) -> None:
    measure = t.measures[proposal]
    if not isinstance(measure, GrantLicence) or measure.terms.licence != licence:
        raise StoryError(f"{t.place}: {proposal} is no proposal of the licence {licence}")
    terms = replace(measure.terms, fee_cents=fee)
    t.ask(who, License(f"mandate-{proposal}", terms))


@says("the members decide {proposal:thing}, counted by {opener:who} "
      "and {second:who}: {yes:people} say yes")  # fmt: skip
def decides(t: Teller, proposal: str, opener: str, second: str, yes: tuple[str, ...]) -> None:
    """A whole poll in one line, for stories that are about something else."""
    opens_poll(t, opener, proposal)
    vote(t, yes, "yes", proposal)
    closes_poll(t, opener, proposal)
    certifies(t, second, proposal)


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
