"""Single uses, groups and strikes by commands alone, up to a vote that is carried out."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from auzolan.assembly.resolutions import EndStrikeVote, GroupDecides, Measure, StrikeUses
from auzolan.consent.acts import Scope, Terms
from auzolan.consent.group_acts import GroupLift, GroupPermit, GroupProhibit
from auzolan.consent.state import ConsentStatement
from auzolan.consent.strike_acts import StrikeTerms
from auzolan.foundation.moments import moment_from_iso
from auzolan.house.doors.errors import Misused
from auzolan.house.rooms.assembly.execution import execute
from auzolan.house.rooms.assembly.measures import Described, measure_from
from auzolan.house.rooms.consent import group_flows, statement_flows
from auzolan.house.rooms.consent.statement_queries import (
    consent_pages,
    group_lines,
    group_page,
    strike_lines,
)
from auzolan.house.rooms.learning import flows as learning
from auzolan.house.storage.reader import reader_of
from house.cli.conftest import Cli
from house.cli.test_life import done
from house.small_desk import SmallDesk, accepted
from support.deciding import decided

DAY = moment_from_iso("2026-06-01")
YES = Terms("train", "research", 0, 0, None, None, None, 1)


def test_a_member_says_yes_and_no_to_single_uses_and_sees_both_in_words(
    cli: Cli, coop: Path
) -> None:
    """Goal: every word is shown with its entry. Method: permit, forbid, lift; show as text and JSON."""
    said = done(cli("consent", "permit", "ana", "--operation", "replica.voice", "--end-use",
                    "research", "--kind", "purchases", "--batch", "ana-1", "--row", "2",
                    "--party", "milk-ltd", "--party", "dairy", "--territory", "ES",
                    "--model-class", "text", "--floor", "250000", "--credit", "--until",
                    "2099-06-01", "--name", "voice", "--json"))  # fmt: skip
    assert said.json["facts"][0]["statement"] == "voice"
    done(cli("consent", "prohibit", "ana", "--operation", "train", "--end-use", "commercial"))
    pages = {one["kind"]: one for one in done(cli("consent", "show", "ana", "--json")).json}
    words = [one["says"] for one in pages["purchases"]["statements"]]
    assert words[-1] == (
        "allows replica.voice for research, in row 2 of ana-1, by dairy, milk-ltd, in ES, "
        "for models of text, at 250,000 millionths or more for each answer, with the people named"
    )
    assert pages["purchases"]["statements"][-1]["until"] == "2099-06-01"
    assert pages["purchases"]["statements"][-1]["entry"] == said.json["entry"]
    assert [one["says"] for one in pages[""]["statements"]] == ["forbids train for commercial"]
    assert (pages[""]["entry"], pages[""]["purposes"]) == (-1, [])
    text = done(cli("consent", "show", "ana")).out
    assert "forbids train for commercial" in text
    assert "voice" in text
    done(cli("consent", "lift", "ana", "voice"))
    again = cli("consent", "lift", "ana", "voice", "--json")
    assert (again.code, again.json["refusal"]["code"]) == (1, "consent.already_lifted")
    assert "replica.voice" not in done(cli("consent", "show", "ana")).out


def test_looking_first_enters_nothing(cli: Cli, coop: Path) -> None:
    """Goal: a dry run is dry. Method: each writing command with it, then count entries."""
    before = done(cli("verify", coop, "--json")).json["entries"]
    for words in (
        ("permit", "ana", "--operation", "train", "--end-use", "research"),
        ("prohibit", "ana", "--operation", "train", "--end-use", "research"),
        ("entrust", "ana"),
        ("guardian", "ana", "ben", "--until", "2035-01-01", "--as", "ana"),
        ("third-persons", "ana-1", "--basis", "none", "--evidence", "x", "--as", "eve"),
        ("group", "form", "choir", "--as", "ana"),
    ):
        assert "nothing has been written" in done(cli("consent", *words, "--dry-run")).err
    assert done(cli("verify", coop, "--json")).json["entries"] == before


def test_wrong_use_is_told_apart_from_a_refusal(cli: Cli, coop: Path) -> None:
    """Goal: exit codes 1 and 2. Method: a term that nobody knows, then a day that is none."""
    terms = ("--end-use", "research")
    unknown = cli("consent", "permit", "ana", "--operation", "fly", *terms, "--json")
    assert (unknown.code, unknown.json["refusal"]["code"]) == (1, "unknown.operation")
    assert (
        cli("consent", "permit", "ana", "--operation", "train", *terms, "--until", "soon").code == 2
    )
    assert cli("consent", "groups", "choir").code == 2
    assert done(cli("consent", "groups")).err.strip() == "There is nothing yet."
    assert done(cli("consent", "strikes", "--json")).json == []


def test_agency_other_people_and_guardians_by_commands(cli: Cli, coop: Path) -> None:
    """Goal: each word reaches its rule. Method: entrust twice, note others, note a guardian."""
    done(cli("consent", "entrust", "ana"))
    twice = cli("consent", "entrust", "ana", "--json")
    assert twice.json["refusal"]["code"] == "consent.entrusted_already"
    done(cli("consent", "end-trust", "ana"))
    noted = done(cli("consent", "third-persons", "ana-1", "--basis", "none", "--evidence",
                     "Names of friends", "--as", "eve", "--json"))  # fmt: skip
    assert noted.json["facts"][0]["basis"] == "none"
    check = cli("consent", "third-persons", "ana-1", "--basis", "none", "--evidence", "x", "--as",
                "ana", "--json")  # fmt: skip
    assert check.json["refusal"]["code"] == "charter.not_in_office"
    done(cli("consent", "guardian", "joe", "ben", "--until", "2035-01-01", "--as", "ana"))
    alone = cli("consent", "permit", "joe", "--operation", "train", "--end-use", "research",
                "--json")  # fmt: skip
    assert alone.json["refusal"]["code"] == "consent.guardian_needed"
    done(cli("consent", "permit", "joe", "--operation", "train", "--end-use", "research",
             "--guardian", "ben", "--until", "2034-01-01"))  # fmt: skip
    assert cli("consent", "withdraw", "joe", "--kind", "purchases", "--guardian", "eve").code == 1
    done(cli("consent", "withdraw", "joe", "--kind", "purchases", "--guardian", "ben"))


def test_a_group_is_formed_filled_and_left_by_commands(cli: Cli, coop: Path) -> None:
    """Goal: each step of a group. Method: form, invite, join, place, look, take out, leave."""
    done(cli("consent", "group", "form", "choir", "--as", "ana"))
    for name in ("ben", "eve"):
        done(cli("consent", "group", "invite", "choir", name, "--as", "ana"))
        done(cli("consent", "group", "join", "choir", "--as", name))
    done(cli("consent", "group", "place", "ana-1", "choir", "--as", "ana"))
    page = done(cli("consent", "groups", "choir", "--json")).json
    assert (page["members"], page["batches"]) == (["ana", "ben", "eve"], ["ana-1"])
    assert done(cli("consent", "groups", "--json")).json[0]["members"] == 3
    proposed = done(cli("assembly", "propose", "yes", "--title", "Our songs", "--group-says",
                        "choir=permit:train:research", "--as", "ana", "--json"))  # fmt: skip
    assert proposed.json["facts"][0]["power"] == "consent.decide_for_group"
    outside = cli("assembly", "propose", "no", "--title", "Theirs", "--group-says",
                  "choir=prohibit:train:research", "--as", "joe", "--json")  # fmt: skip
    assert outside.json["refusal"]["code"] == "assembly.not_of_the_group"
    strike = done(cli("assembly", "propose", "strike", "--title", "Pay us", "--strike",
                      "late-pay=train:commercial:milk-ltd", "--as", "joe", "--json"))  # fmt: skip
    assert strike.json["facts"][0]["power"] == "consent.strike"
    done(cli("consent", "group", "take-out", "ana-1", "--as", "ana"))
    done(cli("consent", "group", "leave", "choir", "--as", "ben"))
    left = done(cli("consent", "groups", "choir", "--json")).json
    assert (left["members"], left["batches"]) == (["ana", "eve"], [])
    assert done(cli("verify", coop)).out.splitlines()[-1].startswith("verified:")


def test_each_measure_about_uses_has_one_spelling(tmp_path: Path) -> None:
    """Goal: one spelling. Method: every form, then each way to get it wrong."""

    def written(**told: object) -> Measure:
        return measure_from(tmp_path, Described(**told))  # type: ignore[arg-type]

    for text, terms in (
        ("pay=train:commercial", StrikeTerms("pay", "train", "commercial", None, 0)),
        ("pay=share:hiring:a-ltd,b", StrikeTerms("pay", "share", "hiring", ("a-ltd", "b"), 0)),
        ("pay=train:adult@2026-06-01", StrikeTerms("pay", "train", "adult", None, DAY)),
        ("pay=train:adult:a@2026-06-01", StrikeTerms("pay", "train", "adult", ("a",), DAY)),
    ):
        assert written(strike=text) == StrikeUses(terms)
    assert written(end_strike="pay") == EndStrikeVote("pay")
    says = {
        "choir=permit:train:research": GroupPermit("choir", Scope(), YES, None, credit=False),
        "choir=prohibit:train:research": GroupProhibit("choir", Scope(), YES),
        "choir=lift:group-41": GroupLift("choir", "group-41"),
    }
    for text, decision in says.items():
        assert written(group_says=text) == GroupDecides(decision)
    file = tmp_path / "says.json"
    for decision in says.values():
        file.write_bytes(msgspec.json.encode(decision))
        assert written(group_terms=file) == GroupDecides(decision)
    file.write_text(json.dumps({"type": "permit", "group_id": "choir"}))
    for told, why in (
        ({"strike": "pay=train"}, "A strike is written as"),
        ({"strike": "pay=train:adult@soon"}, "A strike is written as"),
        ({"group_says": "choir=allow:train:research"}, "What a group says is written as"),
        ({"group_terms": file}, "does not hold what a group says"),
        ({"group_says": "choir=lift:group-41", "end_strike": "pay"}, "has one measure"),
    ):
        with pytest.raises(Misused, match=why):
            written(**told)


def test_a_groups_vote_and_a_strike_are_carried_out_at_a_real_desk(tmp_path: Path) -> None:
    """Goal: from a proposal to sealed rows. Method: vote in secret, carry out, seal, look."""
    small = SmallDesk(tmp_path / "coop")
    desk = small.desk
    small.bring(purposes=("research",))
    accepted(group_flows.form_group(desk, member="ana", group="choir"))
    for name in ("ben", "joe"):
        accepted(group_flows.invite(desk, member=name, group="choir", invited_by="ana"))
        accepted(group_flows.join(desk, member=name, group="choir"))
    accepted(group_flows.place(desk, member="ana", batch="ana-1", group="choir"))
    accepted(statement_flows.entrust(desk, member="eve"))

    def sealed(name: str, party: str = "") -> int:
        answer = learning.seal(
            desk,
            actor="eve",
            snapshot=name,
            kind="purchases",
            purpose="research",
            sealed_for=learning.SealedFor(party=party),
        )
        return int(accepted(answer).facts[0].rows)

    assert sealed("before") == 32
    by = {"secretary": "ida", "auditor": "ben"}
    decision = GroupPermit("choir", Scope(), YES, None, credit=False)
    decided(desk, GroupDecides(decision), "yes", author="joe", **by)
    accepted(execute(desk, actor="eve", proposal="yes"))
    assert sealed("after") == 40
    terms = StrikeTerms("pay", "train", "research", ("milk-ltd",), 0)
    decided(desk, StrikeUses(terms), "strike", author="ana", **by)
    assert sealed("waiting", "milk-ltd") == 40
    accepted(execute(desk, actor="joe", proposal="strike"))
    assert accepted(execute(desk, actor="joe", proposal="strike")).repeated
    assert sealed("struck", "milk-ltd") == 32
    with reader_of(desk.folder) as reader:
        assert [one.goes_on for one in strike_lines(reader, small.clock())] == [True]
    decided(desk, EndStrikeVote("pay"), "end", author="ana", **by)
    accepted(execute(desk, actor="joe", proposal="end"))
    assert sealed("ended", "milk-ltd") == 40
    with reader_of(desk.folder) as reader:
        lines = strike_lines(reader, small.clock())
        assert [(one.strike, one.towards, one.goes_on) for one in lines] == [
            ("pay", "milk-ltd", False)
        ]
        page = group_page(reader, "choir")
        assert page is not None
        assert [one.says for one in page.statements] == ["allows train for research"]
        assert group_lines(reader)[0].statements == 1
        said = reader.rows(ConsentStatement, group_id="choir")
        assert [one.statement for one in said] == [f"group-{said[0].entry}"]
        assert all(one.member for one in consent_pages(reader))
    desk.close()
