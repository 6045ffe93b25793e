"""Who may ask for an act. Denies by default, and names the article that would have to allow it.

It looks at the right, at pauses, the actor and the mandate; whether the act itself is sound is the
business of its rule.
"""

from __future__ import annotations

from functools import lru_cache

from auzolan.charter.acts import Found, MandateUsed
from auzolan.charter.articles import Right, charter_from_text, rights_by_act
from auzolan.charter.needs import BY_RESOLUTION, WITHOUT_RESOLUTION
from auzolan.charter.offices import holds
from auzolan.charter.pausing import pause_in_force
from auzolan.charter.state import IN_FORCE, CharterInForce, Mandate
from auzolan.foundation.books import Books
from auzolan.foundation.moments import iso_from_moment
from auzolan.foundation.refusals import Refusal
from auzolan.record.case import Case
from auzolan.record.entries import Act

KERNEL = "house, kernel"

STILL_POSSIBLE = frozenset(
    {
        "assembly.decide_challenge", "consent.answer", "consent.end_trust",
        "consent.leave_group", "consent.lift", "consent.prohibit", "consent.request",
        "consent.take_batch_out", "consent.withdraw", "contributions.erase",
        "labour.forget_pages", "members.leave",
        "members.register_key", "members.register_passkey", "members.revoke_passkey",
        "record.redact", "record.rotate_key", "treasury.approve_payout", "treasury.book",
        "treasury.cancel_payout", "treasury.clear_suspense", "treasury.close_payout",
        "treasury.draft_payout", "treasury.export_payout", "treasury.lapse",
        "treasury.remit_withholding", "treasury.report_payout", "treasury.return_payments",
        "treasury.set_payee", "treasury.settle_payout",
    }
)  # fmt: skip
"""What can be asked after a co-operative has been wound up: to pay what is owed and set apart, to take
back consent, to be erased, to keep the record. Of bookings only spending; the treasury sees to that."""


def authorize(books: Books, act: Act, case: Case) -> tuple[MandateUsed, ...] | Refusal:
    """Check that the actor may ask for this act at this moment.

    Args:
        books: the state before the act.
        act: the act, with restricted fields opened.
        case: place, time and actor.
    Returns:
        The facts about the mandate that the act spends (none or one), or the refusal.
    Source: charter, its table of rights; article on organs: a pause that two organs agreed on.
    """
    in_force = books.get(CharterInForce, IN_FORCE)
    if isinstance(act, Found):
        return ()
    if in_force is None:
        return Refusal(
            "charter.not_founded", KERNEL, "The co-operative has not been founded yet.",
            "Found it first, with its charter and its first mandates.",
        )  # fmt: skip
    name = _name_of(type(act))
    if in_force.ended >= 0 and name not in STILL_POSSIBLE:
        return Refusal(
            "charter.dissolved", KERNEL,
            f"Entry {in_force.ended} wound the co-operative up; {name} is not possible any more.",
            "What is still possible: to pay out what is owed, to take back consent, to be erased.",
        )  # fmt: skip
    right = rights_by_act(in_force.text).get(name)
    if right is None:
        return Refusal(
            "charter.no_right", KERNEL, f"No article says who may do {name}.",
            "Propose an article that gives somebody this right.",
        )  # fmt: skip
    pause = pause_in_force(books, name, case.at)
    if pause is not None:
        return Refusal(
            "charter.paused", f"Art. {charter_from_text(in_force.text).organs.number}",
            f"Two organs have paused {name} until {iso_from_moment(pause.until_at)}.",
            "Wait until the pause ends.",
        )  # fmt: skip
    if name in BY_RESOLUTION:
        # Also where a charter of an older release gave it to somebody without.
        return _resolved(books, act, case, right)
    if name not in WITHOUT_RESOLUTION:
        return Refusal(
            "charter.need_unknown", KERNEL,
            f"Nobody has said whether {name} needs a decision of the members.",
            "Ask for it once a release says so.",
        )  # fmt: skip
    return _LADDER[right.by](books, act, case, right)


@lru_cache(maxsize=512)
def _name_of(kind: type[Act]) -> str:
    """The name of an act without its version, as rights write it."""
    tag = kind.__struct_config__.tag
    assert isinstance(tag, str), f"{kind.__name__} has no tag"
    return tag.rpartition("/")[0]


def _own(books: Books, act: Act, case: Case, right: Right) -> tuple[MandateUsed, ...] | Refusal:
    if act.person() == case.actor:
        return ()
    return Refusal(
        "charter.not_your_own", f"Art. {right.article}",
        f"{case.actor} asked for something that only {act.person()} can decide.",
        "Ask the person herself; nobody can do this for another.",
    )  # fmt: skip


def _anyone(books: Books, act: Act, case: Case, right: Right) -> tuple[MandateUsed, ...] | Refusal:
    # Standing is the business of the members' room; rules that need it check it there.
    return ()


def _office(books: Books, act: Act, case: Case, right: Right) -> tuple[MandateUsed, ...] | Refusal:
    if holds(books, case.actor, right.office, case.at):
        return ()
    return Refusal(
        "charter.not_in_office", f"Art. {right.article}",
        f"{case.actor} holds no mandate for the office {right.office} "
        f"on {iso_from_moment(case.at)[:10]}.",
        "Ask a holder of the office, or propose a mandate to the assembly.",
    )  # fmt: skip


def _resolved(
    books: Books, act: Act, case: Case, right: Right
) -> tuple[MandateUsed, ...] | Refusal:
    article = f"Art. {right.article}"
    office = _office(books, act, case, right)
    if isinstance(office, Refusal):
        return office
    mandate = books.get(Mandate, act.mandate_id())
    if mandate is None or mandate.power != right.act:
        return Refusal(
            "charter.no_mandate", article,
            f"No resolution of the members gave the mandate {act.mandate_id() or '(none)'} "
            f"for {right.act}.",
            "Propose it to the assembly; it can be done once the members have said yes.",
        )  # fmt: skip
    if mandate.spent:
        return Refusal(
            "charter.mandate_spent", article,
            f"The mandate {mandate.mandate} has been used already, or was taken back.",
            "A resolution is carried out once; propose a new one.",
        )  # fmt: skip
    if mandate.suspended:
        return Refusal(
            "charter.mandate_suspended", article,
            f"The decision behind the mandate {mandate.mandate} is challenged and suspended.",
            "Wait until the challenge is decided.",
        )  # fmt: skip
    if mandate.subject != act.subject():
        return Refusal(
            "charter.mandate_for_something_else", article,
            f"The members voted on something other than what {case.actor} now asks for.",
            "Carry out exactly what was voted, or propose the change.",
        )  # fmt: skip
    if case.at < mandate.from_at:
        return Refusal(
            "charter.mandate_cooling_off", article,
            f"The decision takes effect on {iso_from_moment(mandate.from_at)}.",
            "Wait until the cooling-off has passed.",
        )  # fmt: skip
    if case.at >= mandate.until_at:
        return Refusal(
            "charter.mandate_expired", article,
            f"The mandate {mandate.mandate} ended on {iso_from_moment(mandate.until_at)}.",
            "Propose it again.",
        )  # fmt: skip
    return (MandateUsed(mandate.mandate),)


_LADDER = {
    "self": _own,
    "member": _anyone,
    "tag": _anyone,
    "office": _office,
    "resolution": _resolved,
}
