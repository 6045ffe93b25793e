"""What can be done about licences at a door; see `house/doing.py`.

Who pays and who is told stands in the books. Terms are voted elsewhere; here they are only offered.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from auzolan.foundation.moments import DAY_MS, Moment, moment_from_iso
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import named
from auzolan.house.desk import Desk
from auzolan.house.doing import Answer, Choice, Doing, Effect, Who
from auzolan.house.rooms.charter.queries import charter_in_force
from auzolan.house.rooms.consent.duty_flows import certificate_file, certify, notify
from auzolan.house.rooms.licensing import choosing, flows, life_flows, use_flows
from auzolan.house.rooms.licensing.doing_asks import (
    AcceptAsked,
    CertifyAsked,
    IssueKeyAsked,
    KeyAsked,
    LicenceAsked,
    MeterAsked,
    NotifyAsked,
    OfferAsked,
    ReceiveAsked,
    ReportAsked,
    RevokeAsked,
)
from auzolan.house.rooms.treasury import choosing as choosing_money
from auzolan.house.storage.reader import Reader
from auzolan.licensing.acts import LicenceTerms
from auzolan.licensing.standing import ARTICLE
from auzolan.licensing.state import Licence

MICRO_PER_CENT = 10_000
PER_THOUSAND = 1_000


def _offer(desk: Desk, who: Who, asked: OfferAsked) -> Answer:
    terms = LicenceTerms(
        licence=asked.licence, licensee=asked.licensee, model=asked.model, purpose=asked.purpose,
        fee_cents=asked.fee_cents, price_micro=asked.thousand_cents * MICRO_PER_CENT // PER_THOUSAND,
        predictions_max=asked.predictions_max, days=asked.days, operation=asked.operation,
        territory=asked.territory, model_class=asked.model_class, credit=asked.credit,
        pay_days=asked.pay_days,
    )  # fmt: skip
    return life_flows.offer(desk, actor=who.member, terms=terms)


def _accept(desk: Desk, who: Who, asked: AcceptAsked) -> Answer:
    return life_flows.accept(
        desk, actor=who.member, licence=asked.licence, terms_digest=asked.terms_digest,
        evidence=asked.evidence,
    )  # fmt: skip


def _issue_key(desk: Desk, who: Who, asked: IssueKeyAsked) -> Answer:
    return life_flows.issue_digest(
        desk, actor=who.member, licence=asked.licence, digest=asked.digest,
        key=named("key", asked.licence, asked.digest[:8]),
    )  # fmt: skip


def _revoke_key(desk: Desk, who: Who, asked: KeyAsked) -> Answer:
    return life_flows.revoke_key(desk, actor=who.member, key=asked.key)


def _invoice(desk: Desk, who: Who, asked: LicenceAsked) -> Answer:
    return life_flows.invoice(desk, actor=who.member, licence=asked.licence)


def _report(desk: Desk, who: Who, asked: ReportAsked) -> Answer:
    return life_flows.report_use(
        desk, actor=who.member, licence=asked.licence, from_at=_moment(asked.since),
        until_at=_moment(asked.until) + DAY_MS, answers=asked.answers,
    )  # fmt: skip


def _revoke(desk: Desk, who: Who, asked: RevokeAsked) -> Answer:
    return life_flows.revoke(
        desk, actor=who.member, licence=asked.licence, reason=asked.reason
    )  # fmt: skip


def _receive(desk: Desk, who: Who, asked: ReceiveAsked) -> Answer:
    return flows.receive(
        desk, actor=who.member, licence=asked.licence, amount_cents=asked.amount_cents,
        period=choosing_money.period_now(desk, asked.period), reference=asked.reference,
    )  # fmt: skip


def _meter(desk: Desk, who: Who, asked: MeterAsked) -> Answer:
    return flows.meter(
        desk, actor=who.member, licence=asked.licence, day=asked.day, predictions=asked.answers
    )


def _segment(desk: Desk, who: Who, asked: LicenceAsked) -> Answer:
    done = use_flows.segment(desk, actor=who.member, licence=asked.licence)
    if isinstance(done, Refusal):
        return done
    return done.receipts[-1] if done.receipts else _nothing_waits(asked.licence)


def _accrue_uses(desk: Desk, who: Who, asked: LicenceAsked) -> Answer:
    answer: Answer = _nothing_waits(asked.licence)
    for number in use_flows.to_accrue(desk.folder, asked.licence):
        answer = use_flows.accrue_segment(
            desk, actor=who.member, licence=asked.licence, number=number
        )
        if isinstance(answer, Refusal):
            return answer
    return answer


def _notify(desk: Desk, who: Who, asked: NotifyAsked) -> Answer:
    licence, entry = choosing.parted(asked.duty)
    return notify(desk, actor=who.member, licence=licence, withdrawal=entry)


def _certify(desk: Desk, who: Who, asked: CertifyAsked) -> Answer:
    from auzolan.house.jobs.uploads import upload_path

    licence, entry = choosing.parted(asked.duty)
    if not asked.sent and not asked.certificate:
        return _no_certificate()
    path = (
        certificate_file(desk.folder, asked.sent)
        if asked.sent
        else upload_path(desk.folder, who, asked.certificate)
    )
    try:
        return certify(desk, actor=who.member, licence=licence, withdrawal=entry, certificate=path)
    except (ValueError, OSError):
        return _no_certificate()


def _no_certificate() -> Refusal:
    return Refusal(
        "licensing.certificate_unreadable", ARTICLE,
        "There is no file of the certificate, or it is empty or larger than 4 MB.",
        "Choose what the company has sent, or send its file now.",
    )  # fmt: skip


def _sent(reader: Reader, who: Who) -> Sequence[Choice]:
    from auzolan.house.programs.asking import certificates_sent

    return [
        Choice(one.digest, f"{one.party} · {one.licence} · № {one.withdrawal}")
        for one in certificates_sent()
    ]


def _nothing_waits(licence: str) -> Refusal:
    return Refusal(
        "licensing.nothing_waits", ARTICLE, f"Nothing of {licence} waits to be recorded.",
        "Nothing is left to do.",
    )  # fmt: skip


def _moment(day: str) -> Moment:
    """The first moment of a day; the rules refuse a time that ends before it begins."""
    try:
        return moment_from_iso(day)
    except ValueError:
        return Moment(0)


def _received(reader: Reader, who: Who, asked: ReceiveAsked) -> Sequence[Effect]:
    row = reader.get(Licence, asked.licence)
    values: dict[str, str | int] = {
        "cents": asked.amount_cents, "currency": charter_in_force(reader).currency,
        "licensee": row.licensee if row is not None else asked.licence,
    }  # fmt: skip
    return [Effect("licensing.paid", values)]


def _offered(reader: Reader, who: Who, asked: OfferAsked) -> Sequence[Effect]:
    return [Effect("licensing.members_decide", {"licensee": asked.licensee})]


def _ends(reader: Reader, who: Who, asked: RevokeAsked) -> Sequence[Effect]:
    return [Effect("licensing.ends_now", {"licence": asked.licence})]


DOINGS: tuple[Doing[Any], ...] = (
    Doing(
        "licensing.offer", OfferAsked, _offer, effects=_offered, leads_to="steward",
        choices={"model": choosing.models, "purpose": choosing.purposes},
    ),
    Doing(
        "licensing.accept", AcceptAsked, _accept, leads_to="steward",
        choices={"licence": choosing.not_accepted},
    ),
    Doing(
        "licensing.issue_key", IssueKeyAsked, _issue_key, leads_to="steward",
        choices={"licence": choosing.accepted},
    ),
    Doing(
        "licensing.revoke_key", KeyAsked, _revoke_key, leads_to="steward",
        choices={"key": choosing.keys},
    ),
    Doing(
        "licensing.invoice", LicenceAsked, _invoice, needs_second=True, leads_to="steward",
        choices={"licence": choosing.accepted},
    ),
    Doing(
        "licensing.report_use", ReportAsked, _report, leads_to="steward",
        choices={"licence": choosing.licences},
    ),
    Doing(
        "licensing.revoke", RevokeAsked, _revoke, effects=_ends, needs_second=True,
        choices={"licence": choosing.licences}, leads_to="steward",
    ),
    Doing(
        "licensing.receive", ReceiveAsked, _receive, effects=_received, needs_second=True,
        choices={"licence": choosing.licences, "period": choosing_money.bookable},
        leads_to="steward",
    ),
    Doing(
        "licensing.meter", MeterAsked, _meter, needs_second=True, leads_to="steward",
        choices={"licence": choosing.licences},
    ),
    Doing(
        "licensing.record_segment", LicenceAsked, _segment, is_long=True, leads_to="steward",
        choices={"licence": choosing.accepted},
    ),
    Doing(
        "licensing.accrue_uses", LicenceAsked, _accrue_uses, is_long=True, needs_second=True,
        choices={"licence": choosing.accepted}, leads_to="steward",
    ),
    Doing(
        "licensing.notify", NotifyAsked, _notify, leads_to="steward",
        choices={"duty": choosing.to_tell},
    ),
    Doing(
        "licensing.certify", CertifyAsked, _certify, leads_to="steward",
        choices={"duty": choosing.to_certify, "sent": _sent},
    ),
)  # fmt: skip
