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
    "members.let_in_anew": DoingWords(
        name=_("Let somebody sign in anew"),
        button=_("Ask a second person"),
        done=_("All her old ways in are closed, and a link has gone to her."),
        lead=_(
            "For who has lost phone, passkey and codes, or whose account is in other hands. It is also how "
            "an account could be stolen: by somebody who writes as her, or by one of us. So a second person "
            "has to say yes, she is told before and after, and it stands on the record who did it."
        ),
        fields={
            "member": Ask(_("Who?")),
            "email": Ask(
                _("Her new mail address"),
                _(
                    "Leave it empty if her address stays. A new one waits two days, so that she can say no."
                ),
            ),
            "has_met_her": Ask(
                _("I have asked her herself: face to face, or by a number that we had before.")
            ),
        },
    ),
    "members.end_sessions": DoingWords(
        name=_("End somebody's sessions"),
        button=_("End them"),
        done=_("She is signed out everywhere, and has been told."),
        lead=_("For a phone that was lost. Her ways of signing in stay as they are."),
        fields={"member": Ask(_("Who?"))},
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
    "members.register_passkey": DoingWords(
        name=_("Let a passkey sign for me"),
        button=_("Let it sign"),
        done=_("From now on you can sign what you do here with this passkey."),
        lead=_(
            "Before you say yes to something, your device can sign it. Then nobody has to vouch that "
            "it was you. Your votes are never signed: a signature would tie them to you."
        ),
        fields={"passkey": Ask(_("Which passkey?"))},
    ),
    "members.revoke_passkey": DoingWords(
        name=_("Stop a passkey signing for me"),
        button=_("Take it back"),
        done=_("This passkey signs nothing any more. What it has signed stays signed."),
        lead=_("Do this at once when you have lost the device. You can still sign in by mail."),
        fields={"passkey": Ask(_("Which passkey?"))},
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
    "members.doors_close": _(
        "All her sessions end; passkeys, app, recovery codes and keys of programs are gone; addresses of "
        "programs are paused; what she asked for and is not done stops."
    ),
    "members.link_goes": _("A link goes to %(email)s. Whoever reads that mail is in."),
    "members.account_rests": _(
        "Nobody can say yes for %(days)s days. The old address is told now, and she can say no."
    ),
    "members.she_is_told": _("She is told by mail, and sees who did it."),
    "members.could_be_taken": _(
        "Second person: call her yourself, by a number that the co-op had before. Whoever asks you may be "
        "mistaken, or may want her account."
    ),
    "members.signs_in_again": _(
        "She is signed out everywhere, and signs in again as she always does."
    ),
    "members.no_vote": _("Your membership and your vote end at once."),
    "members.capital_comes_back": _(
        "Your capital comes back to you, in parts, as the house rules say."
    ),
}
