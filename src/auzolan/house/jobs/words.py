"""What people read of long work: its stages and its states. What flows call otherwise is shown as it is."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STAGES: Mapping[str, str | Promise] = {
    "": _("Getting ready"),
    "answering": _("Bringing in the answers"),
    "checking": _("Checking"),
    "closing": _("Closing the books of the period"),
    "entering": _("Putting it on the record"),
    "evaluating": _("Testing the model"),
    "importing": _("Bringing in the rows"),
    "offering": _("Offering the rows"),
    "packing": _("Packing the file"),
    "preparing": _("Getting ready"),
    "reading": _("Reading the file"),
    "training": _("Training the model"),
    "valuing": _("Working out what the data is worth to the model"),
    "writing": _("Writing"),
}
STATES: Mapping[str, str | Promise] = {
    "waiting": _("Waiting for its turn"),
    "running": _("Under way"),
    "done": _("Done"),
    "refused": _("The house rules said no"),
    "failed": _("It broke off"),
    "stopped": _("Stopped"),
}
REQUESTS: Mapping[str, str | Promise] = {
    "waiting": _("Waits for a second person"),
    "done": _("Done"),
    "declined": _("A second person said no"),
    "back": _("Taken back"),
    "refused": _("The house rules said no"),
    "expired": _("Nobody said yes in time"),
}
OFFICES: Mapping[str, str | Promise] = {
    "admissions": _("admissions"),
    "appeals": _("appeals"),
    "audit": _("audit"),
    "council": _("council"),
    "data": _("data"),
    "operator": _("operator"),
    "secretary": _("secretary"),
    "signatory": _("signatory"),
    "treasury": _("treasury"),
    "work": _("work"),
}
