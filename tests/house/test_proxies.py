"""What the house does for a proxy, a petition and a challenge, through the real desk and vault."""

from __future__ import annotations

from pathlib import Path

import pytest

from auzolan.assembly.acts import GiveProxy, RevokeProxy
from auzolan.assembly.petition_acts import Challenge, DecideChallenge, Petition, Sign
from auzolan.assembly.resolutions import ChangeCharter
from auzolan.assembly.state import ADMITTED, Poll, Proposal, Proxy
from auzolan.charter.articles import Change
from auzolan.foundation.moments import DAY_MS
from auzolan.foundation.refusals import Refusal
from auzolan.house.asking import ask, drawn, reading, vault_of
from auzolan.house.rooms.assembly import flows as assembly
from auzolan.house.rooms.members import flows as members
from auzolan.house.submission import Receipt
from auzolan.record.entries import Act
from house.small_desk import MEMBERS, SmallDesk, accepted, refused

CHANGES = (Change("surplus.cash_bp", 3_000),)


@pytest.fixture
def small(tmp_path: Path) -> SmallDesk:
    """A co-operative of five with a called assembly of one item."""
    made = SmallDesk(tmp_path / "coop")
    accepted(
        assembly.propose(
            made.desk, member="ana", proposal="cash", measure=ChangeCharter(CHANGES),
            title="Cash", reasons="Fair.",
        )
    )  # fmt: skip
    accepted(assembly.admit(made.desk, actor="ida", proposal="cash"))
    accepted(assembly.call(made.desk, actor="ida", meeting="spring", agenda=("cash",)))
    return made


def says(small: SmallDesk, actor: str, act: Act, **words: str) -> Receipt | Refusal:
    """Somebody asks for an act."""
    return ask(small.desk, drawn(small.desk, "test"), actor, act, words)


def opened(small: SmallDesk) -> None:
    """Wait for the assembly and open its poll."""
    small.clock.at += 11 * DAY_MS
    accepted(assembly.open_poll(small.desk, actor="ida", proposal="cash"))


def vote(small: SmallDesk, member: str, choice: str, on_behalf: str = "") -> Receipt | Refusal:
    """One ballot."""
    return assembly.cast(
        small.desk, member=member, proposal="cash", choice=choice, on_behalf=on_behalf
    )


def counted(small: SmallDesk) -> tuple[int, int]:
    """Close the poll at its end and give yes and no."""
    small.clock.at += 8 * DAY_MS
    accepted(assembly.close(small.desk, actor="ida", proposal="cash"))
    with reading(small.desk.folder) as now:
        poll = now.books.get(Poll, "cash")
    assert poll is not None
    return poll.yes, poll.no


# --- proxies ------------------------------------------------------------------------------------------


def test_a_holder_votes_for_whom_gave_her_a_proxy_and_for_nobody_else(small: SmallDesk) -> None:
    """Goal: a proxy is one member's, to one member. Method: with it, without it, by another."""
    accepted(says(small, "ana", GiveProxy("spring", "ben")))
    opened(small)
    accepted(vote(small, "ben", "no", on_behalf="ana"))
    accepted(vote(small, "ben", "yes"))
    assert refused(vote(small, "ben", "no", on_behalf="eve")) == "assembly.no_proxy"
    assert refused(vote(small, "eve", "no", on_behalf="ana")) == "assembly.no_proxy"
    accepted(vote(small, "eve", "yes"))
    assert counted(small) == (2, 1)


def test_who_votes_herself_attends_which_ends_her_proxy(small: SmallDesk) -> None:
    """Goal: attending revokes. Method: the holder first, then herself, then the holder again."""
    accepted(says(small, "ana", GiveProxy("spring", "ben")))
    opened(small)
    accepted(vote(small, "ben", "no", on_behalf="ana"))
    assert refused(vote(small, "ana", "perhaps")) == "assembly.choice_unknown"
    last = accepted(vote(small, "ben", "no", on_behalf="ana"))
    # Her ballot alone is entered: an act beside it would tell whose it is.
    assert accepted(vote(small, "ana", "yes")).seq == last.seq + 1
    assert refused(vote(small, "ben", "no", on_behalf="ana")) == "assembly.proxy_attends"
    with reading(small.desk.folder) as now:
        assert now.books.get(Proxy, ("spring", "ana")) is not None
    for member in ("ben", "eve"):
        accepted(vote(small, member, "no"))
    assert counted(small) == (1, 2)


def test_a_proxy_that_was_taken_back_is_used_no_more(small: SmallDesk) -> None:
    """Goal: it stays her vote. Method: take it back during the poll."""
    accepted(says(small, "ana", GiveProxy("spring", "ben")))
    opened(small)
    accepted(says(small, "ana", RevokeProxy("spring")))
    assert refused(vote(small, "ben", "no", on_behalf="ana")) == "assembly.no_proxy"


def test_a_holder_who_leaves_holds_no_proxy(small: SmallDesk) -> None:
    """Goal: members vote for members. Method: she leaves; the giver votes herself."""
    accepted(members.admit(small.desk, actor="ana", member="zoe", name="Zoe"))
    accepted(assembly.propose(
        small.desk, member="ana", proposal="more", measure=ChangeCharter(CHANGES),
        title="More", reasons="Fair.",
    ))  # fmt: skip
    accepted(assembly.admit(small.desk, actor="ida", proposal="more"))
    accepted(assembly.call(small.desk, actor="ida", meeting="late", agenda=("more",)))
    accepted(says(small, "ana", GiveProxy("late", "zoe")))
    accepted(members.leave(small.desk, member="zoe", reason="moving"))
    with reading(small.desk.folder) as now:
        assert now.books.get(Proxy, ("late", "ana")) is None
    accepted(says(small, "ana", GiveProxy("late", "ben")))


# --- the map of tags --------------------------------------------------------------------------------


def forget(small: SmallDesk) -> int | Refusal:
    """Destroy the map."""
    return assembly.forget_tags(small.desk, proposal="cash")


def test_the_map_of_tags_outlives_every_challenge_and_no_longer(small: SmallDesk) -> None:
    """Goal: a challenged count can be looked into. Method: each moment at which it is still needed."""
    assert refused(forget(small)) == "assembly.tags_needed"
    accepted(says(small, "ana", GiveProxy("spring", "ben")))
    opened(small)
    for member in MEMBERS:
        accepted(vote(small, member, "yes"))
    assert refused(forget(small)) == "assembly.tags_needed"
    counted(small)
    accepted(assembly.certify(small.desk, actor="ben", proposal="cash"))
    certified_at = small.clock.at
    accepted(says(small, "ana", Challenge("c", "cash", "0" * 64), grounds="The roll was wrong."))
    small.clock.at = certified_at + 365 * DAY_MS - 1
    assert refused(forget(small)) == "assembly.tags_needed"
    small.clock.at += 1
    answer = forget(small)
    assert isinstance(answer, Refusal)
    assert "challenge" in answer.because
    decide = DecideChallenge("c", upheld=False, reasons="0" * 64)
    accepted(says(small, "eve", decide, reasons="It was right."))
    assert forget(small) == len(MEMBERS)
    with vault_of(small.desk.folder) as vault:
        assert vault.tag_of("cash", "ana") is None
        assert not vault.has_attended("spring", "ana")


# --- a veto -----------------------------------------------------------------------------------------


def test_a_petition_in_the_cooling_off_brings_the_decision_back(small: SmallDesk) -> None:
    """Goal: the life of a veto in tables. Method: pass, petition, vote again with new tags."""
    opened(small)
    for member in MEMBERS:
        accepted(vote(small, member, "yes"))
    accepted(assembly.close(small.desk, actor="ida", proposal="cash"))
    accepted(assembly.certify(small.desk, actor="ben", proposal="cash"))
    accepted(says(small, "eve", Petition("wait", "confirm", "cash", "0" * 64), reasons="Too fast."))
    with reading(small.desk.folder) as now:
        row = now.books.get(Proposal, "cash")
    assert row is not None
    assert (row.state, row.round, row.mandate) == (ADMITTED, 2, "")
    assert refused(says(small, "ben", Sign("wait"))) == "assembly.petition_carried"
    accepted(assembly.call(small.desk, actor="ida", meeting="again", agenda=("cash",)))
    opened(small)
    with vault_of(small.desk.folder) as vault:
        assert vault.tag_of("cash.2", "ana") not in {None, vault.tag_of("cash", "ana")}
