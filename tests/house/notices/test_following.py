"""From entries to notices: who is told what, once each, also over a crash, and never old news."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from django.test import Client

from auzolan.assembly.state import Poll
from auzolan.audit.folder import Folder
from auzolan.foundation.moments import DAY_MS, Moment
from auzolan.house.desk import Desk
from auzolan.house.notices import following
from auzolan.house.notices.kinds import KIND_OF, KINDS, How
from auzolan.house.notices.making import make
from auzolan.house.notices.models import Choice, Mark, Notice
from auzolan.house.notices.rules import RULES, Told
from auzolan.house.notices.words import HOW_NAMES, KIND_NAMES, SENTENCES
from auzolan.house.rooms.consent.request_flows import answer_request, request_right
from auzolan.house.rooms.treasury.bank.accounts import Address
from auzolan.house.rooms.treasury.flows_payees import set_payee
from auzolan.house.storage.reader import reader_of
from auzolan.learning.state import Model, SnapshotPart
from auzolan.treasury.state import SETTLED, PayoutLine
from support.moments import at_moment
from support.portal import accept, sign_in
from support.strong import sign_in_strongly


def followed(path: Path, start: int = 0) -> None:
    """Follow the record from an entry to its end."""
    Mark.objects.update_or_create(name=following.RECORD, defaults={"reached": start})
    while following.follow(Folder(path)):
        pass


def told(what: str) -> set[str]:
    """Who was told this."""
    return set(Notice.objects.filter(what=what).values_list("member", flat=True))


def test_nobody_is_told_old_news_at_the_first_start(demo: Path) -> None:
    """Goal: an upgrade floods nobody. Method: follow a record of years for the first time."""
    assert following.follow(Folder(demo)) == 0
    assert Notice.objects.count() == 0


def test_everybody_whose_rows_a_model_learnt_from_is_told(demo: Path) -> None:
    """Goal: nobody's data is used behind her back. Method: the notices against the snapshots."""
    followed(demo)
    with reader_of(Folder(demo)) as reader:
        wanted = {
            (part.member, model.model)
            for model in reader.rows(Model)
            for part in reader.rows(SnapshotPart, snapshot=model.snapshot)
        }
    found = Notice.objects.filter(what="rows_used").values_list("member", "page")
    assert {(member, page.removeprefix("model|")) for member, page in found} == wanted
    assert wanted


def test_everybody_who_was_paid_is_told_and_no_notice_holds_an_amount(demo: Path) -> None:
    """Goal: mail leaks no money. Method: the payout's lines against the notices and their texts."""
    followed(demo)
    with reader_of(Folder(demo)) as reader:
        lines = reader.rows(PayoutLine, state=SETTLED)
    assert {one.member for one in lines} <= told("paid")
    texts = " ".join(Notice.objects.values_list("values", flat=True))
    assert not any(f"{one.amount_cents // 100}." in texts for one in lines)


def test_the_demo_tells_of_votes_shares_licences_and_withdrawal(demo: Path) -> None:
    """Goal: each rule meets a real entry. Method: the demo's year; what it tells at least once."""
    followed(demo)
    found = Counter(Notice.objects.values_list("what", flat=True))
    for what in ("poll_opened", "poll_result", "rows_used", "licence_granted", "period_closed",
                 "surplus_shared", "withdrawal_done", "paid"):  # fmt: skip
        assert found[what], what


def test_following_twice_tells_nobody_twice(demo: Path) -> None:
    """Goal: a crash between two writes is harmless. Method: the mark is put back and followed."""
    followed(demo)
    before = Notice.objects.count()
    followed(demo)
    assert Notice.objects.count() == before


def test_a_broken_rule_moves_no_mark(coop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Goal: a fault skips nobody. Method: a rule that breaks; afterwards it works again."""

    def broken(reader: object, entry: object) -> list[Told]:
        raise RuntimeError

    following.follow(Folder(coop))
    before = Mark.objects.get(name=following.RECORD).reached
    desk = Desk(Folder(coop))
    home = Address(country="ES", town="Bilbao")
    iban = "ES9121000418450200051332"
    accept(set_payee(desk, member="m003", name="Ane", iban=iban, address=home))
    desk.close()
    with monkeypatch.context() as patch:
        patch.setattr(following, "RULES", {**RULES, "treasury.set_payee/1": broken})
        with pytest.raises(RuntimeError):
            following.follow(Folder(coop))
    assert Mark.objects.get(name=following.RECORD).reached == before
    following.follow(Folder(coop))
    assert told("bank_account") == {"m003"}


def test_a_poll_that_closes_soon_is_told_to_the_whole_roll_once(coop: Path) -> None:
    """Goal: a reminder betrays no vote. Method: m001 and m002 have voted, m003 has not; all hear."""
    with reader_of(Folder(coop)) as reader:
        (poll,) = reader.rows(Poll, state="open")
    early = Moment(poll.ends_at - 3 * DAY_MS)
    late = Moment(poll.ends_at - DAY_MS)
    for at, wanted in ((early, set()), (late, {"m001", "m002", "m003"}), (late, None)):
        following.follow_polls(Folder(coop), ports=at_moment(at))
        if wanted is not None:
            assert told("poll_closing") == wanted
    assert Notice.objects.filter(what="poll_closing").count() == 3


def test_an_answer_to_a_request_reaches_whoever_asked(coop: Path) -> None:
    """Goal: the rights desk answers. Method: m003 asks, the office answers, m003 alone is told."""
    following.follow(Folder(coop))
    desk = Desk(Folder(coop))
    said = {"request": "ask-1", "words": "What do you hold?"}
    accept(request_right(desk, member="m003", asks="see", **said))
    said = {"request": "ask-1", "words": "This is it."}
    accept(answer_request(desk, actor="m001", outcome="done", **said))
    desk.close()
    following.follow(Folder(coop))
    assert told("request_answered") == {"m003"}


def test_a_new_way_to_sign_in_is_told_to_its_owner(coop: Path) -> None:
    """Goal: a stolen session is noticed. Method: a line of the security log after the first look."""
    from auzolan.house.accounts.models import Person, SecurityNote

    sign_in(Client(), "m003")
    person = Person.objects.get(member="m003")
    following.follow_security(Folder(coop))
    SecurityNote.objects.create(hour=0, what="second_factor_added", person_id=person.pk)
    SecurityNote.objects.create(hour=0, what="signed_in", person_id=person.pk)
    following.follow_security(Folder(coop))
    following.follow_security(Folder(coop))
    assert [one.what for one in Notice.objects.all()] == ["sign_in_way"]
    assert told("sign_in_way") == {"m003"}


def test_what_waits_for_two_is_told_to_those_who_could_say_yes(coop: Path) -> None:
    """Goal: a request finds its second person. Method: a booking of m001; m002 audits, m003 not."""
    sign_in_strongly(Client(), "m001").post(
        "/en/do/treasury.book/",
        {"pays": "income:other", "gets": "bank", "amount_cents": "1", "why": "x", "sure": "1",
         "once": "a-number-of-a-form"},
    )  # fmt: skip
    assert told("second_wanted") == {"m002"}


def test_who_chose_not_to_be_told_is_not_told_but_security_cannot_be_off(coop: Path) -> None:
    """Goal: choices hold, and guard nobody's thief. Method: the form, with every kind set to off."""
    client = sign_in(Client(), "m003")
    client.post("/en/settings/notices/", dict.fromkeys(KINDS, "off"))
    off = set(Choice.objects.filter(member="m003", how="off").values_list("kind", flat=True))
    assert off == {kind for kind, one in KINDS.items() if one.can_be_off}
    make("e1", [Told("poll_opened", "m003", {"proposal": "x"}), Told("bank_account", "m003")])
    assert [one.what for one in Notice.objects.all()] == ["bank_account"]


def test_there_are_four_immediate_kinds() -> None:
    """Goal: few things disturb. Method: what nobody chose otherwise."""
    now = {kind for kind, one in KINDS.items() if one.how is How.NOW}
    assert now == {"money", "security", "closing", "look"}


def test_every_notice_has_its_words() -> None:
    """Goal: no page breaks on a missing sentence. Method: all tables name the same things."""
    assert set(KIND_OF) == set(SENTENCES)
    assert set(KIND_OF.values()) == set(KINDS) == set(KIND_NAMES)
    assert set(HOW_NAMES) == set(map(str, How))


def test_the_page_shows_ones_own_alone_and_the_header_counts(coop: Path) -> None:
    """Goal: news is private. Method: a notice for m003; her page, another's, a visitor's."""
    make(
        "e1",
        [Told("poll_opened", "m003", {"proposal": "longer-polls"}, ("proposal", "longer-polls"))],
    )
    hers = sign_in(Client(), "m003")
    text = hers.get("/en/notices/").content.decode()
    assert "The vote on longer-polls has begun." in text
    assert "/en/decisions/longer-polls/" in text
    assert "1 new" in text
    other = sign_in(Client(), "m002").get("/en/notices/").content.decode()
    assert "longer-polls has begun" not in other
    assert Client().get("/en/notices/").status_code == 302
    hers.post("/en/notices/")
    assert "1 new" not in hers.get("/en/notices/").content.decode()


def test_the_count_in_the_header_is_one_search_in_an_index(coop: Path) -> None:
    """Goal: every page stays fast. Method: the plan of the very query."""
    from django.db import connections

    query = str(Notice.objects.filter(member="m003", is_read=False).values("pk").query)
    sql = query.replace("m003", "'m003'")
    with connections["plain"].cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + sql)
        plan = " ".join(str(line) for line in cursor.fetchall())
    assert "notices_of_member" in plan
