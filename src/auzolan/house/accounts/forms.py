"""What is typed on the pages around accounts, read back and checked. Nothing is done here."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from auzolan.house.accounts.models import NAME_SIZE_MAX, WORDS_SIZE_MAX

_NEEDED = {"required": _("Fill this in.")}
_NO_ADDRESS = {**_NEEDED, "invalid": _("This is no mail address. It looks like ana@example.org.")}


class LanguageForm(forms.Form):
    """Which language somebody reads."""

    language = forms.ChoiceField(choices=settings.LANGUAGES)


class AddressForm(forms.Form):
    """A new mail address."""

    email = forms.EmailField(label=_("Your new mail address"), error_messages=_NO_ADDRESS)


class DeclineForm(forms.Form):
    """Why somebody is not taken in; it is mailed to her."""

    reason = forms.CharField(
        label=_("Your reason; she reads it"), max_length=WORDS_SIZE_MAX, error_messages=_NEEDED
    )


class DeleteForm(forms.Form):
    """That an account is to go."""

    sure = forms.BooleanField(
        label=_("Yes, delete my account"),
        error_messages={"required": _("Tick this if you are sure.")},
    )


class JoinForm(forms.Form):
    """What somebody says who asks to join.

    Only programs fill in `website`: people are not shown it.
    """

    name = forms.CharField(label=_("Your name"), max_length=NAME_SIZE_MAX, error_messages=_NEEDED)
    email = forms.EmailField(label=_("Your mail address"), error_messages=_NO_ADDRESS)
    why = forms.CharField(
        label=_("Why do you want to join?"), max_length=WORDS_SIZE_MAX, required=False
    )
    language = forms.ChoiceField(
        label=_("Which language shall we write in?"), choices=settings.LANGUAGES
    )
    accepts = forms.BooleanField(
        label=_("I have read the house rules and accept them."),
        error_messages={"required": _("Read the house rules, and tick this if you accept them.")},
    )
    website = forms.CharField(required=False)
