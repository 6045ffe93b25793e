"""Words of what may be done with data and what for, and of those who decide: members, groups, all.

It holds words only. A sentence says to a member what a yes to it means; what a term covers stands
in the consent room.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from auzolan.house.doors.portal.words import Words

OPERATIONS: Words = {
    "store": _("Keep your data."),
    "analyse": _("Count and compare your data."),
    "index": _("Put your data into a search index, so that it can be found."),
    "embed": _("Turn your data into numbers that a machine can compare."),
    "evaluate": _("Test a model with your data."),
    "train": _("Let a model learn from your data, in any way."),
    "train.pretrain": _("Let a new model learn from your data, from the ground up."),
    "train.finetune": _("Let a finished model learn more from your data."),
    "train.preference": _("Let a model learn from your data what people prefer."),
    "distil": _("Let a smaller model learn from one that learnt from your data."),
    "synthesise": _("Make invented data that resembles yours."),
    "replica": _("Make a copy of you that can act in your place."),
    "replica.voice": _("Make a copy of your voice that can speak for you."),
    "replica.likeness": _("Make a copy of your face or figure that can be shown for you."),
    "share": _("Give your data to somebody else, in any way."),
    "share.enclave": _("Let others work with your data in a closed room that it never leaves."),
    "share.download": _("Hand out copies of your data, which nobody can call back."),
    "share.open": _("Publish your data for everybody, which nobody can call back."),
}
"""Each operation in one sentence."""

OPERATION_NAMES: Words = {
    "store": _("keep it"),
    "analyse": _("count and compare"),
    "index": _("make it findable"),
    "embed": _("turn it into numbers"),
    "evaluate": _("test models"),
    "train": _("train models"),
    "train.pretrain": _("train new models"),
    "train.finetune": _("train models further"),
    "train.preference": _("teach preferences"),
    "distil": _("train smaller models from larger ones"),
    "synthesise": _("invent similar data"),
    "replica": _("copy a person"),
    "replica.voice": _("copy a voice"),
    "replica.likeness": _("copy a likeness"),
    "share": _("share it"),
    "share.enclave": _("share it in a closed room"),
    "share.download": _("hand out copies"),
    "share.open": _("publish it"),
}
"""Each operation in a few words."""

END_USES: Words = {
    "own-cooperative": _("For the work of our own co-operative."),
    "research": _("Researchers may learn from it, and nobody earns from that."),
    "public-interest": _("For something that serves everybody, such as health or emergencies."),
    "commercial": _("Companies may pay to use models that learnt from it."),
    "advertising": _("To choose advertisements and to whom they are shown."),
    "hiring": _("To choose who gets a job."),
    "insurance-credit": _("To decide who is insured or lent money, and at what price."),
    "law-enforcement": _("For police, prosecutors and border guards."),
    "worker-management": _("To direct, watch or judge people at work."),
    "military": _("For armies and weapons."),
    "political": _("For campaigns, parties and the winning of votes."),
    "adult": _("For sexual content."),
}
"""Each end use in one sentence."""

END_USE_NAMES: Words = {
    "own-cooperative": _("our own co-operative"),
    "research": _("research"),
    "public-interest": _("public interest"),
    "commercial": _("commercial use"),
    "advertising": _("advertising"),
    "hiring": _("hiring"),
    "insurance-credit": _("insurance and credit"),
    "law-enforcement": _("police and borders"),
    "worker-management": _("management of workers"),
    "military": _("military use"),
    "political": _("politics"),
    "adult": _("sexual content"),
}
"""Each end use in a few words."""

ACTS: Words = {
    "consent.permit": _("Allowed a use"),
    "consent.prohibit": _("Forbade a use"),
    "consent.lift": _("Took back what was said about a use"),
    "consent.entrust": _("Let the co-op act for her"),
    "consent.end_trust": _("Acts for herself again"),
    "consent.set_guardian": _("Noted who speaks for a minor"),
    "consent.note_third_persons": _("Noted other people in rows"),
    "consent.strike": _("Stopped uses together"),
    "consent.end_strike": _("Ended a strike"),
    "consent.form_group": _("Began a group"),
    "consent.invite_to_group": _("Asked a member to join a group"),
    "consent.join_group": _("Joined a group"),
    "consent.leave_group": _("Left a group"),
    "consent.place_batch": _("Put rows among those of a group"),
    "consent.take_batch_out": _("Took rows out of a group"),
    "consent.decide_for_group": _("Carried out what a group voted"),
}

FACTS: Words = {
    "consent.permitted": _("The use is allowed"),
    "consent.prohibited": _("The use is forbidden, whatever else is allowed"),
    "consent.lifted": _("It is no longer said"),
    "consent.entrusted": _("The co-op acts for her"),
    "consent.trust_ended": _("The co-op acts for her no longer"),
    "consent.guardian_set": _("Somebody speaks for her until she is of age"),
    "consent.third_persons_noted": _("Rows speak of other people"),
    "consent.struck": _("These uses stop for all who entrusted the co-op"),
    "consent.strike_ended": _("Every permission holds again as it did"),
    "consent.group_formed": _("The group exists"),
    "consent.invited_to_group": _("She may join"),
    "consent.joined_group": _("She belongs to the group"),
    "consent.left_group": _("She and her rows belong to it no longer"),
    "consent.batch_placed": _("The group decides about the rows, and she can still say no"),
    "consent.batch_taken_out": _("Only her own word counts for the rows"),
    "consent.group_permitted": _("The group allows the use"),
    "consent.group_prohibited": _("The group forbids the use"),
    "consent.group_lifted": _("The group no longer says it"),
}

FIELDS: Words = {
    "statement": _("What was said"),
    "guardian": _("Who speaks for her"),
    "scope": _("Which rows"),
    "floor": _("Least price"),
    "credit": _("The people are named"),
    "basis": _("Basis of what is known of others"),
    "evidence": _("Where that can be looked up"),
    "strike": _("Strike"),
    "group_id": _("Group"),
    "invited_by": _("Invited by"),
    "decision": _("What the group says"),
    "operations": _("What is done, as bits"),
    "end_uses": _("What for, as bits"),
    "begins": _("From"),
    "ends": _("Until"),
    "until": _("Until"),
}

EFFECTS: Words = {
    "permit": _("Allowed"),
    "prohibit": _("Forbidden"),
    "withdraw": _("Everything stopped"),
}

BASES: Words = {
    "none": _("There is none: the rows are not used."),
    "consent": _("They agreed."),
    "anonymised": _("Nobody can tell who they are."),
    "law": _("A law allows it."),
}
"""On what basis rows that speak of other people may be used."""
