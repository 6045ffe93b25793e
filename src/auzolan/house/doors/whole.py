"""The commands for a co-operative as a whole: demo, init, verify, serve.

`verify` needs no Django and no server; it says so by importing neither.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from auzolan.house.doors.groups import room_app
from auzolan.house.doors.options import JsonOption

app = room_app("""The co-operative as a whole.""")
_PORT = 8000


@app.command("demo")
def demo(
    directory: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where it is made.")] = Path(
        "demo"
    ),
    tamper: Annotated[
        bool, typer.Option("--tamper", help="Change two amounts at the end, for verify to find.")
    ] = False,
    dataset: Annotated[
        str, typer.Option(help="The real data: yogurt, which is installed, or dynasent.")
    ] = "yogurt",
    data: Annotated[Path | None, typer.Option(help="The folder of the files of dynasent.")] = None,
    fetch: Annotated[
        bool, typer.Option("--fetch", help="Get dynasent from its public home into --data.")
    ] = False,
    sha256: Annotated[str, typer.Option(help="The SHA-256 that the fetched zip must have.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Run one whole period of a co-operative on real data, and verify it.

    Examples:
        auzolan demo
        auzolan demo sentences --dataset dynasent --data DIR

    Real are the purchases of 100 households, or the sentences, labels and rates of pay of 405
    writers and labelers; names, votes, consents and other money are made up from a seed. Run again,
    it says what is there and changes nothing.
    """
    from auzolan.house.demo.choosing import story_of
    from auzolan.house.demo.story import run_demo
    from auzolan.house.doors.errors import Exit
    from auzolan.house.doors.output import say, write, write_json

    story = story_of(dataset, data=data, sha256=sha256 if fetch else None)
    summary = run_demo(directory, tamper=tamper, say=say if as_json else write, story=story)
    if as_json:
        write_json(
            {
                "path": str(summary.path), "origin": summary.origin, "entries": summary.entries,
                "root": summary.root, "is_new": summary.is_new,
                "is_complete": summary.is_complete, "verdict": summary.verdict,
                "differences": summary.differences, "tampered": summary.tampered,
                "next_commands": summary.next_commands,
            }
        )  # fmt: skip
    say("Next:")
    for command in summary.next_commands:
        say(f"  {command}")
    if summary.differences and not summary.tampered:
        raise typer.Exit(Exit.DIFFERENT)


@app.command("init")
def init(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="An empty folder, or none yet.")],
    name: Annotated[str, typer.Option(help="The co-operative's name; it is sealed.")],
    origin: Annotated[str, typer.Option(help="The name of its record, as coop.example/2026.")],
    period: Annotated[str, typer.Option(help="The first period; this year where missing.")] = "",
    founder: Annotated[
        list[str] | None, typer.Option(help="The name of a founder; repeat it, at least twice.")
    ] = None,
    purpose: Annotated[
        list[str] | None, typer.Option(help="A purpose that members may allow; repeat it.")
    ] = None,
    kind: Annotated[
        list[str] | None, typer.Option(help="A kind of rows that members bring; repeat it.")
    ] = None,
    work: Annotated[
        list[str] | None, typer.Option(help="A kind whose rows are works, made once; repeat it.")
    ] = None,
    vouched: Annotated[
        list[str] | None,
        typer.Option(help="A kind whose rows name a source event that is vouched for; repeat it."),
    ] = None,
    contribution: Annotated[str, typer.Option(help="What each pays on joining.")] = "100.00",
    currency: Annotated[str, typer.Option(help="The currency of the books.")] = "EUR",
    database: Annotated[
        str, typer.Option(help="The address of a PostgreSQL database; a file where missing.")
    ] = "",
    schema: Annotated[str, typer.Option(help="The schema to make there.")] = "auzolan",
    preset: Annotated[
        str, typer.Option(help="The legal preset whose rules it begins with and may not leave.")
    ] = "es-pv-2019",
    charter: Annotated[
        Path | None,
        typer.Option(
            help="A charter in JSON, as the founding wizard gives it; in place of the rest."
        ),
    ] = None,
    seed: Annotated[str | None, typer.Option(hidden=True)] = None,
    as_json: JsonOption = False,
) -> None:
    """Found a co-operative: databases, key, first charter, first offices, first entry.

    Examples:
        auzolan init coop --name "Bide Data" --origin bide.example/2026 --founder Ane --founder Jon
        auzolan init coop --name "Bide Data" --origin bide.example/2026 --kind speech --purpose research

    The founders get the ids m001, m002 and so on. The first holds all offices except the audit,
    which is the second's: what one computes, another checks. The keys come from the machine's
    source of chance; there is no seed.
    """
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.initiation import Wishes, charter_in, initiate, tell_of_founding
    from auzolan.house.doors.output import write_json
    from auzolan.house.rooms.treasury.arguments import cents_from_text

    if seed is not None:
        raise Misused("init takes no seed: keys made from a seed are known to whoever knows it.")
    wishes = Wishes(
        name=name, origin=origin, period=period, founders=tuple(founder or ()),
        purposes=tuple(purpose or ()), kinds=tuple(kind or ()), works=tuple(work or ()),
        vouched=tuple(vouched or ()),
        contribution_cents=cents_from_text(contribution), currency=currency,
        database=database, schema=schema, preset=preset,
        charter=charter_in(charter) if charter is not None else None,
    )  # fmt: skip
    if charter is not None and (purpose or kind or work or vouched):
        raise Misused(
            "A charter says its purposes and kinds itself: leave --purpose and --kind out."
        )
    made = initiate(directory, wishes)
    write_json(made) if as_json else tell_of_founding(directory, made)


@app.command("verify")
def verify(
    directory: Annotated[
        Path, typer.Argument(metavar="[DIR]", envvar="AUZOLAN_FOLDER", help="Folder, or public/.")
    ] = Path(),
    level: Annotated[
        str, typer.Option(help="public, member or auditor; the highest possible where missing.")
    ] = "",
    key: Annotated[str, typer.Option(help="The verifier key that you trust.")] = "",
    receipt: Annotated[
        list[Path] | None, typer.Option(help="A .tlog-proof that you kept; repeat it.")
    ] = None,
    member_file: Annotated[Path | None, typer.Option(help="A member's file.")] = None,
    folder: Annotated[Path | None, typer.Option("--folder", hidden=True)] = None,
    as_json: JsonOption = False,
) -> None:
    """Re-compute a co-operative from its folder: hashes, rules, totals, tallies, balances.

    Examples:
        auzolan verify demo
        auzolan verify demo/public --level public --json

    It needs the folder alone. It says what it checked and what it could not check, and why; a
    difference names entry, account, field, what was expected and what was found.
    """
    from auzolan.audit.report import LEVELS, report_lines
    from auzolan.audit.verify import NothingToVerify
    from auzolan.audit.verify import verify as check
    from auzolan.house.doors.errors import Exit, Misused
    from auzolan.house.doors.output import patience, write, write_json

    if level and level not in LEVELS:
        raise Misused(f"A level is one of {', '.join(LEVELS)}; got {level}")
    path = folder or directory
    if not path.exists():
        raise Misused(f"There is nothing at {path}.")
    with patience(f"verifying {path}") as tick:
        try:
            report = check(
                path, level=level or None, member_file=member_file, receipts=tuple(receipt or ()),
                key=key or None, progress=tick,
            )  # fmt: skip
        except NothingToVerify as why:
            raise Misused(f"There is nothing to verify: {why}.") from why
    if as_json:
        write_json(report)
    else:
        write("\n".join(report_lines(report)))
    if report.differences:
        raise typer.Exit(Exit.DIFFERENT)


@app.command("serve")
def serve(
    directory: Annotated[
        Path, typer.Argument(metavar="[DIR]", envvar="AUZOLAN_FOLDER", help="The folder.")
    ] = Path(),
    port: Annotated[int, typer.Option(min=1, max=65_535, help="The port on this machine.")] = _PORT,
    host: Annotated[
        str, typer.Option(help="Where to listen; this machine alone unless settings name a proxy.")
    ] = "127.0.0.1",
    log_level: Annotated[
        str, typer.Option(help="How much is written to the log: error, warning, info or debug.")
    ] = "info",
    actor: Annotated[
        str,
        typer.Option(
            "--as", metavar="MEMBER",
            help="Who holds the office of data: answer licensees in her name. Without it, the "
            "portal alone.",
        ),
    ] = "",
    found: Annotated[
        bool, typer.Option("--found", help="Open the founding wizard for an empty folder.")
    ] = False,
    folder: Annotated[Path | None, typer.Option("--folder", hidden=True)] = None,
) -> None:  # fmt: skip
    """Open the portal of a co-operative on this machine; stop it with Ctrl-C.

    Examples:
        auzolan serve demo
        auzolan serve coop --port 8080 --as m001

    With --as, licensees call POST /api/models/MODEL/answer, and their calls are recorded in
    segments. With --found an empty folder gets the wizard, under a code that is printed once.
    """
    from auzolan.audit.deployment import SettingsRefused
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.portal.server import serve as serve_portal
    from auzolan.house.doors.session import folder_at

    if found:
        _serve_founding(folder or directory, port)
        return
    place = folder_at(folder or directory).path
    try:
        serve_portal(place, host, port, actor=actor, log_level=log_level)
    except (SettingsRefused, ValueError) as fault:
        raise Misused(str(fault)) from fault


def _serve_founding(folder: Path, port: int) -> None:
    from auzolan.house.doors.errors import Misused
    from auzolan.house.doors.portal.founding_server import NotEmpty, serve_founding

    try:
        serve_founding(folder, port)
    except NotEmpty as fault:
        raise Misused(str(fault)) from fault
