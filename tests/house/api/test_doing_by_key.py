"""Doing things at the door for programs: once, as oneself, within the scopes of a key, or not at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from auzolan.audit.folder import Folder
from auzolan.house.doing import Who
from auzolan.house.jobs import queue
from auzolan.house.jobs.models import Job
from auzolan.house.jobs.uploads import keep
from support.portal import sign_in
from support.programs import Program, items, key_for, person_of, refused

COMMENT = {"proposal": "longer-polls", "text": "Said by a program"}
OFFICE = {"agenda": ["no-such-proposal"]}


def size(program: Program) -> int:
    """How many entries the record has."""
    entries = items(program.get("record/entries?limit=1000"))
    return len(entries)


def test_what_a_program_does_stands_on_the_record_once(coop: Path) -> None:
    """Goal: a repeat is no second act. Method: send one request three times, and look."""
    program = Program(key_for("m003"))
    before = size(program)
    answers = [program.do("assembly.comment", COMMENT).json() for _ in range(3)]
    assert [one["repeated"] for one in answers] == [False, True, True]
    assert len({(one["entry"], one["id"], one["leaf"]) for one in answers}) == 1
    assert size(program) == before + 1
    entry = program.get(f"record/entries/{answers[0]['entry']}").json()
    assert entry["actor"] == "m003"
    assert entry["leaf"] == answers[0]["leaf"]
    assert program.do("assembly.comment", COMMENT, "another-number").json()["repeated"] is False


def test_one_number_with_another_body_is_refused(coop: Path) -> None:
    """Goal: a number names one request. Method: other words under the same number."""
    program = Program(key_for("m003"))
    program.do("assembly.comment", COMMENT)
    refused(program.do("assembly.comment", {**COMMENT, "text": "Other"}), 409, "desk.id_used")


def test_two_people_may_use_the_same_number(coop: Path) -> None:
    """Goal: nobody can take another's number. Method: both send the same request under it."""
    for member in ("m002", "m003"):
        done = Program(key_for(member)).do("assembly.comment", COMMENT).json()
        assert done["repeated"] is False


def test_a_dry_run_says_what_the_rules_would_and_writes_nothing(coop: Path) -> None:
    """Goal: trying is free. Method: try, count the entries, then do it under the same number."""
    program = Program(key_for("m003"))
    before = size(program)
    tried = program.do("assembly.comment", COMMENT, query="?dry_run=true")
    assert tried.status_code == 200
    assert tried.json()["is_tried"] is True
    assert size(program) == before
    assert program.do("assembly.comment", COMMENT).json()["repeated"] is False
    unknown = {**COMMENT, "proposal": "no-such-thing"}
    answer = program.do("assembly.comment", unknown, query="?dry_run=true")
    refused(answer, 404, "assembly.proposal_unknown")


def test_a_refusal_carries_code_article_reason_and_remedy(coop: Path) -> None:
    """Goal: a program can tell its person why. Method: what the rules refuse, as a problem."""
    program = Program(key_for("m003"))
    said = refused(
        program.do("assembly.comment", {**COMMENT, "proposal": "none"}), 404,
        "assembly.proposal_unknown",
    )  # fmt: skip
    assert "none" in said["detail"]


@pytest.mark.parametrize("number", ["", "short", "with space here", "x" * 129, "ümlaute-here"])
def test_without_a_number_nothing_is_done(coop: Path, number: str) -> None:
    """Goal: no request is done twice by accident. Method: none, and ones that are no numbers."""
    program = Program(key_for("m003"))
    before = size(program)
    refused(program.do("assembly.comment", COMMENT, number), 400, "api.once_missing")
    assert size(program) == before


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({**COMMENT, "member": "m001"}, "member"),
        ({**COMMENT, "actor": "m001"}, "actor"),
        ({"proposal": "longer-polls"}, ""),
        ({"proposal": 7, "text": "x"}, "proposal"),
        ([], ""),
        ("text", ""),
    ],
)
def test_fields_that_are_not_asked_are_refused(coop: Path, body: Any, field: str) -> None:
    """Goal: no mass assignment. Method: unknown, missing and wrong fields, each named."""
    program = Program(key_for("m003"))
    before = size(program)
    assert refused(program.do("assembly.comment", body), 422, "api.malformed")["field"] == field
    assert size(program) == before


def test_what_is_not_json_is_refused(coop: Path) -> None:
    """Goal: no other reader of bodies is reached. Method: other kinds, broken JSON, a great body."""
    key = key_for("m003")
    client, program = Client(), Program(key)
    headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": "a-number-of-my-own"}

    def send(content: bytes, kind: str) -> Any:
        return client.post(
            "/api/v1/do/assembly.comment", content, content_type=kind, headers=headers
        )

    refused(send(json.dumps(COMMENT).encode(), "text/plain"), 415, "api.not_json")
    refused(send(b'{"proposal": ', "application/json"), 422, "api.malformed")
    refused(send(b'"\xff"', "application/json"), 422, "api.malformed")
    refused(send(b" " * (2**20 + 1), "application/json"), 413, "api.too_large")
    refused(program.do("assembly.comment", {**COMMENT, "text": "nul\0"}), 422, "api.malformed")
    office = Program(key_for("m001"))
    book = {"pays": "bank", "gets": "suspense", "amount_cents": 2**60, "why": "w"}
    refused(office.do("treasury.book", book), 422, "api.malformed")
    refused(office.do("learning.see", {}), 404, "api.no_such_thing")


def test_a_key_opens_no_more_than_its_scopes(coop: Path) -> None:
    """Goal: a key is narrow. Method: keys of one person with different scopes, at three addresses."""
    reads = Program(key_for("m003", ["read:record.*"]))
    assert reads.get("record/entries").status_code == 200
    refused(reads.get("rows/members.Member"), 403, "access.out_of_scope")
    refused(reads.do("assembly.comment", COMMENT), 403, "access.out_of_scope")
    one = Program(key_for("m003", ["do:assembly.comment"]))
    assert one.do("assembly.comment", COMMENT).status_code == 200
    refused(one.do("assembly.withdraw", {"proposal": "longer-polls"}), 403, "access.out_of_scope")
    refused(one.get("record/entries"), 403, "access.out_of_scope")


def test_a_key_never_opens_more_than_its_owner_may(coop: Path) -> None:
    """Goal: no key lifts anybody. Method: a member's widest key at what belongs to an office."""
    refused(Program(key_for("m003")).do("assembly.call", OFFICE), 403, "access.not_yours")
    office = Program(key_for("m001", is_strong=True))
    refused(office.do("assembly.call", OFFICE), 404, "assembly.proposal_unknown")


def test_a_key_made_without_a_second_factor_opens_no_office(coop: Path) -> None:
    """Goal: offices need a strong way in, also by key. Method: both kinds of key, one office."""
    weak = Program(key_for("m001", is_strong=False))
    refused(weak.do("assembly.call", OFFICE), 403, "access.second_factor")


@pytest.mark.parametrize("change", ["revoked", "expired", "left the house", "other secret", "word"])
def test_a_key_that_opens_nothing_says_so(coop: Path, change: str) -> None:
    """Goal: keys can be taken back at once. Method: use a key, change one thing, use it again."""
    from datetime import timedelta

    from auzolan.house.programs import keys
    from auzolan.house.programs.models import ProgramKey

    text = key_for("m003")
    assert Program(text).get("record/entries").status_code == 200
    if change == "revoked":
        assert keys.revoke(person_of("m003"), text.split("_")[1])
    elif change == "expired":
        ProgramKey.objects.update(expires_on=keys.today() - timedelta(days=1))
    elif change == "left the house":
        person = person_of("m003")
        person.is_active = False
        person.save()
    elif change == "other secret":
        text = text[:-1] + ("A" if text[-1] != "A" else "B")
    else:
        text = "auz_word"
    answer = Program(text).get("record/entries")
    refused(answer, 401, "access.key_unknown")
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_session_needs_its_token(coop: Path) -> None:
    """Goal: no other site asks in her name. Method: a strict browser, without and with the token."""
    browser = sign_in(Client(enforce_csrf_checks=True), "m003")
    headers = {"Idempotency-Key": "a-number-of-my-own"}

    def send(**more: str) -> Any:
        return browser.post(
            "/api/v1/do/assembly.comment", json.dumps(COMMENT), content_type="application/json",
            headers={**headers, **more},
        )  # fmt: skip

    refused(send(), 403, "access.token_missing")
    browser.get("/en/account/login/")
    browser.get("/en/do/assembly.comment/")
    token = browser.cookies["csrftoken"].value
    assert send(**{"X-CSRFToken": token}).status_code == 200
    refused(Program().do("assembly.comment", COMMENT), 401, "access.not_signed_in")


def test_too_many_requests_are_told_to_wait(coop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Goal: one program cannot crowd out others. Method: three requests where two are allowed."""
    from auzolan.house.doors.api import coming_in
    from auzolan.house.doors.api.rate import Rate

    monkeypatch.setattr(coming_in, "RATE", Rate(per_minute=2))
    crowding, other = Program(key_for("m003")), Program(key_for("m002"))
    for _ in range(2):
        crowding.get("record/checkpoint")
    answer = crowding.get("record/checkpoint")
    refused(answer, 429, "api.too_many")
    assert 1 <= int(answer["Retry-After"]) <= 60
    assert other.get("record/checkpoint").status_code == 200


@given(st.lists(st.integers(0, 200_000), min_size=1, max_size=60), st.integers(1, 5))
@settings(max_examples=50)
def test_a_minute_never_holds_more_than_it_may(moments: list[int], per_minute: int) -> None:
    """Goal: the limit is exact. Method: any moments in order, counted by hand for each minute."""
    from auzolan.house.doors.api.rate import Rate

    rate, passed = Rate(per_minute), list[int]()
    for now in sorted(moments):
        wait_s = rate.wait_s("one", now)
        assert 0 <= wait_s <= 60
        passed += [] if wait_s else [now]
    for minute in range(4):
        asked = sum(now // 60_000 == minute for now in moments)
        assert sum(now // 60_000 == minute for now in passed) == min(asked, per_minute)


def test_what_needs_two_people_waits_for_the_second(coop: Path) -> None:
    """Goal: a key is one person. Method: ask what needs two; nothing is entered, and it waits."""
    from auzolan.house.doors.doing.catalogue import doings

    assert doings()["treasury.close_period"].needs_second
    program, period = Program(key_for("m001")), {"period": "2026", "next_period": "2027"}
    before = size(program)
    answer = program.do("treasury.close_period", period)
    assert answer.status_code == 202, answer.content
    assert answer.json()["state"] == "waits_for_second"
    assert size(program) == before
    waiting_id = answer.json()["id"]
    assert answer.json()["link"].endswith(f"/{waiting_id}/")
    found = program.get(f"programs/requests/{waiting_id}").json()
    assert (found["doing"], found["state"], found["entry"]) == (
        "treasury.close_period", "waiting", -1,
    )  # fmt: skip
    other = Program(key_for("m003"))
    refused(other.get(f"programs/requests/{waiting_id}"), 404, "api.no_such_thing")
    again = program.do("treasury.close_period", period)
    assert again.json()["link"] == answer.json()["link"]


def test_a_problem_is_what_its_type_says() -> None:
    """Goal: one shape for every no. Method: statuses by code, and the fields of RFC 9457."""
    from auzolan.foundation.refusals import Refusal
    from auzolan.house.doors.api.problem import problem_of, status_of

    expected = {
        "consent.purpose_not_granted": 409, "consent.no_such_strike": 404,
        "treasury.payout_unknown": 404, "desk.busy": 503, "access.not_yours": 403,
        "access.not_signed_in": 401, "api.malformed": 422, "api.too_many": 429,
        "charter.holds_no_such_office": 409, "unknown.end_use": 409,
    }  # fmt: skip
    assert {code: status_of(code) for code in expected} == expected
    found = problem_of(Refusal("consent.no_such_strike", "Art. 2", "why", "what now"))
    assert msgspec.to_builtins(found) == {
        "type": "/api/v1/refusals#consent.no_such_strike", "title": "There is no such thing",
        "status": 404, "detail": "why", "code": "consent.no_such_strike", "article": "Art. 2",
        "remedy": "what now", "field": "",
    }  # fmt: skip


def test_a_body_that_is_no_form_with_a_file_is_refused(coop: Path) -> None:
    """Goal: a broken upload is her fault, not ours. Method: no boundary, no file, another kind."""
    program = Program(key_for("m003"))
    refused(program.post("upload", b"no form", "multipart/form-data"), 422, "api.malformed")
    for kind in ("multipart/form-data; boundary=x", "application/json"):
        refused(program.post("upload", b"no form", kind), 422, "api.file_unfit")


def test_long_work_is_named_by_an_id_that_leads_to_it(coop: Path) -> None:
    """Goal: a program finds its work. Method: bring rows, ask under the id; the number again is it."""
    program = Program(key_for("m003"))
    file = keep(Folder(coop), Who("m003"), [b"one,two\n1,2\n"])
    asked = {"file": file, "kind": "purchases"}
    tried = program.do("contributions.import", asked, query="?dry_run=true")
    refused(tried, 409, "contributions.file_header")
    answer = program.do("contributions.import", asked)
    assert answer.status_code == 202, answer.content
    job_id = answer.json()["id"]
    assert program.get(f"programs/work/{job_id}").json()["doing"] == "contributions.import"
    assert answer.json()["link"].endswith(f"/{job_id}/")
    queue.work.call(job_id)
    assert program.do("contributions.import", asked).json()["id"] == job_id
    other = program.do("contributions.import", {**asked, "delimiter": ";"})
    refused(other, 409, "house.number_used")


def test_rows_of_a_file_that_was_never_sent_are_refused_at_once(coop: Path) -> None:
    """Goal: a wrong number is told now, not after a wait. Method: no such file; nothing is queued."""
    asked = {"file": "0" * 32, "kind": "purchases"}
    answer = Program(key_for("m003")).do("contributions.import", asked)
    refused(answer, 403, "access.file_gone")
    assert not Job.objects.exists()
