"""The sentences about single uses, groups and strikes, and what a story can say of them.

Each turns into acts as a door of the house would send them; nothing is decided here.
"""

from __future__ import annotations

from auzolan.assembly.resolutions import EndStrikeVote, GroupDecides, StrikeUses
from auzolan.consent.acts import EndTrust, Entrust, Prohibit, Scope, Terms
from auzolan.consent.group_acts import (
    DecideForGroup,
    FormGroup,
    GroupDecision,
    GroupLift,
    GroupPermit,
    GroupProhibit,
    InviteToGroup,
    JoinGroup,
    LeaveGroup,
    PlaceBatch,
    TakeBatchOut,
)
from auzolan.consent.state import ConsentStatement, GroupMember, StrikeRow
from auzolan.consent.strike_acts import EndStrike, Strike, StrikeTerms
from auzolan.contributions.state import Batch
from auzolan.foundation.moments import MOMENT_MAX
from auzolan.learning.acts import Seal
from support.story_checks import holds
from support.story_decisions import propose_measure
from support.story_people import ACTS
from support.story_teller import Teller

says = ACTS.says


def _terms(operation: str, end_use: str) -> Terms:
    return Terms(operation, end_use, 0, 0, None, None, None, 1)


# --- members --------------------------------------------------------------------------------------


@says("{who:who} forbids {operation:word} for {end_use:word}")
def forbids(t: Teller, who: str, operation: str, end_use: str) -> None:
    name = f"no-{t.desk.size()}"
    t.ask(who, Prohibit(name, t.id(who), "", Scope(), _terms(operation, end_use)))


@says("{who:who} entrusts the co-operative")
def entrusts(t: Teller, who: str) -> None:
    t.ask(who, Entrust(t.id(who)))


@says("{who:who} entrusts it no longer")
def ends_trust(t: Teller, who: str) -> None:
    t.ask(who, EndTrust(t.id(who)))


@says("{who:who} seals {snapshot:thing} from {kind:word} for {purpose:word}, as {party:word} wants")
def seals_for(t: Teller, *, who: str, snapshot: str, kind: str, purpose: str, party: str) -> None:
    t.ask(who, Seal(snapshot, kind, purpose, party=party))


# --- groups ---------------------------------------------------------------------------------------


@says("{who:who} begins the group {group:thing}")
def begins_group(t: Teller, who: str, group: str) -> None:
    t.ask(who, FormGroup(group, t.id(who)))


@says("{who:who} asks {whom:who} to join {group:thing}")
def asks_to_join(t: Teller, who: str, whom: str, group: str) -> None:
    t.ask(who, InviteToGroup(group, t.id(whom), t.id(who)))


@says("{who:who} joins {group:thing}")
def joins_group(t: Teller, who: str, group: str) -> None:
    t.ask(who, JoinGroup(group, t.id(who)))


@says("{who:who} leaves {group:thing}")
def leaves_group(t: Teller, who: str, group: str) -> None:
    t.ask(who, LeaveGroup(group, t.id(who)))


@says("{who:who} puts the {kind:word} of {whom:who} into {group:thing}")
def places(t: Teller, who: str, kind: str, whom: str, group: str) -> None:
    t.ask(who, PlaceBatch(_batch(t, whom, kind), group, t.id(who)))


@says("{who:who} takes her {kind:word} out of its group")
def takes_out(t: Teller, who: str, kind: str) -> None:
    t.ask(who, TakeBatchOut(_batch(t, who, kind), t.id(who)))


def _batch(t: Teller, who: str, kind: str) -> str:
    return next(b.batch for b in t.desk.rows(Batch) if (b.member, b.kind) == (t.id(who), kind))


@says(
    "{who:who} proposes {proposal:thing}: {group:thing} allows {operation:word} for {end_use:word}"
)
def proposes_yes(
    t: Teller, *, who: str, proposal: str, group: str, operation: str, end_use: str
) -> None:
    decision = GroupPermit(group, Scope(), _terms(operation, end_use), None, credit=False)
    propose_measure(t, who, proposal, GroupDecides(decision))


@says(
    "{who:who} proposes {proposal:thing}: {group:thing} forbids {operation:word} for {end_use:word}"
)
def proposes_no(
    t: Teller, *, who: str, proposal: str, group: str, operation: str, end_use: str
) -> None:
    decision = GroupProhibit(group, Scope(), _terms(operation, end_use))
    propose_measure(t, who, proposal, GroupDecides(decision))


@says("{who:who} proposes {proposal:thing}: {group:thing} takes back what it said last")
def proposes_taking_back(t: Teller, who: str, proposal: str, group: str) -> None:
    said = [one for one in t.desk.rows(ConsentStatement) if one.group_id == group]
    last = max(said, key=lambda one: one.entry).statement
    propose_measure(t, who, proposal, GroupDecides(GroupLift(group, last)))


def decide_for_group(t: Teller, who: str, mandate: str, decision: GroupDecision) -> None:
    """Carry out what a group voted."""
    t.ask(who, DecideForGroup(mandate, decision))


@holds("the members of {group:thing} are {people:people}")
def group_is(t: Teller, group: str, people: tuple[str, ...]) -> None:
    found = {
        one.member
        for one in t.desk.rows(GroupMember)
        if one.group_id == group and one.until == MOMENT_MAX
    }
    t.same("members of the group", {t.id(name) for name in people}, found)


# --- strikes --------------------------------------------------------------------------------------


@says(
    "{who:who} proposes {proposal:thing}: the strike {strike:thing} of {operation:word} for "
    "{end_use:word} towards {party:word}"
)
def proposes_strike(
    t: Teller, *, who: str, proposal: str, strike: str, operation: str, end_use: str, party: str
) -> None:
    towards = None if party == "everybody" else (party,)
    terms = StrikeTerms(strike, operation, end_use, towards, 0)
    propose_measure(t, who, proposal, StrikeUses(terms))


@says("{who:who} proposes {proposal:thing}: the strike {strike:thing} ends")
def proposes_end(t: Teller, who: str, proposal: str, strike: str) -> None:
    propose_measure(t, who, proposal, EndStrikeVote(strike))


@says("{who:who} begins the strike {strike:thing} without a vote")
def strikes_unasked(t: Teller, who: str, strike: str) -> None:
    t.ask(who, Strike("none", StrikeTerms(strike, "train", "research", None, 0)))


def strike(t: Teller, who: str, mandate: str, terms: StrikeTerms) -> None:
    """Begin a strike that was voted."""
    t.ask(who, Strike(mandate, terms))


def end_strike(t: Teller, who: str, mandate: str, name: str) -> None:
    """End a strike, as was voted."""
    t.ask(who, EndStrike(mandate, name))


@holds("the strike {strike:thing} goes on")
def strike_goes_on(t: Teller, strike: str) -> None:
    row = t.row(StrikeRow, strike)
    t.same("its end", MOMENT_MAX, min(row.ends, row.ended_at))


@holds("the strike {strike:thing} is over")
def strike_is_over(t: Teller, strike: str) -> None:
    t.same("whether it has ended", True, t.row(StrikeRow, strike).ended_at <= t.clock.at)
