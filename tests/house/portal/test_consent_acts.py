"""Consent through the portal: switches, one use at a time, together with others, the rights desk."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client

from auzolan.audit.folder import Folder
from auzolan.consent.state import Consent, ConsentStatement, GroupMember, RightsRequest
from auzolan.foundation.moments import MOMENT_MAX
from auzolan.house.doors.open_desk import close_desks, open_desk
from auzolan.house.rooms.consent.doing_statements import allowed_now
from auzolan.house.rooms.contributions.flows import offer_rows
from auzolan.house.settings import configure
from auzolan.house.storage.reader import reader_of
from auzolan.learning.state import ModelDuty
from house.small_desk import purchases
from support.acting import Acting, acting_in, founded
from support.portal import Page, accept, sign_in

KIND = "purchases"
DAY = "2031-05-20"


@pytest.fixture(scope="module")
def beginning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A co-operative of seven, founded sixty days ago."""
    return founded(tmp_path_factory.mktemp("beginning") / "coop")


@pytest.fixture
def act(beginning: Path, tmp_path: Path) -> Iterator[Acting]:
    """Its people in a copy of one's own; m002 has brought eight rows."""
    shutil.copytree(beginning, tmp_path / "coop")
    with acting_in(tmp_path / "coop") as acting:
        offered = offer_rows(
            open_desk(acting.folder).desk, member="m002", kind=KIND, columns=purchases(1, 8),
            batch="b-2",
        )  # fmt: skip
        accept(offered)
        yield acting


@pytest.fixture
def at_copy(demo: Path, tmp_path: Path) -> Iterator[Client]:
    """A browser in a copy of the demo that has been lived through."""
    shutil.copytree(demo, tmp_path / "demo", ignore=shutil.ignore_patterns("receipts"))
    configure(tmp_path / "demo")
    yield Client()
    close_desks()
    connections.close_all()


def allowed(act: Acting, member: str) -> tuple[str, ...]:
    """What a member allows for her purchases."""
    with reader_of(act.folder) as reader:
        return allowed_now(reader, member, KIND)


def settings_folder() -> Folder:
    """The folder that is open."""
    return Folder(settings.AUZOLAN_FOLDER)


def said(act: Acting, member: str) -> list[str]:
    """The single statements of a member that hold."""
    with reader_of(act.folder) as reader:
        rows = reader.rows(ConsentStatement, member=member)
    return [one.statement for one in rows if one.operation and one.lifted_at == MOMENT_MAX]


# --- switches -------------------------------------------------------------------------------------


def test_a_switch_changes_one_purpose_and_leaves_the_others(act: Acting) -> None:
    """Goal: one tap means one thing. Method: both on, one off, the page and the books agree."""
    act.done("m002", "consent.switch_on", kind=KIND, purpose="research")
    act.done("m002", "consent.switch_on", kind=KIND, purpose="commercial")
    assert allowed(act, "m002") == ("research", "commercial")
    act.done("m002", "consent.switch_off", kind=KIND, purpose="commercial")
    assert allowed(act, "m002") == ("research",)
    page = act.page("m002", "members/m002/consent/")
    assert page.count('aria-pressed="true"') == page.count('aria-pressed="false"') == 1
    assert not Page(page).inline


def test_a_second_tap_of_the_same_form_changes_nothing(act: Acting) -> None:
    """Goal: a reload is one request. Method: the same number twice gives the same entry."""
    fields = {"kind": KIND, "purpose": "research", "sure": "1", "once": "one-and-the-same"}
    first, again = (
        act.of("m002").post("/en/do/consent.switch_on/", fields)["Location"] for _ in range(2)
    )
    assert first == again


def test_withdrawing_shows_what_changes_and_needs_a_second_click(at_copy: Client) -> None:
    """Goal: nobody stops a model unawares. Method: the demo's m018, whose rows are in a live model."""
    sign_in(at_copy, "m018")
    folder = settings_folder()
    form = at_copy.get("/en/members/m018/consent/").content.decode()
    assert 'action="/en/do/consent.withdraw/"' in form
    first = at_copy.post("/en/do/consent.withdraw/", {"kind": KIND, "once": "number-one"})
    text = first.content.decode()
    assert first.status_code == 200
    assert re.search(r"The model \S+ is made again without your rows by \d+ \w+ \d{4}", text)
    assert re.search(r"Your \d+ rows are erased by \d+ \w+ \d{4} at the latest", text)
    assert "What you have earned and your capital stay yours." in text
    with reader_of(folder) as reader:
        row = reader.get(Consent, "m018", KIND)
        assert row is not None
        assert row.withdrawn_at < 0, "the first click changes nothing"
    sent = {"kind": KIND, "once": "number-one", "sure": "1"}
    assert at_copy.post("/en/do/consent.withdraw/", sent).status_code == 302
    with reader_of(folder) as reader:
        row = reader.get(Consent, "m018", KIND)
        assert row is not None
        assert row.withdrawn_at >= 0
    assert "All use was stopped." in at_copy.get("/en/members/m018/consent/").content.decode()


def test_models_foretold_are_the_models_marked(at_copy: Client) -> None:
    """Goal: the page says what the rules do. Method: models named before against duties after."""
    sign_in(at_copy, "m020")
    sent = {"kind": KIND, "once": "number-one"}
    text = at_copy.post("/en/do/consent.withdraw/", sent).content.decode()
    named = set(re.findall(r"The model (\S+) is made again", text))
    answer = at_copy.post("/en/do/consent.withdraw/", {**sent, "sure": "1"})
    seq = int(re.search(r"/done/(\d+)/", answer["Location"])[1])  # type: ignore[index]
    with reader_of(settings_folder()) as reader:
        marked = {one.model for one in reader.rows(ModelDuty, withdrawal=seq)}
    assert named == marked
    assert marked


# --- single statements ----------------------------------------------------------------------------


def test_one_use_is_forbidden_allowed_and_taken_back(act: Acting) -> None:
    """Goal: finer words than a switch. Method: each form once, and the statement goes again."""
    act.done("m002", "consent.prohibit", operation="train", end_use="advertising", until=DAY)
    permit = {"operation": "replica.voice", "end_use": "research", "kind": KIND}
    act.done("m002", "consent.permit", **permit, floor_cents="1.50", credit="on")
    names = said(act, "m002")
    assert len(names) == 2
    page = act.page("m002", "members/m002/consent/")
    assert "until 20 May 2031" in page
    act.done("m002", "consent.lift", statement=names[0])
    act.done("m002", "consent.lift", statement=names[1])
    assert not said(act, "m002")


def test_a_day_that_no_calendar_has_is_refused(act: Acting) -> None:
    """Goal: nothing is guessed. Method: the 31st of February."""
    sent = {"operation": "train", "end_use": "advertising", "until": "2031-02-31"}
    answer = act.do("m002", "consent.prohibit", **sent)
    assert answer.status_code == 409
    assert "There is no day 2031-02-31" in answer.content.decode()


def test_a_statement_of_somebody_else_cannot_be_chosen(act: Acting) -> None:
    """Goal: another's id opens nothing. Method: m003 sends the name of a statement of m002."""
    act.done("m002", "consent.prohibit", operation="train", end_use="advertising")
    (name,) = said(act, "m002")
    act.done("m003", "consent.prohibit", operation="train", end_use="political")
    assert act.do("m003", "consent.lift", statement=name).status_code == 422
    assert said(act, "m002") == [name]


def test_the_co_op_acts_for_her_until_she_takes_it_back(act: Acting) -> None:
    """Goal: trust begins and ends with her. Method: both forms, and what the page says."""
    act.done("m002", "consent.entrust")
    assert "The co-op acts for you: it bargains" in act.page("m002", "members/m002/consent/")
    act.done("m002", "consent.end_trust")
    assert "You act for yourself." in act.page("m002", "members/m002/consent/")


def test_a_guardian_speaks_for_her_ward_and_nobody_else_does(act: Acting) -> None:
    """Goal: a minor's rows have one voice. Method: the guardian forbids; a stranger is refused."""
    said_so = act.do("m001", "consent.set_guardian", minor="m006", guardian="m002", until=DAY)
    assert act.of("m002").post(said_so["Location"], {"ask": "yes"}).status_code == 302
    sent = {"operation": "train", "end_use": "advertising", "ward": "m006"}
    act.done("m002", "consent.prohibit", **sent)
    assert len(said(act, "m006")) == 1
    assert act.do("m003", "consent.prohibit", **sent).status_code in {409, 422}
    assert len(said(act, "m006")) == 1
    assert "m002 speaks for you" in act.page("m006", "members/m006/consent/")


# --- together with others -------------------------------------------------------------------------


def test_a_group_is_begun_joined_filled_and_left(act: Acting) -> None:
    """Goal: rows can be held together. Method: its whole life by forms, and the pages of both."""
    act.done("m002", "consent.form_group", group="choir")
    act.done("m002", "consent.invite_to_group", group="choir", member="m003")
    assert "has asked you to join the group choir" in act.page("m003", "members/m003/consent/")
    act.done("m003", "consent.join_group", group="choir")
    act.done("m002", "consent.place_batch", batch="b-2", group="choir")
    assert "Your batches among its rows: b-2" in act.page("m002", "members/m002/consent/")
    assert "Among the rows of the group choir" in act.page("m002", "members/m002/contributions/")
    act.done("m002", "consent.take_batch_out", batch="b-2")
    act.done("m003", "consent.leave_group", group="choir")
    with reader_of(act.folder) as reader:
        rows = reader.rows(GroupMember, group_id="choir")
    assert [one.member for one in rows if one.until == MOMENT_MAX] == ["m002"]


def test_nobody_joins_a_group_that_has_not_asked_her(act: Acting) -> None:
    """Goal: groups open to whom they ask. Method: m003 sends the name of the group all the same."""
    act.done("m002", "consent.form_group", group="choir")
    assert act.do("m003", "consent.join_group", group="choir").status_code in {409, 422}


# --- the rights desk ------------------------------------------------------------------------------


def test_a_question_is_answered_and_only_she_reads_both(act: Acting) -> None:
    """Goal: asked, due, answered, sealed. Method: m002 asks, m003 answers, others see neither."""
    act.days_on(59)
    act.done("m002", "consent.request", asks="see", words="What of my Tuesday purchases?")
    waiting = act.page("m002", "members/m002/requests/")
    assert "What of my Tuesday purchases?" in waiting
    assert "You are answered by" in waiting
    with reader_of(act.folder) as reader:
        (row,) = reader.rows(RightsRequest)
    act.done("m003", "consent.answer", request=row.request, outcome="done", words="All of it.")
    page = act.page("m002", "members/m002/requests/")
    assert "All of it." in page
    assert "Done" in page
    assert "Tuesday" not in act.page("m004", "rights/")


def test_whoever_holds_no_office_cannot_answer(act: Acting) -> None:
    """Goal: the office answers. Method: m006 sends the form."""
    act.done("m002", "consent.request", asks="see", words="What is held?")
    with reader_of(act.folder) as reader:
        (row,) = reader.rows(RightsRequest)
    sent = {"request": row.request, "outcome": "done", "words": "Nothing."}
    assert act.do("m006", "consent.answer", **sent).status_code == 403


@pytest.mark.parametrize(
    "page",
    ["", "whole/", "money/", "contributions/", "consent/", "uses/", "worth/", "work/", "requests/",
     "recorded/", "statement.csv", "statement.pdf", "certificates/b-2.json"],
)  # fmt: skip
def test_the_pages_of_somebody_else_stay_shut(at_real: Client, page: str) -> None:
    """Goal: one's own are one's own. Method: m003 of a real co-operative asks for those of m002."""
    sign_in(at_real, "m003")
    assert at_real.get(f"/en/members/m002/{page}").status_code == 403


@pytest.mark.parametrize("language", ["en", "es", "eu"])
def test_own_pages_stand_in_every_language(at_demo: Client, language: str) -> None:
    """Goal: no page breaks in a language. Method: each of them, without a script of its own."""
    sign_in(at_demo, "m018")
    for page in (
        "money",
        "contributions",
        "consent",
        "uses",
        "worth",
        "work",
        "requests",
        "recorded",
    ):
        answer = at_demo.get(f"/{language}/members/m018/{page}/")
        assert answer.status_code == 200, page
        found = Page(answer.content.decode())
        assert found.lang == language
        assert not found.inline, (page, found.inline)
