"""The addresses of signing in: those of the library that are wanted, one by one, and our own.

What the library could do with passwords has no address here, so there is no way to it.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from django.contrib.auth.decorators import login_required
from django.urls import path

from auzolan.house.accounts import sign_in_pages as own
from auzolan.house.accounts.sign_in_pages import as_long_for_all, recent, renewed

SIGNING_IN = [
    path("account/login/", as_long_for_all(account.request_login_code), name="account_login"),
    path(
        "account/login/code/",
        as_long_for_all(account.request_login_code),
        name="account_request_login_code",
    ),
    path(
        "account/login/code/confirm/", account.confirm_login_code, name="account_confirm_login_code"
    ),
    path("account/login/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("account/login/second/", mfa.authenticate, name="mfa_authenticate"),
    path("account/link/<str:said>/", own.link, name="sign_in_link"),
    path("account/address/<str:said>/", own.address_link, name="confirm_address"),
    path("account/again/", login_required(own.again), name="sign_in_again"),
    path("account/again/code/", renewed(mfa.reauthenticate), name="mfa_reauthenticate"),
    path(
        "account/again/passkey/",
        renewed(passkeys.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("account/second/", login_required(own.second_step), name="second_step"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/logout/", account.logout, name="account_logout"),
    path("settings/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("settings/passkeys/add/", recent(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path("settings/passkeys/<int:pk>/name/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path(
        "settings/passkeys/<int:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"
    ),
    path("settings/app/", recent(app.activate_totp), name="mfa_activate_totp"),
    path("settings/app/remove/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("settings/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("settings/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
]
"""Pages that hold no figure of anybody; the library asks for who is signed in."""
