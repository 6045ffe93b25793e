"""`auzolan assembly`: propose, vote, count, and carry out what passed.

Here are the ways of a proposal; meetings, polls and petitions have modules of their own.
"""

from __future__ import annotations

from typing import Annotated

import typer

from auzolan.house.doors.groups import room_app
from auzolan.house.doors.options import (
    HERE,
    AsOption,
    DryRunOption,
    FolderOption,
    JsonOption,
    YesOption,
)
from auzolan.house.rooms.assembly import (
    meeting_commands,
    petition_commands,
    poll_commands,
    reading_commands,
)
from auzolan.house.rooms.assembly.count_command import count
from auzolan.house.rooms.assembly.measure_options import (
    AppointOption,
    ChangeOption,
    ChooseOption,
    DaysOption,
    ElectOption,
    EndStrikeOption,
    GroupSaysOption,
    GroupTermsOption,
    KeepPauseOption,
    PlanOption,
    ReasonsOption,
    RecallOption,
    RestructureOption,
    SettleExitOption,
    StrikeOption,
    TermsOption,
    TextsOption,
    TitleOption,
    WindUpOption,
)
from auzolan.house.rooms.assembly.step_commands import Step, add_steps

app = room_app(
    """Proposals, meetings and votes.

    Examples:
        auzolan assembly show
        auzolan assembly vote p1 yes --as m017
    """
)
app.command("count")(count)
ProposalArgument = Annotated[str, typer.Argument(help="The proposal.")]


@app.command("propose")
def propose_measure(
    proposal: Annotated[str, typer.Argument(help="The id of the new proposal.")],
    title: TitleOption,
    actor: AsOption,
    reasons: ReasonsOption = "",
    organ: Annotated[str, typer.Option(help="Who decides: assembly, council, ...")] = "assembly",
    change: ChangeOption = None,
    texts: TextsOption = None,
    terms: TermsOption = None,
    plan: PlanOption = "",
    appoint: AppointOption = "",
    days: DaysOption = None,
    recall: RecallOption = "",
    elect: ElectOption = "",
    choose: ChooseOption = "",
    restructure: RestructureOption = "",
    keep_pause: KeepPauseOption = "",
    settle_exit: SettleExitOption = "",
    wind_up: WindUpOption = "",
    strike: StrikeOption = "",
    end_strike: EndStrikeOption = "",
    group_says: GroupSaysOption = "",
    group_terms: GroupTermsOption = None,
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Draft a measure: clauses and texts, a licence, a plan, an office, an election, a choice.

    Examples:
        auzolan assembly propose p1 --title "More reserve" --change surplus.voluntary_bp=800 --as m017
        auzolan assembly propose p3 --title "A new council" --elect council=5 --as m001

    It waits for its endorsements, if the charter asks for any, and then to be admitted.

    An exit names the member and the reason: justified, unjustified, expulsion, death or transfer.
    After a colon stand the basis points that are deducted, as m017=unjustified:1000, or who takes
    the capital over, as m017=transfer:m002.

    A strike names itself, the operation and the end use that stop; after a colon, towards whom
    alone, and after an @ the day on which it ends, as late-pay=train:commercial:milk-ltd@2026-06-01.
    On what a group says only its members vote.
    """
    from auzolan.house.doors.session import enter
    from auzolan.house.rooms.assembly.flows import propose
    from auzolan.house.rooms.assembly.measures import Described, measure_from, with_texts

    told = Described(
        changes=change or (), texts=texts, terms=terms, plan=plan, appoint=appoint, days=days,
        recall=recall, elect=elect, choose=choose, restructure=restructure, keep_pause=keep_pause,
        settle_exit=settle_exit, wind_up=wind_up, strike=strike, end_strike=end_strike,
        group_says=group_says, group_terms=group_terms,
    )  # fmt: skip
    measure = measure_from(folder, told)
    enter(
        folder,
        lambda desk: propose(
            desk, member=actor, proposal=proposal, measure=with_texts(desk, measure, texts),
            title=title, reasons=reasons, organ=organ,
        ),
        as_json=as_json,
    )  # fmt: skip


@app.command("revise")
def revise_measure(
    proposal: ProposalArgument,
    actor: AsOption,
    reasons: ReasonsOption = "",
    change: ChangeOption = None,
    texts: TextsOption = None,
    terms: TermsOption = None,
    plan: PlanOption = "",
    appoint: AppointOption = "",
    days: DaysOption = None,
    recall: RecallOption = "",
    elect: ElectOption = "",
    choose: ChooseOption = "",
    restructure: RestructureOption = "",
    keep_pause: KeepPauseOption = "",
    settle_exit: SettleExitOption = "",
    wind_up: WindUpOption = "",
    strike: StrikeOption = "",
    end_strike: EndStrikeOption = "",
    group_says: GroupSaysOption = "",
    group_terms: GroupTermsOption = None,
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Put another measure in the place of one's own draft; it is endorsed anew.

    Examples:
        auzolan assembly revise p1 --change surplus.voluntary_bp=600 --as m017
        auzolan assembly revise p1 --change surplus.voluntary_bp=600 --as m017 --json
    """
    from auzolan.house.doors.session import enter
    from auzolan.house.rooms.assembly.drafting import revise
    from auzolan.house.rooms.assembly.measures import Described, measure_from, with_texts

    told = Described(
        changes=change or (), texts=texts, terms=terms, plan=plan, appoint=appoint, days=days,
        recall=recall, elect=elect, choose=choose, restructure=restructure, keep_pause=keep_pause,
        settle_exit=settle_exit, wind_up=wind_up, strike=strike, end_strike=end_strike,
        group_says=group_says, group_terms=group_terms,
    )  # fmt: skip
    measure = measure_from(folder, told)
    enter(
        folder,
        lambda desk: revise(
            desk, member=actor, proposal=proposal, measure=with_texts(desk, measure, texts),
            reasons=reasons,
        ),
        as_json=as_json,
    )  # fmt: skip


add_steps(
    app,
    Step("endorse", "Support a draft with one's name.", "drafting.endorse", who="member"),
    Step(
        "admit", "Have a draft checked by machine, so that it may stand on an agenda.", "flows.admit",
        more="It looks at form, tier, the bounds of the law and the charter that it was written "
        "against.",
    ),
    Step(
        "withdraw", "Take one's own proposal back, before its poll opens.", "drafting.withdraw",
        who="member",
    ),
)  # fmt: skip


@app.command("comment")
def comment_on(
    proposal: ProposalArgument,
    text: Annotated[str, typer.Argument(help="What one has to say; it is sealed.")],
    actor: AsOption,
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Say something about a proposal, under one's name.

    Examples:
        auzolan assembly comment p1 "Why not 6 %?" --as m017
        auzolan assembly comment p1 "Why not 6 %?" --as m017 --json
    """
    from auzolan.house.doors.session import enter
    from auzolan.house.rooms.assembly.drafting import comment

    enter(
        folder,
        lambda desk: comment(desk, member=actor, proposal=proposal, text=text),
        as_json=as_json,
    )


@app.command("answer")
def answer_comment(
    comment: Annotated[str, typer.Argument(help="The comment, by its id.")],
    text: Annotated[str, typer.Argument(help="The answer; it is sealed.")],
    actor: AsOption,
    folder: FolderOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Answer a comment, as the author of the proposal.

    Examples:
        auzolan assembly answer comment-1f2e "The law asks for 8 %." --as m017
        auzolan assembly answer comment-1f2e "The law asks for 8 %." --as m017 --json
    """
    from auzolan.house.doors.session import enter
    from auzolan.house.rooms.assembly.drafting import answer

    enter(
        folder,
        lambda desk: answer(desk, member=actor, comment=comment, text=text),
        as_json=as_json,
    )


meeting_commands.add_to(app)
poll_commands.add_to(app)


@app.command("execute")
def execute_measure(
    proposal: ProposalArgument,
    actor: AsOption,
    folder: FolderOption = HERE,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Carry out a proposal that passed, once its cooling-off has passed.

    Examples:
        auzolan assembly execute p1 --as m001 --dry-run
        auzolan assembly execute p1 --as m001 --yes
    """
    from auzolan.house.doors.session import enter_after_showing
    from auzolan.house.rooms.assembly.execution import execute

    enter_after_showing(
        folder,
        lambda desk: execute(desk, actor=actor, proposal=proposal),
        as_json=as_json,
        dry_run=dry_run,
        yes=yes,
    )


petition_commands.add_to(app)


@app.command("forget-tags")
def forget_the_tags(
    proposal: ProposalArgument, folder: FolderOption = HERE, as_json: JsonOption = False
) -> None:
    """Destroy the map from members to ballot tags, for good, once a result is beyond challenge.

    Examples:
        auzolan assembly forget-tags p1
        auzolan assembly forget-tags p1 --json

    Until then the map serves challenges. Copies in backups go when the backups go.
    """
    from auzolan.house.doors.output import write, write_json
    from auzolan.house.doors.session import accepted, desk_at
    from auzolan.house.rooms.assembly.flows import forget_tags

    with desk_at(folder) as desk:
        destroyed = accepted(forget_tags(desk, proposal=proposal))
    if as_json:
        write_json({"proposal": proposal, "destroyed": destroyed})
    else:
        write(f"{destroyed} links from members to ballots on {proposal} are destroyed")


reading_commands.add_to(app)
