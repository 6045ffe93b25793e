"""`auzolan licensing offer|accept|key|revoke-key|invoice|report|revoke`: the life of a licence.

None of these moves money or writes to a company; a payment is booked with `receive`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auzolan.house.doors.groups import RoomApp
from auzolan.house.doors.options import HERE, AsOption, DryRunOption, FolderOption, JsonOption

if TYPE_CHECKING:
    from auzolan.foundation.refusals import Refusal
    from auzolan.house.desk import Desk
    from auzolan.house.doors.session import Flow
    from auzolan.house.submission import Receipt
    from auzolan.licensing.acts import LicenceTerms

TERMS_BYTES_MAX = 16_384
LicenceArgument = Annotated[str, typer.Argument(help="The licence.")]


def offer_terms(
    terms: Annotated[
        Path, typer.Option(exists=True, dir_okay=False, help="The terms as JSON; see the how-to.")
    ],
    actor: AsOption,
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Put terms before a company and the members; the answer has the digest that both say yes to.

    Examples:
        auzolan licensing offer --terms dairy.json --as m001 --dry-run
        auzolan licensing offer --terms dairy.json --as m001

    The file names licence, licensee, model, purpose, fee_cents, price_micro, predictions_max, days,
    and where they differ from the usual operation, territory, model_class, credit, pay_days.
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.licensing.life_flows import offer

    read = _terms(terms)
    enter_after_showing(
        folder,
        lambda desk: offer(desk, actor=actor, terms=read),
        as_json=as_json,
        dry_run=dry_run,
        yes=True,
    )


def accept_terms(
    licence: LicenceArgument,
    terms_digest: Annotated[str, typer.Option(help="The digest that the company signed.")],
    evidence: Annotated[str, typer.Option(help="Where the signature is; it is sealed.")],
    actor: AsOption,
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Note that a company has signed the granted terms; it may have keys from then on.

    Examples:
        auzolan licensing accept dairy-2024 --terms-digest 3c54...e9 --evidence "binder 7" --as m001
        auzolan licensing accept dairy-2024 --terms-digest 3c54...e9 --evidence x --as m001 --dry-run

    The digest stands in: auzolan licensing show LICENCE
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.licensing.life_flows import accept

    enter_after_showing(
        folder,
        lambda desk: accept(
            desk, actor=actor, licence=licence, terms_digest=terms_digest, evidence=evidence
        ),
        as_json=as_json,
        dry_run=dry_run,
        yes=True,
    )


def give_key(
    licence: LicenceArgument,
    actor: AsOption,
    name: Annotated[str, typer.Option(help="The key's name; the next number if missing.")] = "",
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Draw a key for calling the model; it is shown once and kept by nobody here.

    Examples:
        auzolan licensing key dairy-2024 --as m001
        auzolan licensing key dairy-2024 --name dairy-lab --as m001 --json

    Hand it to the company by a safe way. A lost key is put out of use with revoke-key.
    """
    from auzolan.house.doors.output import say, write, write_json
    from auzolan.house.rooms.licensing.life_flows import draw_key, issue_key
    from auzolan.licensing.life_acts import KeyIssued

    drawn: list[str] = []

    def give(desk: Desk) -> Receipt | Refusal:
        drawn.append(draw_key(desk))
        return issue_key(desk, actor=actor, licence=licence, secret=drawn[-1], key=name)

    receipt = _entered(folder, give, dry_run=dry_run, as_json=as_json)
    if receipt is None:
        return
    given = next(fact.key for fact in receipt.facts if isinstance(fact, KeyIssued))
    if as_json:
        write_json({"entry": receipt.seq, "licence": licence, "key": given, "secret": drawn[-1]})
        return
    say(f"Entry {receipt.seq}: the key {given} of {licence}. It is shown this once:")
    write(drawn[-1])


def revoke_one_key(
    key: Annotated[str, typer.Argument(help="The key's name.")],
    actor: AsOption,
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Put a key out of use, at once.

    Examples:
        auzolan licensing revoke-key key-dairy-2024-1 --as m001
        auzolan licensing revoke-key dairy-lab --as m001 --dry-run
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.licensing.life_flows import revoke_key

    enter_after_showing(
        folder,
        lambda desk: revoke_key(desk, actor=actor, key=key),
        as_json=as_json,
        dry_run=dry_run,
        yes=True,
    )


def write_invoice(
    licence: LicenceArgument,
    actor: AsOption,
    number: Annotated[str, typer.Option(help="Its number; the next one if missing.")] = "",
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Ask a company for everything that has accrued and stands on no invoice yet.

    Examples:
        auzolan licensing invoice dairy-2024 --as m001 --dry-run
        auzolan licensing invoice dairy-2024 --as m001 > invoice.txt

    It is written as text, or with --json for programs. Print it again with: auzolan licensing show
    LICENCE --invoice NUMBER. It computes no tax.
    """
    from auzolan.house.rooms.licensing.life_flows import invoice
    from auzolan.licensing.life_acts import Invoiced

    receipt = _entered(
        folder,
        lambda desk: invoice(desk, actor=actor, licence=licence, number=number),
        dry_run=dry_run,
        as_json=as_json,
    )
    if receipt is None:
        return
    name = next(fact.invoice for fact in receipt.facts if isinstance(fact, Invoiced))
    print_invoice(folder, name, as_json=as_json)


def print_invoice(folder: Path, number: str, *, as_json: bool) -> None:
    """Give out the document of an invoice.

    Raises:
        Misused: there is none of this number.
    """
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.output import write, write_json
    from auzolan.house.doors.session import folder_at
    from auzolan.house.rooms.licensing.invoices import invoice_paper, paper_text

    paper = invoice_paper(folder_at(folder), number)
    if paper is None:
        raise Misused(f"There is no invoice {number}. List them: auzolan licensing show LICENCE")
    if as_json:
        write_json(paper)
    else:
        write(paper_text(paper))


def report_use_of(
    licence: LicenceArgument,
    answers: Annotated[int, typer.Option(min=0, help="How many answers the company says.")],
    since: Annotated[str, typer.Option("--from", help="The first day, as 2024-06-01.")],
    until: Annotated[str, typer.Option(help="The day after the last one.")],
    actor: AsOption,
    name: Annotated[str, typer.Option(help="The report's name; drawn from the rest.")] = "",
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Set what a company says to have used beside our meter; no money moves.

    Examples:
        auzolan licensing report dairy-2024 --answers 900 --from 2024-06-01 --until 2024-07-01 --as m001
        auzolan licensing report dairy-2024 --answers 9 --from 2024-06-01 --until 2024-06-02 --as m001

    Days are days in UTC. Where the two differ both stay on record, and our meter says what is owed.
    """
    from auzolan.house.doors.output import say, write_receipt
    from auzolan.house.rooms.licensing.life_flows import report_use
    from auzolan.house.rooms.licensing.queries import report_text
    from auzolan.licensing.life_acts import UseReported

    from_at, until_at = _day(since), _day(until)
    receipt = _entered(
        folder,
        lambda desk: report_use(
            desk, actor=actor, licence=licence, from_at=from_at, until_at=until_at,
            answers=answers, report=name,
        ),
        dry_run=dry_run,
        as_json=as_json,
    )  # fmt: skip
    if receipt is None:
        return
    write_receipt(receipt, as_json=as_json)
    for fact in receipt.facts:
        if isinstance(fact, UseReported):
            say(report_text(fact.answers, fact.metered))


def revoke_licence(
    licence: LicenceArgument,
    reason: Annotated[str, typer.Option(help="Why; it is sealed.")],
    actor: AsOption,
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """End a licence now and put its keys out of use; what was used is owed.

    Examples:
        auzolan licensing revoke dairy-2024 --reason "sold our rows on" --as m001 --dry-run
        auzolan licensing revoke dairy-2024 --reason "sold our rows on" --as m001
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.licensing.life_flows import revoke

    enter_after_showing(
        folder,
        lambda desk: revoke(desk, actor=actor, licence=licence, reason=reason),
        as_json=as_json,
        dry_run=dry_run,
        yes=True,
    )


def add_to(app: RoomApp) -> None:
    """Put these commands among those of licensing."""
    app.command("offer")(offer_terms)
    app.command("accept")(accept_terms)
    app.command("key")(give_key)
    app.command("revoke-key")(revoke_one_key)
    app.command("invoice")(write_invoice)
    app.command("report")(report_use_of)
    app.command("revoke")(revoke_licence)


def _entered(folder: Path, flow: Flow, *, dry_run: bool, as_json: bool) -> Receipt | None:
    """The entry that was made, for a command that says more about it; None after a rehearsal."""
    from auzolan.house.doors.session import accepted, desk_at, enter_after_showing

    if dry_run:
        enter_after_showing(folder, flow, as_json=as_json, dry_run=True, yes=False)
        return None
    with desk_at(folder) as desk:
        return accepted(flow(desk))


def _terms(path: Path) -> LicenceTerms:
    import msgspec

    from auzolan.house.doors.errors import Misused
    from auzolan.licensing.acts import LicenceTerms

    with path.open("rb") as file:
        text = file.read(TERMS_BYTES_MAX)
    try:
        return msgspec.json.decode(text, type=LicenceTerms)
    except ValueError as fault:
        fields = ", ".join(LicenceTerms.__struct_fields__)
        raise Misused(f"{path} does not hold terms ({fields}): {fault}") from fault


def _day(text: str) -> int:
    from auzolan.foundation.moments import moment_from_iso
    from auzolan.house.doors.errors import Misused

    try:
        return moment_from_iso(text)
    except ValueError as fault:
        raise Misused(f"A day is written as 2024-06-01; got {text!r}") from fault
