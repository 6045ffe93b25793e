"""The assembly by commands alone: from a draft to what follows, petitions, proxies, a recount.

Commands read the machine's clock. What takes days is begun by a desk whose clock stands in the past.
"""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path

import pytest

from auzolan.assembly.resolutions import ChangeCharter, Elect, Measure
from auzolan.audit.folder import Folder
from auzolan.charter.articles import Change
from auzolan.foundation.moments import DAY_MS, Moment
from auzolan.house.desk import Desk
from auzolan.house.ports import Ports, SeededChance, SetClock
from auzolan.house.rooms.assembly import attending, flows
from auzolan.house.rooms.record.flows import publish
from house.cli.conftest import Cli, Said
from support.deciding import accept, decided, propose_and_admit

MEMBERS = ("ana", "ben", "eve", "ida", "joe")
CASH = ChangeCharter((Change("surplus.cash_bp", 3_000),))


def done(said: Said) -> Said:
    """The same, once it is sure that the command did it."""
    assert said.code == 0, said
    return said


def days_ago(coop: Path, days: int) -> Desk:
    """A desk on the same folder whose clock stood still so many days ago."""
    at = Moment(time.time_ns() // 1_000_000 - days * DAY_MS)
    return Desk(Folder(coop), Ports(SetClock(at), SeededChance(f"{days} days ago")))


def called(coop: Path, proposal: str, measure: Measure, *standing: str) -> None:
    """Have notice given twelve days ago, so that a command can open the poll now."""
    desk = days_ago(coop, 12)
    propose_and_admit(desk, measure, proposal, author="ana", secretary="ida")
    for member in standing:
        accept(attending.nominate(desk, member=member, proposal=proposal))
    accept(flows.call(desk, actor="ida", meeting="spring", agenda=(proposal,)))
    publish(desk)
    desk.close()


def code_of(said: Said) -> str:
    """The code of a refusal."""
    assert said.code == 1, said
    return str(said.json["refusal"]["code"])


def test_from_a_draft_to_a_notice(cli: Cli, coop: Path) -> None:
    """Goal: the first half of a life. Method: each command, then the page with all of it."""
    change = ("--change", "surplus.voluntary_bp=800")
    done(cli("assembly", "propose", "p1", "--title", "More reserve", "--as", "ana", *change))
    done(cli("assembly", "revise", "p1", "--change", "surplus.voluntary_bp=700", "--reasons",
             "Less is enough", "--as", "ana"))  # fmt: skip
    said = done(cli("assembly", "comment", "p1", "Why now?", "--as", "ben", "--json")).json
    comment = said["facts"][0]["comment"]
    done(cli("assembly", "answer", comment, "The year was good.", "--as", "ana"))
    done(cli("assembly", "interest", "p1", "--as", "eve"))
    endorsed = cli("assembly", "endorse", "p1", "--as", "ben", "--json")
    if endorsed.code:  # a charter that asks for none takes none
        assert code_of(endorsed) == "assembly.wrong_state"
    early = cli("assembly", "call", "spring", "--item", "p1", "--as", "ida", "--json")
    assert code_of(early) == "assembly.wrong_state"
    done(cli("assembly", "admit", "p1", "--as", "ida"))
    done(cli("assembly", "call", "spring", "--item", "p1", "--as", "ida"))
    page = done(cli("assembly", "show", "p1", "--json")).json
    assert (page["state"], page["title"], page["meeting"]["meeting"]) == (
        "noticed", "More reserve", "spring",
    )  # fmt: skip
    assert page["comments"][0]["answer"] == "The year was good."
    assert page["measure"]["changes"] == [{"clause": "surplus.voluntary_bp", "value": 700}]
    assert page["next"] == page["meeting"]["opens_at"]
    assert code_of(cli("assembly", "open", "p1", "--as", "ida", "--json")).startswith("assembly.")
    dry = done(cli("assembly", "dry-run", "p1", "--json")).json
    assert {"what": "surplus.voluntary_bp", "before": "0", "after": "700"} in dry["noticed"]
    assert "surplus.voluntary_bp" in done(cli("assembly", "dry-run", "p1")).out
    done(cli("assembly", "withdraw", "p1", "--as", "ana"))
    assert "withdrawn" in done(cli("assembly", "show")).out


def test_from_an_open_poll_to_a_certified_result(cli: Cli, coop: Path) -> None:
    """Goal: the second half. Method: vote with a proxy and twice, close, certify, recount."""
    called(coop, "p1", CASH)
    done(cli("assembly", "open", "p1", "--as", "ida"))
    late = cli("assembly", "proxy", "give", "spring", "--to", "ben", "--as", "ana", "--json")
    assert code_of(late) == "assembly.proxy_too_late"
    voted = done(cli("assembly", "vote", "p1", "no", "--as", "ana", "--json")).json
    ballot = done(cli("record", "show", str(voted["entry"]), "--json")).json
    assert ballot["opened"] == {}
    assert ballot["actor"] not in MEMBERS
    for member in MEMBERS:
        done(cli("assembly", "vote", "p1", "yes", "--as", member))
        page = done(cli("assembly", "show", "p1", "--json")).json
        assert (page["state"], page["yes"], page["passed"]) in {
            ("open", 0, None), ("second_call", 0, None),
        }  # fmt: skip
        assert "voted" not in page
        assert done(cli("assembly", "result", "p1", "--json")).json["polls"] == []
    done(cli("assembly", "close", "p1", "--as", "ida"))
    early = cli("assembly", "forget-tags", "p1")
    assert (early.code, "assembly.tags_needed" in early.err) == (1, True)
    done(cli("assembly", "certify", "p1", "--as", "ben"))
    page = done(cli("assembly", "show", "p1", "--json")).json
    assert (page["state"], page["yes"], page["no"], page["passed"]) == ("cooling", 5, 0, True)
    early = cli("assembly", "execute", "p1", "--as", "ida", "--yes", "--json")
    assert code_of(early) == "charter.mandate_cooling_off"
    assert cli("assembly", "execute", "nothing", "--as", "ida", "--yes").code == 1
    assert "carried" in done(cli("assembly", "result", "p1")).out
    assert "1 of 1 polls agree" in done(cli("assembly", "recount")).out


def test_a_proxy_is_given_used_and_taken_back(cli: Cli, coop: Path) -> None:
    """Goal: the proxy commands. Method: given before the meeting, used once it is open."""
    done(cli("assembly", "propose", "p1", "--title", "Cash", "--as", "ana", "--change",
             "surplus.cash_bp=3000"))  # fmt: skip
    done(cli("assembly", "admit", "p1", "--as", "ida"))
    done(cli("assembly", "call", "autumn", "--item", "p1", "--as", "ida"))
    done(cli("assembly", "proxy", "give", "autumn", "--to", "ben", "--as", "ana"))
    done(cli("assembly", "proxy", "revoke", "autumn", "--as", "ana"))
    again = cli("assembly", "proxy", "revoke", "autumn", "--as", "ana", "--json")
    assert code_of(again) == "assembly.no_proxy"
    wrong = cli("assembly", "vote", "p1", "yes", "--as", "ben", "--for", "ana", "--json")
    assert code_of(wrong) == "assembly.no_proxy"


def test_an_election_is_counted_and_shown_stage_by_stage(cli: Cli, coop: Path) -> None:
    """Goal: elections by command. Method: two stand for one seat; the stages add up."""
    called(coop, "council", Elect("council", 1, 730), "ana", "ida")
    done(cli("assembly", "open", "council", "--as", "ida"))
    rankings = ("1,2", "1", "2", "2,1", "1")
    for member, ranking in zip(MEMBERS, rankings, strict=True):
        done(cli("assembly", "vote", "council", ranking, "--as", member))
    wrong = cli("assembly", "vote", "council", "1,1", "--as", "ana", "--json")
    assert code_of(wrong) == "assembly.ranking_twice"
    done(cli("assembly", "close", "council", "--as", "ida"))
    done(cli("assembly", "certify", "council", "--as", "ben"))
    result = done(cli("assembly", "result", "council", "--json")).json
    assert result["polls"][0]["elected"] == ["ana"]
    first = result["stages"]["stages"][0]
    assert [(one["name"], one["votes_e5"], one["is_elected"]) for one in first["votes"]] == [
        ("ana", 300_000, True), ("ida", 200_000, False),
    ]  # fmt: skip
    assert "3.00000" in done(cli("assembly", "result", "council", "--stages")).out
    recount = done(cli("assembly", "recount", "council", "--json")).json
    assert recount["polls"][0]["elected"] == result["polls"][0]["elected"]
    assert recount["polls"][0]["agrees"] is True


def test_members_ask_together_and_against(cli: Cli, coop: Path) -> None:
    """Goal: petitions, challenges and pauses by command. Method: each, on a decision that cools."""
    desk = days_ago(coop, 40)
    decided(desk, CASH, "p1", author="ana", secretary="ida", auditor="ben", is_cool=False)
    publish(desk)
    desk.close()
    begun = cli("assembly", "petition", "begin", "autumn", "--kind", "call", "--reasons", "Prices",
                "--as", "ana", "--json")  # fmt: skip
    assert done(begun).json["facts"][0]["signatures"] == 1
    signed = cli("assembly", "petition", "sign", "autumn", "--as", "ben", "--json")
    assert signed.code == 0 or code_of(signed) == "assembly.petition_carried"
    done(cli("assembly", "propose", "p2", "--title", "Costs", "--as", "ana", "--change",
             "surplus.cash_bp=2500"))  # fmt: skip
    done(cli("assembly", "admit", "p2", "--as", "ida"))
    done(
        cli("assembly", "convene", "autumn", "--petition", "autumn", "--item", "p2", "--as", "ana")
    )
    done(cli("assembly", "challenge", "c1", "p1", "--grounds", "I was not told", "--as", "joe"))
    assert done(cli("assembly", "show", "p1", "--json")).json["challenges"][0]["state"] == "pending"
    done(
        cli("assembly", "decide-challenge", "c1", "dismiss", "--reasons", "She was", "--as", "eve")
    )
    assert (
        cli("assembly", "decide-challenge", "c1", "perhaps", "--reasons", "", "--as", "eve").code
        == 2
    )
    day = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 5 * 86_400))
    done(cli("assembly", "pause", "ask", "leak", "--power", "learning.train", "--until", day,
             "--reasons", "A leak", "--as", "joe"))  # fmt: skip
    done(cli("assembly", "pause", "agree", "leak", "--as", "ben"))
    paused = cli("learning", "train", "m1", "--snapshot", "s", "--as", "eve", "--json")
    assert paused.code == 1
    soon = cli("assembly", "pause", "ask", "x", "--power", "learning.train", "--until", "soon",
               "--reasons", "A leak", "--as", "joe")  # fmt: skip
    assert soon.code == 2


def test_anyone_recounts_from_a_copy_of_the_published_files(
    cli: Cli, coop: Path, tmp_path: Path
) -> None:
    """Goal: nobody need be trusted. Method: recount a copy; change one disclosed ballot in it."""
    desk = days_ago(coop, 40)
    decided(
        desk, CASH, "p1", author="ana", secretary="ida", auditor="ben", yes=("ana", "ben", "joe")
    )
    publish(desk)
    desk.close()
    copy = tmp_path / "copy"
    shutil.copytree(coop / "public", copy)
    found = done(cli("assembly", "recount", "--public", copy, "--json")).json
    assert [(one["poll"], one["yes"], one["roll"], one["agrees"]) for one in found["polls"]] == [
        ("p1", 3, 5, True)
    ]
    assert cli("assembly", "recount", "p9", "--public", copy).code == 2
    assert cli("assembly", "recount", "--public", tmp_path / "nowhere").code == 2
    (ballots,) = (
        one
        for one in (copy / "annex").iterdir()
        if json.loads(one.read_text())["kind"] == "ballots/1"
    )
    ballots.write_text(ballots.read_text().replace('"yes"', '"no"', 1))
    said = cli("assembly", "recount", "--public", copy, "--json")
    assert said.code == 3
    assert [one["agrees"] for one in said.json["polls"]] == [False]


@pytest.mark.parametrize(
    "words", [("call", "s", "--item", "p", "--opens", "soon"), ("result", "p")]
)
def test_what_cannot_be_read_is_told_plainly(cli: Cli, coop: Path, words: tuple[str, ...]) -> None:
    """Goal: wrong usage has its own exit code. Method: a moment and a proposal that are none."""
    more = ("--as", "ida") if words[0] == "call" else ()
    assert cli("assembly", *words, *more).code == 2
