"""Voting through the portal: one tap, a receipt, a later ballot in its place, and nothing that tells whose."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections
from django.test import Client

from auzolan.assembly.state import Ballot, Poll, Proposal
from auzolan.house.doors.open_desk import close_desks
from auzolan.house.settings import configure
from auzolan.house.storage.reader import reader_of
from support.acting import PEOPLE, Acting, acting_in, founded
from support.lively import lively_coop
from support.portal import SECRET_COMMENT, SECRET_TITLE, Page, sign_in

DAYS_AGO = 13


@pytest.fixture(scope="module")
def at_poll(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A co-operative with an open poll on its floor of pay, opened through the forms."""
    path = founded(tmp_path_factory.mktemp("poll") / "coop", DAYS_AGO)
    with acting_in(path, DAYS_AGO) as act:
        act.done(
            "m002", "assembly.propose_change", clause="labour.floor_cents_hour", value="17.50",
            title="A higher floor",
        )  # fmt: skip
        name = proposal_in(act)
        act.done("m001", "assembly.admit", proposal=name)
        act.done("m001", "assembly.call", agenda=name)
        act.done("m004", "assembly.give_proxy", meeting=meeting_in(act), holder="m005")
        act.days_on(11)
        act.done("m001", "assembly.open_poll", proposal=name)
    return path


@pytest.fixture
def act(at_poll: Path, tmp_path: Path) -> Iterator[Acting]:
    """Its people on the day after voting opened, in a copy of one's own."""
    shutil.copytree(at_poll, tmp_path / "coop")
    with acting_in(tmp_path / "coop", DAYS_AGO) as acting:
        acting.days_on(12)
        yield acting


@pytest.fixture(scope="module")
def lively(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which everything is under way."""
    return lively_coop(tmp_path_factory.mktemp("lively") / "coop")


@pytest.fixture
def at(lively: Path, tmp_path: Path) -> Iterator[Client]:
    """A browser in a copy of it."""
    shutil.copytree(lively, tmp_path / "lively")
    configure(tmp_path / "lively")
    yield Client()
    close_desks()
    connections.close_all()


def proposal_in(act: Acting) -> str:
    """The one proposal."""
    with reader_of(act.folder) as reader:
        (row,) = reader.rows(Proposal)
    return row.proposal


def meeting_in(act: Acting) -> str:
    """The meeting that it is called for."""
    with reader_of(act.folder) as reader:
        (row,) = reader.rows(Proposal)
    return row.meeting


def ballots_in(act: Acting) -> list[str]:
    """What the ballots say that count now, as the desk alone can read."""
    with reader_of(act.folder) as reader:
        return sorted(one.choice for one in reader.rows(Ballot))


def counted(act: Acting) -> Poll:
    """The poll after its close."""
    with reader_of(act.folder) as reader:
        (poll,) = reader.rows(Poll)
    return poll


def test_one_tap_votes_and_answers_with_a_receipt(act: Acting) -> None:
    """Goal: one tap is enough. Method: post what the button sends; the answer itself is the receipt."""
    name = proposal_in(act)
    page = act.page("m003", f"decisions/{name}/")
    assert f'name="proposal" value="{name}"' in page
    assert 'name="choice" value="yes"' in page
    once = re.search(r'name="once" value="([0-9a-f]+)"', page)
    assert once is not None
    answer = act.of("m003").post(
        "/en/do/assembly.cast/", {"once": once[1], "proposal": name, "choice": "yes"}
    )
    assert answer.status_code == 200  # no address holds the number of the entry
    assert "/record/" in answer.content.decode()
    assert ballots_in(act) == ["yes"]


def test_one_tap_on_the_first_page_votes(act: Acting) -> None:
    """Goal: from home to a ballot in one tap. Method: send home's own form, with its button's answer."""
    name = proposal_in(act)
    page = act.page("m003", "home/")
    form = re.search(r"<form[^>]*do/assembly\.cast/.*?</form>", page, re.DOTALL)
    assert form is not None
    assert f"/en/decisions/{name}/#change-title" in page, "what would change is one link away"
    sent = dict(re.findall(r'name="(once|proposal|next)" value="([^"]+)"', form[0]))
    assert sent["proposal"] == name
    assert re.findall(r'name="choice" value="(\w+)"', form[0])[:2] == ["yes", "no"]
    answer = act.of("m003").post("/en/do/assembly.cast/", {**sent, "choice": "no"})
    assert answer.status_code == 200
    assert ballots_in(act) == ["no"]


def test_the_same_tap_twice_is_one_ballot_and_the_same_receipt(act: Acting) -> None:
    """Goal: a double click changes nothing. Method: the same form twice; one entry, one ballot."""
    name = proposal_in(act)
    sent = {"proposal": name, "choice": "yes", "once": "the-same-form-twice"}
    first, second = (
        act.done("m003", "assembly.cast", **sent),
        act.done("m003", "assembly.cast", **sent),
    )
    assert first == second
    assert ballots_in(act) == ["yes"]


def test_a_form_that_says_something_else_the_second_time_is_refused(act: Acting) -> None:
    """Goal: nobody believes in a ballot that is not hers. Method: one form, first yes and then no."""
    sent = {"proposal": proposal_in(act), "once": "the-same-form-twice"}
    act.done("m003", "assembly.cast", choice="yes", **sent)
    assert act.do("m003", "assembly.cast", choice="no", **sent).status_code == 409
    assert ballots_in(act) == ["yes"]


def test_a_later_ballot_takes_the_place_of_the_first(act: Acting) -> None:
    """Goal: minds may change. Method: yes, then no from another form; the count knows no alone."""
    name = proposal_in(act)
    for number, choice in enumerate(("yes", "no")):
        act.done(
            "m003", "assembly.cast", proposal=name, choice=choice, once=f"form-number-{number}"
        )
    assert ballots_in(act) == ["no"]


def test_votes_are_counted_only_after_the_end(act: Acting) -> None:
    """Goal: nobody follows the crowd. Method: five votes; the page before and after the count."""
    name = proposal_in(act)
    for member in PEOPLE[:5]:
        act.done(member, "assembly.cast", proposal=name, choice="yes" if member < "m005" else "no")
    page = act.page("m006", f"decisions/{name}/")
    assert 'id="result-title"' not in page
    assert "took part" not in page
    assert act.do("m001", "assembly.close", proposal=name).status_code == 409
    act.days_on(8)
    act.done("m001", "assembly.close", proposal=name)
    poll = counted(act)
    assert (poll.yes, poll.no) == (4, 1)
    assert "The line is the quorum" in act.page("m006", f"decisions/{name}/")


def test_who_holds_a_proxy_votes_for_its_giver_until_she_comes(act: Acting) -> None:
    """Goal: a proxy ends when its giver votes. Method: hers by proxy, her own, then by proxy again."""
    name = proposal_in(act)
    assert "Whose ballot is it?" in act.page("m005", f"decisions/{name}/")
    assert "Whose ballot is it?" not in act.page("m006", f"decisions/{name}/")
    act.done(
        "m005", "assembly.cast", proposal=name, choice="no", on_behalf="m004", once="proxy-one"
    )
    act.done("m004", "assembly.cast", proposal=name, choice="yes", once="herself-1")
    late = act.do(
        "m005", "assembly.cast", proposal=name, choice="no", on_behalf="m004", once="proxy-two"
    )
    assert late.status_code == 409
    assert "assembly.proxy_attends" in late.content.decode()
    assert ballots_in(act) == ["yes"]


@pytest.mark.parametrize(
    "asked",
    [{}, {"choice": "maybe"}, {"choice": "yes", "ranking": "1"}, {"ranking": ["1", "2"]},
     {"choice": "yes", "on_behalf": "m006"}, {"choice": "yes", "proposal": "../etc"},
     {"choice": "yes", "proposal": "no-such"}],
)  # fmt: skip
def test_a_ballot_that_is_none_is_refused_in_words(act: Acting, asked: dict[str, str]) -> None:
    """Goal: bad input has a page. Method: empty, unknown, both at once, of another kind, of others."""
    sent = {"proposal": proposal_in(act), **asked}
    answer = act.do("m003", "assembly.cast", **sent)
    assert answer.status_code in {409, 422}
    assert Page(answer.content.decode()).inline == []
    assert ballots_in(act) == []


def test_nothing_outside_the_vault_ties_a_member_to_her_ballot(
    act: Acting, caplog: pytest.LogCaptureFixture
) -> None:
    """Goal: a secret ballot. Method: vote; search logs and plain tables for entry, tag and act id."""
    name = proposal_in(act)
    with caplog.at_level("DEBUG"):
        seq = act.done("m003", "assembly.cast", proposal=name, choice="yes")
    with reader_of(act.folder) as reader:
        (ballot,) = reader.rows(Ballot)
    connections.close_all()
    plain = act.folder.plain.read_bytes()
    assert ballot.entry == seq
    assert ballot.tag.encode() not in plain
    assert ballot.tag not in caplog.text
    assert str(seq) not in caplog.text
    with connections["plain"].cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        tables = [table for (table,) in cursor.fetchall()]
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            text = repr(cursor.fetchall())
            assert "assembly.cast" not in text, table


def test_titles_and_comments_are_for_those_who_belong(real: Path) -> None:
    """Goal: texts are not for the world. Method: a real folder, seen by a member and by a company."""
    configure(real)
    member = sign_in(Client(), "m002").get("/en/decisions/longer-polls/").content.decode()
    assert SECRET_TITLE in member
    assert SECRET_COMMENT in member
    company = sign_in(Client(), party="milk-ltd").get("/en/decisions/").content.decode()
    assert SECRET_TITLE not in company
    connections.close_all()


def test_a_ranked_ballot_is_filled_in_without_script(at: Client) -> None:
    """Goal: rank with plain selects. Method: the form of an open choice holds one select a place."""
    text = sign_in(at, "m006").get("/en/decisions/longer-polls/").content.decode()
    assert text.count('name="choice"') == 4
    page = Page(text)
    assert page.inline == []
    assert len(page.ids) == len(set(page.ids))
