"""What the tables for everybody are about, in plain words, and which of their numbers are entries."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, str | Promise]

ENTRIES = frozenset(
    {
        "accepted_at", "cleared", "closed", "entry", "opened", "reversal", "revision", "revoked_at",
        "seq", "withdrawal",
    }
)  # fmt: skip
"""Columns that hold the number of an entry, or -1."""

ROOMS: Words = {
    "charter": _("House rules"),
    "consent": _("Consent"),
    "learning": _("Data sets and models"),
    "valuation": _("What data is worth"),
    "labour": _("Work"),
    "licensing": _("Companies that use our data"),
    "treasury": _("Money"),
    "assembly": _("Decisions"),
    "record": _("Record"),
}
"""The rooms in the order of the house."""

TABLES: Words = {
    "assembly.Meeting": _("Meetings, and the rules under which each was called"),
    "assembly.PetitionRow": _("Petitions, and how many signed"),
    "assembly.Poll": _("Votes: how many could, how many did, what came of it"),
    "assembly.Proposal": _("Proposals, and how far each has come"),
    "charter.CharterVersion": _("Versions of the house rules"),
    "charter.Mandate": _("Offices, and what the members allowed to be done"),
    "charter.PowerPause": _("Powers that were paused"),
    "consent.Group": _("Groups that hold rights together"),
    "consent.StrikeRow": _("Strikes: uses that members stopped by vote"),
    "labour.GroupRelease": _("Figures of groups that were published"),
    "labour.LabourStatement": _("Statements on how a data set or model was worked on"),
    "labour.LookCount": _("How often offices looked at people's figures"),
    "labour.PulseRow": _("Questions to the members about their work"),
    "labour.Task": _("Tasks, with their pay and how they were judged"),
    "labour.WageReference": _("Wages that the floor is measured by"),
    "labour.WorkLog": _("Logs of work that came in"),
    "learning.Evaluation": _("How often each model is right"),
    "learning.GroupEvaluation": _("The same for groups of people"),
    "learning.Model": _("Models"),
    "learning.Snapshot": _("Data sets, and how many people are in each"),
    "learning.UseOfRows": _("Each use of a data set"),
    "licensing.InvoiceRow": _("Invoices"),
    "licensing.Licence": _("Licences, what was used and what was paid"),
    "licensing.LicenceOffer": _("Offers that lie before a company"),
    "licensing.LicenseeDuty": _("What companies owe after somebody withdrew"),
    "licensing.MeteredDay": _("Use of each day"),
    "licensing.Segment": _("Recorded stretches of use"),
    "licensing.UseReport": _("What companies said that they used"),
    "record.LogKey": _("Keys that sign the record"),
    "treasury.Account": _("Accounts of the general ledger"),
    "treasury.Accrual": _("What members earned by licences"),
    "treasury.Booking": _("Bookings of the treasurer"),
    "treasury.Contribution": _("Capital that was paid in"),
    "treasury.FundLot": _("What was put into funds, and for what"),
    "treasury.Hold": _("Money that is kept for one use"),
    "treasury.Payout": _("Payouts, and how far each has come"),
    "treasury.Period": _("Periods of the books"),
    "treasury.Plan": _("How results are shared"),
    "treasury.Posting": _("Every movement of the general ledger"),
    "treasury.Remittance": _("Tax that was handed over"),
    "treasury.RoyaltySettlement": _("Royalties that became payable"),
    "treasury.WindingUp": _("Plans for the end of the co-operative"),
    "treasury.Withholding": _("Tax that was kept back"),
    "valuation.Valuation": _("Valuations: what data is worth to a model"),
}


def is_entry(column: str) -> bool:
    """Whether a column holds the number of an entry."""
    return column in ENTRIES
