"""What members can ask for together, and against a decision: petitions, challenges, pauses."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from auzolan.assembly.resolutions import ProposalId, RatifyPause
from auzolan.foundation.canonical import Whole
from auzolan.foundation.ids import Id, NoneOrId
from auzolan.foundation.moments import CalendarMoment
from auzolan.record.entries import Act, Fact
from auzolan.record.fields import Sealed

PetitionKind = Annotated[str, Meta(pattern=r"\A(call|add_item|confirm|suspend)\Z")]


class Petition(Act, frozen=True, gc=False, tag="assembly.petition/1"):
    """Begin a petition, signing it first.

    `call` asks for an assembly (`about` is empty), `add_item` to put the proposal `about` on a
    called agenda, `confirm` for a confirming vote on a decision that cools off, `suspend` to
    suspend a challenged one.
    """

    petition: Id
    kind: PetitionKind
    about: NoneOrId
    reasons: Sealed


class Sign(Act, frozen=True, gc=False, tag="assembly.sign/1"):
    """Sign a petition."""

    petition: Id


class Challenge(Act, frozen=True, gc=False, tag="assembly.challenge/1"):
    """Challenge a certified decision, within the time that the charter sets."""

    challenge: ProposalId
    proposal: Id
    grounds: Sealed


class DecideChallenge(Act, frozen=True, gc=False, tag="assembly.decide_challenge/1"):
    """Uphold a challenge, which annuls the decision, or dismiss it."""

    challenge: Id
    upheld: bool
    reasons: Sealed


class Pause(Act, frozen=True, gc=False, tag="assembly.pause/1"):
    """Stop one kind of act in an emergency, as the council; another organ must agree."""

    pause: Id
    power: Id
    until_at: CalendarMoment
    reasons: Sealed


class AgreeToPause(Act, frozen=True, gc=False, tag="assembly.agree_to_pause/1"):
    """Agree to a pause, as another organ; from now on it holds."""

    pause: Id


class KeepPause(Act, frozen=True, gc=False, tag="assembly.keep_pause/1"):
    """Carry out the members' decision to keep a pause until a later moment."""

    mandate: Id
    pause: Id
    until_at: CalendarMoment

    def subject(self) -> str:
        """The pause and its end, as the resolution named them."""
        return RatifyPause(self.pause, self.until_at).subject()

    def mandate_id(self) -> str:
        """The mandate that the members' resolution made."""
        return self.mandate


class PetitionSigned(Fact, frozen=True, gc=False, tag="assembly.petition_signed/1"):
    """A petition has one more signature; `carried` says whether these are enough now."""

    petition: Id
    signatures: Whole
    needed: Whole
    carried: bool


class Confirming(Fact, frozen=True, gc=False, tag="assembly.confirming/1"):
    """A decision is not carried out before a confirming vote; its mandate has ended."""

    proposal: Id


class Challenged(Fact, frozen=True, gc=False, tag="assembly.challenged/1"):
    """A decision is challenged; its mandate goes on until it is suspended or annulled."""

    challenge: Id


class Suspended(Fact, frozen=True, gc=False, tag="assembly.suspended/1"):
    """A challenged decision waits; its mandate rests."""

    proposal: Id


class ChallengeDecided(Fact, frozen=True, gc=False, tag="assembly.challenge_decided/1"):
    """The challenge is upheld, and the decision annulled; or it is dismissed.

    `until_at` is the end of the decision's mandate, put off by the time for which it rested and
    could have been used; 0 where there is none any more.
    """

    challenge: Id
    proposal: Id
    upheld: bool
    until_at: Whole


class PauseAsked(Fact, frozen=True, gc=False, tag="assembly.pause_asked/1"):
    """One organ asks for a pause; it does not hold yet."""

    pause: Id


class Paused(Fact, frozen=True, gc=False, tag="assembly.paused/1"):
    """Nobody may do this until the moment named, whatever the mandate."""

    pause: Id
    power: Id
    until_at: Whole
