"""The words of keys and addresses of programs: what a key may do, and how a message stands."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Word = str | Promise

ROOMS: Mapping[str, Word] = {
    "assembly": _("Decisions and votes"),
    "charter": _("House rules"),
    "consent": _("What my data may be used for"),
    "contributions": _("My data"),
    "labour": _("Work"),
    "learning": _("Models"),
    "licensing": _("Licences"),
    "members": _("Members"),
    "own_rows": _("Rows of the books about me"),
    "programs": _("My files, my long work, and the addresses that are told"),
    "record": _("The record"),
    "rows": _("Rows of the books that all members may read"),
    "treasury": _("Money"),
    "valuation": _("What data is worth"),
}
SCOPES: Mapping[str, Word] = {
    "own_rows": ROOMS["own_rows"],
    "programs.replay": _("Send a message to an address again"),
    "programs.upload": _("Send in a file"),
    "rows": ROOMS["rows"],
}
"""What stands beside a scope that is no doing with words of its own."""
PROPOSALS: Mapping[str, Word] = {
    "assembly.propose_": _("Propose: %(what)s"),
    "assembly.revise_": _("Reword my proposal: %(what)s"),
}
"""How a proposal and its later wording are told apart: by how the name of the doing begins."""
STATES: Mapping[str, Word] = {
    "waiting": _("not sent yet"),
    "told": _("arrived"),
    "given_up": _("given up"),
}
FAULTS: Mapping[str, Word] = {
    "certificate": _("its certificate is not in order"),
    "no answer": _("nobody answered in time"),
    "no such name": _("there is no such name"),
    "not a public address": _("it is not an address of the open network"),
}
PROBLEMS: Mapping[str, Word] = {
    "name": _("Write a name of 1 to 80 signs, so that you know the key again."),
    "days": _("Choose for how long, from 1 to 365 days."),
    "scopes": _("Choose at least one thing that the key may do."),
    "many_keys": _("You have twenty keys. Take one back first."),
    "url": _(
        "Write an address as https://example.org/hook, without a password, at the usual port."
    ),
    "topics": _("Choose at least one kind of entry."),
    "many_addresses": _("You have five addresses. Remove one first."),
}
EVERYTHING = _("Everything that is entered")
"""What stands beside the choice of all entries."""
