"""Flows of a proposal: its poll from the tags to the charter, and its words when they are erased."""

from __future__ import annotations

from pathlib import Path

import pytest

from auzolan.assembly.acts import GiveProxy, RevokeProxy
from auzolan.assembly.resolutions import ChangeCharter, Choose
from auzolan.charter.articles import Change
from auzolan.foundation.moments import DAY_MS, Moment
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import ask, reading, vault_of
from auzolan.house.rooms.assembly import flows as assembly
from auzolan.house.rooms.assembly import petitioning
from auzolan.house.rooms.charter import flows as charter
from auzolan.house.rooms.consent import flows as consent
from auzolan.house.rooms.contributions import flows as contributions
from auzolan.house.rooms.members import flows as members
from auzolan.house.rooms.record import flows as record
from house.small_desk import MEMBERS, SmallDesk, accepted, refused
from support.deciding import opened as open_polls
from support.deciding import poll_of, propose_and_admit

CHANGES = (Change("surplus.obligatory_reserve_bp", 4_500),)


@pytest.fixture
def small(tmp_path: Path) -> SmallDesk:
    """A co-operative of five."""
    return SmallDesk(tmp_path / "coop")


# --- polls ---------------------------------------------------------------------------------------


def propose(small: SmallDesk) -> None:
    """Put the split before the members."""
    accepted(
        assembly.propose(
            small.desk, member="ana", proposal="split", measure=ChangeCharter(CHANGES),
            title="Split", reasons="Fair.",
        )
    )  # fmt: skip


def opened(small: SmallDesk) -> None:
    """Propose the split, give notice, and open the poll ten days later."""
    measure = ChangeCharter(CHANGES)
    propose_and_admit(small.desk, measure, "split", author="ana", secretary="ida")
    open_polls(small.desk, "split", secretary="ida")


def vote(small: SmallDesk, member: str, choice: str) -> object:
    """One ballot."""
    return assembly.cast(small.desk, member=member, proposal="split", choice=choice)


def test_a_vote_runs_from_proposal_to_the_charter(small: SmallDesk) -> None:
    """All vote, one changes her mind, two officers count, the charter changes after cooling off."""
    opened(small)
    for member in MEMBERS:
        accepted(vote(small, member, "no"))  # type: ignore[arg-type]
    for member in ("ana", "ben", "eve", "ida"):
        accepted(vote(small, member, "yes"))  # type: ignore[arg-type]
    accepted(assembly.close(small.desk, actor="ida", proposal="split"))
    row = poll_of(small.desk, "split")
    assert (row.yes, row.no, row.passed) == (4, 1, 1)
    assert refused(assembly.certify(small.desk, actor="ida", proposal="split")) == (
        "charter.not_in_office"
    )
    accepted(assembly.certify(small.desk, actor="ben", proposal="split"))

    def carry_out() -> object:
        return charter.amend(small.desk, actor="ida", mandate="mandate-split", changes=CHANGES)

    assert refused(carry_out()) == "charter.mandate_cooling_off"
    small.on("2025-03-25")
    accepted(carry_out())  # type: ignore[arg-type]


@pytest.mark.parametrize("actor", ["joe", "ida"])
def test_a_refused_close_publishes_no_running_count(small: SmallDesk, actor: str) -> None:
    """Goal: nobody votes after a look at the count. Method: close early; no file is new."""

    def laid_down() -> set[Path]:
        return {one for one in small.desk.folder.path.rglob("*") if one.is_file()}

    measure = Choose(("tea", "coffee"))
    propose_and_admit(small.desk, measure, "split", author="ana", secretary="ida")
    open_polls(small.desk, "split", secretary="ida")
    for member, choice in (("ana", "1,2"), ("ben", "2")):
        accepted(vote(small, member, choice))  # type: ignore[arg-type]
    before = laid_down()
    code = "assembly.poll_running" if actor == "ida" else "charter.not_in_office"
    assert refused(assembly.close(small.desk, actor=actor, proposal="split")) == code
    accepted(vote(small, "eve", "2,1"))  # type: ignore[arg-type]
    new = laid_down() - before
    assert not [one for one in new if b"ballots/1" in one.read_bytes() and "public" in one.parts]
    assert not [one for one in new if {"public", "annexes"} & set(one.parts)]


def test_a_moment_beyond_the_calendar_is_refused(small: SmallDesk) -> None:
    """Goal: a refusal, never a crash. Method: meetings and pauses at the largest whole number."""
    far = 2**53 - 1
    propose(small)
    for times in ((far, far), (small.clock.at + 40 * DAY_MS, far), (-1, -1)):
        called = assembly.call(
            small.desk, actor="ida", meeting="m", agenda=("split",),
            opens_at=times[0], second_call_at=times[1],
        )  # fmt: skip
        assert refused(called) == "desk.malformed"
    convened = petitioning.convene(
        small.desk, member="ana", meeting="m", petition="x", agenda=("split",),
        opens_at=far, second_call_at=far,
    )  # fmt: skip
    assert refused(convened) == "desk.malformed"
    paused = petitioning.pause(
        small.desk, actor="joe", pause="x", power="members.admit", until_at=far, reasons="Now."
    )
    assert refused(paused) == "desk.malformed"


def test_a_poll_without_a_ballot_can_be_closed_and_certified(small: SmallDesk) -> None:
    """Nobody votes: the poll ends, is counted twice at nothing, and did not pass."""
    opened(small)
    small.on("2025-03-18")
    accepted(assembly.close(small.desk, actor="ida", proposal="split"))
    accepted(assembly.certify(small.desk, actor="ben", proposal="split"))
    assert (poll_of(small.desk, "split").yes, poll_of(small.desk, "split").passed) == (0, 0)


def test_opening_again_leaves_everyone_her_tag(small: SmallDesk) -> None:
    """A second opening is refused and must not touch the map, or nobody could vote."""
    opened(small)
    with vault_of(small.desk.folder) as vault:
        before = [vault.tag_of("split", member) for member in MEMBERS]
    answer = assembly.open_poll(small.desk, actor="ida", proposal="split")
    assert isinstance(answer, Refusal)
    with vault_of(small.desk.folder) as vault:
        assert [vault.tag_of("split", member) for member in MEMBERS] == before
    accepted(vote(small, "ana", "yes"))  # type: ignore[arg-type]


def test_no_entry_of_a_ballot_names_a_member(small: SmallDesk) -> None:
    """Read the text of every ballot's entry: no member's id stands in it."""
    opened(small)
    entries = [
        accepted(vote(small, member, "yes")).seq  # type: ignore[arg-type]
        for member in reversed(MEMBERS)
    ]
    with reading(small.desk.folder) as now:
        texts = [now.log.body(seq).decode() for seq in entries]
    assert not [text for text in texts for member in MEMBERS if f'"{member}"' in text]
    assert not [text for text in texts if '"yes"' in text]


def test_who_was_not_on_the_roll_is_told_so(small: SmallDesk) -> None:
    """A newcomer after the opening holds no tag; neither does a stranger."""
    opened(small)
    accepted(members.admit(small.desk, actor="ana", member="zoe", name="Zoe"))
    assert refused(vote(small, "zoe", "yes")) == "assembly.no_tag"
    assert refused(vote(small, "nobody", "yes")) == "assembly.no_tag"


def test_the_map_of_tags_is_destroyed_only_after_the_result(small: SmallDesk) -> None:
    """Until the result can be challenged no more the map is needed; then one call leaves no link."""
    opened(small)
    accepted(vote(small, "ana", "yes"))  # type: ignore[arg-type]
    assert refused(assembly.forget_tags(small.desk, proposal="split")) == "assembly.tags_needed"
    assert refused(assembly.forget_tags(small.desk, proposal="none")) == "assembly.tags_needed"
    accepted(vote(small, "ana", "yes"))  # type: ignore[arg-type]
    small.on("2025-03-18")
    accepted(assembly.close(small.desk, actor="ida", proposal="split"))
    accepted(assembly.certify(small.desk, actor="ben", proposal="split"))
    assert refused(assembly.forget_tags(small.desk, proposal="split")) == "assembly.tags_needed"
    small.on("2026-03-18")
    assert assembly.forget_tags(small.desk, proposal="split") == len(MEMBERS)
    assert refused(vote(small, "ana", "no")) == "assembly.no_tag"


def test_one_votes_for_another_with_her_proxy_and_not_without(small: SmallDesk) -> None:
    """A proxy lets its holder, and nobody else, use the giver's tag until she attends herself."""
    measure = ChangeCharter(CHANGES)
    propose_and_admit(small.desk, measure, "split", author="ana", secretary="ida")
    opens_at = small.clock.at + 10 * DAY_MS
    call = {"meeting": "spring", "agenda": ("split",), "opens_at": opens_at}
    accepted(assembly.call(small.desk, actor="ida", **call))
    accepted(ask(small.desk, "proxy-1", "ana", GiveProxy("spring", "ben")))
    small.clock.at = Moment(opens_at)
    accepted(assembly.open_poll(small.desk, actor="ida", proposal="split"))

    def cast_for(member: str, giver: str) -> object:
        return assembly.cast(
            small.desk, member=member, proposal="split", choice="yes", on_behalf=giver
        )

    assert refused(cast_for("eve", "ana")) == "assembly.no_proxy"
    assert refused(cast_for("ben", "joe")) == "assembly.no_proxy"
    accepted(cast_for("ben", "ana"))  # type: ignore[arg-type]
    accepted(vote(small, "ben", "no"))  # type: ignore[arg-type]
    assert poll_of(small.desk, "split").voted == 2
    accepted(vote(small, "ana", "no"))  # type: ignore[arg-type]
    assert refused(cast_for("ben", "ana")) == "assembly.proxy_attends"
    accepted(ask(small.desk, "proxy-2", "ana", RevokeProxy("spring")))
    assert refused(cast_for("ben", "ana")) == "assembly.no_proxy"
    assert poll_of(small.desk, "split").voted == 2


# --- erasing words -------------------------------------------------------------------------------


def test_redacted_words_are_gone_from_the_vaults_file(small: SmallDesk) -> None:
    """Redact the reasons of a proposal and search the vault's bytes for them."""
    propose(small)
    with reading(small.desk.folder) as now:
        entry = now.log.head().size - 1
    answer = record.redact(
        small.desk, actor="ida", entry=entry, field="reasons", reason="It named a child."
    )
    accepted(answer)
    files = list(small.desk.folder.vault.glob("vault.db*"))
    assert not [path for path in files if b"Fair." in path.read_bytes()]
    with vault_of(small.desk.folder) as vault:
        assert set(vault.openings_of(entry)) == {"title"}


def test_erasures_are_applied_again_after_an_old_vault_came_back(small: SmallDesk) -> None:
    """Erase a text and a batch, restore the vault from before, and apply the erasures again."""
    small.bring()
    propose(small)
    with reading(small.desk.folder) as now:
        entry = now.log.head().size - 1
    folder = small.desk.folder
    rows = folder.batch_rows("ana-1").read_bytes()
    with vault_of(folder) as vault:
        openings = vault.openings_of(entry)
    accepted(consent.withdraw(small.desk, member="ana", kind="purchases"))
    accepted(contributions.erase_rows(small.desk, actor="eve", batch="ana-1", reason="asked"))
    accepted(record.redact(small.desk, actor="ida", entry=entry, field="title", reason="asked"))
    folder.batch_rows("ana-1").write_bytes(rows)
    with vault_of(folder) as vault:
        vault.keep_openings([(entry, opening) for opening in openings.values()])
    assert record.erase_again(small.desk) == 2
    assert not folder.batch_rows("ana-1").exists()
    with vault_of(folder) as vault:
        assert set(vault.openings_of(entry)) == {"reasons"}
