"""What people read when a file is not taken, and what can be done then."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

UNFIT: Mapping[str, str | Promise] = {
    "broken": _("The file is damaged or was not sent to its end. Save it once more and send it again."),
    "empty": _("The file is empty. Look for the one that holds something."),
    "gone": _("This file is no longer here: files wait for one day. Send it again."),
    "kind": _("This is no kind of file that is taken here: CSV, JSON lines, Parquet, or one of these in a zip."),
    "large": _("The file is larger than 200 MB. Split it, and send the parts one after the other."),
    "many": _("You have sent more than is kept at once. Wait until it is used, or until tomorrow."),
    "pixels": _("This picture would be too large when opened. Make it smaller."),
    "zip_bomb": _("What is in this zip would become far too large. Send the files themselves."),
    "zip_count": _("This zip is empty or holds too many files. Send fewer."),
    "zip_inside": _("This zip holds files of other kinds. Leave only CSV, JSON lines or Parquet in it."),
    "zip_locked": _("This zip is locked with a password. Save it without one."),
    "zip_path": _("This zip holds names that point outside of it. Make the zip anew from the files themselves."),
}  # fmt: skip
