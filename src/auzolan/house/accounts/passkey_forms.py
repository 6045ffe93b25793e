"""The library's forms of passkeys, for what no browser sends: nonsense is refused, not a fault of ours.

The library reads a well-made answer well; one that lacks a part would end it. It decides nothing.
"""

from __future__ import annotations

import struct
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from django import forms
from django.core.exceptions import ValidationError

ANSWER_SIZE_MAX = 100_000
_NONSENSE = (
    ArithmeticError, AttributeError, LookupError, NotImplementedError, RecursionError, TypeError,
    ValueError, InvalidSignature, UnsupportedAlgorithm, struct.error,
)  # fmt: skip
"""How reading an answer ends that is not one."""


class _AnswerField(forms.JSONField):
    """An answer of a browser, as JSON of a size that browsers send."""

    def to_python(self, value: Any) -> Any:
        """The answer; what JSON itself stumbles over is nonsense too."""
        if isinstance(value, str) and len(value) > ANSWER_SIZE_MAX:
            raise get_adapter().validation_error("incorrect_code")
        try:
            return super().to_python(value)
        except (RecursionError, ValueError) as fault:
            raise get_adapter().validation_error("incorrect_code") from fault


class _Careful(forms.Form):
    credential = _AnswerField(widget=forms.HiddenInput)

    def clean_credential(self) -> Authenticator:
        """The passkey that signed the answer."""
        try:
            found: Authenticator = super().clean_credential()  # type: ignore[misc]
        except ValidationError:
            raise
        except _NONSENSE as fault:
            raise get_adapter().validation_error("incorrect_code") from fault
        return found


class Authenticate(_Careful, AuthenticateWebAuthnForm):
    """A passkey as the second step."""


class SignIn(_Careful, LoginWebAuthnForm):
    """A passkey alone."""


class Again(_Careful, ReauthenticateWebAuthnForm):
    """A passkey of who has signed in already."""


class Add(AddWebAuthnForm):
    """A new passkey."""

    credential = _AnswerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """What was sent, checked as a whole."""
        try:
            return super().clean() or {}
        except ValidationError:
            raise
        except _NONSENSE as fault:
            raise get_adapter().validation_error("incorrect_code") from fault
