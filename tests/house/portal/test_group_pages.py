"""Groups and strikes on the pages: what is voted on, and the entries, in words."""

from __future__ import annotations

import html
from pathlib import Path

from django.db import connections
from django.test import Client

from auzolan.assembly.resolutions import EndStrikeVote, GroupDecides, Measure, StrikeUses
from auzolan.consent.acts import Price, Scope, Terms
from auzolan.consent.group_acts import GroupLift, GroupPermit, GroupProhibit
from auzolan.consent.strike_acts import StrikeTerms
from auzolan.consent.taxonomy import END_USES, OPERATIONS
from auzolan.foundation.moments import moment_from_iso
from auzolan.house.doors.portal import purpose_words
from auzolan.house.rooms.assembly.execution import execute
from auzolan.house.rooms.consent import group_flows
from auzolan.house.rooms.record.flows import publish
from auzolan.house.settings import configure
from house.small_desk import SmallDesk, accepted
from support.deciding import decided, propose_and_admit

TRAIN = Terms("train", "research", 0, 0, None, None, None, 1)
NARROW = Terms(
    "replica.voice", "commercial", 0, moment_from_iso("2099-06-01"), ("milk-ltd",), ("ES",),
    ("text",), 1,
)  # fmt: skip


def test_every_term_has_a_name_and_a_sentence() -> None:
    """Goal: no term is shown bare. Method: compare the tables of words with the two lists."""
    for table in (purpose_words.OPERATIONS, purpose_words.OPERATION_NAMES):
        assert tuple(table) == OPERATIONS
    for table in (purpose_words.END_USES, purpose_words.END_USE_NAMES):
        assert tuple(table) == END_USES
    sentences = [*purpose_words.OPERATIONS.values(), *purpose_words.END_USES.values()]
    assert all(str(one).endswith(".") and len(str(one).split()) <= 20 for one in sentences)


def test_a_proposal_about_uses_says_what_stops_for_whom_and_what_a_group_says(
    tmp_path: Path,
) -> None:
    """Goal: members know what they vote on. Method: one page for each such measure, in English."""
    small = SmallDesk(tmp_path / "coop")
    desk = small.desk
    small.bring()
    accepted(group_flows.form_group(desk, member="ana", group="choir"))
    for name in ("ben", "joe"):
        accepted(group_flows.invite(desk, member=name, group="choir", invited_by="ana"))
        accepted(group_flows.join(desk, member=name, group="choir"))
    yes = GroupPermit("choir", Scope("purchases"), NARROW, Price(250_000, "EUR", "answer"), True)
    decided(desk, GroupDecides(yes), "yes", author="joe", secretary="ida", auditor="ben")
    entry = accepted(execute(desk, actor="eve", proposal="yes")).seq
    strike = StrikeTerms("pay", "train", "commercial", None, 0)
    decided(desk, StrikeUses(strike), "strike", author="ana", secretary="ida", auditor="ben")
    accepted(execute(desk, actor="joe", proposal="strike"))
    one = StrikeTerms("one", "share", "hiring", ("milk-ltd",), moment_from_iso("2099-06-01"))
    asked: tuple[tuple[str, Measure], ...] = (
        ("one", StrikeUses(one)), ("end", EndStrikeVote("pay")),
        ("no", GroupDecides(GroupProhibit("choir", Scope(), TRAIN))),
        ("lift", GroupDecides(GroupLift("choir", f"group-{entry}"))),
    )  # fmt: skip
    for name, measure in asked:
        propose_and_admit(desk, measure, name, author="ana", secretary="ida")
    publish(desk)
    desk.close()
    configure(tmp_path / "coop")
    client = Client()
    try:
        for proposal, words in (
            ("strike", ("Stop uses together", "Let a model learn from your data, in any way.",
                        "Everybody but the co-operative itself", "Another vote ends it",
                        "No permission ends", "Stopped uses together")),
            ("one", ("Give your data to somebody else, in any way.", "To choose who gets a job.",
                     "milk-ltd", "2099")),
            ("end", ("End a strike", "The strike pay ends")),
            ("yes", ("What is allowed", "Make a copy of your voice that can speak for you.",
                     "Only members of the group choir vote on it.", "milk-ltd", "ES", "text",
                     "250,000", "EUR", "Those who made the data are named.",
                     "Carried out what a group voted")),
            ("no", ("What is forbidden", "All rows of the group")),
            ("lift", (f"It takes back what the group said under group-{entry}.",)),
        ):  # fmt: skip
            text = html.unescape(client.get(f"/en/decisions/{proposal}/").content.decode())
            for said in words:
                assert said in text, (proposal, said)
        page = html.unescape(client.get(f"/en/record/{entry}/").content.decode())
        for said in ("Carried out what a group voted", "The group allows the use", "choir"):
            assert said in page, said
    finally:
        connections.close_all()
