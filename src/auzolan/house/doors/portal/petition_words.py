"""Words of what members ask for together, and against a decision: acts, facts, their fields.

It holds words only; what they mean stands in the assembly's room.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from auzolan.house.doors.portal.words import Words

ACTS: Words = {
    "assembly.convene": _("Called an assembly, as members asked"),
    "assembly.add_item": _("Added an item to an agenda, as members asked"),
    "assembly.declare_interest": _("Declared an interest of her own"),
    "assembly.give_proxy": _("Let another member vote for her"),
    "assembly.revoke_proxy": _("Took her proxy back"),
    "assembly.petition": _("Began a petition"),
    "assembly.sign": _("Signed a petition"),
    "assembly.challenge": _("Challenged a decision"),
    "assembly.decide_challenge": _("Decided a challenge"),
    "assembly.pause": _("Asked to pause an act"),
    "assembly.agree_to_pause": _("Agreed to a pause"),
    "assembly.keep_pause": _("Kept a pause"),
}

FACTS: Words = {
    "assembly.item_added": _("The agenda has one more item"),
    "assembly.interest_declared": _("She has no vote on it"),
    "assembly.proxy_given": _("Another votes for her"),
    "assembly.proxy_revoked": _("She votes for herself"),
    "assembly.petition_signed": _("One more signature"),
    "assembly.confirming": _("Members vote on it once more before it holds"),
    "assembly.suspended": _("The decision waits"),
    "assembly.challenged": _("The decision is challenged"),
    "assembly.challenge_decided": _("The challenge is decided"),
    "assembly.pause_asked": _("Another organ must agree"),
    "assembly.paused": _("Nobody may do this for now"),
}

FIELDS: Words = {
    "about": _("About"),
    "agenda": _("Agenda"),
    "carried": _("Enough signatures"),
    "challenge": _("Challenge"),
    "dry_run": _("What the amendments would change"),
    "grounds": _("Grounds"),
    "item": _("Item"),
    "meeting": _("Meeting"),
    "needed": _("Signatures needed"),
    "opens_at": _("First call"),
    "pause": _("Pause"),
    "petition": _("Petition"),
    "second_call_at": _("Second call"),
    "signatures": _("Signatures"),
    "upheld": _("Upheld"),
}
