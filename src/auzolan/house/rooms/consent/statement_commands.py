"""`auzolan consent`, about single statements: permit, prohibit, lift, and who speaks for whom."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from auzolan.house.doors.groups import RoomApp
from auzolan.house.doors.options import HERE, AsOption, DryRunOption, FolderOption, JsonOption

MemberArgument = Annotated[str, typer.Argument(help="The member whose rows they are.")]
OperationOption = Annotated[str, typer.Option("--operation", help="What is done, as train.")]
EndUseOption = Annotated[str, typer.Option("--end-use", help="What for, as research.")]
NameOption = Annotated[str, typer.Option("--name", help="Its name; one is drawn where missing.")]
KindOption = Annotated[str, typer.Option("--kind", help="The kind of rows; all where missing.")]
BatchOption = Annotated[str, typer.Option("--batch", help="The batch; all where missing.")]
RowOption = Annotated[
    int, typer.Option("--row", min=-1, max=9_999_999, help="One row of the batch, from 0.")
]
FromOption = Annotated[str, typer.Option("--from", metavar="DAY", help="The first day; now.")]
UntilOption = Annotated[str, typer.Option("--until", metavar="DAY", help="The day it ends; never.")]
PartyOption = Annotated[
    list[str] | None, typer.Option("--party", help="Who alone may ask; repeat it.")
]
TerritoryOption = Annotated[
    list[str] | None, typer.Option("--territory", help="Where alone, as ES; repeat it.")
]
ModelClassOption = Annotated[
    list[str] | None, typer.Option("--model-class", help="For which models alone; repeat it.")
]
GuardianOption = Annotated[
    str, typer.Option("--guardian", help="Who speaks for a minor, and asks for her.")
]
MICRO_MAX = 10**12


def permit_use(
    member: MemberArgument,
    operation: OperationOption,
    end_use: EndUseOption,
    name: NameOption = "",
    kind: KindOption = "",
    batch: BatchOption = "",
    row: RowOption = -1,
    begins: FromOption = "",
    ends: UntilOption = "",
    party: PartyOption = None,
    territory: TerritoryOption = None,
    model_class: ModelClassOption = None,
    floor: Annotated[
        int, typer.Option(min=0, max=MICRO_MAX, help="The least price for an answer, millionths.")
    ] = 0,
    credit: Annotated[bool, typer.Option("--credit", help="Only if the people are named.")] = False,
    guardian: GuardianOption = "",
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Allow one operation for one end use, under conditions; all else stays as it is.

    Examples:
        auzolan consent permit m017 --operation replica.voice --end-use research --kind voices
        auzolan consent permit m017 --operation train --end-use commercial --party milk-ltd --until 2027-01-01
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.consent.statement_flows import Said, permit

    said = Said(
        statement=name, operation=operation, end_use=end_use, kind=kind, batch=batch, row=row,
        begins=_day(begins), ends=_day(ends), party=party or (), territory=territory or (),
        model_class=model_class or (), floor_micro=floor,
        currency=_currency(folder) if floor else "", credit=credit,
    )  # fmt: skip
    enter_after_showing(
        folder,
        lambda desk: permit(desk, member=member, said=said, guardian=guardian),
        as_json=as_json,
        dry_run=dry_run,
        yes=True,
    )


def prohibit_use(
    member: MemberArgument,
    operation: OperationOption,
    end_use: EndUseOption,
    name: NameOption = "",
    kind: KindOption = "",
    batch: BatchOption = "",
    row: RowOption = -1,
    begins: FromOption = "",
    ends: UntilOption = "",
    party: PartyOption = None,
    territory: TerritoryOption = None,
    model_class: ModelClassOption = None,
    guardian: GuardianOption = "",
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Forbid one operation for one end use, whatever else is allowed.

    Examples:
        auzolan consent prohibit m017 --operation train --end-use advertising
        auzolan consent prohibit m017 --operation share --end-use commercial --party milk-ltd
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.consent.statement_flows import Said, prohibit

    said = Said(
        statement=name, operation=operation, end_use=end_use, kind=kind, batch=batch, row=row,
        begins=_day(begins), ends=_day(ends), party=party or (), territory=territory or (),
        model_class=model_class or (),
    )  # fmt: skip
    enter_after_showing(
        folder,
        lambda desk: prohibit(desk, member=member, said=said, guardian=guardian),
        as_json=as_json,
        dry_run=dry_run,
        yes=True,
    )


def lift_statement(
    member: MemberArgument,
    statement: Annotated[str, typer.Argument(help="The statement, by its name.")],
    guardian: GuardianOption = "",
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Take one statement back, at once: a permission or a prohibition.

    Examples:
        auzolan consent lift m017 voice-for-research
        auzolan consent lift m017 voice-for-research --dry-run
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.consent.statement_flows import lift

    enter_after_showing(
        folder,
        lambda desk: lift(desk, member=member, statement=statement, guardian=guardian),
        as_json=as_json,
        dry_run=dry_run,
        yes=True,
    )


def entrust_cooperative(
    member: MemberArgument,
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Let the co-operative act for one towards those who use models: bargain, and strike.

    Examples:
        auzolan consent entrust m017
        auzolan consent entrust m017 --json
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.consent.statement_flows import entrust

    enter_after_showing(
        folder, lambda desk: entrust(desk, member=member), as_json=as_json, dry_run=dry_run,
        yes=True,
    )  # fmt: skip


def end_the_trust(
    member: MemberArgument,
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Take back that the co-operative acts for one; no permission changes.

    Examples:
        auzolan consent end-trust m017
        auzolan consent end-trust m017 --json
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.consent.statement_flows import end_trust

    enter_after_showing(
        folder, lambda desk: end_trust(desk, member=member), as_json=as_json, dry_run=dry_run,
        yes=True,
    )  # fmt: skip


def note_guardian(
    member: Annotated[str, typer.Argument(help="The minor, who is a member.")],
    guardian: Annotated[str, typer.Argument(help="Who speaks for her.")],
    until: Annotated[str, typer.Option(metavar="DAY", help="The day on which she is of age.")],
    actor: AsOption,
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Note who speaks for a minor; what was allowed before ends, and may be allowed anew.

    Examples:
        auzolan consent guardian m017 m002 --until 2031-05-20 --as m001
        auzolan consent guardian m017 m002 --until 2031-05-20 --as m001 --dry-run
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.consent.statement_flows import set_guardian

    of_age = _day(until)
    enter_after_showing(
        folder,
        lambda desk: set_guardian(
            desk, actor=actor, member=member, guardian=guardian, until=of_age
        ),
        as_json=as_json,
        dry_run=dry_run,
        yes=True,
    )


def note_others(
    batch: Annotated[str, typer.Argument(help="The batch whose rows speak of other people.")],
    basis: Annotated[str, typer.Option(help="none, consent, anonymised or law.")],
    evidence: Annotated[str, typer.Option(help="Where that can be looked up; it is sealed.")],
    actor: AsOption,
    folder: FolderOption = HERE,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Note that rows speak of other people; with the basis none they are not used.

    Examples:
        auzolan consent third-persons chats-1 --basis none --evidence "Names of friends" --as m001
        auzolan consent third-persons chats-1 --basis consent --evidence "Folder 12" --as m001
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.consent.statement_flows import note_third_persons

    enter_after_showing(
        folder,
        lambda desk: note_third_persons(
            desk, actor=actor, batch=batch, basis=basis, evidence=evidence
        ),
        as_json=as_json,
        dry_run=dry_run,
        yes=True,
    )


def add_to(app: RoomApp) -> None:
    """Add these commands to the room's group."""
    for name, command in (
        ("permit", permit_use), ("prohibit", prohibit_use), ("lift", lift_statement),
        ("entrust", entrust_cooperative), ("end-trust", end_the_trust),
        ("guardian", note_guardian), ("third-persons", note_others),
    ):  # fmt: skip
        app.command(name)(command)


def _day(text: str) -> int:
    from auzolan.foundation.moments import moment_from_iso
    from auzolan.house.doors.errors import Misused

    if not text:
        return 0
    try:
        return moment_from_iso(text)
    except ValueError as fault:
        raise Misused(f"A day is written as 2027-01-01; got {text!r}") from fault


def _currency(folder: Path) -> str:
    from auzolan.charter.articles import charter_from_text
    from auzolan.charter.state import IN_FORCE, CharterInForce
    from auzolan.house.doors.session import folder_at
    from auzolan.house.storage.reader import reader_of

    with reader_of(folder_at(folder)) as reader:
        row = reader.get(CharterInForce, IN_FORCE)
    assert row is not None, "a folder with books has a charter"
    return charter_from_text(row.text).currency
