"""The library's forms of codes, one at a time: a code that two send at once lets one of them in.

The library locks the row of the codes in the first database, where accounts do not lie. So whoever checks
a code here takes the turn to write in theirs first. What a code is, and how many may be tried, the
library decides.
"""

from __future__ import annotations

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction


class _OneAtATime(forms.Form):
    def clean_code(self) -> str:
        """The code, used up; a wrong one stays counted, so nothing is rolled back for it."""
        with transaction.atomic(using="plain"):
            try:
                found: str = super().clean_code()  # type: ignore[misc]
            except ValidationError as fault:
                refused = fault
            else:
                return found
        raise refused


class Authenticate(_OneAtATime, AuthenticateForm):
    """A code as the second step."""


class Again(_OneAtATime, ReauthenticateForm):
    """A code of who has signed in already."""
