"""Words of the assembly: what is done about a proposal, where it stands, and who decides.

It holds words only; what they mean stands in the assembly's room.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from auzolan.house.doors.portal.words import Words

ACTS: Words = {
    "assembly.revise": _("Changed her draft"),
    "assembly.endorse": _("Endorsed a draft"),
    "assembly.admit": _("Had a draft checked"),
    "assembly.withdraw": _("Took her proposal back"),
    "assembly.comment": _("Commented on a proposal"),
    "assembly.answer": _("Answered a comment"),
    "assembly.call": _("Called a meeting"),
    "assembly.nominate": _("Stands in an election"),
    "assembly.stand_down": _("Stands in an election no longer"),
    "members.set_class": _("Set the class of a member"),
}

FACTS: Words = {
    "assembly.revised": _("The draft says something else"),
    "assembly.endorsed": _("The draft has one more supporter"),
    "assembly.admitted": _("It may stand on an agenda"),
    "assembly.found_inadmissible": _("It could never be carried out"),
    "assembly.withdrawn": _("The proposal is taken back"),
    "assembly.commented": _("The comment waits for its answer"),
    "assembly.answered": _("The comment is answered"),
    "assembly.called": _("Notice is given"),
    "assembly.nominated": _("She stands"),
    "assembly.stood_down": _("She stands no longer"),
    "charter.term_ended": _("Her term is over"),
    "members.class_set": _("She belongs to this class"),
}

FIELDS: Words = {
    "base": _("House rules that it was written against"),
    "blank": _("Left blank"),
    "candidates": _("Candidates or options"),
    "class_name": _("Class"),
    "code": _("Reason, as a code"),
    "comment": _("Comment"),
    "elected": _("Elected"),
    "enough": _("Enough supporters"),
    "items": _("Items"),
    "not_before": _("Not before"),
    "number": _("Number"),
    "organ": _("Who decides"),
    "poll": _("Poll"),
    "quorum": _("Quorum reached"),
    "ranked": _("Ranked"),
    "record_at": _("On the roll since"),
    "rules": _("Rules of the polls"),
    "section": _("Section"),
    "stages": _("Table of stages"),
    "state": _("Where it stands"),
    "text": _("Text"),
    "texts": _("Texts"),
    "tier": _("Tier"),
}

STATES: Words = {
    "draft": _("draft"),
    "endorsed": _("endorsed"),
    "admitted": _("admitted"),
    "noticed": _("on the agenda"),
    "open": _("voting now"),
    "second_call": _("voting now, second call"),
    "closed": _("voting is over"),
    "tallied": _("counted"),
    "passed": _("carried"),
    "cooling": _("carried, cooling off"),
    "executable": _("carried, to be carried out"),
    "executed": _("carried out"),
    "second_reading": _("waits for its second reading"),
    "vetoed": _("waits for a confirming vote"),
    "suspended": _("suspended"),
    "withdrawn": _("taken back"),
    "inadmissible": _("not admissible"),
    "failed_quorum": _("too few took part"),
    "rejected": _("not carried"),
    "annulled": _("annulled"),
    "expired": _("lapsed"),
    "gathering": _("gathering signatures"),
    "carried": _("enough signatures"),
    "pending": _("not decided yet"),
    "upheld": _("upheld"),
    "dismissed": _("dismissed"),
    "moot": _("without object now"),
}

MEASURES: Words = {
    "elect": _("Elect an organ"),
    "choose": _("Ask what members prefer"),
    "restructure": _("Merge, split or transform"),
    "keep_pause": _("Keep a pause"),
    "strike": _("Stop uses together"),
    "end_strike": _("End a strike"),
    "group_decides": _("What a group says about its rows"),
}

ORGANS: Words = {
    "assembly": _("all members"),
    "council": _("the council"),
    "monitoring": _("the monitoring commission"),
    "social": _("the social council"),
    "appeals": _("the appeals committee"),
    "delegates": _("the delegates"),
}

STEPS: Words = {
    "drafted": _("Drafted"),
    "endorsed": _("Endorsed"),
    "admitted": _("Admitted"),
    "noticed": _("Put on an agenda"),
    "opened": _("Voting opens"),
    "closed": _("Voting closes"),
    "certified": _("Counted twice"),
    "cooled": _("Cooled off"),
    "executed": _("Carried out"),
}

PETITIONS: Words = {
    "call": _("Call an assembly"),
    "add_item": _("Put it on the agenda"),
    "confirm": _("Vote on it once more"),
    "suspend": _("Suspend it"),
}

DRY_RUN: Words = {
    "gaining": _("Members who would get more"),
    "losing": _("Members who would get less"),
    "same": _("Members who would get the same"),
    "gini_e4": _("How unevenly it is spread, 0 is evenly, 1 is all to one"),
    "possible": _("possible"),
    "impossible": _("not possible"),
}
