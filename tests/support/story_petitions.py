"""The sentences about petitions, proxies, interests, challenges and pauses, and their checks.

Each turns into acts as a door of the house would send them; nothing is decided here.
"""

from __future__ import annotations

from auzolan.assembly.acts import (
    AddItem,
    CastBallot,
    Convene,
    DeclareInterest,
    GiveProxy,
    RevokeProxy,
)
from auzolan.assembly.petition_acts import (
    AgreeToPause,
    Challenge,
    DecideChallenge,
    KeepPause,
    Pause,
    Petition,
    Sign,
)
from auzolan.assembly.resolutions import RatifyPause
from auzolan.assembly.state import ChallengeRow, PetitionRow, Proposal, Proxy
from auzolan.charter.state import PowerPause
from auzolan.foundation.moments import day_from_moment, moment_from_iso
from support.story_checks import CHECKS
from support.story_decisions import GAP_MS, dry_run_of, mandate_of, propose_measure
from support.story_people import ACTS, SEALED
from support.story_teller import Teller

says, holds = ACTS.says, CHECKS.says


# --- petitions ------------------------------------------------------------------------------------


@says("{who:who} petitions for an assembly as {petition:thing}, because {reason:text}")
def petitions_for_assembly(t: Teller, who: str, petition: str, reason: str) -> None:
    t.ask(who, Petition(petition, "call", "", SEALED), {"reasons": reason})


@says(
    "{who:who} petitions to {kind:word} {proposal:thing} as {petition:thing}, because {reason:text}"
)
def petitions(t: Teller, *, who: str, kind: str, proposal: str, petition: str, reason: str) -> None:
    kind = {"add": "add_item"}.get(kind, kind)
    t.ask(who, Petition(petition, kind, proposal, SEALED), {"reasons": reason})


@says("{who:who} signs {petition:thing}")
def signs(t: Teller, who: str, petition: str) -> None:
    t.ask(who, Sign(petition))


@says("{people:people} sign {petition:thing}")
def sign(t: Teller, people: tuple[str, ...], petition: str) -> None:
    t.ask_all([(name, Sign(petition), {}) for name in people])


@says("{who:who} convenes the members for {day:day} about {proposals:things} by {petition:thing}")
def convenes(t: Teller, *, who: str, day: str, proposals: tuple[str, ...], petition: str) -> None:
    at = moment_from_iso(day)
    act = Convene(
        f"meeting-{t.desk.size()}", petition, proposals, at, at + GAP_MS, dry_run_of(t, proposals)
    )
    t.ask(who, act)


@says("{who:who} adds {proposal:thing} to the meeting about {other:thing} by {petition:thing}")
def adds_item(t: Teller, *, who: str, proposal: str, other: str, petition: str) -> None:
    meeting = t.row(Proposal, other).meeting
    t.ask(who, AddItem(meeting, proposal, petition, dry_run_of(t, (proposal,))))


# --- who votes --------------------------------------------------------------------------------------


@says("{who:who} declares an interest in {proposal:thing}")
def declares_interest(t: Teller, who: str, proposal: str) -> None:
    t.ask(who, DeclareInterest(proposal))


@says("{who:who} lets {holder:who} vote for her at the meeting about {proposal:thing}")
def gives_proxy(t: Teller, who: str, holder: str, proposal: str) -> None:
    t.ask(who, GiveProxy(t.row(Proposal, proposal).meeting, t.id(holder)))


@says("{who:who} takes her proxy back for the meeting about {proposal:thing}")
def revokes_proxy(t: Teller, who: str, proposal: str) -> None:
    t.ask(who, RevokeProxy(t.row(Proposal, proposal).meeting))


@says("{who:who} votes {choice:choice} on {proposal:thing} for {giver:who}")
def votes_for(t: Teller, who: str, choice: str, proposal: str, giver: str) -> None:
    proxy = t.row(Proxy, (t.row(Proposal, proposal).meeting, t.id(giver)))
    t.same("who holds the proxy", t.id(who), proxy.holder)
    t.ask(t.tags[proposal, t.id(giver)], CastBallot(proposal, choice))


# --- challenges -------------------------------------------------------------------------------------


@says("{who:who} challenges {proposal:thing} as {challenge:thing}, because {reason:text}")
def challenges(t: Teller, who: str, proposal: str, challenge: str, reason: str) -> None:
    t.ask(who, Challenge(challenge, proposal, SEALED), {"grounds": reason})


@says("{who:who} upholds {challenge:thing}, because {reason:text}")
def upholds(t: Teller, who: str, challenge: str, reason: str) -> None:
    t.ask(who, DecideChallenge(challenge, True, SEALED), {"reasons": reason})


@says("{who:who} dismisses {challenge:thing}, because {reason:text}")
def dismisses(t: Teller, who: str, challenge: str, reason: str) -> None:
    t.ask(who, DecideChallenge(challenge, False, SEALED), {"reasons": reason})


# --- pauses -----------------------------------------------------------------------------------------


@says(
    "{who:who} asks to pause {power:clause} until {day:day} as {pause:thing}, because {reason:text}"
)
def asks_pause(t: Teller, *, who: str, power: str, day: str, pause: str, reason: str) -> None:
    t.ask(who, Pause(pause, power, moment_from_iso(day), SEALED), {"reasons": reason})


@says("{who:who} agrees to {pause:thing}")
def agrees(t: Teller, who: str, pause: str) -> None:
    t.ask(who, AgreeToPause(pause))


@says("{who:who} proposes {proposal:thing}: {pause:thing} is kept until {day:day}")
def proposes_pause(t: Teller, who: str, proposal: str, pause: str, day: str) -> None:
    propose_measure(t, who, proposal, RatifyPause(pause, moment_from_iso(day)))


@says("{who:who} keeps {pause:thing} until {day:day} by the vote on {proposal:thing}")
def keeps_pause(t: Teller, who: str, pause: str, day: str, proposal: str) -> None:
    t.ask(who, KeepPause(mandate_of(t, proposal), pause, moment_from_iso(day)))


# --- what is so -------------------------------------------------------------------------------------


@holds("{petition:thing} has {n:count} of {needed:count} signatures")
def has_signatures(t: Teller, petition: str, n: int, needed: int) -> None:
    row = t.row(PetitionRow, petition)
    t.same("signatures", (n, needed), (row.signatures, row.needed))


@holds("{holder:who} votes for {giver:who} at the meeting about {proposal:thing}")
def votes_for_her(t: Teller, holder: str, giver: str, proposal: str) -> None:
    meeting = t.row(Proposal, proposal).meeting
    t.same("holder", t.id(holder), t.row(Proxy, (meeting, t.id(giver))).holder)


@holds("the challenge {challenge:thing} is {state:text}")
def challenge_is(t: Teller, challenge: str, state: str) -> None:
    t.same("state", state, t.row(ChallengeRow, challenge).state)


@holds("{pause:thing} lasts until {day:day}")
def pause_lasts(t: Teller, pause: str, day: str) -> None:
    row = t.row(PowerPause, pause)
    t.same("agreed", True, bool(row.agreed_by))
    t.same("until", day, day_from_moment(row.until_at))
