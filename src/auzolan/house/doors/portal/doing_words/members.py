"""The words of what can be done in the room members."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from auzolan.house.doors.portal.doing_words.words import Ask, DoingWords

DOINGS: Mapping[str, DoingWords] = {
    "members.admit": DoingWords(
        name=_("Take somebody in"),
        button=_("Take her in"),
        done=_("She is a member now. An invitation to sign in has gone to her."),
        lead=_("Do this once her first payment has reached the bank."),
        fields={"application": Ask(_("Who?"))},
    ),
    "members.leave": DoingWords(
        name=_("Leave the co-op"),
        button=_("Leave"),
        done=_("You have left. All use of your data has stopped."),
        lead=_("You can leave any day. What you have earned stays yours."),
        fields={"reason": Ask(_("Do you want to say why?"), _("You owe no reason. It is sealed."))},
    ),
    "members.register_key": DoingWords(
        name=_("Name a key of my own"),
        button=_("Register it"),
        done=_("From now on you can sign what you do with this key."),
        lead=_("With a key of your own, nobody has to vouch that it was you."),
        fields={
            "key": Ask(_("The public half of your Ed25519 key"), _("64 digits: 0 to 9 and a to f."))
        },
    ),
    "members.set_class": DoingWords(
        name=_("Change a class of membership"),
        button=_("Change it"),
        done=_("The class is changed. Votes that were called before keep the old one."),
        lead=_("Into a class with fewer votes only she herself goes."),
        fields={
            "member": Ask(_("Who?")),
            "class_name": Ask(
                _("Which class?"),
                choices={
                    "full": _("full member"),
                    "collaborator": _("collaborator"),
                    "inactive": _("inactive"),
                },
            ),
            "section": Ask(_("Section"), _("Where she elects delegates.")),
        },
    ),
}
EFFECTS: Mapping[str, str | Promise] = {
    "members.paid_in": _(
        "The books will say that %(first)s has reached the bank. Look there first."
    ),
    "members.still_due": _("Then %(later)s of her contribution is still due."),
    "members.gets_account": _("She gets an account, and a letter with a link to sign in."),
    "members.application_erased": _("Her application is erased here."),
    "members.no_vote": _("Your membership and your vote end at once."),
    "members.capital_comes_back": _(
        "Your capital comes back to you, in parts, as the house rules say."
    ),
}
