"""The words of what can be done in the room assembly; those of proposals stand in a module beside it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from auzolan.house.doors.portal.assembly_words import ORGANS, PETITIONS
from auzolan.house.doors.portal.doing_words.assembly_proposals import (
    PROPOSALS,
    PROPOSING_EFFECTS,
    WHICH,
)
from auzolan.house.doors.portal.doing_words.words import Ask, DoingWords

_PROPOSAL = {"proposal": Ask(WHICH)}
_OPENS = Ask(
    _("When does voting open?"),
    _("In UTC, as 2026-05-20 18:00. Leave it empty for as soon as the house rules allow."),
)
_SECOND = Ask(
    _("When is the second call?"),
    _("From then on fewer votes make the quorum. Leave it empty for as soon as may be."),
)
_AGENDA = Ask(_("What is voted on?"), _("They are voted on in the order shown."))
_REASONS = Ask(_("Why?"), _("It is sealed: members can read it, and it can be erased."))

_MEMBERS: Mapping[str, DoingWords] = {
    "assembly.endorse": DoingWords(
        _("Endorse a proposal"), _("Endorse it"), _("Your support counts."),
        _("With enough supporters a proposal can go on to a vote. You bind yourself to nothing."),
        _PROPOSAL,
    ),
    "assembly.withdraw": DoingWords(
        _("Take my proposal back"), _("Take it back"), _("Nobody votes on it any more."),
        _("You can do this until voting opens. Others can propose the same again."), _PROPOSAL,
    ),
    "assembly.comment": DoingWords(
        _("Say something about a proposal"), _("Say it"), _("Members can read what you said."),
        _("It stands under your name. Only members can read it, and it can be erased."),
        {**_PROPOSAL, "text": Ask(_("What do you want to say?"))},
    ),
    "assembly.answer": DoingWords(
        _("Answer a comment"), _("Answer"), _("Members can read your answer."), "",
        {"comment": Ask(_("Which comment?")), "text": Ask(_("Your answer"))},
    ),
    "assembly.nominate": DoingWords(
        _("Stand in an election"), _("Stand"), _("You are a candidate."),
        _("You can stand down again until voting opens."), _PROPOSAL,
    ),
    "assembly.stand_down": DoingWords(
        _("Stand no longer"), _("Stand down"), _("You are no candidate any more."), "", _PROPOSAL,
    ),
    "assembly.declare_interest": DoingWords(
        _("Say that I have an interest of my own"), _("Say so"), _("You have no vote on this one."),
        _("Whoever would gain or lose by it herself says so, and leaves the vote to others."),
        _PROPOSAL,
    ),
    "assembly.give_proxy": DoingWords(
        _("Let somebody vote for me"), _("Give her my proxy"),
        _("She can vote for you at this meeting."),
        _("If you vote yourself, your own vote counts and hers for you does not."),
        {"meeting": Ask(_("At which meeting?")),
         "holder": Ask(_("Who votes for you?"), _("Her number, as m017, where there is no list."))},
    ),
    "assembly.revoke_proxy": DoingWords(
        _("Take my proxy back"), _("Take it back"), _("Nobody votes for you now."), "",
        {"meeting": Ask(_("For which meeting?"))},
    ),
    "assembly.petition": DoingWords(
        _("Start a petition"), _("Start it"), _("Others can sign now. You have signed already."),
        _("Enough members together can have an assembly called, an item added, a vote repeated or "
          "a disputed decision suspended."),
        {"kind": Ask(_("What do you ask for?"), choices=PETITIONS),
         "about": Ask(_("About which proposal?"), _("None where you ask for an assembly.")),
         "reasons": _REASONS},
    ),
    "assembly.sign": DoingWords(
        _("Sign a petition"), _("Sign"), _("Your signature counts."), "",
        {"petition": Ask(_("Which petition?"))},
    ),
    "assembly.convene": DoingWords(
        _("Call the assembly that was asked for"), _("Call it"), _("Everybody has notice."),
        _("Enough members signed your petition, so you may call the assembly."),
        {"petition": Ask(_("By which petition?")), "agenda": _AGENDA, "opens": _OPENS,
         "second_call": _SECOND},
    ),
    "assembly.add_item": DoingWords(
        _("Add an item to an agenda"), _("Add it"), _("It is voted on at that meeting."),
        _("Enough members signed your petition, so the item must be added."),
        {"petition": Ask(_("By which petition?")), "meeting": Ask(_("At which meeting?")),
         **_PROPOSAL},
    ),
    "assembly.challenge": DoingWords(
        _("Challenge a decision"), _("Challenge it"),
        _("The appeals committee has to answer you."),
        _("Say what went wrong: no notice, a wrong count, or that the house rules were broken."),
        {**_PROPOSAL, "grounds": Ask(_("What went wrong?"))},
    ),
    "assembly.cast": DoingWords(
        _("Vote"), _("Vote"), _("Your ballot is in. You can vote again until it closes; the last counts."),
        _("Your ballot is secret. Your receipt shows that it is in, and to nobody what it says."),
        {**_PROPOSAL,
         "choice": Ask(_("Your vote"), _("For yes or no. In an election rank people instead."),
                       {"yes": _("Yes"), "no": _("No"), "abstain": _("I abstain"),
                        "blank": _("A blank ballot"), "": _("I rank instead")}),
         "ranking": Ask(_("Your ranking"),
                        _("The numbers of candidates, the first choice first; one a line.")),
         "on_behalf": Ask(_("For whom?"), _("Yourself, or somebody who gave you her proxy."))},
    ),
}  # fmt: skip
_OFFICES: Mapping[str, DoingWords] = {
    "assembly.admit": DoingWords(
        _("Check a proposal"), _("Check it"),
        _("It was checked. Where it can be carried out at all, it may stand on an agenda."),
        _("A machine looks at its form, the law and the house rules. It judges no reasons."),
        _PROPOSAL,
    ),
    "assembly.call": DoingWords(
        _("Call a meeting"), _("Give notice"), _("Everybody has notice."),
        _("Who may vote is settled at this moment. What it would change is laid down beside it."),
        {"agenda": _AGENDA, "opens": _OPENS, "second_call": _SECOND,
         "organ": Ask(_("Who meets?"), choices=ORGANS)},
    ),
    "assembly.open_poll": DoingWords(
        _("Open voting"), _("Open it"), _("Members can vote now."),
        _("Every member on the roll gets a secret mark, so that nobody can tell whose ballot is whose."),
        _PROPOSAL,
    ),
    "assembly.close": DoingWords(
        _("Close voting and count"), _("Count"), _("The ballots are counted once."),
        _("The ballots are published without names. A second person counts again."), _PROPOSAL,
    ),
    "assembly.certify": DoingWords(
        _("Count again"), _("Confirm the count"), _("Two people found the same. The result stands."),
        _("The ballots are counted anew; only the same result is confirmed."), _PROPOSAL,
    ),
    "assembly.decide_challenge": DoingWords(
        _("Decide a challenge"), _("Decide it"), _("The challenge is decided."), "",
        {"challenge": Ask(_("Which challenge?")),
         "answer": Ask(_("What do you decide?"),
                       choices={"uphold": _("She is right: the decision does not hold"),
                                "dismiss": _("The decision holds")}),
         "reasons": _REASONS},
    ),
    "assembly.pause": DoingWords(
        _("Ask for a pause"), _("Ask for it"), _("It holds once another organ agrees."),
        _("In an emergency two organs can stop one kind of act for some days. Members then decide."),
        {"power": Ask(_("What is to stop?")), "until": Ask(_("Until when?")), "reasons": _REASONS},
    ),
    "assembly.agree_to_pause": DoingWords(
        _("Agree to a pause"), _("Agree"), _("The pause holds from now on."), "",
        {"pause": Ask(_("Which pause?"))},
    ),
    "assembly.execute": DoingWords(
        _("Carry out what was voted"), _("Carry it out"), _("What the members voted is done."),
        _("Exactly what stood on the ballot is done, to the letter and to the cent."), _PROPOSAL,
    ),
}  # fmt: skip

DOINGS: Mapping[str, DoingWords] = {**PROPOSALS, **_MEMBERS, **_OFFICES}
EFFECTS: Mapping[str, str | Promise] = PROPOSING_EFFECTS
