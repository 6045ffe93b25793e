"""The words of people for acts, facts and fields of licences: terms, keys, calls, invoices, the end."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTS: Mapping[str, str | Promise] = {
    "licensing.grant": _("Granted a licence"),
    "licensing.meter": _("Reported use by a licensee"),
    "licensing.record_segment": _("Wrote down answered calls"),
    "licensing.receive": _("Booked a payment"),
    "licensing.notify": _("Told a company of a withdrawal"),
    "licensing.certify": _("Noted a company's certificate of deletion"),
    "licensing.offer": _("Offered terms to a company"),
    "licensing.accept": _("Noted that a company accepts terms"),
    "licensing.issue_key": _("Gave a company a key"),
    "licensing.revoke_key": _("Put a key out of use"),
    "licensing.invoice": _("Wrote an invoice"),
    "licensing.report_use": _("Noted what a company says it used"),
    "licensing.revoke": _("Ended a licence early"),
}
FACTS: Mapping[str, str | Promise] = {
    "licensing.granted": _("The licence is in force"),
    "licensing.metered": _("The use is counted"),
    "licensing.segment_recorded": _("The calls are counted, with who earns by each"),
    "licensing.received": _("The money is in the bank"),
    "licensing.notified": _("The company knows, and owes a certificate"),
    "licensing.certified": _("The company has certified the deletion"),
    "licensing.offered": _("Terms lie before the company and the members"),
    "licensing.accepted": _("The company is bound"),
    "licensing.key_issued": _("The key may call the model"),
    "licensing.key_revoked": _("The key may call nothing any more"),
    "licensing.invoiced": _("The company is asked for so much"),
    "licensing.use_reported": _("Both counts stand side by side"),
    "licensing.revoked": _("Nothing is served under the licence any more"),
}
FIELDS: Mapping[str, str | Promise] = {
    "calls": _("Answered calls"),
    "certificate": _("Certificate"),
    "certify_by": _("Certificate due"),
    "evidence": _("Where the proof is"),
    "fee_micro": _("Fees, in millionths"),
    "members_micro": _("Members' part, in millionths"),
    "uses": _("Calls, one by one"),
    "withdrawal": _("Withdrawal"),
}
