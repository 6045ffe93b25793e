"""The words of the pages around accounts."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from auzolan.house.accounts import security_log as log

SECURITY: Mapping[str, str | Promise] = {
    log.SIGNED_IN: _("Signed in"),
    log.SIGN_IN_FAILED: _("A sign-in failed"),
    log.CODE_SENT: _("A letter with a link was sent"),
    log.SECOND_ADDED: _("A passkey, app or codes were added"),
    log.SECOND_REMOVED: _("A passkey, app or codes were removed"),
    log.SESSION_ENDED: _("A session was ended"),
    log.RATE_LIMITED: _("Too many tries"),
    log.CSRF_REFUSED: _("A form was refused"),
    log.FOREIGN_ORIGIN: _("A form from another site was refused"),
    log.DENIED: _("A page was refused"),
    log.ADDRESS_CHANGED: _("The mail address was changed"),
    log.ACCOUNT_DELETED: _("The account was deleted"),
    log.LET_IN_ANEW: _("All ways of signing in were taken away, and a new link was sent"),
    log.KEY_MADE: _("A key for a program was made"),
    log.KEY_REVOKED: _("A key of a program was taken back"),
}
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
    ("Mac OS", "Mac"), ("CrOS", "Chromebook"), ("Linux", "Linux"),
)  # fmt: skip
"""Signs in what a browser says of itself, in the order in which they decide."""
UNKNOWN_DEVICE = _("An unknown device")
"""Where a browser says nothing of itself."""
BROWSER_ON = _("%(browser)s on %(system)s")
"""As “Firefox on Android”."""
WITHIN_HOUR = _("%(day)s, %(from)s:00–%(to)s:00 UTC")
"""When something happened, no closer than the hour."""
